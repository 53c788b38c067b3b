//! Signed statements of who someone is in an account, for services that ask nobody (RFC 7519). Short-lived, because
//! nothing takes them back.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::Serialize;

use super::session::Session;
use crate::domain::access::grant::{Access, UnitScope, next_end};
use crate::domain::access::model::{AccessModel, RoleName};
use crate::domain::people::user::User;

/// How long a token lasts: so long may what a session may no longer do still be believed elsewhere.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// How large a token is at most, in bytes: gateways take some 10 KB of headers in all.
pub const LARGEST: usize = 8 * 1024;

/// Where permissions are that are held for the whole account.
const EVERYWHERE: &str = "all";

/// The token would not fit into a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token would be {size} bytes, over the limit of {LARGEST}; use `access/check` instead")]
pub struct TooLarge {
    size: usize,
}

/// What a token says.
#[derive(Debug, Clone, Serialize)]
pub struct Claims {
    iss: String,
    sub: String,
    aud: [String; 2],
    account: String,
    roles: BTreeSet<RoleName>,
    /// The permissions by unit.
    permissions: BTreeMap<String, BTreeSet<String>>,
    /// What is held for the whole account, as gateways look at it (RFC 8693 section 4.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
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
    /// What `issuer` says of `user` at `now`: what they may do by the access model that their account follows. Nothing
    /// of it outlives the session, or a grant that it speaks of.
    pub fn of(
        issuer: String,
        user: &User,
        model: &AccessModel,
        session: &Session,
        now: Timestamp,
        rng: &mut impl Rng,
    ) -> Self {
        let mut id = [0; 16];
        rng.fill_bytes(&mut id);
        let ends = next_end(&user.grants, now).into_iter().fold(session.ends_with(model), Timestamp::min);
        let permissions = by_unit(Access::of(model, &user.grants, now).permissions());
        Self {
            sub: user.id.to_string(),
            // The deployment, which an authorizer for all accounts names, and the one account, which a service of one
            // account names.
            aud: [issuer.clone(), user.account.to_string()],
            iss: issuer,
            account: user.account.to_string(),
            roles: user.grants.iter().filter(|grant| grant.is_live(now)).map(|grant| grant.role.clone()).collect(),
            scope: permissions
                .get(EVERYWHERE)
                .map(|held| held.iter().map(String::as_str).collect::<Vec<_>>().join(" ")),
            permissions,
            sid: session.id.to_string(),
            iat: now.as_second(),
            nbf: now.as_second(),
            exp: ends.min(now + LIFETIME).as_second(),
            jti: BASE64URL_NOPAD.encode(&id),
        }
    }

    /// The lifetime in seconds.
    pub fn expires_in(&self) -> i64 {
        self.exp - self.iat
    }

    /// What is to be signed with the key called `kid` (RFC 7515 section 5.1).
    pub fn signing_input(&self, kid: &str) -> Result<String, serde_json::Error> {
        let header = serde_json::to_vec(&Header { alg: "RS256", typ: "JWT", kid })?;
        Ok(format!("{}.{}", BASE64URL_NOPAD.encode(&header), BASE64URL_NOPAD.encode(&serde_json::to_vec(self)?)))
    }
}

/// What is held in each unit. Ids are longer than permissions, so that it is the shorter way to say it.
fn by_unit(permissions: BTreeMap<String, UnitScope>) -> BTreeMap<String, BTreeSet<String>> {
    let mut by_unit: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (permission, scope) in permissions {
        let places = match scope {
            UnitScope::All => vec![EVERYWHERE.to_owned()],
            UnitScope::Selected(units) => units.iter().map(ToString::to_string).collect(),
        };
        for place in places {
            by_unit.entry(place).or_default().insert(permission.clone());
        }
    }
    by_unit
}

/// The token: what was signed, and the signature.
pub fn compact(signing_input: &str, signature: &[u8]) -> Result<String, TooLarge> {
    let token = format!("{signing_input}.{}", BASE64URL_NOPAD.encode(signature));
    if token.len() > LARGEST { Err(TooLarge { size: token.len() }) } else { Ok(token) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::UnitId;

    #[test]
    fn permissions_are_listed_where_they_are_held() {
        let [one, two]: [UnitId; 2] = ["unt_aaaaaaaaaaaaaaaa", "unt_beaaaaaaaaaaaaaa"].map(|id| id.parse().unwrap());
        let held = [
            ("a:read".to_owned(), UnitScope::All),
            ("a:write".to_owned(), UnitScope::Selected([one, two].into())),
            ("b:read".to_owned(), UnitScope::Selected([two].into())),
        ];
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
        let expected = [
            ("all".to_owned(), words(&["a:read"])),
            (one.to_string(), words(&["a:write"])),
            (two.to_string(), words(&["a:write", "b:read"])),
        ];
        assert_eq!(by_unit(held.into()), expected.into());
    }

    #[test]
    fn what_does_not_fit_into_a_header_is_no_token() {
        let longest = "x".repeat(LARGEST - 1 - 342);
        assert_eq!(compact(&longest, &[0; 256]).map(|token| token.len()), Ok(LARGEST));
        assert_eq!(compact(&format!("{longest}x"), &[0; 256]), Err(TooLarge { size: LARGEST + 1 }));
    }
}
