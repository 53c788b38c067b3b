//! Every key of the table, composed here and nowhere else.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use super::StoreFault;
use crate::domain::email::EmailAddress;
use crate::domain::id::{
    AccountId, ApiTokenId, BASE32, ChallengeId, EventId, InvitationId, MailId, NetworkId, PersonKey, SessionId, UnitId, UserKey,
};
use crate::domain::limit::Window;
use crate::domain::user::UserStatus;

/// The attributes that form the table's key, and those that form each index's: index, partition, sort.
pub const TABLE_KEYS: [(&str, &str, &str); 5] =
    [("", "pk", "sk"), ("lists_1", "p1", "s1"), ("lists_2", "p2", "s2"), ("lists_3", "p3", "s3"), ("due", "due_pk", "due_sk")];

/// The indexes for lists. Their attributes have short names: DynamoDB charges for names as for values.
pub(super) const LISTS: [ListIndex; 3] = [
    ListIndex { name: "lists_1", partition: "p1", sort: "s1" },
    ListIndex { name: "lists_2", partition: "p2", sort: "s2" },
    ListIndex { name: "lists_3", partition: "p3", sort: "s3" },
];

/// The partition of an account where its API tokens are.
pub(super) const API_TOKENS: &str = "API_TOKENS";

/// An index, and the attributes that form its key.
#[derive(Debug)]
pub(super) struct ListIndex {
    pub(super) name: &'static str,
    pub(super) partition: &'static str,
    pub(super) sort: &'static str,
}

/// Over how many partitions of the outbox mails are spread.
pub(super) const OUTBOX_SHARDS: u8 = 8;

/// Over how many partitions of the index of what is due items are spread.
pub(super) const DUE_SHARDS: u8 = 8;

/// Where an item is stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub(super) pk: String,
    pub(super) sk: String,
}

impl Key {
    fn new(pk: String, sk: String) -> Self {
        Self { pk, sk }
    }

    /// The account itself.
    pub fn account(account: AccountId) -> Self {
        Self::new(in_account(account), "ACCOUNT".to_owned())
    }

    /// The account's access model.
    pub fn access_model(account: AccountId) -> Self {
        Self::new(in_account(account), "ACCESS_MODEL".to_owned())
    }

    /// A user; also what makes an address unique in its account.
    pub fn user(account: AccountId, user: UserKey) -> Self {
        Self::new(in_account(account), format!("USER#{user}"))
    }

    /// Where a user is listed among those who have something in common, such as a role.
    pub(super) fn listing(account: AccountId, facet: &str, status: UserStatus, email: &EmailAddress) -> Self {
        Self::new(format!("{}#{facet}", in_account(account)), format!("{}#{email}", status.as_str()))
    }

    /// An invitation.
    pub fn invitation(account: AccountId, invitation: InvitationId) -> Self {
        Self::new(in_account(account), format!("INVITATION#{invitation}"))
    }

    /// A unit.
    pub fn unit(account: AccountId, unit: UnitId) -> Self {
        Self::new(in_account(account), format!("UNIT#{unit}"))
    }

    /// An audit event; the account's events sort by time.
    pub fn event(account: AccountId, at: Timestamp, event: EventId) -> Self {
        Self::new(in_account(account), format!("EVENT#{}#{event}", moment(at)))
    }

    /// A person; also what makes an address unique among people.
    pub fn person(person: PersonKey) -> Self {
        Self::new(of_person(person), "PERSON".to_owned())
    }

    /// A person's membership of an account.
    pub fn membership(person: PersonKey, account: AccountId) -> Self {
        Self::new(of_person(person), format!("MEMBERSHIP#{account}"))
    }

    /// A session. Sorts behind the person and the memberships, so that sign-in reads those without the sessions.
    pub fn session(person: PersonKey, session: SessionId) -> Self {
        Self::new(of_person(person), format!("SESSION#{session}"))
    }

    /// A sign-in that waits for its second step.
    pub fn challenge(person: PersonKey, challenge: ChallengeId) -> Self {
        Self::new(of_person(person), format!("CHALLENGE#{challenge}"))
    }

    /// What is known of failed sign-ins with a person's address, whether or not there is such a person. Sorts between the person and the
    /// second factor, so that sign-in reads it with them.
    pub fn attempts(person: PersonKey) -> Self {
        Self::new(of_person(person), "PERSON#ATTEMPTS".to_owned())
    }

    /// A person's second factor. Sorts behind the person and before the sessions, so that sign-in reads it with the person.
    pub fn second_factor(person: PersonKey) -> Self {
        Self::new(of_person(person), "SECOND_FACTOR".to_owned())
    }

    /// The second factor that is to take the place of a person's. Sorts behind what sign-in reads.
    pub fn second_factor_replacement(person: PersonKey) -> Self {
        Self::new(of_person(person), "SECOND_FACTOR_REPLACEMENT".to_owned())
    }

    /// The link with which a person sets a new password.
    pub fn password_reset(person: PersonKey) -> Self {
        Self::new(of_person(person), "CREDENTIAL_RESET#PASSWORD".to_owned())
    }

    /// The link with which a person loses their second factor.
    pub fn second_factor_reset(person: PersonKey) -> Self {
        Self::new(of_person(person), "CREDENTIAL_RESET#SECOND_FACTOR".to_owned())
    }

    /// An API token. Its id begins with its owner's key, so that one user's tokens stand side by side.
    pub fn api_token(account: AccountId, token: ApiTokenId) -> Self {
        Self::new(format!("{}#{API_TOKENS}", in_account(account)), token.to_string())
    }

    /// What is counted of the mails that an account promises in a time.
    pub(super) fn invitation_count(account: AccountId, window: Window) -> Self {
        Self::new(in_account(account), format!("COUNT#INVITATIONS#{}", moment(window.start)))
    }

    /// What is counted of the mails that a person gets in a time.
    pub(super) fn recipient_count(person: PersonKey, window: Window) -> Self {
        Self::new(of_person(person), format!("COUNT#INVITATIONS#{}", moment(window.start)))
    }

    /// What is counted of the attempts from a network that fail in an hour.
    pub(super) fn network_count(network: NetworkId, window: Window) -> Self {
        Self::new(format!("NETWORK#{network}"), format!("COUNT#ATTEMPTS#{}", moment(window.start)))
    }

    /// What is counted of the resets that are asked for with an address in a time.
    pub(super) fn reset_count(person: PersonKey, window: Window) -> Self {
        Self::new(of_person(person), format!("COUNT#RESETS#{}", moment(window.start)))
    }

    /// What is counted of the resets that are asked for from a network in a time.
    pub(super) fn network_reset_count(network: NetworkId, window: Window) -> Self {
        Self::new(format!("NETWORK#{network}"), format!("COUNT#RESETS#{}", moment(window.start)))
    }

    /// What is counted of the resets that an account's users send in a time.
    pub(super) fn sent_reset_count(account: AccountId, window: Window) -> Self {
        Self::new(in_account(account), format!("COUNT#RESETS#{}", moment(window.start)))
    }

    /// What is counted of the resets that a user is sent in a time.
    pub(super) fn received_reset_count(account: AccountId, user: UserKey, window: Window) -> Self {
        Self::new(in_account(account), format!("COUNT#RESETS_TO#{user}#{}", moment(window.start)))
    }

    /// A promised mail.
    pub fn mail(promised_at: Timestamp, mail: MailId) -> Self {
        let shard = mail.as_bytes()[0] % OUTBOX_SHARDS;
        Self::new(outbox(shard), format!("{}#{mail}", moment(promised_at)))
    }

    /// The answer to a request that carried an idempotency key, by the hash of everything that tells requests apart.
    pub fn answer(fingerprint: &str) -> Self {
        Self::new(format!("IDEMPOTENCY#{fingerprint}"), "ANSWER".to_owned())
    }

    pub(super) fn attributes(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([("pk".to_owned(), text(&self.pk)), ("sk".to_owned(), text(&self.sk))])
    }

    pub(super) fn of_item(item: &HashMap<String, AttributeValue>) -> Result<Self, StoreFault> {
        let part = |name| item.get(name).and_then(|value| value.as_s().ok()).cloned();
        let (Some(pk), Some(sk)) = (part("pk"), part("sk")) else {
            return Err(StoreFault { doing: "read an item", cause: "it has no key".to_owned() });
        };
        Ok(Self { pk, sk })
    }
}

/// The partition of everything that belongs to an account.
pub(super) fn in_account(account: AccountId) -> String {
    format!("ACCOUNT#{account}")
}

/// The partition of the account's list called `name` in an index. Shorter than those of the table: it stands in every entry.
pub(super) fn in_list(account: AccountId, name: impl std::fmt::Display) -> String {
    format!("{}#{name}", BASE32.encode(account.as_bytes()))
}

/// The partition of everything that belongs to a person.
pub(super) fn of_person(person: PersonKey) -> String {
    format!("PERSON#{person}")
}

/// A partition of the outbox.
pub(super) fn outbox(shard: u8) -> String {
    format!("OUTBOX#{shard}")
}

/// A partition of the index of what is due.
pub(super) fn due(shard: u8) -> String {
    format!("DUE#{shard}")
}

/// A time as it stands in keys: of one width, so that text sorts as time does.
pub(super) fn moment(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// A text attribute.
pub(super) fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}
