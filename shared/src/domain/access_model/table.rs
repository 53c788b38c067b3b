//! Reading a document key by key, so that one reading finds every fault and names its path.
//!
//! A derived `Deserialize` stops at the first fault, and knows no path in a `Value`.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

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
            faults.add(&*path, "invalid_type", "expected a table of keys and values");
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

    fn raw(&mut self, key: &'static str) -> Option<&'a Value> {
        self.known.push(key);
        self.entries.remove(key)
    }

    /// The value of an optional key; `None`, with a fault, when it is of another kind.
    pub(super) fn take<T: DeserializeOwned>(&mut self, key: &'static str, faults: &mut Faults) -> Option<T> {
        let value = self.raw(key)?;
        T::deserialize(value).map_err(|error| faults.add(self.path_of(key), "invalid_value", error.to_string())).ok()
    }

    pub(super) fn or<T: DeserializeOwned>(&mut self, key: &'static str, default: T, faults: &mut Faults) -> T {
        self.take(key, faults).unwrap_or(default)
    }

    pub(super) fn or_default<T: DeserializeOwned + Default>(&mut self, key: &'static str, faults: &mut Faults) -> T {
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
    pub(super) fn optional_line<const MAX: usize>(&mut self, key: &'static str, faults: &mut Faults) -> Option<Line<MAX>> {
        let text: String = self.take(key, faults)?;
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

    /// Every entry of a table whose keys are names that the document chooses.
    pub(super) fn into_entries(self, faults: &mut Faults) -> Vec<(&'a str, Table<'a>)> {
        self.entries.iter().map(|(name, value)| (*name, Table::new(self.path_of(name), value, faults))).collect()
    }

    /// Ends the reading of the table: every key left is one too many.
    pub(super) fn finish(self, faults: &mut Faults) {
        let known: Vec<String> = self.known.iter().map(|key| format!("`{key}`")).collect();
        for key in self.entries.keys() {
            let message = format!("unknown key `{key}`, expected one of {}", known.join(", "));
            faults.add(self.path_of(key), "unknown_key", message);
        }
    }
}
