//! Keys that never leave KMS: one that encrypts what must be read again, and those that sign.

use aws_sdk_kms::Client;
use aws_sdk_kms::error::SdkError;
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::{MessageType, SigningAlgorithmSpec};
use futures_util::future::try_join_all;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

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
    client: Client,
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

impl KeyFault {
    fn new<E: std::error::Error + 'static, R: std::fmt::Debug + 'static>(
        doing: &'static str,
        cause: &SdkError<E, R>,
    ) -> Self {
        Self { doing, cause: aws_smithy_types::error::display::DisplayErrorContext(cause).to_string() }
    }

    fn because(doing: &'static str, cause: &str) -> Self {
        Self { doing, cause: cause.to_owned() }
    }
}

impl Keys {
    /// The keys that a deployment names: `secrets` encrypts; the first of `signing` signs, and all of them are
    /// published.
    pub(crate) fn new(client: Client, secrets: Option<String>, signing: Vec<String>) -> Self {
        Self { client, secrets, signing, published: OnceCell::new() }
    }

    /// Encrypts what belongs to `owner`.
    pub async fn seal(&self, plaintext: &[u8], owner: SealedFor) -> Result<Sealed, KeyFault> {
        let doing = "encrypt";
        let (name, value) = owner.context();
        let sent = self
            .client
            .encrypt()
            .key_id(self.secrets(doing)?)
            .plaintext(Blob::new(plaintext))
            .encryption_context(name, value)
            .send()
            .await;
        let sealed = sent.map_err(|cause| KeyFault::new(doing, &cause))?.ciphertext_blob;
        Ok(Sealed::from_bytes(sealed.ok_or_else(|| KeyFault::because(doing, "no ciphertext"))?.as_ref()))
    }

    /// Decrypts what was sealed for `owner`, and for nobody else.
    pub async fn open(&self, sealed: &Sealed, owner: SealedFor) -> Result<Vec<u8>, KeyFault> {
        let doing = "decrypt";
        let (name, value) = owner.context();
        let bytes = sealed.to_bytes().ok_or_else(|| KeyFault::because(doing, "not base64"))?;
        let sent = self
            .client
            .decrypt()
            .key_id(self.secrets(doing)?)
            .ciphertext_blob(Blob::new(bytes))
            .encryption_context(name, value)
            .send()
            .await;
        let plaintext = sent.map_err(|cause| KeyFault::new(doing, &cause))?.plaintext;
        Ok(plaintext.ok_or_else(|| KeyFault::because(doing, "no plaintext"))?.into_inner())
    }

    /// Signs `message` with the first signing key: RSASSA-PKCS1-v1_5 with SHA-256, which JSON Web Tokens call `RS256`
    /// (RFC 7518 section 3.3).
    pub async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let doing = "sign";
        let key = self.signing.first().ok_or_else(|| KeyFault::because(doing, "no signing key is configured"))?;
        let sent = self
            .client
            .sign()
            .key_id(key)
            .message_type(MessageType::Digest)
            .message(Blob::new(Sha256::digest(message).to_vec()))
            .signing_algorithm(SigningAlgorithmSpec::RsassaPkcs1V15Sha256)
            .send()
            .await;
        let signature = sent.map_err(|cause| KeyFault::new(doing, &cause))?.signature;
        Ok(signature.ok_or_else(|| KeyFault::because(doing, "no signature"))?.into_inner())
    }

    /// The public halves of all signing keys, in their order: the first is the one that signs.
    pub async fn published(&self) -> Result<&[PublicKey], KeyFault> {
        self.published
            .get_or_try_init(|| try_join_all(self.signing.iter().map(|key| self.public_key(key))))
            .await
            .map(Vec::as_slice)
    }

    async fn public_key(&self, key: &str) -> Result<PublicKey, KeyFault> {
        let doing = "read a public key";
        let sent = self.client.get_public_key().key_id(key).send().await;
        let spki = sent.map_err(|cause| KeyFault::new(doing, &cause))?.public_key;
        Ok(PublicKey { spki: spki.ok_or_else(|| KeyFault::because(doing, "no key"))?.into_inner() })
    }

    fn secrets(&self, doing: &'static str) -> Result<&str, KeyFault> {
        self.secrets.as_deref().ok_or_else(|| KeyFault::because(doing, "no key for secrets is configured"))
    }
}
