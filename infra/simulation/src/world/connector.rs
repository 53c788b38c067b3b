//! What carries the SDK's calls: into the engine and the other services of this process, with all that can go wrong.

use std::sync::Arc;
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use serde_json::json;

use super::World;
use super::engine::Answer;
use super::fault::Fault;
use super::invocation::Invocation;

/// Longer than anybody waits for an answer.
const LATE: Duration = Duration::from_secs(5);

#[derive(Clone)]
struct Connector(Arc<World>);

/// A client of the services of `world`.
pub fn client(world: &Arc<World>) -> SharedHttpClient {
    SharedHttpClient::new(Connector(Arc::clone(world)))
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connector")
    }
}

impl HttpClient for Connector {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let world = Arc::clone(&self.0);
        HttpConnectorFuture::new(async move {
            let asked = Asked::of(&request);
            let (status, body) = if asked.service == "dynamodb" {
                dynamodb(&world, &asked).await?
            } else {
                world.travel().await;
                world.serve(&asked).await?
            };
            let response = http::Response::builder().status(status).body(SdkBody::from(body));
            let response = response.map_err(|cause| ConnectorError::other(cause.into(), None))?;
            HttpResponse::try_from(response).map_err(|cause| ConnectorError::other(cause.into(), None))
        })
    }
}

/// A request to a service.
pub struct Asked {
    /// Which.
    pub service: String,
    /// What it is to do: a target or a path.
    pub operation: String,
    /// With what.
    pub body: Vec<u8>,
}

impl Asked {
    fn of(request: &HttpRequest) -> Self {
        let uri: http::Uri = request.uri().parse().unwrap_or_default();
        let target = request.headers().get("x-amz-target").and_then(|target| target.rsplit('.').next());
        Self {
            service: uri.host().unwrap_or_default().to_owned(),
            operation: target.unwrap_or(uri.path()).to_owned(),
            body: request.body().bytes().unwrap_or_default().to_vec(),
        }
    }
}

/// Asks DynamoDB, as far as nothing goes wrong.
async fn dynamodb(world: &Arc<World>, asked: &Asked) -> Result<Answer, ConnectorError> {
    let invocation = Invocation::current();
    let fault = invocation.as_ref().and_then(|invocation| invocation.next_fault());
    let fault = fault.filter(|fault| *fault != Fault::Conflict || asked.operation == "TransactWriteItems");
    if let (Some(fault), Some(invocation)) = (fault, &invocation) {
        world.meet(invocation, fault);
    }
    world.travel().await;
    let refused = |kind: &str| json!({ "__type": kind, "message": kind }).to_string().into_bytes();
    match fault {
        Some(Fault::Unreachable) => return Err(lost()),
        Some(Fault::Throttled) => return Ok((400, refused("ProvisionedThroughputExceededException"))),
        Some(Fault::Internal) => return Ok((500, refused("InternalServerError"))),
        Some(Fault::Conflict) => return Ok((400, conflict(&asked.body))),
        Some(Fault::KilledBefore) => return die(invocation).await,
        _ => {}
    }
    let answer = world.ask(asked, invocation.as_deref());
    match fault {
        Some(Fault::Duplicated) => drop(world.ask(asked, invocation.as_deref())),
        Some(Fault::KilledAfter) => return die(invocation).await,
        Some(Fault::ReplyLost) => return Err(lost()),
        Some(Fault::Slow) => world.executor.sleep(LATE).await,
        _ => {}
    }
    world.travel().await;
    Ok(answer)
}

/// The connection broke.
pub fn lost() -> ConnectorError {
    ConnectorError::io(std::io::Error::from(std::io::ErrorKind::ConnectionReset).into())
}

async fn die(invocation: Option<Arc<Invocation>>) -> Result<Answer, ConnectorError> {
    match invocation {
        Some(invocation) => {
            invocation.kill();
            std::future::pending().await
        }
        None => Err(lost()),
    }
}

/// Another transaction has one of the items.
fn conflict(body: &[u8]) -> Vec<u8> {
    let request: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let writes = request["TransactItems"].as_array().map_or(1, Vec::len);
    let reason = |place| json!({ "Code": if place == 0 { "TransactionConflict" } else { "None" } });
    json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
        "CancellationReasons": (0..writes).map(reason).collect::<Vec<_>>(),
    })
    .to_string()
    .into_bytes()
}
