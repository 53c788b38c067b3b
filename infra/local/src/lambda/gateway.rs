//! What API Gateway does before a function sees a request: the request context, IAM, and the limits.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use lambda_http::request::RequestContext;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use crate::clock::MovableClock;

/// API Gateway's limit on a request body.
const MAX_BODY: usize = 10 * 1024 * 1024;
/// API Gateway's limit on an integration.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The key of the route for whatever no other route is for.
const DEFAULT: &str = "$default";

/// What the gateway knows.
pub(crate) struct Gateway {
    /// The keys of its routes, such as `GET /v1/me`.
    pub(crate) routes: HashSet<String>,
    /// The keys of those with `AWS_IAM` in `template.yaml`.
    pub(crate) operators: HashSet<String>,
    /// Stands for the operator's IAM credentials.
    pub(crate) operator_token: String,
    pub(crate) clock: MovableClock,
}

/// Puts the gateway in front of the functions' routes.
pub(crate) fn in_front_of(functions: Router, gateway: Arc<Gateway>) -> Router {
    functions.layer(from_fn_with_state(gateway, forward))
}

async fn forward(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    let route_key = gateway.route_key(&request);
    let iam = match gateway.authorise(&route_key, request.headers()) {
        Ok(iam) => iam,
        Err(refusal) => return *refusal,
    };
    let (mut parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
        return answer(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
    };
    let Some(context) = gateway.context(&parts, &route_key, iam) else {
        return answer(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
    };
    parts.extensions.insert(context);
    invoke(next, Request::from_parts(parts, Body::from(body))).await
}

/// Runs the function to its end even when the client has gone, and keeps a panic to this request, as Lambda does.
async fn invoke(next: Next, request: Request) -> Response {
    let running = tokio::spawn(async move {
        let (parts, body) = next.run(request).await.into_parts();
        let body: Result<Bytes, _> = axum::body::to_bytes(body, usize::MAX).await;
        body.map(|body| Response::from_parts(parts, Body::from(body)))
    });
    match tokio::time::timeout(TIMEOUT, running).await {
        Ok(Ok(Ok(response))) => response,
        Ok(_) => answer(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
        Err(_) => answer(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
    }
}

impl Gateway {
    /// The route that a request is for.
    fn route_key(&self, request: &Request) -> String {
        let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let key = path.map(|path| format!("{} {path}", request.method()));
        key.filter(|key| self.routes.contains(key)).unwrap_or_else(|| DEFAULT.to_owned())
    }

    /// The routes of operators need the operator token here.
    fn authorise(&self, route_key: &str, headers: &HeaderMap) -> Result<Option<Value>, Box<Response>> {
        if !self.operators.contains(route_key) {
            return Ok(None);
        }
        let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        if !bool::from(token.as_bytes().ct_eq(self.operator_token.as_bytes())) {
            return Err(Box::new(answer(StatusCode::FORBIDDEN, "Forbidden")));
        }
        Ok(Some(json!({
            "accessKey": "AKIALOCALOPERATOR000",
            "accountId": "000000000000",
            "callerId": "AIDALOCALOPERATOR000",
            "cognitoIdentity": null,
            "principalOrgId": "o-local",
            "userArn": "arn:aws:iam::000000000000:user/local-operator",
            "userId": "AIDALOCALOPERATOR000",
        })))
    }

    /// The context that `lambda_http` hands to a function. Its structs cannot be built but from JSON.
    fn context(&self, parts: &Parts, route_key: &str, iam: Option<Value>) -> Option<RequestContext> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_string());
        let now = self.clock.now();
        let mut context = json!({
            "accountId": "000000000000",
            "apiId": "local",
            "domainName": text(header::HOST).unwrap_or("localhost"),
            "domainPrefix": "local",
            "http": {
                "method": parts.method.as_str(),
                "path": parts.uri.path(),
                "protocol": "HTTP/1.1",
                "sourceIp": peer.unwrap_or_else(|| "127.0.0.1".to_owned()),
                "userAgent": text(header::USER_AGENT).unwrap_or_default(),
            },
            "requestId": crate::system::random::uuid(now).ok()?,
            "routeKey": route_key,
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": now.as_millisecond(),
        });
        if let Some(iam) = iam {
            context["authorizer"] = json!({ "iam": iam });
        }
        serde_json::from_value(context).ok().map(RequestContext::ApiGatewayV2)
    }
}

fn answer(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}

#[cfg(test)]
mod tests {
    use axum::Extension;
    use axum::routing::{get, post};
    use tower::ServiceExt;

    use super::*;

    async fn echo(Extension(context): Extension<RequestContext>) -> Json<Value> {
        Json(serde_json::to_value(context).unwrap())
    }

    async fn call(method: &str, path: &str, token: &str) -> (StatusCode, Value) {
        let routes = ["POST /v1/accounts", "GET /v1/accounts/{account}", "GET /panics"];
        let gateway = Gateway {
            routes: routes.map(str::to_owned).into(),
            operators: ["POST /v1/accounts".to_owned()].into(),
            operator_token: "secret".to_owned(),
            clock: MovableClock::default(),
        };
        let panics = get(async || {
            if true {
                panic!("on purpose")
            }
        });
        let functions = Router::new()
            .route("/v1/accounts", post(echo).fallback(echo))
            .route("/v1/accounts/{account}", get(echo))
            .route("/panics", panics)
            .fallback(echo);
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
        let request = request.body(Body::empty()).unwrap();
        let answer = in_front_of(functions, Arc::new(gateway)).oneshot(request).await.unwrap();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), MAX_BODY).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn gives_the_function_its_context() {
        let (status, context) = call("GET", "/v1/accounts/acc_1?x=y", "anything").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(context["routeKey"], "GET /v1/accounts/{account}");
        assert_eq!(context["http"]["path"], "/v1/accounts/acc_1");
        assert_eq!(context["http"]["sourceIp"], "127.0.0.1");
        assert_eq!(context["authorizer"], Value::Null);
        assert_eq!(context["requestId"].as_str().map(str::len), Some(36));
    }

    #[tokio::test]
    async fn lets_only_the_operator_create_accounts() {
        for token in ["", "secre", "secret ", "wrong!"] {
            let (status, body) = call("POST", "/v1/accounts", token).await;
            assert_eq!((status, body), (StatusCode::FORBIDDEN, json!({ "message": "Forbidden" })), "{token}");
        }
        let (_, context) = call("POST", "/v1/accounts", "secret").await;
        assert_eq!(context["authorizer"]["iam"]["userArn"], "arn:aws:iam::000000000000:user/local-operator");
    }

    #[tokio::test]
    async fn hands_what_no_route_is_for_to_the_default_one() {
        for (method, path) in [("GET", "/v1/nothing"), ("DELETE", "/v1/accounts"), ("GET", "/v1/accounts/")] {
            let (status, context) = call(method, path, "").await;
            assert_eq!((status, &context["routeKey"]), (StatusCode::OK, &json!("$default")), "{method} {path}");
            assert_eq!((&context["http"]["method"], &context["http"]["path"]), (&json!(method), &json!(path)));
        }
    }

    #[tokio::test]
    async fn keeps_the_panic_of_a_function_to_its_request() {
        let (status, _) = call("GET", "/panics", "").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    }
}
