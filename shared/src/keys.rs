//! Keys that never leave KMS: one that encrypts what must be read again, and those that sign.

use std::sync::OnceLock;

use aws_smithy_types::error::display::DisplayErrorContext;
use data_encoding::BASE64;
use futures_util::future::try_join_all;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::aws::{Aws, Call, Service};
use crate::domain::credentials::sealed::{Sealed, SealedFor};

/// KMS did not do what was asked of it, or there is no key to ask for.
#[derive(Debug, thiserror::Error)]
#[error("KMS failed to {doing}: {cause}")]
pub struct KeyFault {
    doing: &'static str,
    cause: String,
}

/// The keys of a deployment.
pub struct Keys {
    aws: Aws,
    /// Made when it is first needed: most functions never ask KMS for anything.
    kms: OnceLock<Service>,
    secrets: Option<String>,
    signing: Vec<String>,
    /// Public keys do not change: they are asked for once.
    published: OnceCell<Vec<PublicKey>>,
}

/// The public half of a key that signs.
#[derive(Debug, Clone)]
pub struct PublicKey {
    /// SubjectPublicKeyInfo, DER (RFC 5280 section 4.1).
    pub spki: Vec<u8>,
}

/// An operation of KMS, and the field of its answer that is of interest: bytes in base64.
struct Operation {
    doing: &'static str,
    target: &'static str,
    field: &'static str,
}

const ENCRYPT: Operation = Operation { doing: "encrypt", target: "TrentService.Encrypt", field: "CiphertextBlob" };
const DECRYPT: Operation = Operation { doing: "decrypt", target: "TrentService.Decrypt", field: "Plaintext" };
const SIGN: Operation = Operation { doing: "sign", target: "TrentService.Sign", field: "Signature" };
const GET_PUBLIC_KEY: Operation =
    Operation { doing: "read a public key", target: "TrentService.GetPublicKey", field: "PublicKey" };

impl Operation {
    fn fault(&self, cause: impl ToString) -> KeyFault {
        KeyFault { doing: self.doing, cause: cause.to_string() }
    }
}

impl Keys {
    /// The keys that a deployment names: `secrets` encrypts; the first of `signing` signs, and all of them are
    /// published.
    pub(crate) fn new(aws: Aws, secrets: Option<String>, signing: Vec<String>) -> Self {
        Self { aws, kms: OnceLock::new(), secrets, signing, published: OnceCell::new() }
    }

    /// Encrypts what belongs to `owner`.
    pub async fn seal(&self, plaintext: &[u8], owner: SealedFor) -> Result<Sealed, KeyFault> {
        let (name, value) = owner.context();
        let body = json!({
            "KeyId": self.secrets(&ENCRYPT)?,
            "Plaintext": BASE64.encode(plaintext),
            "EncryptionContext": { name: value },
        });
        Ok(Sealed::from_bytes(&self.ask(&ENCRYPT, body).await?))
    }

    /// Decrypts what was sealed for `owner`, and for nobody else.
    pub async fn open(&self, sealed: &Sealed, owner: SealedFor) -> Result<Vec<u8>, KeyFault> {
        let (name, value) = owner.context();
        let bytes = sealed.to_bytes().ok_or_else(|| DECRYPT.fault("not base64"))?;
        let body = json!({
            "KeyId": self.secrets(&DECRYPT)?,
            "CiphertextBlob": BASE64.encode(&bytes),
            "EncryptionContext": { name: value },
        });
        self.ask(&DECRYPT, body).await
    }

    /// Signs `message` with the first signing key: RSASSA-PKCS1-v1_5 with SHA-256, which JSON Web Tokens call `RS256`
    /// (RFC 7518 section 3.3).
    pub async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let key = self.signing.first().ok_or_else(|| SIGN.fault("no signing key is configured"))?;
        let body = json!({
            "KeyId": key,
            "MessageType": "DIGEST",
            "Message": BASE64.encode(&Sha256::digest(message)),
            "SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256",
        });
        self.ask(&SIGN, body).await
    }

    /// The public halves of all signing keys, in their order: the first is the one that signs.
    pub async fn published(&self) -> Result<&[PublicKey], KeyFault> {
        self.published
            .get_or_try_init(|| try_join_all(self.signing.iter().map(|key| self.public_key(key))))
            .await
            .map(Vec::as_slice)
    }

    async fn public_key(&self, key: &str) -> Result<PublicKey, KeyFault> {
        Ok(PublicKey { spki: self.ask(&GET_PUBLIC_KEY, json!({ "KeyId": key })).await? })
    }

    async fn ask(&self, operation: &Operation, body: Value) -> Result<Vec<u8>, KeyFault> {
        let kms = self.kms.get_or_init(|| self.aws.kms());
        let call = Call { path: "/", content_type: "application/x-amz-json-1.1", target: Some(operation.target), body };
        let answer = kms.ask(call).await.map_err(|cause| operation.fault(DisplayErrorContext(&cause)))?;
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
        let bytes = answer[operation.field].as_str().and_then(|text| BASE64.decode(text.as_bytes()).ok());
        bytes.ok_or_else(|| operation.fault("the answer cannot be read"))
    }

    fn secrets(&self, operation: &Operation) -> Result<&str, KeyFault> {
        self.secrets.as_deref().ok_or_else(|| operation.fault("no key for secrets is configured"))
    }
}
