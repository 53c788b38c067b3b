//! The keys themselves.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::{fs, io};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey};
use rsa::rand_core::OsRng;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};

use super::{Refused, SECRETS_KEY, SIGNING_KEYS};

/// How long a nonce is.
const NONCE: usize = 12;

/// Keys in memory, or in files that no other run of the local system needs to know.
pub(crate) struct Vault {
    secrets: [u8; 32],
    /// Where signing keys are kept; the same for the whole process if nothing is.
    dir: Option<std::path::PathBuf>,
    signing: [OnceLock<RsaPrivateKey>; 2],
}

/// The signing keys of every system in this process that keeps nothing: an RSA key takes long to make, and tests start
/// many systems.
static SHARED: [OnceLock<RsaPrivateKey>; 2] = [OnceLock::new(), OnceLock::new()];

impl Vault {
    /// The keys kept in `dir`, made if they are missing; new ones if nothing is kept.
    pub(crate) fn open(dir: Option<&Path>) -> io::Result<Self> {
        let mut secrets = [0; 32];
        getrandom::fill(&mut secrets)?;
        if let Some(dir) = dir {
            let path = dir.join("kms-secrets.key");
            match fs::read(&path) {
                Ok(kept) => {
                    secrets = kept.try_into().map_err(|_| io::Error::other("kms-secrets.key is not 32 bytes"))?
                }
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => fs::write(&path, secrets)?,
                Err(cause) => return Err(cause),
            }
        }
        Ok(Self { secrets, dir: dir.map(Path::to_owned), signing: Default::default() })
    }

    pub(super) fn encrypt(
        &self,
        key: &str,
        plaintext: &[u8],
        context: &BTreeMap<String, String>,
    ) -> Result<Vec<u8>, Refused> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| Refused("KMSInternalException"))?;
        let payload = Payload { msg: plaintext, aad: &bound(context) };
        let sealed =
            self.cipher(key)?.encrypt(&Nonce::from(nonce), payload).map_err(|_| Refused("KMSInternalException"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub(super) fn decrypt(
        &self,
        key: &str,
        sealed: &[u8],
        context: &BTreeMap<String, String>,
    ) -> Result<Vec<u8>, Refused> {
        let invalid = || Refused("InvalidCiphertextException");
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(invalid)?;
        self.cipher(key)?
            .decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: &bound(context) })
            .map_err(|_| invalid())
    }

    pub(super) fn sign(&self, key: &str, digest: &[u8]) -> Result<Vec<u8>, Refused> {
        self.signing(key)?
            .sign(Pkcs1v15Sign::new::<rsa::sha2::Sha256>(), digest)
            .map_err(|_| Refused("ValidationException"))
    }

    pub(super) fn public_key(&self, key: &str) -> Result<Vec<u8>, Refused> {
        let public = self.signing(key)?.to_public_key().to_public_key_der();
        public.map(|der| der.into_vec()).map_err(|_| Refused("KMSInternalException"))
    }

    fn cipher(&self, key: &str) -> Result<ChaCha20Poly1305, Refused> {
        if key == SECRETS_KEY {
            Ok(ChaCha20Poly1305::new(&self.secrets.into()))
        } else {
            Err(Refused("NotFoundException"))
        }
    }

    fn signing(&self, key: &str) -> Result<&RsaPrivateKey, Refused> {
        let place = SIGNING_KEYS.iter().position(|known| *known == key).ok_or(Refused("NotFoundException"))?;
        let keys = if self.dir.is_some() { &self.signing } else { &SHARED };
        if let Some(key) = keys[place].get() {
            return Ok(key);
        }
        let made = self.kept(place).map_err(|_| Refused("KMSInternalException"))?;
        Ok(keys[place].get_or_init(|| made))
    }

    /// The signing key in its file, made if there is none.
    fn kept(&self, place: usize) -> io::Result<RsaPrivateKey> {
        let path = self.dir.as_ref().map(|dir| dir.join(format!("kms-signing-{place}.key")));
        if let Some(der) = path.as_ref().and_then(|path| fs::read(path).ok()) {
            return RsaPrivateKey::from_pkcs8_der(&der).map_err(io::Error::other);
        }
        let key = RsaPrivateKey::new(&mut OsRng, 2048).map_err(io::Error::other)?;
        if let Some(path) = path {
            fs::write(path, key.to_pkcs8_der().map_err(io::Error::other)?.as_bytes())?;
        }
        Ok(key)
    }
}

/// The encryption context as one text, whatever order it came in.
fn bound(context: &BTreeMap<String, String>) -> Vec<u8> {
    serde_json::to_vec(context).unwrap_or_default()
}
