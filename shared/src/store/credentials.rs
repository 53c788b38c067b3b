//! A person, their memberships, and all that signing in asks of them, in one request.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;

use super::key::of_person;
use super::record::{Item, Record, from_item};
use super::{Store, StoreFault};
use crate::domain::attempts::Attempts;
use crate::domain::id::PersonKey;
use crate::domain::person::{Membership, Person};
use crate::domain::second_factor::SecondFactor;

/// What a person shows who they are with, and where they belong.
#[derive(Debug)]
pub struct Credentials {
    /// The person, if there is one.
    pub person: Option<Person>,
    /// Their memberships.
    pub memberships: Vec<Membership>,
    /// What is known of attempts with the address, whether or not anybody has it.
    pub attempts: Attempts,
    /// Their second factor, pending or confirmed.
    pub second_factor: Option<SecondFactor>,
}

impl Credentials {
    /// Takes an item in. What is none of these is somebody else's business.
    fn add(&mut self, item: Item) -> Result<(), StoreFault> {
        let kind = item.get("kind").and_then(|kind| kind.as_s().ok()).cloned();
        match kind.as_deref() {
            Some(Person::KIND) => self.person = Some(from_item(item)?),
            Some(Membership::KIND) => self.memberships.push(from_item(item)?),
            Some(Attempts::KIND) => self.attempts = from_item(item)?,
            Some(SecondFactor::KIND) => self.second_factor = Some(from_item(item)?),
            _ => {}
        }
        Ok(())
    }
}

impl Store {
    /// The credentials of the person at `key`, as they are at `now`. One consistent request, the same for an address that nobody has.
    pub async fn credentials(&self, key: PersonKey, now: Timestamp) -> Result<Credentials, StoreFault> {
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :person AND sk BETWEEN :first AND :last")
            .expression_attribute_values(":person", AttributeValue::S(of_person(key)))
            .expression_attribute_values(":first", AttributeValue::S("MEMBERSHIP#".to_owned()))
            .expression_attribute_values(":last", AttributeValue::S("SECOND_FACTOR".to_owned()))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("read credentials", &cause))?;
        let mut credentials = Credentials { person: None, memberships: Vec::new(), attempts: Attempts::none(key, now), second_factor: None };
        answer.items.unwrap_or_default().into_iter().try_for_each(|item| credentials.add(item))?;
        credentials.attempts = credentials.attempts.remembered_at(now);
        Ok(credentials)
    }
}
