//! A service of AWS that is asked for a few things only, in JSON: without a client of the SDK, but signed, retried and
//! timed out by the libraries that those clients are built on (docs/decisions/0060).

use std::fmt;

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_runtime::auth::SigV4OperationSigningConfig;
use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_sdk_dynamodb::config::Region;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime::client::retries::classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::AuthSchemeOptionResolverParams;
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError, SensitiveOutput};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::Layer;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::retry::RetryConfig;
use http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::Value;

use super::{AWS_TIMEOUT, Aws, timeouts};

/// Why a call failed: what the service said, if it said anything.
pub type CallFault = SdkError<ErrorMetadata, HttpResponse>;

/// Where and how a service is asked.
pub(super) struct Place {
    /// What signatures call it.
    pub(super) name: &'static str,
    /// Where it is.
    pub(super) endpoint: String,
    /// Whether a call that failed may be made again by itself.
    pub(super) is_retried: bool,
}

/// A service, ready to be asked.
#[derive(Debug)]
pub struct Service(Operation<Call, Vec<u8>, ErrorMetadata>);

/// What a service is asked.
pub struct Call {
    /// The path after the endpoint.
    pub path: &'static str,
    /// What the body is.
    pub content_type: &'static str,
    /// The operation, if the path does not name it.
    pub target: Option<&'static str>,
    /// The body. A call without one (`Value::Null`) reads.
    pub body: Value,
}

impl fmt::Debug for Call {
    /// Without the body, which may hold a secret: the SDK logs what it is given.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.target.unwrap_or(self.path)).finish()
    }
}

impl Service {
    pub(super) fn new(aws: &Aws, place: Place) -> Self {
        let operation = Operation::builder()
            .service_name(place.name)
            .operation_name("call")
            .http_client(aws.http_client.clone())
            .endpoint_url(&place.endpoint)
            .timeout_config(timeouts(AWS_TIMEOUT))
            .time_source(aws.time_source.clone())
            .sleep_impl(aws.timer.clone())
            .with_connection_poisoning()
            .runtime_plugin(signing(aws, place.name))
            .serializer(request)
            .deserializer(answer);
        let operation = if place.is_retried {
            operation
                .standard_retry(&RetryConfig::standard())
                .retry_classifier(HttpStatusCodeClassifier::default())
                .retry_classifier(TransientErrorClassifier::<ErrorMetadata>::new())
                .retry_classifier(AwsErrorCodeClassifier::<ErrorMetadata>::new())
        } else {
            operation.no_retry()
        };
        Self(operation.build())
    }

    /// The service's answer, a JSON document.
    pub async fn ask(&self, call: Call) -> Result<Vec<u8>, CallFault> {
        self.0.invoke(call).await
    }
}

/// Signature version 4, as for every service.
fn signing(aws: &Aws, name: &'static str) -> StaticRuntimePlugin {
    let mut config = Layer::new("signing");
    config.store_put(AuthSchemeOptionResolverParams::new(()));
    config.store_put(SigV4OperationSigningConfig {
        region: Some(Region::new(aws.region.clone()).into()),
        name: Some(name.into()),
        ..SigV4OperationSigningConfig::default()
    });
    config.store_put(SensitiveOutput);
    let components = RuntimeComponentsBuilder::new("signing")
        .with_auth_scheme(SigV4AuthScheme::new())
        .with_auth_scheme_option_resolver(Some(StaticAuthSchemeOptionResolver::new(vec![SCHEME_ID])))
        .with_identity_resolver(SCHEME_ID, SharedCredentialsProvider::new(aws.credentials.clone()));
    StaticRuntimePlugin::new().with_config(config.freeze()).with_runtime_components(components)
}

fn request(call: Call) -> Result<HttpRequest, BoxError> {
    if call.body.is_null() {
        return Ok(http::Request::get(call.path).body(SdkBody::empty())?.try_into()?);
    }
    let mut request = http::Request::post(call.path).header(CONTENT_TYPE, call.content_type);
    if let Some(target) = call.target {
        request = request.header("x-amz-target", target);
    }
    Ok(request.body(SdkBody::from(call.body.to_string()))?.try_into()?)
}

fn answer(response: &HttpResponse) -> Result<Vec<u8>, OrchestratorError<ErrorMetadata>> {
    let body = response.body().bytes().unwrap_or_default();
    if response.status().is_success() {
        return Ok(body.to_vec());
    }
    Err(OrchestratorError::operation(refusal(response.headers().get("x-amzn-errortype"), body)))
}

/// What the protocols awsJson1_1 and restJson1 say about errors: the code is in a header or in the body, possibly after
/// a namespace and before a URL.
fn refusal(header: Option<&str>, body: &[u8]) -> ErrorMetadata {
    #[derive(Default, Deserialize)]
    struct Body {
        code: Option<String>,
        #[serde(rename = "__type")]
        kind: Option<String>,
        #[serde(alias = "Message")]
        message: Option<String>,
    }
    let body: Body = serde_json::from_slice(body).unwrap_or_default();
    let mut refusal = ErrorMetadata::builder();
    if let Some(code) = header.map(str::to_owned).or(body.code).or(body.kind) {
        let code = code.split(':').next().unwrap_or_default();
        refusal = refusal.code(code.rsplit('#').next().unwrap_or_default());
    }
    if let Some(message) = body.message {
        refusal = refusal.message(message);
    }
    refusal.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_refusal_is_read_from_each_place_where_services_put_it() {
        for (header, body) in [
            (Some("MessageRejected"), r#"{"message":"no"}"#),
            (Some("MessageRejected:http://internal.amazon.com/coral/com.amazonaws.ses/"), r#"{"message":"no"}"#),
            (Some("MessageRejected"), r#"{"__type":"Other","message":"no"}"#),
            (None, r#"{"__type":"MessageRejected","message":"no"}"#),
            (None, r#"{"__type":"com.amazonaws.ses#MessageRejected","Message":"no"}"#),
            (None, r#"{"code":"MessageRejected","message":"no","details":{"a":[1]}}"#),
        ] {
            let refusal = refusal(header, body.as_bytes());
            assert_eq!((refusal.code(), refusal.message()), (Some("MessageRejected"), Some("no")), "{header:?} {body}");
        }
        for body in ["", "<html>", "[]", "{}"] {
            let refusal = refusal(None, body.as_bytes());
            assert_eq!((refusal.code(), refusal.message()), (None, None), "{body}");
        }
    }
}
