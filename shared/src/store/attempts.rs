//! Attempts: what is counted of them for a person and for a network, so that nothing is judged that was not counted.

use std::collections::HashMap;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::limits::Limited;
use super::record::{Record, to_item, versioned};
use super::{Change, CommitFault, CountFault, Key, Store, StoreFault};
use crate::domain::credentials::attempts::{Attempts, PER_NETWORK};
use crate::domain::effects::limit::Window;
use crate::domain::effects::outbox::PromisedMail;
use crate::domain::id::{NetworkId, PersonKey};

/// How long a count is kept after its hour.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

impl Record for Attempts {
    const KIND: &'static str = "attempts";

    fn key(&self) -> Key<Self> {
        Key::attempts(self.person)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.kept_until)
    }
}

versioned!(Attempts);

/// How many attempts from a network have failed in an hour.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct NetworkCount {
    pub(super) network: NetworkId,
    pub(super) hour: Timestamp,
    pub(super) failures: u32,
}

impl Record for NetworkCount {
    const KIND: &'static str = "network_count";

    fn key(&self) -> Key<Self> {
        Key::network_count(self.network, Window::hour_of(self.hour))
    }
}

impl Store {
    /// Whether there is room for another failure from `network`, in this hour.
    pub async fn check_network(&self, network: NetworkId, now: Timestamp) -> Result<(), CountFault> {
        let count = self.get(&Key::network_count_at(network, now)).await?;
        Self::has_room(count, now).map_err(CountFault::from)
    }

    pub(super) fn has_room(count: Option<NetworkCount>, now: Timestamp) -> Result<(), Limited> {
        match count {
            Some(count) if count.failures >= PER_NETWORK => Err(Limited { at: now, again: Window::hour_of(now).end }),
            _ => Ok(()),
        }
    }

    /// Counts a failure for `network`. If `is_limited`, only if there is room: so that a burst is not judged further
    /// than the limit goes. A reply that is lost and asked for again counts twice: early, never late.
    pub async fn count_for_network(
        &self,
        network: NetworkId,
        is_limited: bool,
        now: Timestamp,
    ) -> Result<(), CountFault> {
        let window = Window::hour_of(now);
        let number = |number: i64| AttributeValue::N(number.to_string());
        let mut update = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::network_count(network, window).attributes()))
            .update_expression(
                "SET #kind = :kind, #network = :network, #hour = :hour, #ttl = :ttl ADD #failures :failures",
            )
            .set_expression_attribute_names(Some(
                ["kind", "network", "hour", "ttl", "failures"].map(|name| (format!("#{name}"), name.to_owned())).into(),
            ))
            .set_expression_attribute_values(Some(HashMap::from([
                (":kind".to_owned(), AttributeValue::S(NetworkCount::KIND.to_owned())),
                (":network".to_owned(), AttributeValue::S(network.to_string())),
                (":hour".to_owned(), AttributeValue::S(window.start.to_string())),
                (":ttl".to_owned(), number((window.end + KEPT).as_second())),
                (":failures".to_owned(), number(1)),
            ])))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        if is_limited {
            update = update.condition_expression("attribute_not_exists(#failures) OR #failures < :most");
            update = update.expression_attribute_values(":most", number(i64::from(PER_NETWORK)));
        }
        match update.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(()),
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => {
                Err(Limited { at: now, again: window.end }.into())
            }
            Err(cause) => Err(StoreFault::new("count for a network", &cause).into()),
        }
    }

    /// Writes `after` in the place of `before`, together with the email that this promises, and returns it as it is
    /// now; nothing if `before` was not the latest any more, and nothing was written. The version is the same if
    /// nothing has changed, so that those who change nothing do not meet.
    pub async fn settle_attempts(
        &self,
        before: &Attempts,
        after: &Attempts,
        mail: Option<&PromisedMail>,
    ) -> Result<Option<Attempts>, StoreFault> {
        if let Some(mail) = mail {
            let mut next = after.clone();
            let change = if before.version == 0 {
                next.version = 1;
                Change::new().create(&next)
            } else {
                Change::new().replace(&mut next)
            };
            return match self.commit(change.create(mail)).await {
                Ok(()) => Ok(Some(next)),
                Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => Ok(None),
                Err(CommitFault::Store(cause)) => Err(cause),
            };
        }
        let is_news = before.version == 0 || before != after;
        let mut next = after.clone();
        next.version = before.version + u64::from(is_news);
        let put = self.client.put_item().table_name(&self.table).set_item(Some(to_item(&next)?));
        let put = if before.version == 0 {
            put.condition_expression("attribute_not_exists(pk)")
        } else {
            put.condition_expression("version = :read")
                .expression_attribute_values(":read", AttributeValue::N(before.version.to_string()))
        };
        let written = put.return_consumed_capacity(ReturnConsumedCapacity::Total).send().await;
        match written.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(Some(next)),
            Err(PutItemError::ConditionalCheckFailedException(_)) => Ok(None),
            Err(cause) => Err(StoreFault::new("count an attempt", &cause)),
        }
    }

    /// What is known of attempts with the address of `person` at `now`.
    pub async fn attempts(&self, person: PersonKey, now: Timestamp) -> Result<Attempts, StoreFault> {
        let key = Key::attempts(person);
        let attempts = self.get(&key).await?;
        Ok(attempts.map_or_else(|| Attempts::none(person, now), |attempts| attempts.remembered_at(now)))
    }
}
