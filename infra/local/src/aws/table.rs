//! The one table, as data: the local system creates it from this, and a test compares it with `template.yaml`.

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, StreamSpecification, StreamViewType,
};

/// A table: its keys, its indexes, and what its stream carries. Every key attribute is a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// The attribute that partitions it.
    pub hash: &'static str,
    /// The attribute that orders a partition.
    pub range: &'static str,
    /// Its global secondary indexes.
    pub indexes: &'static [Index],
    /// DynamoDB's name of what a stream record shows.
    pub stream_view: &'static str,
    /// The attribute with the second after which DynamoDB may remove an item.
    pub ttl: &'static str,
}

/// A global secondary index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index {
    /// The table's name.
    pub name: &'static str,
    /// The attribute that partitions it.
    pub hash: &'static str,
    /// The attribute that orders a partition.
    pub range: &'static str,
    /// The attributes that it copies besides the keys.
    pub copies: &'static [&'static str],
}

/// What the lists copy: the card of a user or an invitation, and an audit event but for what its key tells.
const LISTED: &[&str] = &["card", "at", "actor", "action", "target", "request_id", "source_ip", "before", "after"];

/// Usher's table (docs/data-model.md).
pub const TABLE: Table = Table {
    hash: "pk",
    range: "sk",
    indexes: &[
        Index { name: "lists_1", hash: "p1", range: "s1", copies: LISTED },
        Index { name: "lists_2", hash: "p2", range: "s2", copies: LISTED },
        Index { name: "lists_3", hash: "p3", range: "s3", copies: LISTED },
        Index { name: "due", hash: "due_pk", range: "due_sk", copies: &[] },
    ],
    stream_view: "NEW_IMAGE",
    ttl: "ttl",
};

type BuildError = aws_sdk_dynamodb::error::BuildError;

impl Table {
    /// Every key attribute, the table's own first.
    pub fn attributes(&self) -> impl Iterator<Item = &'static str> {
        let indexes = self.indexes.iter().flat_map(|index| [index.hash, index.range]);
        [self.hash, self.range].into_iter().chain(indexes)
    }

    /// The request that creates it as `name`, billed on demand.
    ///
    /// # Errors
    /// When the SDK finds the definition incomplete.
    pub fn create(&self, name: &str) -> Result<CreateTableInputBuilder, BuildError> {
        let stream = StreamSpecification::builder()
            .stream_enabled(true)
            .stream_view_type(StreamViewType::from(self.stream_view))
            .build()?;
        let attributes = self.attributes().map(string_attribute).collect::<Result<Vec<_>, _>>()?;
        let indexes = self.indexes.iter().map(Index::build).collect::<Result<Vec<_>, _>>()?;
        Ok(CreateTableInputBuilder::default()
            .table_name(name)
            .billing_mode(BillingMode::PayPerRequest)
            .set_attribute_definitions(Some(attributes))
            .set_key_schema(Some(keys(self.hash, self.range)?))
            .set_global_secondary_indexes(Some(indexes))
            .stream_specification(stream))
    }
}

impl Index {
    /// DynamoDB's name of the kind of what it copies.
    pub fn projection(&self) -> &'static str {
        if self.copies.is_empty() { "KEYS_ONLY" } else { "INCLUDE" }
    }

    fn build(&self) -> Result<GlobalSecondaryIndex, BuildError> {
        let copies: Vec<String> = self.copies.iter().map(ToString::to_string).collect();
        let projection = Projection::builder().projection_type(ProjectionType::from(self.projection()));
        let projection =
            if copies.is_empty() { projection } else { projection.set_non_key_attributes(Some(copies)) }.build();
        GlobalSecondaryIndex::builder()
            .index_name(self.name)
            .set_key_schema(Some(keys(self.hash, self.range)?))
            .projection(projection)
            .build()
    }
}

fn string_attribute(name: &str) -> Result<AttributeDefinition, BuildError> {
    AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S).build()
}

fn keys(hash: &str, range: &str) -> Result<Vec<KeySchemaElement>, BuildError> {
    [(hash, KeyType::Hash), (range, KeyType::Range)]
        .into_iter()
        .map(|(name, kind)| KeySchemaElement::builder().attribute_name(name).key_type(kind).build())
        .collect()
}
