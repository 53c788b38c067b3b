//! Usher's own code: the routes of all functions, the mailer, the publisher and the sweeper, as they are deployed.

use std::sync::{Arc, Mutex, PoisonError};

use aws_credential_types::Credentials;
use aws_smithy_async::time::{SharedTimeSource, TimeSource};
use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use jiff::SignedDuration;
use lambda_http::request::RequestContext;
use serde_json::{Value, json};
use tower::ServiceExt;
use usher::app::{App, Aws, Clock, Config, Machine};
use usher::domain::credentials::password::HashWork;
use usher::domain::credentials::session::SessionLimits;
use usher::domain::effects::limit::MailLimits;
use usher::domain::return_url::ReturnOrigins;
use usher::hasher::Hasher;
use usher::machine::{Randomness, Timer};
use usher_events::Events;
use usher_local::{OPERATOR_ROUTES, ROUTE_KEYS};
use usher_mailer::Mailer;
use usher_sweeper::Sweeper;

use super::World;
use super::connector;
use super::engine::NAME;
use super::invocation::Invocation;

/// How many invitations an account may promise in a day: few enough to be met.
pub const MAILS_PER_DAY: u32 = 40;

/// The functions, each of which starts when it is first needed, and may start again.
#[derive(Clone)]
pub struct Functions {
    world: Arc<World>,
    running: Arc<Mutex<Arc<Environment>>>,
}

struct Environment {
    api: Router,
    mailer: Mailer,
    events: Events,
    sweeper: Sweeper,
}

/// An answer to a caller.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// The status; nothing if no answer came.
    pub status: u16,
    /// The document.
    pub body: Value,
    /// The version that it names.
    pub etag: Option<String>,
}

/// What someone asks of the API.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// The method.
    pub method: &'static str,
    /// The path.
    pub path: String,
    /// The document, if there is one.
    pub body: Option<Value>,
    /// The token that says who asks.
    pub bearer: Option<String>,
    /// The version that it is meant for.
    pub if_match: Option<String>,
    /// Under which key it may be sent again.
    pub key: Option<String>,
    /// Whether an operator asks.
    pub is_operator: bool,
}

impl Functions {
    /// The functions in `world`.
    pub fn start(world: &Arc<World>) -> Self {
        let running = Arc::new(Mutex::new(Arc::new(Environment::start(world))));
        Self { world: Arc::clone(world), running }
    }

    /// All functions start again.
    pub fn recycle(&self) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(Environment::start(&self.world));
    }

    /// Has the API answer.
    pub async fn call(&self, invocation: &Arc<Invocation>, call: &Call) -> Reply {
        let api = self.running().api.clone();
        let Some(request) = request(call, &self.world, &invocation.id) else { return Reply::default() };
        let answered = invocation.run(async move {
            let response = api.oneshot(request).await.unwrap_or_else(|never| match never {});
            reply(response).await
        });
        answered.await.unwrap_or_default()
    }

    /// Has the mailer handle an event. Nothing if it was killed.
    pub async fn mailer(&self, invocation: &Arc<Invocation>, event: Value) -> Option<Result<Value, String>> {
        let running = self.running();
        let work = async move { running.mailer.handle(event).await.map_err(|fault| fault.to_string()) };
        invocation.run(work).await
    }

    /// Has the publisher handle a batch of the stream.
    pub async fn events(&self, invocation: &Arc<Invocation>, batch: Value) -> Option<Result<Value, String>> {
        let running = self.running();
        let work = async move { running.events.handle(batch).await.map_err(|fault| fault.to_string()) };
        invocation.run(work).await
    }

    /// Has the sweeper run.
    pub async fn sweep(&self, invocation: &Arc<Invocation>) -> Option<Result<(), String>> {
        let running = self.running();
        let work = async move { running.sweeper.run().await.map(drop).map_err(|fault| fault.to_string()) };
        invocation.run(work).await
    }

    fn running(&self) -> Arc<Environment> {
        Arc::clone(&self.running.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Environment {
    fn start(world: &Arc<World>) -> Self {
        let aws = aws(world);
        let (of_clock, of_dice) = (Arc::clone(world), Arc::clone(world));
        let machine = Machine {
            clock: Clock::new(move || of_clock.now()),
            randomness: Randomness::new(move || of_dice.rng()),
            hasher: Hasher::with(HashWork { kib: 8, passes: 1 }, |work| work()),
        };
        let app = App::on(machine, config(), &aws);
        Self {
            api: usher_local::api(&app).layer(from_fn(with_context)),
            mailer: Mailer::new(Arc::clone(&app), &aws),
            events: Events::new(Arc::clone(&app), &aws),
            sweeper: Sweeper::new(app, &aws),
        }
    }
}

/// Time as the world has it, for what signs.
#[derive(Debug)]
struct Signing(std::time::SystemTime);

impl TimeSource for Signing {
    fn now(&self) -> std::time::SystemTime {
        self.0
    }
}

fn aws(world: &Arc<World>) -> Aws {
    let endpoint = |name: &str| Some(format!("http://{name}"));
    Aws {
        region: "eu-west-1".to_owned(),
        dynamodb_endpoint: endpoint("dynamodb"),
        dynamodb_timeout: usher::aws::AWS_TIMEOUT,
        ses_endpoint: endpoint("ses"),
        kms_endpoint: endpoint("kms"),
        events_endpoint: endpoint("events"),
        secrets_endpoint: endpoint("secrets"),
        credentials: Credentials::new("simulated", "simulated", None, None, "simulation"),
        http_client: connector::client(world),
        time_source: SharedTimeSource::new(Signing(world.true_now().into())),
        timer: Timer::new(world.executor.clone()),
    }
}

fn config() -> Config {
    Config {
        table: NAME.to_owned(),
        pages_url: "https://portal.example".to_owned(),
        mail_from: "usher@portal.example".to_owned(),
        mail_configuration_set: Some("usher".to_owned()),
        mail_rate: u32::MAX,
        edges: Vec::new(),
        mail_limits: MailLimits { per_account: MAILS_PER_DAY, per_user: MAILS_PER_DAY },
        deletion_grace: SignedDuration::from_hours(24),
        secrets_key: Some("secrets".to_owned()),
        signing_keys: vec!["signing".to_owned()],
        issuer: Some("https://portal.example".to_owned()),
        sessions: SessionLimits::default(),
        return_origins: ReturnOrigins::parse("").expect("no origins"),
        event_bus: super::services::EVENT_BUS.to_owned(),
        outbox_bus: super::services::OUTBOX_BUS.to_owned(),
        webhook_secret: None,
    }
}

/// What the gateway knows of a request before it knows its route.
#[derive(Clone)]
struct Arrived {
    id: String,
    is_operator: bool,
    now: jiff::Timestamp,
}

/// The request, as the gateway hands it on.
fn request(call: &Call, world: &World, id: &str) -> Option<Request> {
    let mut request = Request::builder().method(call.method).uri(&call.path);
    if call.body.is_some() {
        request = request.header("content-type", "application/json");
    }
    for (name, value) in [("if-match", &call.if_match), ("idempotency-key", &call.key)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    if let Some(token) = &call.bearer {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let arrived = Arrived { id: id.to_owned(), is_operator: call.is_operator, now: world.true_now() };
    let body = call.body.as_ref().map(Value::to_string).unwrap_or_default();
    request.extension(arrived).body(Body::from(body)).ok()
}

async fn reply(response: Response) -> Reply {
    let status = response.status().as_u16();
    let etag = response.headers().get("etag").and_then(|etag| etag.to_str().ok()).map(str::to_owned);
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap_or_default();
    Reply { status, body: serde_json::from_slice(&body).unwrap_or_default(), etag }
}

/// Does what API Gateway does: it lets operators alone through to their routes, and says which route it is.
async fn with_context(mut request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let key = path.map(|path| format!("{} {path}", request.method())).filter(|key| ROUTE_KEYS.contains(key));
    let key = key.unwrap_or_else(|| "$default".to_owned());
    let Some(arrived) = request.extensions().get::<Arrived>().cloned() else { return Response::default() };
    let is_for_operators = OPERATOR_ROUTES.contains(&key);
    if is_for_operators && !arrived.is_operator {
        let mut refused = Response::new(Body::from("{\"code\":\"forbidden\"}"));
        *refused.status_mut() = axum::http::StatusCode::FORBIDDEN;
        return refused;
    }
    if let Some(context) = context(&request, &key, &arrived, is_for_operators) {
        request.extensions_mut().insert(context);
    }
    next.run(request).await
}

fn context(request: &Request, key: &str, arrived: &Arrived, is_operator: bool) -> Option<RequestContext> {
    let mut context = json!({
        "accountId": "000000000000", "apiId": "simulated", "domainName": "portal.example", "domainPrefix": "portal",
        "http": {
            "method": request.method().as_str(), "path": request.uri().path(), "protocol": "HTTP/1.1",
            "sourceIp": "192.0.2.1", "userAgent": "simulation",
        },
        "requestId": arrived.id, "routeKey": key, "stage": "$default",
        "time": arrived.now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(), "timeEpoch": arrived.now.as_millisecond(),
    });
    if is_operator {
        context["authorizer"] = json!({ "iam": {
            "accessKey": "AKIASIMULATED", "accountId": "000000000000", "callerId": "AIDASIMULATED",
            "cognitoIdentity": null, "principalOrgId": "o-simulated",
            "userArn": "arn:aws:iam::000000000000:user/operator", "userId": "AIDASIMULATED",
        } });
    }
    serde_json::from_value(context).ok().map(RequestContext::ApiGatewayV2)
}
