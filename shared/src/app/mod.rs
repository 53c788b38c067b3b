//! What a function is made of, built once per cold start. The only place that reads the environment and the clock.

mod aws;
mod clock;

use std::env;
use std::str::FromStr;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use tracing_subscriber::filter::LevelFilter;

pub use self::clock::Clock;
pub use crate::aws::Aws;
use crate::domain::credentials::session::SessionLimits;
use crate::domain::edge_secret::EdgeSecretHash;
use crate::domain::effects::limit::{MAILS_PER_ACCOUNT, MAILS_PER_ACTOR, MailLimits};
use crate::domain::people::account::Account;
use crate::domain::return_url::ReturnOrigins;
use crate::hasher::Hasher;
use crate::keys::Keys;
use crate::machine::{Randomness, Timer};
use crate::store::Store;

/// How many days an account whose deletion is scheduled can still be kept, unless the deployment says otherwise.
pub const GRACE_DAYS: u16 = 30;

/// What a deployment decides.
#[derive(Debug, Clone)]
pub struct Config {
    /// The name of the table.
    pub table: String,
    /// Where the pages are that links in emails lead to, without a slash at the end. No request header ever has a say
    /// in it.
    pub pages_url: String,
    /// The address that emails come from, which SES must have verified.
    pub mail_from: String,
    /// The SES configuration set that reports what becomes of emails.
    pub mail_configuration_set: Option<String>,
    /// How many emails a second are sent at most, however many SES would take.
    pub mail_rate: u32,
    /// The distributions that are believed about the addresses of viewers.
    pub edges: Vec<EdgeSecretHash>,
    /// How many invitation emails accounts and users may promise, unless an operator has said otherwise.
    pub mail_limits: MailLimits,
    /// How long an account whose deletion is scheduled can still be kept.
    pub deletion_grace: SignedDuration,
    /// The KMS key that encrypts second factors and API tokens, for the functions that read them.
    pub secrets_key: Option<String>,
    /// The KMS keys whose public halves are published; the first one signs.
    pub signing_keys: Vec<String>,
    /// What the API is called in tokens that others verify: its origin, without a slash at the end. Nothing if it is
    /// the gateway's own.
    pub issuer: Option<String>,
    /// How long sessions last.
    pub sessions: SessionLimits,
    /// The origins of the portal's pages that links of invitations may lead on to.
    pub return_origins: ReturnOrigins,
    /// The event bus that everything that happens is published on.
    pub event_bus: String,
    /// The event bus over which promised emails are handed to the mailer.
    pub outbox_bus: String,
    /// The secret in Secrets Manager with which events are signed for a webhook; nothing if there is no webhook.
    pub webhook_secret: Option<String>,
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
    /// How time passes.
    pub timer: Timer,
    randomness: Randomness,
}

/// What a machine gives to a function: the time, randomness and threads. How time passes is known to what asks AWS.
pub struct Machine {
    /// The time.
    pub clock: Clock,
    /// The randomness.
    pub randomness: Randomness,
    /// The threads that hash passwords.
    pub hasher: Hasher,
}

impl App {
    /// Puts the parts together, on the machine that this runs on.
    pub fn new(config: Config, aws: &Aws, clock: Clock) -> Arc<Self> {
        Self::on(Machine { clock, randomness: Randomness::system(), hasher: Hasher::new() }, config, aws)
    }

    /// Puts the parts together.
    pub fn on(machine: Machine, config: Config, aws: &Aws) -> Arc<Self> {
        let Machine { clock, randomness, hasher } = machine;
        let timer = aws.timer.clone();
        let store = Store::new(aws.dynamodb(), config.table.clone(), randomness.clone(), timer.clone());
        let keys = Keys::new(aws.clone(), config.secrets_key.clone(), config.signing_keys.clone());
        Arc::new(Self { store, hasher, keys, clock, config, timer, randomness })
    }

    /// A source of random bits that nobody can predict.
    pub fn rng(&self) -> StdRng {
        self.randomness.rng()
    }

    /// How many invitation emails `account` and its users may promise.
    pub fn mail_limits(&self, account: &Account) -> MailLimits {
        account.mail_limits.or(self.config.mail_limits)
    }

    /// The present time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Store {
    /// The table that the template named, for a function that needs nothing else.
    pub fn from_env() -> Result<Self, ConfigFault> {
        let aws = Aws::from_env()?;
        Ok(Self::new(aws.dynamodb(), required("USHER_TABLE")?, Randomness::system(), aws.timer))
    }
}

impl Config {
    /// Reads what the template set for a function that sends emails: where their links lead must be known.
    pub fn of_mail_from_env() -> Result<Self, ConfigFault> {
        required("USHER_PAGES_URL")?;
        Self::from_env()
    }

    /// Reads what the template set.
    pub fn from_env() -> Result<Self, ConfigFault> {
        let default = SessionLimits::default();
        let grace = optional("USHER_DELETION_GRACE_DAYS").map(|days| days.parse::<u16>().ok());
        Ok(Self {
            table: required("USHER_TABLE")?,
            pages_url: optional("USHER_PAGES_URL").unwrap_or_default().trim_end_matches('/').to_owned(),
            mail_from: optional("USHER_MAIL_FROM").unwrap_or_default(),
            mail_configuration_set: optional("USHER_MAIL_CONFIGURATION_SET"),
            secrets_key: optional("USHER_SECRETS_KEY"),
            signing_keys: optional("USHER_SIGNING_KEYS")
                .map(|keys| keys.split(',').map(str::to_owned).collect())
                .unwrap_or_default(),
            mail_limits: MailLimits {
                per_account: limit("USHER_INVITATIONS_PER_DAY", MAILS_PER_ACCOUNT)?,
                per_user: limit("USHER_INVITATIONS_PER_USER_AND_DAY", MAILS_PER_ACTOR)?,
            },
            deletion_grace: grace
                .unwrap_or(Some(GRACE_DAYS))
                .map(|days| SignedDuration::from_hours(24 * i64::from(days)))
                .ok_or(ConfigFault { name: "USHER_DELETION_GRACE_DAYS", fault: "not a number of days" })?,
            event_bus: optional("USHER_EVENT_BUS").unwrap_or_default(),
            outbox_bus: optional("USHER_OUTBOX_BUS").unwrap_or_default(),
            webhook_secret: optional("USHER_WEBHOOK_SECRET"),
            issuer: optional("USHER_ISSUER").map(|issuer| issuer.trim_end_matches('/').to_owned()),
            mail_rate: positive("USHER_MAIL_RATE")?.unwrap_or(u32::MAX),
            edges: edges("USHER_EDGE_SECRET_HASHES")?,
            return_origins: ReturnOrigins::parse(&optional("USHER_RETURN_ORIGINS").unwrap_or_default())
                .ok_or(ConfigFault { name: "USHER_RETURN_ORIGINS", fault: "not a list of origins" })?,
            sessions: SessionLimits {
                lifetime: positive("USHER_SESSION_HOURS")?
                    .map_or(default.lifetime, |hours: u16| SignedDuration::from_hours(hours.into())),
                idle: positive("USHER_SESSION_IDLE_MINUTES")?
                    .map_or(default.idle, |minutes: u16| SignedDuration::from_mins(minutes.into())),
            },
        })
    }
}

/// Logs to standard output, a JSON object a line, from the level on that Lambda is told to keep (`ApplicationLogLevel`
/// in the template). Lambda reads a line's level only if the line has a time.
///
/// The filter language of `tracing-subscriber` would bring a regex engine into every function.
pub fn log_to_stdout() {
    let level = optional("AWS_LAMBDA_LOG_LEVEL").and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    tracing_subscriber::fmt().json().with_max_level(level).with_target(false).with_span_list(false).init();
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn optional(name: &'static str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn positive<N: FromStr + PartialOrd + Default>(name: &'static str) -> Result<Option<N>, ConfigFault> {
    let Some(text) = optional(name) else { return Ok(None) };
    let number = text.parse().ok().filter(|number| *number > N::default());
    number.map(Some).ok_or(ConfigFault { name, fault: "not a positive number" })
}

fn edges(name: &'static str) -> Result<Vec<EdgeSecretHash>, ConfigFault> {
    let Some(text) = optional(name) else { return Ok(Vec::new()) };
    let hashes: Option<_> = text.split(',').map(|hash| EdgeSecretHash::parse(hash.trim())).collect();
    hashes.ok_or(ConfigFault { name, fault: "not SHA-256 hashes in lower-case hexadecimal digits" })
}

fn limit(name: &'static str, default: u32) -> Result<u32, ConfigFault> {
    let Some(text) = optional(name) else { return Ok(default) };
    text.parse().map_err(|_| ConfigFault { name, fault: "not a number" })
}

fn required(name: &'static str) -> Result<String, ConfigFault> {
    optional(name).ok_or(ConfigFault { name, fault: "not set" })
}
