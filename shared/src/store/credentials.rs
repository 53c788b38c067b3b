//! A person, their memberships, and all that signing in asks of them, in one request.

use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use jiff::Timestamp;

use super::key::{MEMBERSHIPS, SECOND_FACTOR, of_person, text};
use super::record::{Item, Record, from_item};
use super::{Store, StoreFault};
use crate::domain::credentials::attempts::Attempts;
use crate::domain::credentials::second_factor::SecondFactor;
use crate::domain::id::PersonKey;
use crate::domain::people::person::{Membership, Memberships, Person};

/// What a person shows who they are with, and where they belong.
#[derive(Debug)]
pub struct Credentials {
    /// The person, if there is one.
    pub person: Option<Person>,
    /// Their memberships.
    pub memberships: Memberships,
    /// What is known of attempts with the address, whether or not anybody has it.
    pub attempts: Attempts,
    /// Their second factor, pending or confirmed.
    pub second_factor: Option<SecondFactor>,
}

impl Credentials {
    /// Takes an item in. What is none of these is someone else's business. A membership that cannot be read concerns
    /// one account, and not the person.
    fn add(&mut self, item: Item) -> Result<(), StoreFault> {
        let kind = item.get("kind").and_then(|kind| kind.as_s().ok()).cloned();
        match kind.as_deref() {
            Some(Person::KIND) => self.person = Some(from_item(item)?),
            Some(Membership::KIND) => match from_item(item) {
                Ok(membership) => self.memberships.readable.push(membership),
                Err(_) => self.memberships.unreadable += 1,
            },
            Some(Attempts::KIND) => self.attempts = from_item(item)?,
            Some(SecondFactor::KIND) => self.second_factor = Some(from_item(item)?),
            _ => {}
        }
        Ok(())
    }
}

impl Store {
    /// The credentials of the person at `key`, as they are at `now`. One consistent request, the same for an address
    /// that nobody has.
    pub async fn credentials(&self, key: PersonKey, now: Timestamp) -> Result<Credentials, StoreFault> {
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :person AND sk BETWEEN :first AND :last")
            .expression_attribute_values(":person", text(&of_person(key)))
            .expression_attribute_values(":first", text(MEMBERSHIPS))
            .expression_attribute_values(":last", text(SECOND_FACTOR))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("read credentials", &cause))?;
        let mut credentials = Credentials {
            person: None,
            memberships: Memberships::default(),
            attempts: Attempts::none(key, now),
            second_factor: None,
        };
        answer.items.unwrap_or_default().into_iter().try_for_each(|item| credentials.add(item))?;
        credentials.attempts = credentials.attempts.remembered_at(now);
        Ok(credentials)
    }
}
