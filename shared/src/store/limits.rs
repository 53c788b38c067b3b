//! Limits: how much mail may be caused in a day, counted by the table itself.
//!
//! A limit counts in a window of fixed place: a UTC day. What a change counts is in the change's own transaction, so
//! that a count and what it counts are one; what cannot be, such as the rows of a bulk invitation, is counted before. A
//! count that fails is a failure of the store: nothing goes on that could not be counted.

use std::collections::HashMap;

use aws_sdk_dynamodb::Config;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::error::{BuildError, SdkError};
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, Update};
use jiff::{SignedDuration, Timestamp};

use super::record::Item;
use super::{AnyKey, Store, StoreFault};
use crate::domain::effects::limit::{
    MAILS_PER_RECIPIENT, MAILS_PER_RECIPIENT_AND_ACCOUNT, MailLimits, RESETS_PER_ADDRESS, RESETS_PER_NETWORK,
    SENT_RESETS_PER_ACCOUNT, SENT_RESETS_PER_ACTOR, SENT_RESETS_PER_RECIPIENT, Window,
};
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, NetworkId, PersonKey, UserId, UserKey};

/// How long a count is kept after its window.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Something to count, and how much of it is too much.
#[derive(Debug, Clone)]
pub struct Limit {
    key: AnyKey,
    kind: &'static str,
    window: Window,
    at: Timestamp,
    many: u32,
    /// Attributes of the item that count it, each with what is too much.
    counts: Vec<(String, u32)>,
}

/// It would be too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too much until {again}")]
pub struct Limited {
    /// When that was found.
    pub at: Timestamp,
    /// From when on there is room again.
    pub again: Timestamp,
}

/// Why something was not counted.
#[derive(Debug, thiserror::Error)]
pub enum CountFault {
    /// It would be too much.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

impl Limit {
    /// `many` invitation emails that `account` promises within `limits`, because of `actor` where a user asks for them.
    /// One item an account and day counts for the account and for each of those who invite there: one write, however
    /// many limits.
    pub fn invitations(
        account: AccountId,
        limits: MailLimits,
        actor: Option<UserId>,
        many: u32,
        at: Timestamp,
    ) -> Self {
        let window = Window::day_of(at);
        let by_actor = actor.map(|actor| (format!("by_{actor}"), limits.per_user));
        let counts = std::iter::once(("mails".to_owned(), limits.per_account)).chain(by_actor).collect();
        Self { key: AnyKey::invitation_count(account, window), kind: "invitation_count", window, at, many, counts }
    }

    /// One invitation mail of `account` to the mailbox of `recipient`, whatever the tag.
    pub fn recipient(recipient: &EmailAddress, account: AccountId, at: Timestamp) -> Self {
        let (recipient, window) = (PersonKey::of_mailbox(recipient), Window::day_of(at));
        let by_account = (format!("by_{account}"), MAILS_PER_RECIPIENT_AND_ACCOUNT);
        let counts = vec![("mails".to_owned(), MAILS_PER_RECIPIENT), by_account];
        Self { key: AnyKey::recipient_count(recipient, window), kind: "recipient_count", window, at, many: 1, counts }
    }

    /// A forgotten password, reported for an address that is someone's or nobody's: for its mailbox, whatever the tag.
    pub fn forgotten_by(email: &EmailAddress, at: Timestamp) -> Self {
        let (person, window) = (PersonKey::of_mailbox(email), Window::hour_of(at));
        let counts = vec![("resets".to_owned(), RESETS_PER_ADDRESS)];
        Self { key: AnyKey::reset_count(person, window), kind: "reset_count", window, at, many: 1, counts }
    }

    /// A forgotten password, reported from this network.
    pub fn forgotten_from(network: NetworkId, at: Timestamp) -> Self {
        let window = Window::hour_of(at);
        let counts = vec![("resets".to_owned(), RESETS_PER_NETWORK)];
        Self {
            key: AnyKey::network_reset_count(network, window),
            kind: "network_reset_count",
            window,
            at,
            many: 1,
            counts,
        }
    }

    /// A credential reset that `actor` sends.
    pub fn sent_resets(account: AccountId, actor: UserId, at: Timestamp) -> Self {
        let window = Window::day_of(at);
        let counts =
            vec![("resets".to_owned(), SENT_RESETS_PER_ACCOUNT), (format!("by_{actor}"), SENT_RESETS_PER_ACTOR)];
        Self { key: AnyKey::sent_reset_count(account, window), kind: "sent_reset_count", window, at, many: 1, counts }
    }

    /// A credential reset that `recipient` is sent. By account: how much others send them is nobody's business here.
    pub fn received_resets(account: AccountId, recipient: UserKey, at: Timestamp) -> Self {
        let window = Window::day_of(at);
        let counts = vec![("resets".to_owned(), SENT_RESETS_PER_RECIPIENT)];
        Self {
            key: AnyKey::received_reset_count(account, recipient, window),
            kind: "received_reset_count",
            window,
            at,
            many: 1,
            counts,
        }
    }

    pub(super) fn limited(&self) -> Limited {
        Limited { at: self.at, again: self.window.end }
    }

    /// Whether the whole of it can never be counted, in any window.
    fn is_hopeless(&self) -> bool {
        self.counts.iter().any(|(_, most)| self.many > *most)
    }

    pub(super) fn update(&self, table: &str) -> Result<Update, BuildError> {
        Update::builder()
            .table_name(table)
            .set_key(Some(self.key.attributes()))
            .update_expression(self.change())
            .condition_expression(self.condition())
            .set_expression_attribute_names(Some(self.names()))
            .set_expression_attribute_values(Some(self.values()))
            .build()
    }

    fn change(&self) -> String {
        let adding: Vec<String> = self.places().map(|place| format!("{place} :many")).collect();
        format!("SET #kind = :kind, #ttl = :ttl ADD {}", adding.join(", "))
    }

    fn condition(&self) -> String {
        let room: Vec<String> = (0..self.counts.len())
            .map(|place| format!("(attribute_not_exists(#c{place}) OR #c{place} <= :room{place})"))
            .collect();
        room.join(" AND ")
    }

    /// What the counts are called in expressions.
    fn places(&self) -> impl Iterator<Item = String> {
        (0..self.counts.len()).map(|place| format!("#c{place}"))
    }

    fn counted(&self) -> HashMap<String, String> {
        self.places().zip(self.counts.iter().map(|(name, _)| name.clone())).collect()
    }

    fn names(&self) -> HashMap<String, String> {
        let counts = self.counted().into_iter();
        let fixed = [("#kind", "kind"), ("#ttl", "ttl")].map(|(place, name)| (place.to_owned(), name.to_owned()));
        counts.chain(fixed).collect()
    }

    fn values(&self) -> Item {
        let number = |number: i64| AttributeValue::N(number.to_string());
        let rooms = self
            .counts
            .iter()
            .enumerate()
            .map(|(place, (_, most))| (format!(":room{place}"), number(i64::from(*most) - i64::from(self.many))));
        let ttl = (self.window.end + KEPT).as_second();
        let fixed = [
            (":many", number(i64::from(self.many))),
            (":ttl", number(ttl)),
            (":kind", AttributeValue::S(self.kind.to_owned())),
        ];
        rooms.chain(fixed.map(|(place, value)| (place.to_owned(), value))).collect()
    }
}

impl Store {
    /// Counts, if there is room. One request. A reply that is lost and asked for again counts twice: a limit may be
    /// reached early, never late.
    pub async fn count(&self, limit: &Limit) -> Result<(), CountFault> {
        if limit.is_hopeless() {
            return Err(limit.limited().into());
        }
        let sent = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(limit.key.attributes()))
            .update_expression(limit.change())
            .condition_expression(limit.condition())
            .set_expression_attribute_names(Some(limit.names()))
            .set_expression_attribute_values(Some(limit.values()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match sent.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(()),
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => Err(limit.limited().into()),
            Err(cause) => Err(StoreFault::new("count what is limited", &cause).into()),
        }
    }

    /// Takes back what was counted and has not come about. One request, or none if there is nothing. If it fails, that
    /// stays counted. It is asked for once: a reply that is lost and asked for again would take it back twice.
    pub async fn give_back(&self, limit: &Limit) {
        if limit.many == 0 {
            return;
        }
        let many = AttributeValue::N((-i64::from(limit.many)).to_string());
        let taking: Vec<String> = limit.places().map(|place| format!("{place} :many")).collect();
        let sent = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(limit.key.attributes()))
            .update_expression(format!("ADD {}", taking.join(", ")))
            .condition_expression("attribute_exists(pk)")
            .set_expression_attribute_names(Some(limit.counted()))
            .expression_attribute_values(":many", many)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .customize()
            .config_override(Config::builder().retry_config(RetryConfig::disabled()))
            .send()
            .await;
        if let Err(cause) = sent {
            let cause = StoreFault::new("give back what was counted", &cause);
            tracing::warn!(%cause, "what was counted stays counted");
        }
    }
}
