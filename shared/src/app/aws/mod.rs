//! How AWS is reached: settings, time-outs and certificates, and a client for each service.

mod connector;
mod roots;

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, SharedHttpClient};

pub use self::connector::http_client;
pub use self::roots::Roots;
use super::{ConfigFault, optional, required};

/// How long AWS has to answer before it is asked again.
pub const AWS_TIMEOUT: Duration = Duration::from_secs(3);

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
    /// The credentials of the caller.
    pub credentials: Credentials,
    /// What carries the calls.
    pub http_client: SharedHttpClient,
}

impl Aws {
    /// Reads what the Lambda runtime set. The SDK's own chain of providers is not needed there, and costs time at every
    /// cold start.
    pub fn from_env() -> Result<Self, ConfigFault> {
        let credentials = Credentials::new(
            required("AWS_ACCESS_KEY_ID")?,
            required("AWS_SECRET_ACCESS_KEY")?,
            optional("AWS_SESSION_TOKEN"),
            None,
            "lambda",
        );
        Ok(Self {
            region: required("AWS_REGION")?,
            dynamodb_endpoint: optional("AWS_ENDPOINT_URL_DYNAMODB").or_else(|| optional("AWS_ENDPOINT_URL")),
            dynamodb_timeout: AWS_TIMEOUT,
            ses_endpoint: optional("AWS_ENDPOINT_URL_SESV2").or_else(|| optional("AWS_ENDPOINT_URL")),
            kms_endpoint: optional("AWS_ENDPOINT_URL_KMS").or_else(|| optional("AWS_ENDPOINT_URL")),
            credentials,
            http_client: http_client(Roots::from_env()?),
        })
    }

    /// A client of DynamoDB.
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let mut config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .http_client(self.http_client.clone())
            .timeout_config(timeouts(self.dynamodb_timeout));
        config.set_endpoint_url(self.dynamodb_endpoint.clone());
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    /// A client of KMS.
    pub fn kms(&self) -> aws_sdk_kms::Client {
        let mut config = aws_sdk_kms::Config::builder()
            .behavior_version(aws_sdk_kms::config::BehaviorVersion::latest())
            .region(aws_sdk_kms::config::Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .http_client(self.http_client.clone())
            .timeout_config(timeouts(AWS_TIMEOUT));
        config.set_endpoint_url(self.kms_endpoint.clone());
        aws_sdk_kms::Client::from_conf(config.build())
    }

    /// A client of SES. It never tries again by itself: SES has no idempotency token, so a second try may be a second
    /// email.
    pub fn ses(&self) -> aws_sdk_sesv2::Client {
        let mut config = aws_sdk_sesv2::Config::builder()
            .behavior_version(aws_sdk_sesv2::config::BehaviorVersion::latest())
            .region(aws_sdk_sesv2::config::Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .http_client(self.http_client.clone())
            .timeout_config(timeouts(AWS_TIMEOUT))
            .retry_config(aws_sdk_sesv2::config::retry::RetryConfig::disabled());
        config.set_endpoint_url(self.ses_endpoint.clone());
        aws_sdk_sesv2::Client::from_conf(config.build())
    }
}

/// A call is two tries and the wait between them, and ends before the shortest of the functions' own time-outs, 10
/// seconds.
fn timeouts(one_try: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .read_timeout(one_try)
        .operation_attempt_timeout(one_try)
        .operation_timeout(2 * one_try + Duration::from_secs(2))
        .build()
}
