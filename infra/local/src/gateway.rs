//! What API Gateway does before a function sees a request: the request context, IAM, and the limits.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
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

/// What the gateway knows.
pub(crate) struct Gateway {
    /// Stands for the operator's IAM credentials.
    pub(crate) operator_token: String,
    pub(crate) clock: MovableClock,
}

/// The routes with `AWS_IAM` in `template.yaml`, all of them POST.
const OPERATORS: [&str; 2] = ["/v1/accounts", "/v1/accounts/{account}/administrators"];

/// Puts the gateway in front of the functions' routes.
pub(crate) fn in_front_of(functions: Router, gateway: Arc<Gateway>) -> Router {
    functions.fallback(not_found).method_not_allowed_fallback(not_found).layer(from_fn_with_state(gateway, forward))
}

async fn forward(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    let Some(route) = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()) else {
        return not_found().await;
    };
    let iam = match gateway.authorise(request.method(), &route, request.headers()) {
        Ok(iam) => iam,
        Err(refusal) => return *refusal,
    };
    let (mut parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
        return answer(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
    };
    let Some(context) = gateway.context(&parts, &route, iam) else {
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
        // The gateway has no route for that method, so on AWS no function would have been asked.
        Ok(Ok(Ok(response))) if response.status() == StatusCode::METHOD_NOT_ALLOWED => not_found().await,
        Ok(Ok(Ok(response))) => response,
        Ok(_) => answer(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
        Err(_) => answer(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
    }
}

impl Gateway {
    /// The routes of operators need the operator token here.
    fn authorise(&self, method: &Method, route: &str, headers: &HeaderMap) -> Result<Option<Value>, Box<Response>> {
        if method != Method::POST || !OPERATORS.contains(&route) {
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
    fn context(&self, parts: &axum::http::request::Parts, route: &str, iam: Option<Value>) -> Option<RequestContext> {
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
            "requestId": crate::random::uuid().ok()?,
            "routeKey": format!("{} {route}", parts.method),
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

async fn not_found() -> Response {
    answer(StatusCode::NOT_FOUND, "Not Found")
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
        let gateway = Gateway { operator_token: "secret".to_owned(), clock: MovableClock::default() };
        let functions = Router::new().route("/v1/accounts", post(echo)).route("/v1/accounts/{account}", get(echo)).route(
            "/panics",
            get(async || {
                if true {
                    panic!("on purpose")
                }
            }),
        );
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
    async fn knows_only_the_routes_it_was_given() {
        for (method, path) in [("GET", "/v1/nothing"), ("DELETE", "/v1/accounts"), ("GET", "/v1/accounts/")] {
            let (status, body) = call(method, path, "").await;
            assert_eq!((status, body), (StatusCode::NOT_FOUND, json!({ "message": "Not Found" })), "{method} {path}");
        }
        let (status, _) = call("GET", "/panics", "").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    }
}
