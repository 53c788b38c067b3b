//! Counts what Usher asks of DynamoDB, and makes it go wrong, where the SDK hands requests to the network.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http_body_util::BodyExt;
use serde_json::Value;
use usher::aws::{Roots, http_client};

use crate::kinds::Kinds;

/// A request that Usher made.
#[derive(Debug, Clone)]
pub struct Request {
    /// The operation, such as `BatchGetItem`.
    pub operation: String,
    /// The capacity units that it consumed, table and indexes together.
    pub units: f64,
    /// The request as DynamoDB got it.
    pub body: Value,
    /// When it was sent and when it was answered, counted in such moments.
    pub moments: (u64, u64),
}

/// What happens to a request instead of going well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    /// The transaction meets another, and is cancelled.
    TransactionConflict,
    /// DynamoDB throttles.
    Throttled,
    /// DynamoDB does it, and the reply is lost.
    ReplyLost,
    /// DynamoDB cannot be reached.
    Unreachable,
    /// DynamoDB fails.
    InternalError,
}

type Plan = Box<dyn FnMut(&str) -> Option<Sabotage> + Send>;

/// An HTTP client for the SDK that keeps a record. Clones share it.
#[derive(Clone)]
pub struct Recorder {
    network: SharedHttpClient,
    state: Arc<Mutex<State>>,
    kinds: Option<Arc<Kinds>>,
}

#[derive(Default)]
struct State {
    requests: Vec<Request>,
    plan: Option<Plan>,
    moments: u64,
    is_patient: bool,
}

impl Default for Recorder {
    fn default() -> Self {
        let network = http_client(Roots::none());
        Self { network, state: Arc::default(), kinds: Kinds::of_this_test().map(Arc::new) }
    }
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recorder")
    }
}

impl Recorder {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn moment(&self) -> u64 {
        let mut state = self.state();
        state.moments += 1;
        state.moments
    }

    fn keep(&self, operation: String, units: f64, body: Value, sent: u64) {
        let moments = (sent, self.moment());
        self.state().requests.push(Request { operation, units, body, moments });
    }

    /// Forgets the record so far.
    pub fn clear(&self) {
        self.state().requests.clear();
    }

    /// The requests since the last call, in the order of their answers.
    pub fn take(&self) -> Vec<Request> {
        std::mem::take(&mut self.state().requests)
    }

    /// From now on asks `plan`, with the operation's name, what happens to each request.
    pub fn sabotage(&self, plan: impl FnMut(&str) -> Option<Sabotage> + Send + 'static) {
        self.state().plan = Some(Box::new(plan));
    }

    /// From now on a request leaves only once everything else that can run has run, so that what is asked at once is
    /// recorded as asked at once, however busy the machine. It needs a runtime of one thread.
    pub fn be_patient(&self) {
        self.state().is_patient = true;
    }

    /// Everything goes well again.
    pub fn heal(&self) {
        self.state().plan = None;
    }

    async fn call(
        self,
        connector: aws_smithy_runtime_api::client::http::SharedHttpConnector,
        request: HttpRequest,
    ) -> Result<HttpResponse, ConnectorError> {
        let target = request.headers().get("x-amz-target").unwrap_or_default().to_owned();
        let Some(operation) = target.strip_prefix("DynamoDB_20120810.").map(str::to_owned) else {
            return connector.call(request).await;
        };
        let sent_at = self.moment();
        let sent = request.body().bytes().and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or(Value::Null);
        let sabotage = self.state().plan.as_mut().and_then(|plan| plan(&operation));
        if let Some(answer) = sabotage.and_then(|sabotage| instead(sabotage, &sent)) {
            self.keep(operation, 0.0, sent, sent_at);
            return answer;
        }
        let is_patient = self.state().is_patient;
        if is_patient {
            everything_else().await;
        }
        let response = connector.call(request).await?;
        let (parts, answer) = whole(response).await?;
        if let Some(kinds) = &self.kinds {
            kinds.note(&operation, &sent, &answer);
        }
        self.keep(operation, units(&answer), sent, sent_at);
        if sabotage == Some(Sabotage::ReplyLost) {
            return Err(ConnectorError::io("the reply was lost".into()));
        }
        Ok(with_body(parts, answer))
    }
}

/// What the SDK gets instead of DynamoDB's answer; nothing if DynamoDB is asked after all.
fn instead(sabotage: Sabotage, sent: &Value) -> Option<Result<HttpResponse, ConnectorError>> {
    let kind = |name: &str| format!("com.amazonaws.dynamodb.v20120810#{name}");
    let (status, body) = match sabotage {
        Sabotage::ReplyLost => return None,
        Sabotage::Unreachable => return Some(Err(ConnectorError::io("unreachable".into()))),
        Sabotage::TransactionConflict => {
            let writes = sent["TransactItems"].as_array().map_or(1, Vec::len);
            let reasons: Vec<Value> =
                (0..writes).map(|_| serde_json::json!({ "Code": "TransactionConflict" })).collect();
            let message =
                "Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]";
            (
                400,
                serde_json::json!({
                    "__type": kind("TransactionCanceledException"), "Message": message, "CancellationReasons": reasons,
                }),
            )
        }
        Sabotage::Throttled => (
            400,
            serde_json::json!({ "__type": kind("ProvisionedThroughputExceededException"), "message": "slow down" }),
        ),
        Sabotage::InternalError => {
            (500, serde_json::json!({ "__type": kind("InternalServerError"), "message": "oops" }))
        }
    };
    let mut response = HttpResponse::new(status.try_into().expect("a status"), SdkBody::from(body.to_string()));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Some(Ok(response))
}

/// Lets the other tasks run until they wait. Between two of them that are asked at once lie a few steps of the SDK.
async fn everything_else() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

async fn whole(mut response: HttpResponse) -> Result<(HttpResponse, Vec<u8>), ConnectorError> {
    let body = std::mem::replace(response.body_mut(), SdkBody::empty());
    let bytes = body.collect().await.map_err(ConnectorError::io)?.to_bytes().to_vec();
    Ok((response, bytes))
}

fn with_body(mut response: HttpResponse, bytes: Vec<u8>) -> HttpResponse {
    *response.body_mut() = SdkBody::from(bytes);
    response
}

/// The units in an answer: one `ConsumedCapacity`, or a list of them.
fn units(answer: &[u8]) -> f64 {
    let answer: Value = serde_json::from_slice(answer).unwrap_or(Value::Null);
    match &answer["ConsumedCapacity"] {
        Value::Array(tables) => tables.iter().filter_map(|table| table["CapacityUnits"].as_f64()).sum(),
        table => table["CapacityUnits"].as_f64().unwrap_or(0.0),
    }
}

impl HttpClient for Recorder {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> aws_smithy_runtime_api::client::http::SharedHttpConnector {
        let connector = self.network.http_connector(settings, components);
        aws_smithy_runtime_api::client::http::SharedHttpConnector::new(Recording { recorder: self.clone(), connector })
    }
}

#[derive(Debug)]
struct Recording {
    recorder: Recorder,
    connector: aws_smithy_runtime_api::client::http::SharedHttpConnector,
}

impl HttpConnector for Recording {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.recorder.clone().call(self.connector.clone(), request))
    }
}
