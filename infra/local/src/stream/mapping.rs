//! The event source mappings of the table's stream, as data: the pumps follow them, and a test compares them with
//! `template.yaml`.

use aws_sdk_dynamodbstreams::types::{AttributeValue, Record};
use serde_json::{Value, json};
use usher::domain::effects::outbox::Queue;
use usher::store::{PUBLISHED_KINDS, outbox_prefix};

/// Which records of the stream a function gets, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mapping {
    /// The function that gets them.
    pub function: &'static str,
    /// DynamoDB's name of what must have happened to an item.
    pub event_name: &'static str,
    /// What items it gets: those that any of these lets through.
    pub filters: &'static [Filter],
    /// How many records one invocation gets at most.
    pub batch_size: usize,
    /// How often a record that the function failed on is handed out again.
    pub retries: u32,
}

/// What items a mapping lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Those of these kinds.
    Kinds(&'static [&'static str]),
    /// Those whose partition key begins so.
    Partition(&'static str),
}

const HAPPENED: Filter = Filter::Kinds(&PUBLISHED_KINDS);
const CREDENTIALS: Filter = Filter::Partition(outbox_prefix(Queue::Credentials));
const INVITATIONS: Filter = Filter::Partition(outbox_prefix(Queue::Invitations));

/// The two readers that a stream takes. What happens to an item later on, such as a lease, tells a function nothing and
/// would only cost invocations.
pub const MAPPINGS: [Mapping; 2] = [
    // What happened is retried for as long as the stream has it: no sweep finds it.
    Mapping {
        function: "events",
        event_name: "INSERT",
        filters: &[HAPPENED, CREDENTIALS],
        batch_size: 100,
        retries: 10_000,
    },
    Mapping { function: "mailer", event_name: "INSERT", filters: &[INVITATIONS], batch_size: 25, retries: 5 },
];

impl Mapping {
    /// The mapping's filters as CloudFormation writes them.
    pub fn patterns(&self) -> Vec<Value> {
        let image = |filter: &Filter| match filter {
            Filter::Kinds(kinds) => json!({ "kind": { "S": kinds } }),
            Filter::Partition(prefix) => json!({ "pk": { "S": [{ "prefix": prefix }] } }),
        };
        let pattern = |filter| json!({ "eventName": [self.event_name], "dynamodb": { "NewImage": image(filter) } });
        self.filters.iter().map(pattern).collect()
    }

    /// Whether the filters let a record through.
    pub(crate) fn passes(&self, record: &Record) -> bool {
        let happened = record.event_name().is_some_and(|name| name.as_str() == self.event_name);
        let image = record.dynamodb().and_then(|change| change.new_image());
        let text = |name: &str| image?.get(name).map(AttributeValue::as_s)?.ok().map(String::as_str);
        happened && self.filters.iter().any(|filter| filter.passes(text))
    }
}

impl Filter {
    /// Whether an item passes, of which `text` gives the texts.
    pub fn passes<'a>(&self, text: impl Fn(&str) -> Option<&'a str>) -> bool {
        match self {
            Self::Kinds(kinds) => text("kind").is_some_and(|kind| kinds.contains(&kind)),
            Self::Partition(prefix) => text("pk").is_some_and(|key| key.starts_with(prefix)),
        }
    }
}
