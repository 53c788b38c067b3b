//! The API, as this client calls it: signed or with a token, and again where that may help.

use std::time::Duration;

use aws_credential_types::Credentials;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, IF_MATCH, RETRY_AFTER};
use http::response::Parts;
use http::{Request as HttpRequest, StatusCode, Uri};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use usher::aws::Roots;

use crate::credentials;
use crate::environment::{idempotency_key, now, variable};
use crate::failure::Failure;
use crate::operation::encoded;
use crate::profile::Profile;
use crate::signing::signed;

/// How often a call is made, if each time it is said to be worth another.
const TRIES: u32 = 5;

/// How long a call may take: longer than the gateway lets one run.
const PATIENCE: Duration = Duration::from_secs(60);

/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The connections, over TLS or without.
pub type Connections = Pool<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// How calls show who makes them.
enum Way {
    Token(String),
    Signed(Box<Credentials>, String),
}

/// A client of one installation.
pub struct Client {
    connections: Connections,
    url: String,
    way: Way,
}

/// A call.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub body: Option<Value>,
    /// Whether it may be sent again under a key.
    pub is_repeatable: bool,
    pub if_match: Option<String>,
}

/// Connections to servers whose certificates chain to Amazon's, or to those in the bundle of `AWS_CA_BUNDLE`.
pub fn connections() -> Result<Connections, Failure> {
    let roots = match variable("AWS_CA_BUNDLE") {
        None => Roots::of_amazon(),
        Some(path) => Roots::from_pem(&std::fs::read(&path)?)
            .ok_or_else(|| Failure::usage(format!("{path} holds no certificates")))?,
    };
    let tls = HttpsConnectorBuilder::new().with_tls_config(roots.into_tls()).https_or_http().enable_http1().build();
    Ok(Pool::builder(TokioExecutor::new()).build(tls))
}

impl Client {
    /// A client of the installation that `profile` names.
    pub fn new(profile: Profile) -> Result<Self, Failure> {
        let missing = "where is the API? Give --url, or make a profile: `usher profile set --help`";
        let url = profile.url.ok_or_else(|| Failure::usage(missing))?;
        let aws_profile = profile.aws_profile.as_deref();
        let way = match profile.token {
            Some(token) => Way::Token(token),
            None => {
                let region = profile.region.or_else(|| credentials::region(aws_profile));
                let region = region.ok_or_else(|| Failure::usage("which region? Give --region, or set AWS_REGION"))?;
                Way::Signed(Box::new(credentials::find(aws_profile)?), region)
            }
        };
        Ok(Self { connections: connections()?, url: url.trim_end_matches('/').to_owned(), way })
    }

    /// The answer to a call. One that may be repeated is, under one key, while it is said to be worth that.
    pub async fn send(&self, request: Request) -> Result<Value, Failure> {
        let key = request.is_repeatable.then(idempotency_key);
        let mut wait = Duration::from_millis(500);
        for tried in 1.. {
            let may_again = tried < TRIES && (key.is_some() || request.method == "GET");
            let failure = match self.once(&request, key.as_deref()).await {
                Ok((status, _, body)) if status.is_success() => return Ok(body),
                Ok((status, again, body)) => {
                    let is_passing = matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504);
                    wait = again.unwrap_or(wait);
                    if !(may_again && is_passing) {
                        return Err(refused(status, &body));
                    }
                    refused(status, &body)
                }
                Err(failure) => failure,
            };
            if !may_again || wait > LONGEST_WAIT {
                return Err(failure);
            }
            tokio::time::sleep(wait).await;
            wait *= 2;
        }
        Err(Failure::unreachable("no answer"))
    }

    async fn once(
        &self,
        request: &Request,
        key: Option<&str>,
    ) -> Result<(StatusCode, Option<Duration>, Value), Failure> {
        let (parts, body) = send(&self.connections, self.request(request, key)?).await?;
        let again = parts.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        Ok((parts.status, again.map(Duration::from_secs), serde_json::from_slice(&body).unwrap_or_default()))
    }

    fn request(&self, request: &Request, key: Option<&str>) -> Result<HttpRequest<Vec<u8>>, Failure> {
        let query: Vec<String> =
            request.query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let url: Uri = format!("{}{}{query}", self.url, request.path)
            .parse()
            .map_err(|_| Failure::usage(format!("{} is no URL", self.url)))?;
        let host = url.authority().map(ToString::to_string).unwrap_or_default();
        let mut built = HttpRequest::builder().method(request.method.as_str()).uri(url).header(HOST, host);
        if let Some(key) = key {
            built = built.header("idempotency-key", key);
        }
        if let Some(version) = &request.if_match {
            built = built.header(IF_MATCH, version);
        }
        let body = request.body.as_ref().map(Value::to_string).unwrap_or_default().into_bytes();
        if request.body.is_some() {
            built = built.header(CONTENT_TYPE, "application/json");
        }
        if let Way::Token(token) = &self.way {
            built = built.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let built = built.body(body).map_err(Failure::unreachable)?;
        match &self.way {
            Way::Token(_) => Ok(built),
            Way::Signed(credentials, region) => signed(built, credentials, "execute-api", region, now()),
        }
    }
}

/// Sends a request as it is, and waits for the whole answer.
pub async fn send(connections: &Connections, request: HttpRequest<Vec<u8>>) -> Result<(Parts, Bytes), Failure> {
    let host = request.uri().authority().map(ToString::to_string).unwrap_or_default();
    let request = request.map(|body| Full::new(Bytes::from(body)));
    let answered = async {
        let (parts, body) = connections.request(request).await.map_err(|cause| told(&host, &cause))?.into_parts();
        Ok((parts, body.collect().await.map_err(Failure::unreachable)?.to_bytes()))
    };
    let answer = tokio::time::timeout(PATIENCE, answered).await;
    answer.unwrap_or_else(|_| Err(Failure::unreachable(format!("{host}: no answer in time"))))
}

/// The failure with all its causes: the first says little.
fn told(host: &str, cause: &dyn std::error::Error) -> Failure {
    let causes = std::iter::successors(Some(cause), |cause| cause.source()).map(ToString::to_string);
    Failure::unreachable(format!("{host}: {}", causes.collect::<Vec<_>>().join(": ")))
}

fn refused(status: StatusCode, body: &Value) -> Failure {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let errors = body["errors"].as_array().into_iter().flatten();
    let errors = errors.map(|error| {
        let part = |name: &str| error[name].as_str().unwrap_or_default();
        format!("\n  {}: {}", part("field"), part("message"))
    });
    // What the gateway refuses itself has a message, and no code.
    let detail = if body["detail"].is_string() { text("detail") } else { text("message") };
    Failure::Refused {
        status: status.as_u16(),
        code: text("code"),
        detail: std::iter::once(detail).chain(errors).collect(),
    }
}
