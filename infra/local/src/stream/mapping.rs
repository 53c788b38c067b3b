//! The event source mappings from the table's stream to the mailer, as data: the pumps follow them, and a test compares
//! them with `template.yaml`.

use aws_sdk_dynamodbstreams::types::Record;
use serde_json::{Value, json};
use usher::domain::effects::outbox::Queue;
use usher::store::outbox_prefix;

/// Which records of the stream a function gets, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mapping {
    /// DynamoDB's name of what must have happened to an item.
    pub event_name: &'static str,
    /// What the item's partition key must begin with.
    pub partition_prefix: &'static str,
    /// How many records one invocation gets at most.
    pub batch_size: usize,
    /// How often a record that the function failed on is handed out again.
    pub retries: u32,
}

/// One for each queue, so that neither waits for the other.
pub const MAPPINGS: [Mapping; Queue::ALL.len()] = [Mapping::of(Queue::Credentials), Mapping::of(Queue::Invitations)];

impl Mapping {
    /// New mail of a queue. What happens to an outbox item later on, a lease or the end of one, tells the mailer
    /// nothing and would only cost invocations.
    const fn of(queue: Queue) -> Self {
        Self { event_name: "INSERT", partition_prefix: outbox_prefix(queue), batch_size: 25, retries: 5 }
    }

    /// The mapping's filter as CloudFormation writes it.
    pub fn pattern(&self) -> Value {
        json!({
            "eventName": [self.event_name],
            "dynamodb": { "NewImage": { "pk": { "S": [{ "prefix": self.partition_prefix }] } } },
        })
    }

    /// Whether the filter lets a record through.
    pub(crate) fn passes(&self, record: &Record) -> bool {
        let happened = record.event_name().is_some_and(|name| name.as_str() == self.event_name);
        let image = record.dynamodb().and_then(|change| change.new_image());
        let partition = image.and_then(|image| image.get("pk")).and_then(|key| key.as_s().ok());
        happened && partition.is_some_and(|key| key.starts_with(self.partition_prefix))
    }
}
