//! Reading a document key by key, so that one reading finds every fault and names its path.
//!
//! A derived `Deserialize` stops at the first fault, and knows no path in a `Value`.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::PartialSchema;
use utoipa::openapi::schema::{Object, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};

use super::faults::Faults;
use crate::domain::Coded;
use crate::domain::text::{Line, TextFault};

/// A table of the document, from which known keys are taken; what is left in the end is unknown.
pub(super) struct Table<'a> {
    path: String,
    entries: BTreeMap<&'a str, &'a Value>,
    known: Vec<&'static str>,
    /// Whether it was a table at all; if not, what it lacks is not worth a fault.
    readable: bool,
}

impl<'a> Table<'a> {
    /// The table that `value` is; empty, with a fault, when it is something else.
    pub(super) fn new(path: String, value: &'a Value, faults: &mut Faults) -> Self {
        let entries = value.as_object().into_iter().flatten();
        let entries = entries.map(|(key, value)| (key.as_str(), value)).collect();
        let readable = value.is_object();
        if !readable {
            faults.add(&*path, "invalid_type", "must be a table of keys and values");
        }
        Self { path, entries, known: Vec::new(), readable }
    }

    /// Where the table is in the document.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Where `key` is in the document.
    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Whether what is under `key` is a table.
    pub(super) fn is_table(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|value| value.is_object())
    }

    /// Whether nothing is left in it.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries of a table of texts whose keys the document chooses, as far as they can be read.
    pub(super) fn lines<const MAX: usize>(&mut self, most: usize, faults: &mut Faults) -> Vec<(String, String)> {
        limit(self.entries.len(), most, &self.path, faults);
        let entries = std::mem::take(&mut self.entries);
        let line = |(name, value): (&str, &Value)| {
            let path = self.path_of(name);
            let text: String = read(value, path.clone(), faults)?;
            if faults.is_stored {
                return Some((name.to_owned(), text));
            }
            let line = Line::<MAX>::parse(&text).map_err(|fault| faults.add(path, fault.code(), fault.to_string()));
            Some((name.to_owned(), line.ok()?.into()))
        };
        entries.into_iter().take(most).filter_map(line).collect()
    }

    fn raw(&mut self, key: &'static str) -> Option<&'a Value> {
        self.known.push(key);
        self.entries.remove(key)
    }

    /// The value of an optional key: a text, a truth value, or one of a few words. `None`, with a fault, when it is
    /// something else.
    pub(super) fn take<T: DeserializeOwned + PartialSchema>(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<T> {
        let value = self.raw(key)?;
        read(value, self.path_of(key), faults)
    }

    /// The texts of an optional list, at most `most` of them; `None`, with a fault, when it is no list. An empty text
    /// stands in for each that is none, so that the others keep their places: it has its fault, and needs no other.
    pub(super) fn list(&mut self, key: &'static str, most: usize, faults: &mut Faults) -> Option<Vec<String>> {
        let (value, path) = (self.raw(key)?, self.path_of(key));
        let Some(items) = value.as_array() else {
            faults.add(path, "invalid_type", "must be a list of strings");
            return None;
        };
        // What was taken may have become longer by being read as what it means now.
        let most = if faults.is_stored { usize::MAX } else { most };
        limit(items.len(), most, &path, faults);
        let text = |(index, item): (usize, &Value)| {
            let path = format!("{path}[{index}]");
            if item == "" {
                faults.add(&*path, "required", "must not be empty");
            }
            read(item, path, faults).unwrap_or_default()
        };
        Some(items.iter().take(most).enumerate().map(text).collect())
    }

    /// The values of an optional table whose keys the document chooses, as far as they can be read.
    pub(super) fn values<T: DeserializeOwned + PartialSchema>(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> BTreeMap<String, T> {
        let table = self.table(key, faults);
        let value =
            |(name, value): (&&str, &&Value)| Some(((*name).to_owned(), read(value, table.path_of(name), faults)?));
        table.entries.iter().filter_map(value).collect()
    }

    pub(super) fn or<T: DeserializeOwned + PartialSchema>(
        &mut self,
        key: &'static str,
        default: T,
        faults: &mut Faults,
    ) -> T {
        self.take(key, faults).unwrap_or(default)
    }

    pub(super) fn or_default<T: DeserializeOwned + PartialSchema + Default>(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> T {
        self.take(key, faults).unwrap_or_default()
    }

    /// The text of a key that must be there.
    pub(super) fn line<const MAX: usize>(&mut self, key: &'static str, faults: &mut Faults) -> Option<Line<MAX>> {
        if self.readable && !self.has(key) {
            faults.add(self.path_of(key), TextFault::Empty.code(), format!("`{key}` is missing"));
        }
        self.optional_line(key, faults)
    }

    /// The text of a key that may be there.
    pub(super) fn optional_line<const MAX: usize>(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Line<MAX>> {
        let text: String = self.take(key, faults)?;
        if faults.is_stored {
            return Some(Line::stored(text));
        }
        Line::parse(&text).map_err(|fault| faults.add(self.path_of(key), fault.code(), fault.to_string())).ok()
    }

    /// The table under `key`; empty when the key is absent.
    pub(super) fn table(&mut self, key: &'static str, faults: &mut Faults) -> Table<'a> {
        let path = self.path_of(key);
        match self.raw(key) {
            Some(value) => Table::new(path, value, faults),
            None => Table { path, entries: BTreeMap::new(), known: Vec::new(), readable: true },
        }
    }

    /// The entries of a table whose keys are names that the document chooses, at most `most` of them.
    pub(super) fn into_entries(self, most: usize, faults: &mut Faults) -> Vec<(&'a str, Table<'a>)> {
        limit(self.entries.len(), most, &self.path, faults);
        let entries = self.entries.iter().take(most);
        entries.map(|(name, value)| (*name, Table::new(self.path_of(name), value, faults))).collect()
    }

    /// Ends the reading of the table: every key left is one too many.
    pub(super) fn finish(self, faults: &mut Faults) {
        let known: Vec<String> = self.known.iter().map(|key| format!("`{key}`")).collect();
        for key in self.entries.keys() {
            let message = format!("unknown key `{key}`; there are {}", known.join(", "));
            faults.add(self.path_of(key), "unknown_key", message);
        }
    }
}

/// A value without parts; `None`, with a fault, when it is none of those that its schema describes.
fn read<T: DeserializeOwned + PartialSchema>(value: &Value, path: String, faults: &mut Faults) -> Option<T> {
    let read = T::deserialize(value).ok();
    if read.is_none() {
        let (code, what) = wrong(value, &T::schema());
        faults.add(path, code, format!("must be {what}"));
    }
    read
}

/// What is wrong with a value that its schema does not describe, and what that does describe, in words of documents
/// rather than of Rust.
fn wrong(value: &Value, schema: &RefOr<Schema>) -> (&'static str, String) {
    match schema {
        RefOr::T(Schema::Object(Object { enum_values: Some(words), .. })) => {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            let code = if value.is_string() { "invalid_value" } else { "invalid_type" };
            (code, format!("one of `{}`", words.join("`, `")))
        }
        RefOr::T(Schema::Object(Object { schema_type: SchemaType::Type(Type::Boolean), .. })) => {
            ("invalid_type", "`true` or `false`".to_owned())
        }
        _ => ("invalid_type", "a string".to_owned()),
    }
}

/// Notes that there are more than `most`; no more of them are read.
fn limit(count: usize, most: usize, path: &str, faults: &mut Faults) {
    if count > most {
        faults.add(path, "too_many", format!("{count} entries, at most {most} are allowed"));
    }
}
