//! A credential of Keycloak's, as its exports have it: JSON, with two more texts of JSON in it.

use std::collections::HashMap;

use argon2::{Algorithm, Version};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Derivation, ForeignHash, ForeignHashFault, bytes, derived, digest, number};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Credential {
    secret_data: String,
    credential_data: String,
}

#[derive(Deserialize)]
struct SecretData {
    value: String,
    salt: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CredentialData {
    hash_iterations: u32,
    algorithm: String,
    #[serde(default)]
    additional_parameters: HashMap<String, Vec<String>>,
}

impl CredentialData {
    fn parameter(&self, name: &str) -> Result<&str, ForeignHashFault> {
        let value = self.additional_parameters.get(name).and_then(|values| values.first());
        value.map(String::as_str).ok_or(ForeignHashFault::Malformed)
    }

    fn argon2(&self) -> Result<Derivation, ForeignHashFault> {
        let algorithm = Algorithm::new(format!("argon2{}", self.parameter("type")?));
        Ok(Derivation::Argon2 {
            algorithm: algorithm.map_err(|_| ForeignHashFault::Unknown)?,
            version: if self.parameter("version")? == "1.0" { Version::V0x10 } else { Version::V0x13 },
            m: number(self.parameter("memory")?)?,
            t: self.hash_iterations,
            p: number(self.parameter("parallelism")?)?,
        })
    }
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T, ForeignHashFault> {
    serde_json::from_str(text).map_err(|_| ForeignHashFault::Malformed)
}

/// The hash in a credential.
pub(super) fn read(text: &str) -> Result<ForeignHash, ForeignHashFault> {
    let credential: Credential = json(text)?;
    let (secret, data): (SecretData, CredentialData) =
        (json(&credential.secret_data)?, json(&credential.credential_data)?);
    let by = match data.algorithm.as_str() {
        "argon2" => data.argon2()?,
        // The oldest name says nothing of the digest.
        "pbkdf2" => Derivation::Pbkdf2 { digest: super::Digest::Sha1, rounds: data.hash_iterations },
        name => {
            let digest = name.strip_prefix("pbkdf2-").and_then(digest).ok_or(ForeignHashFault::Unknown)?;
            Derivation::Pbkdf2 { digest, rounds: data.hash_iterations }
        }
    };
    derived(by, bytes(&secret.salt, 0)?, bytes(&secret.value, 0)?)
}
