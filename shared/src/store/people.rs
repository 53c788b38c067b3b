//! People and their memberships: one partition a person, so that sign-in reads both in one request.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};

use super::key::{Key, of_person};
use super::record::{Record, Versioned, from_item};
use super::{Store, StoreFault};
use crate::domain::id::PersonKey;
use crate::domain::person::{Membership, Person};

impl Record for Person {
    const KIND: &'static str = "person";

    fn key(&self) -> Key {
        Key::person(Person::key(self))
    }
}

impl Versioned for Person {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl Record for Membership {
    const KIND: &'static str = "membership";

    fn key(&self) -> Key {
        Key::membership(self.person, self.account)
    }
}

impl Versioned for Membership {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl Store {
    /// The person at `key`, if there is one, and their memberships. One consistent request.
    pub async fn person(&self, key: PersonKey) -> Result<(Option<Person>, Vec<Membership>), StoreFault> {
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :person AND sk BETWEEN :first AND :last")
            .expression_attribute_values(":person", AttributeValue::S(of_person(key)))
            .expression_attribute_values(":first", AttributeValue::S("MEMBERSHIP#".to_owned()))
            .expression_attribute_values(":last", AttributeValue::S("PERSON".to_owned()))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("read a person", &cause))?;
        let mut items = answer.items.unwrap_or_default();
        let last_is_the_person = items.last().and_then(|item| item.get("kind")) == Some(&AttributeValue::S(Person::KIND.to_owned()));
        let person = if last_is_the_person { items.pop().map(from_item).transpose()? } else { None };
        Ok((person, items.into_iter().map(from_item).collect::<Result<_, _>>()?))
    }
}
