//! Metadata in requests: flat objects of texts. A change names the entries to set and, with null, those to take away;
//! the others stay.

use std::collections::BTreeMap;

use utoipa::openapi::schema::AdditionalProperties;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type, schema::SchemaType};

use super::{Edit, Fields};
use crate::domain::Coded;
use crate::domain::metadata::{LONGEST_VALUE, MOST_ENTRIES, Metadata};

/// Metadata as a request has it that creates something. Read it with [`created`].
pub type NewMetadata = BTreeMap<String, String>;

/// Metadata as a request has it that changes something. Read it with [`changed`].
pub type MetadataChange = BTreeMap<String, Option<String>>;

/// The metadata of a new thing; what is wrong is noted in `fields`, under `field`.
pub fn created(sent: Option<&NewMetadata>, field: &str, fields: &mut Fields) -> Metadata {
    let entries = sent.into_iter().flatten().map(|(key, value)| (key.as_str(), Some(value.as_str())));
    with(Metadata::default(), entries, field, fields)
}

/// What becomes of the metadata of something: null takes all of it away.
pub fn changed(before: &Metadata, sent: &Edit<MetadataChange>, field: &str, fields: &mut Fields) -> Metadata {
    match sent {
        Edit::Leave => before.clone(),
        Edit::Clear => Metadata::default(),
        Edit::Set(sent) => {
            let entries = sent.iter().map(|(key, value)| (key.as_str(), value.as_deref()));
            with(before.clone(), entries, field, fields)
        }
    }
}

fn with<'a>(
    before: Metadata,
    entries: impl Iterator<Item = (&'a str, Option<&'a str>)>,
    field: &str,
    fields: &mut Fields,
) -> Metadata {
    let after = entries.fold(before, |metadata, (key, value)| match metadata.clone().with(key, value) {
        Ok(metadata) => metadata,
        Err(fault) => {
            fields.refuse(format_args!("{field}.{key}"), fault.code(), fault);
            metadata
        }
    });
    if let Err(fault) = after.check() {
        fields.refuse(field, fault.code(), fault);
    }
    after
}

/// How the OpenAPI document shows metadata in answers and in what creates something.
pub fn schema() -> RefOr<Schema> {
    of_entries(SchemaType::new(Type::String), Type::Object.into())
}

/// The same in what creates something, where it may be null.
pub fn schema_if_new() -> RefOr<Schema> {
    of_entries(SchemaType::new(Type::String), SchemaType::from_iter([Type::Object, Type::Null]))
}

/// How it shows a change of metadata.
pub fn schema_of_change() -> RefOr<Schema> {
    of_entries(SchemaType::from_iter([Type::String, Type::Null]), SchemaType::from_iter([Type::Object, Type::Null]))
}

fn of_entries(value: SchemaType, whole: SchemaType) -> RefOr<Schema> {
    let value = ObjectBuilder::new().schema_type(value).min_length(Some(1)).max_length(Some(LONGEST_VALUE));
    ObjectBuilder::new()
        .schema_type(whole)
        .description(Some(format!(
            "Up to {MOST_ENTRIES} texts for the portal's own use, by key. Usher does not look at them."
        )))
        .additional_properties(Some(AdditionalProperties::RefOr(RefOr::T(Schema::Object(value.build())))))
        .examples([serde_json::json!({ "plan": "gold" })])
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(fields: Fields) -> Vec<(String, String)> {
        let faults = fields.sound::<Option<()>>(None).unwrap_err();
        faults.iter().map(|fault| (fault.field.clone(), fault.code.clone())).collect()
    }

    #[test]
    fn a_change_sets_and_takes_away_what_it_names() {
        let fields = &mut Fields::new();
        let before = created(Some(&[("plan", "gold"), ("crm", "7")].map(owned).into()), "metadata", fields);
        let change = [("plan".to_owned(), None), ("size".to_owned(), Some("large".to_owned()))];
        let after = changed(&before, &Edit::Set(change.into()), "metadata", fields);
        assert_eq!(after.entries().collect::<Vec<_>>(), [("crm", "7"), ("size", "large")]);
        assert_eq!(changed(&before, &Edit::Leave, "metadata", fields), before);
        assert!(changed(&before, &Edit::Clear, "metadata", fields).is_empty());
        assert!(faults(std::mem::take(fields)).is_empty());
    }

    #[test]
    fn all_that_is_wrong_is_told_at_its_place() {
        let mut fields = Fields::new();
        let mut sent: NewMetadata = (0..21).map(|n| (format!("k{n}"), "v".to_owned())).collect();
        sent.extend([("a b", "v"), ("c", "\u{202E}")].map(owned));
        created(Some(&sent), "metadata", &mut fields);
        let expected = [("metadata.a b", "invalid_name"), ("metadata.c", "required"), ("metadata", "too_many")];
        assert_eq!(faults(fields), expected.map(owned));
    }

    fn owned((first, second): (&str, &str)) -> (String, String) {
        (first.to_owned(), second.to_owned())
    }
}
