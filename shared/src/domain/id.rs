//! Prefixed, opaque ids.
//!
//! Most ids are random. A [`UserId`], an [`InvitationId`] and an [`ApiTokenId`] carry, besides a random part that
//! makes every membership, every invitation and every token distinct, the [`UserKey`] under which the user is stored.
//! The key is a hash of the account and the address, so that an account cannot hold an address twice,
//! and whoever knows an id or an address knows the key without a look-up (docs/decisions/0002).

use std::fmt;
use std::str::FromStr;

use data_encoding::{Encoding, Specification};
use rand::Rng;
use sha2::{Digest, Sha256};

use super::email::EmailAddress;

/// Base 32 in lower case, without padding: safe in paths, keys and mail tags.
pub(crate) static BASE32: std::sync::LazyLock<Encoding> = std::sync::LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("abcdefghijklmnopqrstuvwxyz234567");
    spec.encoding().unwrap_or(data_encoding::BASE32_NOPAD)
});

/// A string that is not an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form `{prefix}_…`")]
pub struct MalformedId {
    prefix: &'static str,
}

macro_rules! bytes_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// The bytes of the id, as they stand in tokens.
            pub fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }

            /// The id with exactly these bytes.
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), BASE32.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(|encoded| BASE32.decode(encoded.as_bytes()).ok())
                    .and_then(|bytes| bytes.try_into().ok())
                    .map(Self)
                    .ok_or(MalformedId { prefix: $prefix })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

macro_rules! random_id {
    ($($name:ident),*) => {$(
        impl $name {
            /// A new id, distinct from every other.
            pub fn random(rng: &mut impl Rng) -> Self {
                let mut bytes = [0; _];
                rng.fill_bytes(&mut bytes);
                Self(bytes)
            }
        }
    )*};
}

macro_rules! user_scoped_id {
    ($($name:ident),*) => {$(
        impl $name {
            /// A new id for the user stored under `key`.
            pub fn random(key: UserKey, rng: &mut impl Rng) -> Self {
                let mut bytes = [0; 20];
                bytes[..15].copy_from_slice(&key.0);
                rng.fill_bytes(&mut bytes[15..]);
                Self(bytes)
            }

            /// Where the user that the id belongs to is stored.
            pub fn key(&self) -> UserKey {
                let mut key = [0; 15];
                key.copy_from_slice(&self.0[..15]);
                UserKey(key)
            }
        }
    )*};
}

/// Ids that lists keep without the key that the entry's place tells.
macro_rules! shortened_id {
    ($($name:ident),*) => {$(
        impl $name {
            /// The id for the user stored under `key` that ends in `suffix`.
            pub(crate) fn of(key: UserKey, suffix: [u8; 5]) -> Self {
                let mut bytes = [0; 20];
                bytes[..15].copy_from_slice(&key.0);
                bytes[15..].copy_from_slice(&suffix);
                Self(bytes)
            }

            /// What tells the id from others of the same user key.
            pub(crate) fn suffix(&self) -> [u8; 5] {
                let mut suffix = [0; 5];
                suffix.copy_from_slice(&self.0[15..]);
                suffix
            }
        }
    )*};
}

bytes_id!(
    /// An account: the tenant.
    AccountId, "acc", 16
);
bytes_id!(
    /// A user of one account, from invitation to removal.
    UserId, "usr", 20
);
bytes_id!(
    /// One invitation of one user.
    InvitationId, "inv", 20
);
bytes_id!(
    /// A unit of an account.
    UnitId, "unt", 10
);
bytes_id!(
    /// A session of a person.
    SessionId, "ses", 10
);
bytes_id!(
    /// A sign-in that waits for its second step.
    ChallengeId, "chl", 10
);
bytes_id!(
    /// An API token of one user.
    ApiTokenId, "tok", 20
);
bytes_id!(
    /// An audit event.
    EventId, "evt", 10
);
bytes_id!(
    /// A mail that is promised.
    MailId, "mai", 10
);
bytes_id!(
    /// A network that requests come from: a hash of its address.
    NetworkId, "net", 10
);
bytes_id!(
    /// Where a person is stored: a hash of the canonical address. Never part of an account's answers.
    PersonKey, "per", 20
);
bytes_id!(
    /// Where a user is stored within the account: a hash of the account and the person.
    UserKey, "key", 15
);

random_id!(AccountId, UnitId, SessionId, ChallengeId, EventId, MailId);
user_scoped_id!(UserId, InvitationId, ApiTokenId);
shortened_id!(UserId, InvitationId);

impl ApiTokenId {
    /// What the ids of all tokens of one user begin with: 15 bytes are 24 whole characters of base 32.
    pub(crate) fn beginning(owner: UserKey) -> String {
        format!("tok_{}", BASE32.encode(&owner.0))
    }
}

impl PersonKey {
    /// The key of whoever has this address.
    pub fn of(email: &EmailAddress) -> Self {
        let digest = Sha256::new().chain_update(b"usher person\0").chain_update(email.canonical().as_bytes()).finalize();
        let mut bytes = [0; 20];
        bytes.copy_from_slice(&digest[..20]);
        Self(bytes)
    }
}

impl UserKey {
    /// The key of `person` in `account`. Two accounts' keys for one person have nothing in common.
    pub fn of(account: AccountId, person: PersonKey) -> Self {
        let digest = Sha256::new().chain_update(b"usher user\0").chain_update(account.0).chain_update(person.0).finalize();
        let mut bytes = [0; 15];
        bytes.copy_from_slice(&digest[..15]);
        Self(bytes)
    }
}
