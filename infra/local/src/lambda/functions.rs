//! Usher itself: the functions, on the local services.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use axum::Router;
use jiff::SignedDuration;
use usher::app::{App, Aws, Config, GRACE_DAYS};
use usher::domain::credentials::session::SessionLimits;
use usher::domain::edge_secret::EdgeSecretHash;
use usher::domain::effects::limit::MailLimits;
use usher::domain::return_url::ReturnOrigins;
use usher::http::openapi::operations;
use usher::machine::Timer;
use usher::service::{DocumentedRoutes, Routes, Served};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};

use crate::aws::bus::{EVENT_BUS, OUTBOX_BUS, WEBHOOK_SECRET};
use crate::aws::kms::{SECRETS_KEY, SIGNING_KEYS};
use crate::lambda::Function;

/// Where the functions find everything.
pub(crate) struct Endpoints {
    pub(crate) table: String,
    pub(crate) dynamodb: String,
    pub(crate) ses: String,
    pub(crate) kms: String,
    pub(crate) bus: String,
    pub(crate) api: String,
    pub(crate) http_client: SharedHttpClient,
    pub(crate) mail_rate: u32,
    pub(crate) edges: Vec<EdgeSecretHash>,
    pub(crate) sessions: SessionLimits,
    pub(crate) return_origins: ReturnOrigins,
    pub(crate) has_webhook: bool,
}

/// How long DynamoDB has to answer here: DynamoDB Local, and a machine that does everything at once, need seconds for
/// what takes milliseconds on AWS.
const PATIENCE: Duration = Duration::from_secs(10);

/// The configuration set that makes the local SES publish events.
const CONFIGURATION_SET: &str = "usher-local";

/// What a function in Lambda reads from its environment.
pub(crate) fn settings(endpoints: Endpoints) -> (Config, Aws) {
    let config = Config {
        table: endpoints.table,
        pages_url: endpoints.api.clone(),
        mail_from: "usher@mail.localhost".to_owned(),
        mail_configuration_set: Some(CONFIGURATION_SET.to_owned()),
        mail_rate: endpoints.mail_rate,
        edges: endpoints.edges,
        mail_limits: MailLimits::default(),
        deletion_grace: SignedDuration::from_hours(24 * i64::from(GRACE_DAYS)),
        secrets_key: Some(SECRETS_KEY.to_owned()),
        signing_keys: SIGNING_KEYS.map(str::to_owned).to_vec(),
        issuer: Some(endpoints.api),
        sessions: endpoints.sessions,
        return_origins: endpoints.return_origins,
        event_bus: EVENT_BUS.to_owned(),
        outbox_bus: OUTBOX_BUS.to_owned(),
        webhook_secret: endpoints.has_webhook.then(|| WEBHOOK_SECRET.to_owned()),
    };
    let aws = Aws {
        region: crate::aws::REGION.to_owned(),
        dynamodb_endpoint: Some(endpoints.dynamodb),
        dynamodb_timeout: PATIENCE,
        ses_endpoint: Some(endpoints.ses),
        kms_endpoint: Some(endpoints.kms),
        events_endpoint: Some(endpoints.bus.clone()),
        secrets_endpoint: Some(endpoints.bus),
        credentials: crate::aws::client::credentials(),
        http_client: endpoints.http_client,
        time_source: SharedTimeSource::default(),
        timer: Timer::system(),
    };
    (config, aws)
}

/// A function that serves HTTP.
pub struct HttpFunction {
    /// What its binary is called.
    pub name: &'static str,
    routes: fn() -> Routes,
    documented: fn() -> DocumentedRoutes,
}

/// The functions that serve HTTP.
pub const HTTP_FUNCTIONS: [HttpFunction; 12] = [
    HttpFunction { name: "accept", routes: usher_accept::routes, documented: usher_accept::documented },
    HttpFunction { name: "access", routes: usher_access::routes, documented: usher_access::documented },
    HttpFunction { name: "accounts", routes: usher_accounts::routes, documented: usher_accounts::documented },
    HttpFunction { name: "credentials", routes: usher_credentials::routes, documented: usher_credentials::documented },
    HttpFunction { name: "import", routes: usher_import::routes, documented: usher_import::documented },
    HttpFunction { name: "invite", routes: usher_invite::routes, documented: usher_invite::documented },
    HttpFunction { name: "meta", routes: usher_meta::routes, documented: usher_meta::documented },
    HttpFunction { name: "models", routes: usher_models::routes, documented: usher_models::documented },
    HttpFunction { name: "sessions", routes: usher_sessions::routes, documented: usher_sessions::documented },
    HttpFunction { name: "tokens", routes: usher_tokens::routes, documented: usher_tokens::documented },
    HttpFunction { name: "units", routes: usher_units::routes, documented: usher_units::documented },
    HttpFunction { name: "users", routes: usher_users::routes, documented: usher_users::documented },
];

impl HttpFunction {
    /// The OpenAPI document of its routes alone.
    pub fn openapi(&self) -> OpenApi {
        usher::http::openapi::document((self.documented)())
    }
}

/// The HTTP functions as one service.
pub fn api(app: &Arc<App>) -> Router {
    let routes = HTTP_FUNCTIONS.iter().fold(Routes::default(), |all, function| all.and((function.routes)()));
    usher::service::router(Served::from(routes).or(usher_meta::unrouted), Arc::clone(app))
}

/// The OpenAPI document of all routes.
pub fn openapi() -> OpenApi {
    let routes = DocumentedRoutes::new();
    let routes = HTTP_FUNCTIONS.iter().fold(routes, |all, function| all.merge((function.documented)()));
    usher::http::openapi::document(routes)
}

/// The keys of all routes, by which the gateway knows them.
pub static ROUTE_KEYS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let paths = openapi().paths.paths;
    let keys = |(path, item)| operations(item).map(|(method, _)| format!("{method} {path}")).collect::<Vec<_>>();
    paths.iter().flat_map(keys).collect()
});

/// The keys of the routes that are for operators alone.
pub static OPERATOR_ROUTES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let is_for_operators = |operation: &Operation| {
        let ways = operation.security.iter().flatten();
        let mut ways = ways.map(|way| serde_json::json!(way).get("operator").is_some());
        ways.next() == Some(true)
    };
    let paths = openapi().paths.paths;
    let of_path = |(path, item): (&String, &PathItem)| {
        let operations = operations(item).filter(|(_, operation)| is_for_operators(operation));
        operations.map(|(method, _)| format!("{method} {path}")).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
});

/// The function that publishes what the stream tells.
pub(crate) fn events(app: &Arc<App>, aws: &Aws) -> Function {
    let events = Arc::new(usher_events::Events::new(Arc::clone(app), aws));
    Function::new(move |event| {
        let events = Arc::clone(&events);
        async move { events.handle(event).await }
    })
}

/// The function that the stream and events of others invoke.
pub(crate) fn mailer(app: &Arc<App>, aws: &Aws) -> Function {
    let mailer = Arc::new(usher_mailer::Mailer::new(Arc::clone(app), aws));
    Function::new(move |event| {
        let mailer = Arc::clone(&mailer);
        async move { mailer.handle(event).await }
    })
}

/// The function that the schedule invokes.
pub(crate) fn sweeper(app: &Arc<App>, aws: &Aws) -> Function {
    let sweeper = Arc::new(usher_sweeper::Sweeper::new(Arc::clone(app), aws));
    Function::new(move |event| {
        let sweeper = Arc::clone(&sweeper);
        async move {
            let event = serde_json::from_value(event).map_err(|malformed| malformed.to_string())?;
            let report = sweeper.handle(event).await.map_err(|fault| fault.to_string())?;
            Ok::<_, String>(serde_json::json!(report))
        }
    })
}
