//! A write in DynamoDB's own words.

use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};

use super::{OnlyIf, What, Write};
use crate::store::StoreFault;
use crate::store::record::Item;

impl Write {
    pub(super) fn for_table(self, table: &str) -> Result<TransactWriteItem, StoreFault> {
        let (condition, values) = self.only_if.expression();
        let found = ReturnValuesOnConditionCheckFailure::AllOld;
        let write = TransactWriteItem::builder();
        let built: Result<_, BuildError> = match self.what {
            What::Put(item) => Put::builder()
                .table_name(table)
                .set_item(Some(item?))
                .set_condition_expression(condition.map(str::to_owned))
                .set_expression_attribute_values(values)
                .return_values_on_condition_check_failure(found)
                .build()
                .map(|put| write.put(put)),
            What::Remove(key) => Delete::builder()
                .table_name(table)
                .set_key(Some(key.attributes()))
                .set_condition_expression(condition.map(str::to_owned))
                .set_expression_attribute_values(values)
                .return_values_on_condition_check_failure(found)
                .build()
                .map(|delete| write.delete(delete)),
            What::Count(limit) => limit.update(table).map(|update| write.update(update)),
            What::Require(key) => ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(key.attributes()))
                .set_condition_expression(condition.map(str::to_owned))
                .set_expression_attribute_values(values)
                .return_values_on_condition_check_failure(found)
                .build()
                .map(|check| write.condition_check(check)),
        };
        built.map(|write| write.build()).map_err(|cause| StoreFault::new("compose a change", &cause))
    }
}

impl OnlyIf {
    fn expression(&self) -> (Option<&'static str>, Option<Item>) {
        match self {
            Self::Always => (None, None),
            Self::Absent => (Some("attribute_not_exists(pk)"), None),
            Self::Version(read) => with_value("version = :read", AttributeValue::N(read.to_string())),
            Self::Unnoted(version, noted) => {
                let mut values = Item::from([(":read".to_owned(), AttributeValue::N(version.to_string()))]);
                let Some(noted) = noted else {
                    return (Some("version = :read AND attribute_not_exists(last_active_at)"), Some(values));
                };
                values.insert(":noted".to_owned(), AttributeValue::S(noted.to_string()));
                (Some("version = :read AND last_active_at = :noted"), Some(values))
            }
            Self::FreeAt(now) => with_value(
                "attribute_not_exists(pk) OR free_from <= :read",
                AttributeValue::N(now.as_nanosecond().to_string()),
            ),
            Self::TakenBy(token) => {
                with_value("attribute_not_exists(pk) OR taken_by = :read", AttributeValue::S(token.to_string()))
            }
        }
    }
}

/// A condition that compares with one value.
fn with_value(condition: &'static str, value: AttributeValue) -> (Option<&'static str>, Option<Item>) {
    (Some(condition), Some(Item::from([(":read".to_owned(), value)])))
}
