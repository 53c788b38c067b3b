//! What a function is made of, built once per cold start. The only place that reads the environment, the clock and the system's randomness.

use std::sync::Arc;
use std::time::Duration;
use std::{env, fs};

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, SharedHttpClient};
use aws_smithy_http_client::tls::{self, TlsContext, TrustStore};
use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tracing_subscriber::filter::LevelFilter;

use crate::hasher::Hasher;
use crate::keys::Keys;
use crate::store::Store;

/// The certificates of Amazon Trust Services.
const AMAZON_ROOTS: &[u8] = include_bytes!("app/roots.pem");

/// How long AWS has to answer before it is asked again.
pub const ATTEMPT: Duration = Duration::from_secs(3);

/// Where the time comes from. The local system moves it; a deployed function reads the machine's.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's own clock.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads it")]
    pub fn system() -> Self {
        Self::new(Timestamp::now)
    }

    /// A clock that asks `read` for the time.
    pub fn new(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// The time, in whole milliseconds: the precision of everything stored and answered.
    pub fn now(&self) -> Timestamp {
        let now = (self.0)();
        now - SignedDuration::from_nanos(i64::from(now.subsec_nanosecond()) % 1_000_000)
    }
}

/// What a deployment decides.
#[derive(Debug, Clone)]
pub struct Config {
    /// The name of the table.
    pub table: String,
    /// Where the pages are that links in mails lead to, without a slash at the end. No request header ever has a say in it.
    pub pages_url: String,
    /// The address that mails come from, which SES must have verified.
    pub mail_from: String,
    /// The SES configuration set that reports what becomes of mails.
    pub mail_configuration_set: Option<String>,
    /// How many mails a second one mailer sends at most.
    pub mail_rate: u32,
    /// The KMS key that encrypts second factors and API tokens, for the functions that read them.
    pub secrets_key: Option<String>,
    /// The KMS keys whose public halves are published; the first one signs.
    pub signing_keys: Vec<String>,
    /// What the API is called in tokens that others verify: its origin, without a slash at the end. Nothing where it is the gateway's own.
    pub issuer: Option<String>,
}

/// How to reach AWS.
#[derive(Debug, Clone)]
pub struct Aws {
    /// The region.
    pub region: String,
    /// Where DynamoDB is, if not at the region's own endpoint.
    pub dynamodb_endpoint: Option<String>,
    /// How long DynamoDB has to answer before it is asked again: [`ATTEMPT`], if it is DynamoDB.
    pub dynamodb_attempt: Duration,
    /// Where SES is, if not at the region's own endpoint.
    pub ses_endpoint: Option<String>,
    /// Where KMS is, if not at the region's own endpoint.
    pub kms_endpoint: Option<String>,
    /// Who calls.
    pub credentials: Credentials,
    /// What carries the calls.
    pub http_client: SharedHttpClient,
}

/// A setting that is missing or makes no sense.
#[derive(Debug, thiserror::Error)]
#[error("the environment variable `{name}` is {fault}")]
pub struct ConfigFault {
    name: &'static str,
    fault: &'static str,
}

/// What the functions share.
pub struct App {
    /// The table.
    pub store: Store,
    /// The password hash function.
    pub hasher: Hasher,
    /// The keys that never leave KMS.
    pub keys: Keys,
    /// The time.
    pub clock: Clock,
    /// What the deployment decides.
    pub config: Config,
}

impl App {
    /// Puts the parts together.
    pub fn new(config: Config, aws: &Aws, clock: Clock) -> Arc<Self> {
        let store = Store::new(aws.dynamodb(), config.table.clone());
        let keys = Keys::new(aws.kms(), config.secrets_key.clone(), config.signing_keys.clone());
        Arc::new(Self { store, hasher: Hasher::new(), keys, clock, config })
    }

    /// A source of random bits that nobody can predict.
    #[expect(clippy::disallowed_methods, reason = "the one place that takes randomness from the system")]
    pub fn rng(&self) -> StdRng {
        StdRng::from_rng(&mut rand::rng())
    }

    /// The present time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Config {
    /// Reads what the template set.
    pub fn from_env() -> Result<Self, ConfigFault> {
        let rate = optional("USHER_MAIL_RATE").map(|rate| rate.parse().ok().filter(|rate| *rate > 0));
        Ok(Self {
            table: required("USHER_TABLE")?,
            pages_url: required("USHER_PAGES_URL")?.trim_end_matches('/').to_owned(),
            mail_from: optional("USHER_MAIL_FROM").unwrap_or_default(),
            mail_configuration_set: optional("USHER_MAIL_CONFIGURATION_SET"),
            secrets_key: optional("USHER_SECRETS_KEY"),
            signing_keys: optional("USHER_SIGNING_KEYS").map(|keys| keys.split(',').map(str::to_owned).collect()).unwrap_or_default(),
            issuer: optional("USHER_ISSUER").map(|issuer| issuer.trim_end_matches('/').to_owned()),
            mail_rate: rate.unwrap_or(Some(1)).ok_or(ConfigFault { name: "USHER_MAIL_RATE", fault: "not a positive number" })?,
        })
    }
}

impl Aws {
    /// Reads what the Lambda runtime set. The SDK's own chain of providers is not needed there, and costs time at every cold start.
    pub fn from_env() -> Result<Self, ConfigFault> {
        let credentials =
            Credentials::new(required("AWS_ACCESS_KEY_ID")?, required("AWS_SECRET_ACCESS_KEY")?, optional("AWS_SESSION_TOKEN"), None, "lambda");
        Ok(Self {
            region: required("AWS_REGION")?,
            dynamodb_endpoint: optional("AWS_ENDPOINT_URL_DYNAMODB").or_else(|| optional("AWS_ENDPOINT_URL")),
            dynamodb_attempt: ATTEMPT,
            ses_endpoint: optional("AWS_ENDPOINT_URL_SESV2").or_else(|| optional("AWS_ENDPOINT_URL")),
            kms_endpoint: optional("AWS_ENDPOINT_URL_KMS").or_else(|| optional("AWS_ENDPOINT_URL")),
            credentials,
            http_client: Self::http_client(trusted_roots()?),
        })
    }

    /// The client that calls are made with: rustls on ring, which starts an order of magnitude faster than the SDK's default.
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
            .timeout_config(timeouts(self.dynamodb_attempt));
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
            .timeout_config(timeouts(ATTEMPT));
        config.set_endpoint_url(self.kms_endpoint.clone());
        aws_sdk_kms::Client::from_conf(config.build())
    }

    /// A client of SES. It never tries again by itself: SES has no idempotency token, so a second try may be a second mail.
    pub fn ses(&self) -> aws_sdk_sesv2::Client {
        let mut config = aws_sdk_sesv2::Config::builder()
            .behavior_version(aws_sdk_sesv2::config::BehaviorVersion::latest())
            .region(aws_sdk_sesv2::config::Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .http_client(self.http_client.clone())
            .timeout_config(timeouts(ATTEMPT))
            .retry_config(aws_sdk_sesv2::config::retry::RetryConfig::disabled());
        config.set_endpoint_url(self.ses_endpoint.clone());
        aws_sdk_sesv2::Client::from_conf(config.build())
    }
}

/// Logs to standard output, a JSON object a line, from the level on that Lambda is told to keep (`ApplicationLogLevel` in the template).
///
/// The filter language of `tracing-subscriber` would bring a regex engine into every function.
pub fn log_to_stdout() {
    let level = optional("AWS_LAMBDA_LOG_LEVEL").and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    tracing_subscriber::fmt().json().with_max_level(level).with_target(false).without_time().init();
}

/// A call is two attempts and the wait between them, and ends before the shortest of the functions' own time-outs, 10 seconds.
fn timeouts(attempt: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .read_timeout(attempt)
        .operation_attempt_timeout(attempt)
        .operation_timeout(2 * attempt + Duration::from_secs(2))
        .build()
}

/// The roots that the endpoints of AWS chain to, or those in the file that `AWS_CA_BUNDLE` names, as for AWS's own tools.
/// Loading all of the system's at every cold start would double its cost (docs/decisions/0020).
fn trusted_roots() -> Result<TrustStore, ConfigFault> {
    let roots = match optional("AWS_CA_BUNDLE") {
        Some(path) => fs::read(path).map_err(|_| ConfigFault { name: "AWS_CA_BUNDLE", fault: "not a file that can be read" })?,
        None => AMAZON_ROOTS.to_vec(),
    };
    Ok(TrustStore::empty().with_pem_certificate(roots))
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn optional(name: &'static str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn required(name: &'static str) -> Result<String, ConfigFault> {
    optional(name).ok_or(ConfigFault { name, fault: "not set" })
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
