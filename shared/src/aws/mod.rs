//! How AWS is reached: settings, time-outs and certificates, and what each service is asked through.

mod connector;
mod roots;
mod service;

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, SharedHttpClient};
use aws_smithy_async::time::SharedTimeSource;

pub use self::connector::http_client;
pub use self::roots::Roots;
use self::service::Place;
pub use self::service::{Call, CallFault, Service};
use crate::machine::Timer;

/// How long AWS has to answer before it is asked again.
pub const AWS_TIMEOUT: Duration = Duration::from_secs(2);

/// How long the wait between two tries may be.
const PAUSE: Duration = Duration::from_secs(1);

/// How to reach AWS.
#[derive(Debug, Clone)]
pub struct Aws {
    /// The region.
    pub region: String,
    /// Where DynamoDB is, if not at the region's own endpoint.
    pub dynamodb_endpoint: Option<String>,
    /// How long DynamoDB has to answer before it is asked again: [`AWS_TIMEOUT`], if it is DynamoDB.
    pub dynamodb_timeout: Duration,
    /// Where SES is, if not at the region's own endpoint.
    pub ses_endpoint: Option<String>,
    /// Where KMS is, if not at the region's own endpoint.
    pub kms_endpoint: Option<String>,
    /// Where EventBridge is, if not at the region's own endpoint.
    pub events_endpoint: Option<String>,
    /// Where Secrets Manager is, if not at the region's own endpoint.
    pub secrets_endpoint: Option<String>,
    /// The credentials of the caller.
    pub credentials: Credentials,
    /// What carries the calls.
    pub http_client: SharedHttpClient,
    /// The time that calls are signed with.
    pub time_source: SharedTimeSource,
    /// How time passes between tries, and until they are given up.
    pub timer: Timer,
}

impl Aws {
    /// A client of DynamoDB.
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let mut config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .http_client(self.http_client.clone())
            .time_source(self.time_source.clone())
            .sleep_impl(self.timer.clone())
            .timeout_config(timeouts(self.dynamodb_timeout));
        config.set_endpoint_url(self.dynamodb_endpoint.clone());
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    /// KMS.
    pub fn kms(&self) -> Service {
        let endpoint = self.kms_endpoint.clone().unwrap_or_else(|| regional("kms", &self.region));
        Service::new(self, Place { name: "kms", endpoint, is_retried: true })
    }

    /// EventBridge. What it may have taken is sent again: who listens knows an event by its id.
    pub fn events(&self) -> Service {
        let endpoint = self.events_endpoint.clone().unwrap_or_else(|| regional("events", &self.region));
        Service::new(self, Place { name: "events", endpoint, is_retried: true })
    }

    /// Secrets Manager.
    pub fn secrets(&self) -> Service {
        let endpoint = self.secrets_endpoint.clone().unwrap_or_else(|| regional("secretsmanager", &self.region));
        Service::new(self, Place { name: "secretsmanager", endpoint, is_retried: true })
    }

    /// SES. No call is made again by itself: SES has no idempotency token, so a second try may be a second email.
    pub fn ses(&self) -> Service {
        let endpoint = self.ses_endpoint.clone().unwrap_or_else(|| regional("email", &self.region));
        Service::new(self, Place { name: "ses", endpoint, is_retried: false })
    }
}

/// The endpoint of a service in a region of AWS, of AWS in China, or of its European Sovereign Cloud.
fn regional(host: &str, region: &str) -> String {
    let suffix = match region.split('-').next() {
        Some("cn") => "amazonaws.com.cn",
        Some("eusc") => "amazonaws.eu",
        _ => "amazonaws.com",
    };
    format!("https://{host}.{region}.{suffix}")
}

/// A call is two tries and the wait between them. Five calls in a row end before a function does, which a rule of
/// infra/checks holds the template to.
fn timeouts(one_try: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .read_timeout(one_try)
        .operation_attempt_timeout(one_try)
        .operation_timeout(2 * one_try + PAUSE)
        .build()
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};

    use super::*;

    #[tokio::test]
    async fn endpoints_are_where_the_sdk_has_them() {
        for region in ["eu-west-1", "us-east-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"] {
            let params = Params::builder().region(region).build().expect("parameters");
            let endpoint = DefaultResolver::new().resolve_endpoint(&params).await.expect("an endpoint");
            assert_eq!(regional("dynamodb", region), endpoint.url());
        }
    }
}
