//! Usher as it is deployed: every function a process of its own, and between them what AWS does.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};
use usher_tests::World;

use super::built::binary;
use super::function::Function;
use super::process::Process;
use super::runtime_api::Outcome;
use crate::deployment::template::{self, Route};

/// All functions, on the world's DynamoDB and SES. The world itself keeps still.
pub struct Deployed {
    functions: HashMap<String, Function>,
    routes: BTreeSet<Route>,
    unrouted: String,
}

/// A request as a client sends it to the gateway.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub token: Option<String>,
    /// Whether it is signed with IAM credentials.
    pub is_signed: bool,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
    /// Whether the gateway hands the body on in base 64, as it does when the type of the content does not tell that it
    /// is text.
    pub is_base64: bool,
}

/// What the gateway answers.
#[derive(Debug)]
pub struct Answer {
    pub status: u64,
    pub headers: Value,
    pub body: Value,
}

impl Deployed {
    /// Starts every function of the template, with the environment that the template gives it.
    pub async fn start(world: &World) -> Self {
        Self::start_some(world, |_| true).await
    }

    /// Starts those functions whose names are chosen.
    pub async fn start_some(world: &World, is_chosen: impl Fn(&str) -> bool) -> Self {
        let template = template::read("template.yaml");
        let for_all = &template["Globals"]["Function"]["Environment"]["Variables"];
        let (routes, unrouted) = (template::routes(), template::unrouted());
        let mut functions = HashMap::new();
        for (name, properties) in template::functions(&template).into_iter().filter(|(name, _)| is_chosen(name)) {
            let mut environment = set_by_lambda(world);
            for variables in [for_all, &properties["Environment"]["Variables"]] {
                let variables = variables.as_object().into_iter().flatten();
                environment.extend(variables.map(|(name, said)| (name.clone(), setting(name, said, world))));
            }
            functions.insert(name.clone(), Function::start(binary(&name), environment).await);
        }
        Self { functions, routes, unrouted }
    }

    /// The names of all functions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.functions.keys().map(String::as_str)
    }

    /// Hands an event to the function whose binary is called `name`.
    pub async fn invoke(&self, name: &str, event: impl ToString) -> Outcome {
        self.functions[name].invoke(event).await
    }

    /// Sends a request through the gateway.
    pub async fn send(&self, method: &str, path: &str, request: Request) -> Answer {
        let (place, _) = path.split_once('?').unwrap_or((path, ""));
        match self.route(method, place) {
            Some(route) => {
                let key = format!("{} {}", route.method, route.path);
                let signed = route.iam && request.is_signed;
                self.answered(&route.binary, event((&key, method, path), signed, &request)).await
            }
            None => self.unrouted(method, path, request).await,
        }
    }

    /// The function that answers requests for a path.
    pub fn function(&self, method: &str, path: &str) -> &str {
        self.route(method, path).map_or(&self.unrouted, |route| &route.binary)
    }

    /// The process of a function.
    pub fn process(&self, function: &str) -> Process {
        self.functions[function].process()
    }

    /// Waits until a function has started and asks for work.
    pub async fn asks_for_work(&self, function: &str) {
        self.functions[function].asks_for_work().await;
    }

    /// Ends all of them.
    pub async fn end(&self) {
        for function in self.functions.values() {
            function.end().await;
        }
    }

    fn route(&self, method: &str, path: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.method == method && matches(&route.path, path))
    }

    /// Sends a request through the gateway's `$default` route, as if the gateway found no other.
    pub async fn unrouted(&self, method: &str, path: &str, request: Request) -> Answer {
        self.answered(&self.unrouted, event(("$default", method, path), false, &request)).await
    }

    async fn answered(&self, binary: &str, event: Value) -> Answer {
        let answer = self.invoke(binary, event).await.expect("the function answers");
        let body = answer["body"].as_str().unwrap_or_default();
        assert_eq!(answer["isBase64Encoded"], false, "{answer}");
        Answer {
            status: answer["statusCode"].as_u64().expect("a status"),
            headers: answer["headers"].clone(),
            body: serde_json::from_str(body).unwrap_or(Value::Null),
        }
    }

    /// Everything that any function has logged.
    pub fn log(&self) -> Vec<String> {
        self.functions.values().flat_map(Function::log).collect()
    }
}

impl Answer {
    /// The body of an answer with this status; anything else fails the test.
    #[track_caller]
    pub fn expect(self, status: u64) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }
}

/// What Lambda sets, and where the local services are. Credentials that no AWS service knows; DynamoDB Local keeps a
/// database for each.
fn set_by_lambda(world: &World) -> HashMap<String, String> {
    let variables = [
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        ("AWS_ENDPOINT_URL_EVENTBRIDGE", &world.system.bus_url),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", &world.system.bus_url),
    ];
    variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

/// The value of a variable that the template sets: its own, or what is local in its place.
fn setting(name: &str, said: &Value, world: &World) -> String {
    match name {
        "MALLOC_MMAP_THRESHOLD_" => said.as_str().expect("a text").to_owned(),
        "USHER_TABLE" => world.system.table.clone(),
        "USHER_PAGES_URL" => "https://pages.example".to_owned(),
        "USHER_MAIL_FROM" => "usher@mail.example".to_owned(),
        "USHER_MAIL_CONFIGURATION_SET" => "usher-tests".to_owned(),
        "USHER_EDGE_SECRET_HASHES" => String::new(),
        "USHER_MAIL_RATE" => "1000".to_owned(),
        "USHER_SECRETS_KEY" => usher_local::kms::SECRETS_KEY.to_owned(),
        "USHER_SIGNING_KEYS" => usher_local::kms::SIGNING_KEYS.join(","),
        "USHER_EVENT_BUS" => world.system.config.event_bus.clone(),
        "USHER_OUTBOX_BUS" => world.system.config.outbox_bus.clone(),
        "USHER_WEBHOOK_SECRET" => "usher-local-webhook".to_owned(),
        "USHER_INVITATIONS_PER_DAY" => "10000".to_owned(),
        "USHER_INVITATIONS_PER_USER_AND_DAY" => "5000".to_owned(),
        "USHER_DELETION_GRACE_DAYS" => "30".to_owned(),
        "USHER_RETURN_ORIGINS" => "https://app.example.com".to_owned(),
        "USHER_SESSION_HOURS" => "12".to_owned(),
        "USHER_SESSION_IDLE_MINUTES" => "60".to_owned(),
        "USHER_ISSUER" => "https://api.example".to_owned(),
        "AWS_ENDPOINT_URL_DYNAMODB" => world.system.dynamodb_url.clone(),
        "AWS_ENDPOINT_URL_KMS" => world.system.kms_url.clone(),
        "AWS_ENDPOINT_URL_SESV2" => world.system.ses_url.clone(),
        other => panic!("what is `{other}`?"),
    }
}

fn matches(route: &str, path: &str) -> bool {
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len()
        && route
            .iter()
            .zip(path)
            .all(|(wanted, found)| *wanted == found || (wanted.starts_with('{') && !found.is_empty()))
}

/// The event of payload format 2.0, for the route with this key, a method and a path.
pub fn event((route_key, method, path): (&str, &str, &str), is_signed: bool, request: &Request) -> Value {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut headers = json!({
        "host": "api.example", "user-agent": "tests", "x-forwarded-for": "203.0.113.7",
        "content-type": "application/json",
    });
    for (name, value) in &request.headers {
        headers[name] = json!(value);
    }
    if let Some(token) = &request.token {
        headers["authorization"] = json!(format!("Bearer {token}"));
    }
    let http = json!({
        "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7", "userAgent": "tests",
    });
    let mut event = json!({
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "tests",
            "domainName": "api.example",
            "domainPrefix": "api",
            "http": http,
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": route_key,
            "stage": "$default",
            "time": "21/Nov/2026:12:00:00 +0000",
            "timeEpoch": 1_795_262_400_000_u64,
        },
        "isBase64Encoded": request.is_base64,
    });
    if let Some(body) = &request.body {
        event["body"] = json!(if request.is_base64 { aws_smithy_types::base64::encode(body) } else { body.clone() });
    }
    if is_signed {
        event["requestContext"]["authorizer"] = json!({ "iam": {
            "accessKey": "AKIAIOSFODNN7EXAMPLE",
            "accountId": "000000000000",
            "callerId": "AIDACKCEVSQ6C2EXAMPLE",
            "cognitoIdentity": null,
            "principalOrgId": "o-example",
            "userArn": "arn:aws:iam::000000000000:user/olivia",
            "userId": "AIDACKCEVSQ6C2EXAMPLE",
        } });
    }
    event
}
