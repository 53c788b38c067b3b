//! The secret with which events are signed for a webhook.

use aws_smithy_types::error::display::DisplayErrorContext;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use usher::aws::{Aws, Call, Service};
use usher::domain::effects::signature::WebhookSecret;

/// For how long a secret is not asked for again: as long as a new one takes to be used everywhere.
const KEPT: SignedDuration = SignedDuration::from_mins(5);

/// Knows the secret, if there is a webhook.
pub struct Signer {
    service: Service,
    name: Option<String>,
    known: Mutex<Option<(Timestamp, WebhookSecret)>>,
}

/// The secret cannot be had.
#[derive(Debug, thiserror::Error)]
#[error("Secrets Manager: {0}")]
pub struct SecretFault(String);

impl Signer {
    /// What signs with the secret called `name`.
    pub fn new(aws: &Aws, name: Option<String>) -> Self {
        Self { service: aws.secrets(), name, known: Mutex::default() }
    }

    /// The secret; nothing if events are not signed.
    pub async fn secret(&self, now: Timestamp) -> Result<Option<WebhookSecret>, SecretFault> {
        let Some(name) = &self.name else { return Ok(None) };
        let mut known = self.known.lock().await;
        if let Some((since, secret)) = &*known
            && now < *since + KEPT
        {
            return Ok(Some(secret.clone()));
        }
        let secret = self.read(name).await?;
        *known = Some((now, secret.clone()));
        Ok(Some(secret))
    }

    async fn read(&self, name: &str) -> Result<WebhookSecret, SecretFault> {
        let body = json!({ "SecretId": name });
        let target = Some("secretsmanager.GetSecretValue");
        let call = Call { path: "/", content_type: "application/x-amz-json-1.1", target, body };
        let answer =
            self.service.ask(call).await.map_err(|cause| SecretFault(DisplayErrorContext(&cause).to_string()))?;
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
        let text = answer["SecretString"].as_str().unwrap_or_default();
        WebhookSecret::parse(text).map_err(|malformed| SecretFault(malformed.to_string()))
    }
}
