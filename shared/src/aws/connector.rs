//! What carries calls to AWS: HTTP/1.1 on hyper and rustls, behind the traits that the SDK asks for.
//!
//! The SDK's own, `aws-smithy-http-client`, cannot be built without HTTP/2, which would be a tenth of a function and is
//! never spoken (docs/decisions/0060).

use std::error::Error;
use std::iter::successors;
use std::time::Duration;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connection::{CaptureSmithyConnection, ConnectionMetadata};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::ErrorKind;
use http::Request;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::connect::{CaptureConnection, Connect, HttpConnector as Tcp, capture_connection};
use hyper_util::client::legacy::{Client, Error as PoolError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::error::Elapsed;
use tokio::time::timeout;
use tower::ServiceExt;

use super::roots::Roots;

/// How long a connection may take, with its name and TLS. The connections are all clients', so it is not theirs to set.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// A client for HTTP, and for HTTPS with servers whose certificates chain to `roots`. Whatever uses it shares its
/// connections.
pub fn http_client(roots: Roots) -> SharedHttpClient {
    let mut tcp = Tcp::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    let secured = HttpsConnectorBuilder::new().with_tls_config(roots.into_tls()).https_or_http().enable_http1();
    let in_time = secured.wrap_connector(tcp).map_future(|connecting| {
        // Boxed, because the pool wants to move it.
        Box::pin(async move { timeout(CONNECT_TIMEOUT, connecting).await? })
    });
    let pool = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(in_time);
    SharedHttpClient::new(Pool(pool))
}

/// The connections.
#[derive(Debug)]
struct Pool<C>(Client<C, SdkBody>);

/// The connections, as one client of AWS uses them.
#[derive(Debug)]
struct Connector<C> {
    pool: Client<C, SdkBody>,
    read_timeout: Option<Duration>,
}

impl<C> HttpClient for Pool<C>
where
    C: Connect + Clone + std::fmt::Debug + Send + Sync + 'static,
{
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector { pool: self.0.clone(), read_timeout: settings.read_timeout() })
    }
}

impl<C> HttpConnector for Connector<C>
where
    C: Connect + Clone + std::fmt::Debug + Send + Sync + 'static,
{
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (pool, read_timeout) = (self.pool.clone(), self.read_timeout);
        HttpConnectorFuture::new(async move {
            let mut request = request.try_into_http1x().map_err(|cause| ConnectorError::user(cause.into()))?;
            show_connection(&mut request);
            let answer = pool.request(request);
            let answered = match read_timeout {
                Some(limit) => timeout(limit, answer).await.map_err(|late| ConnectorError::timeout(late.into()))?,
                None => answer.await,
            };
            let response = answered.map_err(|cause| classified(cause.into()))?.map(SdkBody::from_body_1_x);
            HttpResponse::try_from(response).map_err(|cause| ConnectorError::other(cause.into(), None))
        })
    }
}

/// Lets the SDK see the connection that the request takes, and take it out of use: it does so when the answer is lost.
fn show_connection(request: &mut Request<SdkBody>) {
    let Some(sdk) = request.extensions().get::<CaptureSmithyConnection>().cloned() else { return };
    let captured = capture_connection(request);
    sdk.set_connection_retriever(move || metadata(&captured));
}

fn metadata(captured: &CaptureConnection) -> Option<ConnectionMetadata> {
    let is_proxied = captured.connection_metadata().as_ref()?.is_proxied();
    let captured = captured.clone();
    let poison = move || captured.connection_metadata().iter().for_each(|connection| connection.poison());
    Some(ConnectionMetadata::builder().proxied(is_proxied).poison_fn(poison).build())
}

/// What the SDK is told of a failure. It tries again after a timeout, after a failure of the network, and after what is
/// called transient.
fn classified(cause: BoxError) -> ConnectorError {
    if find::<Elapsed>(&*cause).is_some() {
        return ConnectorError::timeout(cause);
    }
    let protocol = find::<hyper::Error>(&*cause);
    if protocol.is_some_and(hyper::Error::is_user) {
        ConnectorError::user(cause)
    } else if protocol.is_some_and(hyper::Error::is_incomplete_message) {
        ConnectorError::other(cause, Some(ErrorKind::TransientError))
    } else if protocol.is_some_and(|error| error.is_closed() || error.is_canceled())
        || find::<PoolError>(&*cause).is_some_and(PoolError::is_connect)
        || find::<std::io::Error>(&*cause).is_some()
    {
        ConnectorError::io(cause)
    } else {
        ConnectorError::other(cause, None)
    }
}

/// The first `E` among an error and its causes.
fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    successors(Some(error), |&error| error.source()).find_map(|error| error.downcast_ref())
}
