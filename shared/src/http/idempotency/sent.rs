//! What tells one request with a key from another.

use std::fmt;
use std::sync::OnceLock;

use axum::RequestPartsExt;
use axum::body::Bytes;
use axum::extract::{MatchedPath, RawPathParams};
use axum::http::header;
use axum::http::request::Parts;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use rand::Rng;
use sha2::{Digest, Sha256};

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};

use crate::http::origin::principal;

/// A request with a key, as it was sent. It is hashed only if someone asks who it is.
pub(super) struct SentRequest {
    /// The method, the route, and what the path names, each of which the client may have encoded as it likes.
    target: Vec<String>,
    caller: Caller,
    key: String,
    body: Bytes,
    identity: OnceLock<Identity>,
}

/// Who says that they send the request.
enum Caller {
    /// The operator. Their signature differs from request to request.
    Operator(String),
    /// The holder of a token.
    Bearer(Vec<u8>),
    /// Anyone: the body holds all that shows who they are, and two who choose one key are told apart by it.
    Anyone,
}

/// What a request is called where its answer is kept, and what seals that.
pub(super) struct Identity {
    pub(super) fingerprint: String,
    pub(super) body: String,
    sealing_key: [u8; 32],
}

/// The key may be one that only the client knows.
impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SentRequest")
    }
}

impl SentRequest {
    pub(super) async fn of(parts: &mut Parts, key: String, body: Bytes) -> Self {
        let route = parts.extensions.get::<MatchedPath>().map_or_else(String::new, |path| path.as_str().to_owned());
        let mut target = vec![parts.method.to_string(), route];
        if let Ok(named) = parts.extract::<RawPathParams>().await {
            target.extend(named.iter().map(|(_, value)| value.to_owned()));
        }
        let token = parts.headers.get(header::AUTHORIZATION).map(|value| value.as_bytes().to_vec());
        let caller = match (principal(&parts.extensions), token) {
            (Some(principal), _) => Caller::Operator(principal),
            (None, Some(token)) => Caller::Bearer(token),
            (None, None) => Caller::Anyone,
        };
        Self { target, caller, key, body, identity: OnceLock::new() }
    }

    /// Whether the caller says who they are beside the body.
    pub(super) fn is_signed(&self) -> bool {
        !matches!(self.caller, Caller::Anyone)
    }

    pub(super) fn identity(&self) -> &Identity {
        self.identity.get_or_init(|| {
            let caller: &[u8] = match &self.caller {
                Caller::Operator(principal) => principal.as_bytes(),
                Caller::Bearer(token) => token,
                Caller::Anyone => &self.body,
            };
            let key = self.key.as_bytes();
            let request = self.target.iter().map(String::as_bytes).chain([caller, key]);
            Identity {
                fingerprint: BASE32_NOPAD.encode(&digest(b"fingerprint", request)),
                // With the key, which only the client knows: a hash of the body alone would let a reader of the table
                // try passwords fast.
                body: BASE64URL_NOPAD.encode(&digest(b"body", [key, &self.body])),
                sealing_key: digest(b"seal", [caller, key, &self.body]),
            }
        })
    }
}

impl Identity {
    pub(super) fn seal(&self, plain: &[u8], rng: &mut impl Rng) -> Option<Vec<u8>> {
        let mut nonce = [0; 12];
        rng.fill_bytes(&mut nonce);
        let sealed = ChaCha20Poly1305::new(&self.sealing_key.into()).encrypt(&Nonce::from(nonce), plain).ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    pub(super) fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<12>()?;
        ChaCha20Poly1305::new(&self.sealing_key.into()).decrypt(&Nonce::from(*nonce), sealed).ok()
    }
}

fn digest<'a>(purpose: &[u8], parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut digest = Sha256::new_with_prefix(purpose);
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}
