//! One item, written without a transaction.

use aws_sdk_dynamodb::types::ReturnConsumedCapacity;

use crate::store::record::{Record, to_item};
use crate::store::{Key, Store, StoreFault};

impl Store {
    /// Writes a record whose key is random, on its own: half the price of a transaction. Without a condition, so that a
    /// reply that is lost can be asked for again.
    pub async fn create<R: Record>(&self, record: &R) -> Result<(), StoreFault> {
        self.client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(to_item(record)?))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("write an item", &cause))?;
        Ok(())
    }

    /// Removes whatever is at `key`; nothing to do if nothing is.
    pub async fn delete<R>(&self, key: &Key<R>) -> Result<(), StoreFault> {
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("remove an item", &cause))?;
        Ok(())
    }
}
