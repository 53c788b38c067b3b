//! Second factors, and the sign-ins that wait for them.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, ReturnValue};
use jiff::Timestamp;

use super::key::{AnyKey, Key};
use super::record::{Record, Versioned, from_item, versioned};
use super::{Store, StoreFault};
use crate::domain::credentials::challenge::Challenge;
use crate::domain::credentials::second_factor::{Replacement, SecondFactor};

impl Record for SecondFactor {
    const KIND: &'static str = "second_factor";

    fn key(&self) -> Key<Self> {
        Key::second_factor(self.person)
    }
}

versioned!(SecondFactor);

impl Record for Replacement {
    const KIND: &'static str = "second_factor_replacement";

    fn key(&self) -> Key<Self> {
        Key::second_factor_replacement(self.pending().person)
    }
}

impl Versioned for Replacement {
    fn version(&mut self) -> &mut u64 {
        Replacement::version(self)
    }
}

impl Record for Challenge {
    const KIND: &'static str = "challenge";

    fn key(&self) -> Key<Self> {
        Key::challenge(self.person, self.id)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

versioned!(Challenge);

impl Store {
    /// Counts one more attempt at what is at `key`, a challenge or a pending second factor, and returns it. Nothing if
    /// it is gone, or `most` have been counted. It is counted before anything is looked at, so that many at once are as
    /// many as one after the other; a reply that is lost and asked for again counts twice.
    pub async fn attempt<R: Record>(&self, key: &Key<R>, most: u32) -> Result<Option<R>, StoreFault> {
        let counted = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .update_expression("SET attempts = attempts + :one")
            .condition_expression("attempts < :most")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(most))
            .return_values(ReturnValue::AllNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match counted.map_err(SdkError::into_service_error) {
            Ok(counted) => counted.attributes.map(from_item).transpose(),
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(None),
            Err(cause) => Err(StoreFault::new("count an attempt", &cause)),
        }
    }

    /// Takes an attempt back that came to nothing, because what it needed failed.
    pub async fn take_attempt_back(&self, key: &AnyKey) -> Result<(), StoreFault> {
        let taken = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .update_expression("SET attempts = attempts - :one")
            .condition_expression("attempts >= :one")
            .expression_attribute_values(":one", number(1))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match taken.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(cause) => Err(StoreFault::new("take an attempt back", &cause)),
        }
    }
}

fn number(number: u32) -> AttributeValue {
    AttributeValue::N(number.to_string())
}
