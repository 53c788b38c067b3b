//! Sessions. An ended session is deleted; one that has expired is garbage.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use jiff::{SignedDuration, Timestamp};

use super::key::{Key, SESSIONS, text};
use super::list::{Entry, List, Listed, Page};
use super::record::{Malformed, Record, decode, versioned};
use super::{Store, StoreFault};
use crate::domain::credentials::session::Session;
use crate::domain::id::{AccountId, PersonKey};

impl Record for Session {
    const KIND: &'static str = "session";

    fn key(&self) -> Key<Self> {
        Key::session(self.person(), self.id)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

versioned!(Session);

impl Listed for Session {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        decode(entry.0)
    }
}

impl List {
    /// The sessions of a person, also those that have ended by themselves, by id.
    pub fn sessions(person: PersonKey) -> Self {
        Self::of_person(person).beginning(SESSIONS)
    }
}

impl Store {
    /// All sessions of a person, also those that have ended by themselves; none that cannot be read, which opens
    /// nothing. A request for each hundred.
    pub async fn sessions(&self, person: PersonKey) -> Result<Vec<Session>, StoreFault> {
        let list = List::sessions(person);
        let (mut sessions, mut after) = (Vec::new(), None);
        loop {
            let Page { entries, next, .. } = self.list::<Session>(&list, after.as_ref(), 100).await?;
            sessions.extend(entries.into_iter().map(|(_, session)| session));
            if next.is_none() {
                return Ok(sessions);
            }
            after = next;
        }
    }

    /// Notes that what is at `key`, a session or an API token, was used at `now`, and after what time without use, if
    /// that is to be known. What has ended meanwhile does not come back.
    pub async fn note_use<R>(
        &self,
        key: &Key<R>,
        now: Timestamp,
        longest_idle: Option<SignedDuration>,
    ) -> Result<(), StoreFault> {
        let update = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":now", text(&now.to_string()));
        let update = match longest_idle {
            None => update.update_expression("SET last_used_at = :now"),
            Some(idle) => update
                .update_expression("SET last_used_at = :now, longest_idle = :idle")
                .expression_attribute_values(":idle", text(&idle.to_string())),
        };
        let noted = update.return_consumed_capacity(ReturnConsumedCapacity::Total).send().await;
        match noted.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(cause) => Err(StoreFault::new("note a use", &cause)),
        }
    }
}
