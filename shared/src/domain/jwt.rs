//! Signed statements of who somebody is in an account, for services that ask nobody (RFC 7519). Short-lived, because nothing takes them back.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::Serialize;

use super::access_model::{AccessModel, RoleName};
use super::grant::{Access, UnitScope};
use super::session::Session;
use super::user::User;

/// How long a token lasts: so long may what a session may no longer do still be believed elsewhere.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// What a token says.
#[derive(Debug, Clone, Serialize)]
pub struct Claims {
    iss: String,
    sub: String,
    aud: String,
    account: String,
    roles: BTreeSet<RoleName>,
    permissions: BTreeMap<String, UnitScope>,
    sid: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: String,
}

#[derive(Serialize)]
struct Header<'a> {
    alg: &'a str,
    typ: &'a str,
    kid: &'a str,
}

impl Claims {
    /// What `issuer` says of `user` at `now`: what they may do by the access model that their account follows. Nothing of it outlives the session.
    pub fn of(issuer: String, user: &User, model: &AccessModel, session: &Session, now: Timestamp, rng: &mut impl Rng) -> Self {
        let mut id = [0; 16];
        rng.fill_bytes(&mut id);
        let access = Access::of(model, &user.grants, now);
        Self {
            iss: issuer,
            sub: user.id.to_string(),
            aud: user.account.to_string(),
            account: user.account.to_string(),
            roles: user.grants.iter().filter(|grant| grant.is_live(now)).map(|grant| grant.role.clone()).collect(),
            permissions: access.permissions(),
            sid: session.id.to_string(),
            iat: now.as_second(),
            nbf: now.as_second(),
            exp: session.expires_at.min(now + LIFETIME).as_second(),
            jti: BASE64URL_NOPAD.encode(&id),
        }
    }

    /// For how many seconds it may be used.
    pub fn expires_in(&self) -> i64 {
        self.exp - self.iat
    }

    /// What is to be signed with the key called `kid` (RFC 7515 section 5.1).
    pub fn signing_input(&self, kid: &str) -> Result<String, serde_json::Error> {
        let header = serde_json::to_vec(&Header { alg: "RS256", typ: "JWT", kid })?;
        Ok(format!("{}.{}", BASE64URL_NOPAD.encode(&header), BASE64URL_NOPAD.encode(&serde_json::to_vec(self)?)))
    }
}

/// The token: what was signed, and the signature.
pub fn compact(signing_input: &str, signature: &[u8]) -> String {
    format!("{signing_input}.{}", BASE64URL_NOPAD.encode(signature))
}
