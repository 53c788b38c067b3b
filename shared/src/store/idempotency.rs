//! The answers to requests that carried an `Idempotency-Key`.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure};
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::key::Key;
use super::record::{Record, from_item, to_item};
use super::{Store, StoreFault};

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// How long a request may run before another with its key may take over. Longer than any function's time-out.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// What is known of a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoredAnswer {
    /// Tells the requests of different keys, callers and routes apart.
    pub fingerprint: String,
    /// The hash of the request's body.
    pub request: String,
    /// The answer, sealed; nothing while the request runs.
    #[serde(default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Vec<u8>>,
    /// Tells claims of one request apart: one whose reply was lost meets itself when it is sent again.
    pub(super) nonce: u64,
    /// Until when the request may run, as a Unix time in milliseconds.
    pub(super) running_until: i64,
    /// From when on the answer is forgotten, as a Unix time in milliseconds.
    pub(super) forgotten_from: i64,
}

impl StoredAnswer {
    /// Whether it is still to be given again at `now`.
    pub fn is_kept_at(&self, now: Timestamp) -> bool {
        now.as_millisecond() < self.forgotten_from
    }
}

/// Whether a request may run.
#[derive(Debug)]
pub enum Claim {
    /// It may; nobody else runs it.
    Granted(StoredAnswer),
    /// There is one already, this one.
    Taken(StoredAnswer),
}

impl Record for StoredAnswer {
    const KIND: &'static str = "answer";

    fn key(&self) -> Key<Self> {
        Key::answer(&self.fingerprint)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.forgotten_from).ok()
    }
}

impl Store {
    /// Claims the right to run the request with this fingerprint.
    pub async fn claim(
        &self,
        fingerprint: String,
        request: String,
        now: Timestamp,
        rng: &mut impl Rng,
    ) -> Result<Claim, StoreFault> {
        let claimed = StoredAnswer {
            fingerprint,
            request,
            sealed: None,
            nonce: rng.next_u64(),
            running_until: (now + LEASE).as_millisecond(),
            forgotten_from: (now + KEPT).as_millisecond(),
        };
        let sent = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(to_item(&claimed)?))
            .condition_expression(
                "attribute_not_exists(pk) OR forgotten_from <= :now OR \
                (attribute_not_exists(sealed) AND running_until <= :now)",
            )
            .expression_attribute_values(":now", AttributeValue::N(now.as_millisecond().to_string()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match sent.map_err(aws_sdk_dynamodb::error::SdkError::into_service_error) {
            Ok(_) => Ok(Claim::Granted(claimed)),
            Err(PutItemError::ConditionalCheckFailedException(met)) => {
                let met: StoredAnswer = from_item(met.item.unwrap_or_default())?;
                Ok(if met.nonce == claimed.nonce { Claim::Granted(claimed) } else { Claim::Taken(met) })
            }
            Err(cause) => Err(StoreFault::new("claim a request", &cause)),
        }
    }

    /// Keeps the sealed answer to a request that ran under `claim`.
    pub async fn answered(&self, claim: StoredAnswer, sealed: Vec<u8>) -> Result<(), StoreFault> {
        let answered = StoredAnswer { sealed: Some(sealed), ..claim };
        self.client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(to_item(&answered)?))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|cause| StoreFault::new("keep an answer", &cause))?;
        Ok(())
    }
}
