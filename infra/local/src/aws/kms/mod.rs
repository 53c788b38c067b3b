//! KMS: `Encrypt`, `Decrypt`, `Sign` and `GetPublicKey` over real HTTP, with the refusals that tests ask for.
//!
//! The keys live as long as the system does, or in the data directory.

mod vault;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use data_encoding::BASE64;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) use self::vault::Vault;

/// The key that encrypts secrets.
pub const SECRETS_KEY: &str = "alias/usher-local-secrets";
/// The keys that sign, the present one first.
pub const SIGNING_KEYS: [&str; 2] = ["alias/usher-local-signing", "alias/usher-local-signing-next"];

/// Longer than any time-out of the caller, and finite so that nothing leaks.
const HANG: Duration = Duration::from_secs(120);

/// What KMS does instead of what it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KmsFault {
    /// `AccessDeniedException`, 400.
    AccessDenied,
    /// `KMSInternalException`, 500. Usher asks again by itself.
    Internal,
    /// `ThrottlingException`, 400. Usher asks again by itself.
    Throttled,
    /// The connection opens and no answer ever comes.
    Hang,
}

/// The local KMS. Clones are the same service.
#[derive(Clone)]
pub struct Kms {
    vault: Arc<Vault>,
    fault: Arc<Mutex<Option<KmsFault>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    key_id: String,
    #[serde(default)]
    plaintext: String,
    #[serde(default)]
    ciphertext_blob: String,
    #[serde(default)]
    encryption_context: BTreeMap<String, String>,
    #[serde(default)]
    message: String,
    #[serde(default)]
    message_type: String,
    #[serde(default)]
    signing_algorithm: String,
}

/// What KMS refuses, by the name of its exception.
pub(crate) struct Refused(&'static str);

impl Kms {
    pub(crate) fn new(vault: Vault) -> Self {
        Self { vault: Arc::new(vault), fault: Arc::default(), asked: Arc::default() }
    }

    /// Makes every request fail with `fault` until [`Kms::heal`].
    pub fn fail(&self, fault: KmsFault) {
        *lock(&self.fault) = Some(fault);
    }

    /// Answers as it should again.
    pub fn heal(&self) {
        *lock(&self.fault) = None;
    }

    /// The operations that were asked for so far, in their order.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.asked).clone()
    }

    pub(crate) fn router(self) -> Router {
        Router::new().route("/", post(answer)).with_state(self)
    }

    fn perform(&self, operation: &str, body: &[u8]) -> Result<Value, Refused> {
        let request: Request = serde_json::from_slice(body).map_err(|_| Refused("ValidationException"))?;
        let bytes = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| Refused("ValidationException"));
        let key = request.key_id.as_str();
        match operation {
            "Encrypt" => {
                let sealed = self.vault.encrypt(key, &bytes(&request.plaintext)?, &request.encryption_context)?;
                Ok(json!({ "KeyId": key, "CiphertextBlob": BASE64.encode(&sealed) }))
            }
            "Decrypt" => {
                let opened = self.vault.decrypt(key, &bytes(&request.ciphertext_blob)?, &request.encryption_context)?;
                Ok(json!({ "KeyId": key, "Plaintext": BASE64.encode(&opened) }))
            }
            "Sign" if request.signing_algorithm == "RSASSA_PKCS1_V1_5_SHA_256" && request.message_type == "DIGEST" => {
                let signature = self.vault.sign(key, &bytes(&request.message)?)?;
                Ok(json!({
                    "KeyId": key, "Signature": BASE64.encode(&signature),
                    "SigningAlgorithm": request.signing_algorithm,
                }))
            }
            "GetPublicKey" => Ok(json!({
                "KeyId": key,
                "PublicKey": BASE64.encode(&self.vault.public_key(key)?),
                "KeySpec": "RSA_2048",
                "KeyUsage": "SIGN_VERIFY",
                "SigningAlgorithms": ["RSASSA_PKCS1_V1_5_SHA_256"],
            })),
            _ => Err(Refused("UnsupportedOperationException")),
        }
    }
}

async fn answer(State(kms): State<Kms>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let operation = target.strip_prefix("TrentService.").unwrap_or_default().to_owned();
    lock(&kms.asked).push(operation.clone());
    let fault = *lock(&kms.fault);
    match fault {
        Some(KmsFault::AccessDenied) => return error(StatusCode::BAD_REQUEST, "AccessDeniedException"),
        Some(KmsFault::Internal) => return error(StatusCode::INTERNAL_SERVER_ERROR, "KMSInternalException"),
        Some(KmsFault::Throttled) => return error(StatusCode::BAD_REQUEST, "ThrottlingException"),
        Some(KmsFault::Hang) => tokio::time::sleep(HANG).await,
        None => {}
    }
    // An RSA key is made when it is first asked for, which takes a while.
    let performed = tokio::task::spawn_blocking(move || kms.perform(&operation, &body)).await;
    match performed {
        Ok(Ok(answer)) => Json(answer).into_response(),
        Ok(Err(Refused(name))) => error(StatusCode::BAD_REQUEST, name),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "KMSInternalException"),
    }
}

/// An error as the JSON protocol of the AWS SDKs carries it.
fn error(status: StatusCode, name: &str) -> Response {
    (status, Json(json!({ "__type": name, "message": name }))).into_response()
}

fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
