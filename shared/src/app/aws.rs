//! How AWS is reached: settings, time-outs and certificates, and a client for each service.

use std::fs;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, SharedHttpClient};
use aws_smithy_http_client::tls::{self, TlsContext, TrustStore};

use super::{ConfigFault, optional, required};

/// The certificates of Amazon Trust Services.
const AMAZON_ROOTS: &[u8] = include_bytes!("roots.pem");

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
            http_client: Self::http_client(trusted_roots()?),
        })
    }

    /// The client that calls are made with: rustls on ring, which starts an order of magnitude faster than the SDK's
    /// default.
    pub fn http_client(roots: TrustStore) -> SharedHttpClient {
        let context = TlsContext::builder().with_trust_store(roots).build();
        #[expect(clippy::expect_used, reason = "only a trust store for another TLS library is refused")]
        aws_smithy_http_client::Builder::new()
            .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
            .tls_context(context.expect("a TLS context"))
            .build_https()
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
        .connect_timeout(Duration::from_secs(1))
        .read_timeout(one_try)
        .operation_attempt_timeout(one_try)
        .operation_timeout(2 * one_try + Duration::from_secs(2))
        .build()
}

/// The roots that the endpoints of AWS chain to, or those in the file that `AWS_CA_BUNDLE` names, as for AWS's own
/// tools. Loading all of the system's at every cold start would double its cost (docs/decisions/0020).
fn trusted_roots() -> Result<TrustStore, ConfigFault> {
    let roots = match optional("AWS_CA_BUNDLE") {
        Some(path) => {
            fs::read(path).map_err(|_| ConfigFault { name: "AWS_CA_BUNDLE", fault: "not a file that can be read" })?
        }
        None => AMAZON_ROOTS.to_vec(),
    };
    Ok(TrustStore::empty().with_pem_certificate(roots))
}

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64, HEXLOWER};
    use sha2::{Digest, Sha256};

    use super::AMAZON_ROOTS;

    /// As Amazon publishes them beside the certificates.
    const FINGERPRINTS: [&str; 5] = [
        "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
        "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4",
        "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4",
        "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092",
        "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5",
    ];

    #[test]
    fn the_roots_are_amazons_and_no_others() {
        let text = std::str::from_utf8(AMAZON_ROOTS).expect("text");
        let certificates = text.split("-----BEGIN CERTIFICATE-----").skip(1).map(|rest| {
            let body = rest.split("-----END CERTIFICATE-----").next().expect("an end").replace('\n', "");
            HEXLOWER.encode(&Sha256::digest(BASE64.decode(body.as_bytes()).expect("base 64")))
        });
        assert!(certificates.eq(FINGERPRINTS));
    }
}
