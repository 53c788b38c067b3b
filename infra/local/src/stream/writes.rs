//! Word of what is written, so that a pump reads the stream when there may be something in it for its function.

use std::sync::Arc;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use tokio::sync::watch;

use super::mapping::{Filter, MAPPINGS, Mapping};

/// Tells of requests to DynamoDB that may concern a mapping. Clones tell the same listeners.
#[derive(Debug, Clone)]
pub(crate) struct Writes(Arc<[(Mapping, watch::Sender<()>); MAPPINGS.len()]>);

impl Writes {
    pub(crate) fn new() -> Self {
        Self(Arc::new(MAPPINGS.map(|mapping| (mapping, watch::Sender::new(())))))
    }

    /// Each mapping, and where it is told.
    pub(crate) fn listeners(&self) -> [(Mapping, watch::Receiver<()>); MAPPINGS.len()] {
        std::array::from_fn(|place| (self.0[place].0, self.0[place].1.subscribe()))
    }

    /// `client`, of whose requests it tells.
    pub(crate) fn told_by(&self, client: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(Telling { client, writes: self.clone() })
    }

    /// The mappings whose partitions the request names. What only happened can wait until its pump looks again.
    fn concerned(&self, request: &HttpRequest) -> Vec<usize> {
        let body = request.body().bytes().and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default();
        let is_named = |filter: &Filter| matches!(filter, Filter::Partition(prefix) if body.contains(prefix));
        (0..MAPPINGS.len()).filter(|place| self.0[*place].0.filters.iter().any(is_named)).collect()
    }
}

#[derive(Debug)]
struct Telling {
    client: SharedHttpClient,
    writes: Writes,
}

impl HttpClient for Telling {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let connector = self.client.http_connector(settings, components);
        SharedHttpConnector::new(TellingConnector { connector, writes: self.writes.clone() })
    }
}

#[derive(Debug)]
struct TellingConnector {
    connector: SharedHttpConnector,
    writes: Writes,
}

impl HttpConnector for TellingConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let concerned = self.writes.concerned(&request);
        let (answer, writes) = (self.connector.call(request), self.writes.clone());
        HttpConnectorFuture::new(async move {
            let answer = answer.await;
            // Also if there is no answer: it may have been written all the same.
            concerned.into_iter().for_each(|place| writes.0[place].1.send_replace(()));
            answer
        })
    }
}
