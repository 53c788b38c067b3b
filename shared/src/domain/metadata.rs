//! Metadata: what a portal notes on an account, a user or a unit for itself. Usher stores it, shows it, and never looks
//! at it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Coded;
use super::text::{Line, TextFault};

/// How many entries there may be.
pub const MOST_ENTRIES: usize = 20;

/// How many bytes all keys and values together may have, so that a page of a list stays small.
pub const LARGEST: usize = 8 * 1024;

/// The longest key, in characters.
pub const LONGEST_KEY: usize = 40;

/// The longest value, in characters.
pub const LONGEST_VALUE: usize = 500;

/// A value: one line of text.
pub type Value = Line<LONGEST_VALUE>;

/// A flat map of texts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Metadata(BTreeMap<String, Value>);

/// Why metadata cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MetadataFault {
    /// Too many entries.
    #[error("at most {MOST_ENTRIES} entries")]
    TooMany,
    /// Too much in all.
    #[error("at most {LARGEST} bytes, keys and values together")]
    TooLarge,
    /// A key that is too long.
    #[error("a key has at most {LONGEST_KEY} characters")]
    KeyTooLong,
    /// A key of the wrong form.
    #[error("a key consists of ASCII letters, digits, `_`, `-` and `.`")]
    MalformedKey,
    /// A value that is no line of text.
    #[error(transparent)]
    Value(#[from] TextFault),
}

impl Coded for MetadataFault {
    fn code(&self) -> &'static str {
        match self {
            Self::TooMany => "too_many",
            Self::TooLarge => "too_large",
            Self::KeyTooLong => "too_long",
            Self::MalformedKey => "invalid_name",
            Self::Value(fault) => fault.code(),
        }
    }
}

impl Metadata {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries, by key.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The same with one entry more or another value, or without it if there is no value.
    ///
    /// # Errors
    ///
    /// The key or the value is none.
    pub fn with(mut self, key: &str, value: Option<&str>) -> Result<Self, MetadataFault> {
        check_key(key)?;
        match value {
            Some(value) => drop(self.0.insert(key.to_owned(), Value::parse(value)?)),
            None => drop(self.0.remove(key)),
        }
        Ok(self)
    }

    /// Whether that is not too much in all.
    ///
    /// # Errors
    ///
    /// It is.
    pub fn check(&self) -> Result<(), MetadataFault> {
        if self.0.len() > MOST_ENTRIES {
            return Err(MetadataFault::TooMany);
        }
        let size: usize = self.entries().map(|(key, value)| key.len() + value.len()).sum();
        if size > LARGEST { Err(MetadataFault::TooLarge) } else { Ok(()) }
    }
}

impl From<Metadata> for BTreeMap<String, String> {
    fn from(metadata: Metadata) -> Self {
        metadata.0.into_iter().map(|(key, value)| (key, value.into())).collect()
    }
}

fn check_key(key: &str) -> Result<(), MetadataFault> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if key.is_empty() || !key.chars().all(is_allowed) {
        return Err(MetadataFault::MalformedKey);
    }
    if key.len() > LONGEST_KEY { Err(MetadataFault::KeyTooLong) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(key: &str, value: Option<&str>) -> Result<Metadata, MetadataFault> {
        Metadata::default().with(key, value)
    }

    #[test]
    fn entries_are_set_changed_and_taken_away() {
        let metadata = with("plan", Some(" gold ")).unwrap().with("Crm.id-2", Some("7")).unwrap();
        assert_eq!(metadata.entries().collect::<Vec<_>>(), [("Crm.id-2", "7"), ("plan", "gold")]);
        let changed = metadata.with("plan", Some("silver")).unwrap().with("Crm.id-2", None).unwrap();
        assert_eq!(changed.entries().collect::<Vec<_>>(), [("plan", "silver")]);
        assert_eq!(changed.clone().with("unknown", None).unwrap(), changed);
    }

    #[test]
    fn keys_are_short_and_plain_and_values_are_lines() {
        for key in ["", "a b", "größe", "a\nb", "a#b"] {
            assert_eq!(with(key, None), Err(MetadataFault::MalformedKey), "{key:?}");
        }
        assert_eq!(with(&"k".repeat(41), Some("v")), Err(MetadataFault::KeyTooLong));
        assert!(with(&"k".repeat(40), Some(&"🦔".repeat(500))).is_ok());
        assert_eq!(with("k", Some(&"v".repeat(501))).unwrap_err().code(), "too_long");
        assert_eq!(with("k", Some("a\nb")).unwrap_err().code(), "forbidden_character");
        assert_eq!(with("k", Some(" ")).unwrap_err().code(), "required");
    }

    #[test]
    fn there_are_not_too_many_and_they_are_not_too_large() {
        let many = |count: usize, value: &str| {
            (0..count).fold(Metadata::default(), |all, n| all.with(&format!("k{n}"), Some(value)).unwrap())
        };
        assert_eq!(many(20, "v").check(), Ok(()));
        assert_eq!(many(21, "v").check(), Err(MetadataFault::TooMany));
        assert_eq!(many(4, &"🦔".repeat(500)).check(), Ok(()));
        assert_eq!(many(5, &"🦔".repeat(500)).check(), Err(MetadataFault::TooLarge));
    }
}
