//! Prefixed, opaque ids.
//!
//! Most ids are random. A [`UserId`], an [`InvitationId`] and an [`ApiTokenId`] carry, besides a random part that makes
//! every membership, every invitation and every token distinct, the [`UserKey`] under which the user is stored. The key
//! is a hash of the account and the address, so that an account cannot hold an address twice, and an id or an address
//! is enough to know the key without a look-up (docs/decisions/0002).
//! Ids that leave Usher and by which nothing is looked up are UUIDs of version 7, so that those who collect them have
//! them in order of time (docs/decisions/0037).

mod forms;

use std::fmt;
use std::str::FromStr;

use data_encoding::{Encoding, HEXLOWER, Specification};
use jiff::Timestamp;
use rand::Rng;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use self::forms::{bytes_id, random_id, shortened_id, time_id, user_scoped_id};
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
    /// A sign-in that waits for the second factor.
    ChallengeId, "chl", 10
);
bytes_id!(
    /// An API token of one user.
    ApiTokenId, "tok", 20
);
bytes_id!(
    /// An access model of the vendor's, in all its versions.
    ModelId, "mod", 10
);
time_id!(
    /// An audit event.
    EventId, "evt"
);
time_id!(
    /// An email that is promised.
    MailId, "mai"
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

random_id!(AccountId, UnitId, SessionId, ChallengeId, ModelId);
user_scoped_id!(UserId, InvitationId, ApiTokenId);
shortened_id!(UserId, InvitationId);

impl ApiTokenId {
    /// What the ids of all tokens of one user begin with: 15 bytes are 24 whole characters of base 32.
    pub(crate) fn beginning(owner: UserKey) -> String {
        format!("tok_{}", BASE32.encode(&owner.0))
    }
}

impl InvitationId {
    /// What the ids of all invitations of one user's address begin with.
    pub(crate) fn beginning(user: UserKey) -> String {
        format!("inv_{}", BASE32.encode(&user.0))
    }
}

impl ModelId {
    /// The id of the model that comes with Usher and is called `name`.
    pub fn of_preset(name: &str) -> Self {
        let digest = Sha256::new().chain_update(b"usher preset\0").chain_update(name.as_bytes()).finalize();
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&digest[..10]);
        Self(bytes)
    }
}

impl MailId {
    /// A byte of which at least the lower four bits are random.
    pub(crate) fn random_byte(&self) -> u8 {
        self.0.as_bytes()[6]
    }
}

impl PersonKey {
    /// The key of the person with this address.
    pub fn of(email: &EmailAddress) -> Self {
        Self::digest(email.canonical())
    }

    /// Where what a mailbox gets is counted: the same place for all addresses that differ in their tags alone, which
    /// would otherwise be as many mailboxes.
    pub fn of_mailbox(email: &EmailAddress) -> Self {
        Self::digest(&email.mailbox())
    }

    fn digest(address: &str) -> Self {
        let digest = Sha256::new().chain_update(b"usher person\0").chain_update(address.as_bytes()).finalize();
        let mut bytes = [0; 20];
        bytes.copy_from_slice(&digest[..20]);
        Self(bytes)
    }
}

impl UserKey {
    /// The key of `person` in `account`. Two accounts' keys for one person have nothing in common.
    pub fn of(account: AccountId, person: PersonKey) -> Self {
        let digest =
            Sha256::new().chain_update(b"usher user\0").chain_update(account.0).chain_update(person.0).finalize();
        let mut bytes = [0; 15];
        bytes.copy_from_slice(&digest[..15]);
        Self(bytes)
    }
}

#[cfg(test)]
mod tests;
