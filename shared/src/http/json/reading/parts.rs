//! What is in lists and objects, one after the other.

use std::cell::RefCell;
use std::collections::HashSet;
use std::{iter, slice, vec};

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::super::Json;
use super::super::path::Path;
use super::{At, Refused};
use crate::http::problem::{FieldFault, FieldFaults};

/// The entries of an object, without those whose key comes again, which is a fault.
pub(in super::super) fn first_of_each<'e>(
    entries: &'e [(String, Json)],
    path: Path<'_>,
    faults: &RefCell<FieldFaults>,
) -> Vec<&'e (String, Json)> {
    let mut seen = HashSet::new();
    let mut first = Vec::with_capacity(entries.len());
    for entry in entries {
        if seen.insert(entry.0.as_str()) {
            first.push(entry);
        } else {
            let fault = || FieldFault::new(Path::Key(&path, &entry.0), "duplicate_field", "is given more than once");
            faults.borrow_mut().note(fault);
        }
    }
    first
}

/// The items of a list.
pub(super) struct Items<'a, 'p> {
    items: iter::Enumerate<slice::Iter<'a, Json>>,
    list: &'p At<'a, 'p>,
}

impl<'a, 'p> Items<'a, 'p> {
    pub(super) fn of(list: &'p At<'a, 'p>, items: &'a [Json]) -> Self {
        Self { items: items.iter().enumerate(), list }
    }
}

impl<'a> SeqAccess<'a> for Items<'a, '_> {
    type Error = Refused;

    fn next_element_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Refused> {
        let Some((index, item)) = self.items.next() else { return Ok(None) };
        seed.deserialize(self.list.child(Some(item), Path::Index(&self.list.path, index))).map(Some)
    }
}

/// The entries of an object.
pub(super) struct Entries<'a, 'p> {
    entries: vec::IntoIter<(&'a str, Option<&'a Json>)>,
    value: Option<(&'a str, Option<&'a Json>)>,
    object: &'p At<'a, 'p>,
}

impl<'a, 'p> Entries<'a, 'p> {
    /// As they are.
    pub(super) fn of(object: &'p At<'a, 'p>, entries: Vec<&'a (String, Json)>) -> Self {
        let entries: Vec<_> = entries.into_iter().map(|(name, json)| (name.as_str(), Some(json))).collect();
        Self { entries: entries.into_iter(), value: None, object }
    }

    /// Those that are there, and then those that are missing.
    pub(super) fn of_fields(object: &'p At<'a, 'p>, there: &[&'a (String, Json)], fields: &[&'static str]) -> Self {
        let missing = fields.iter().filter(|field| there.iter().all(|(name, _)| name != *field));
        let missing = missing.map(|name| (*name, None));
        let entries: Vec<_> = there.iter().map(|(name, json)| (name.as_str(), Some(json))).chain(missing).collect();
        Self { entries: entries.into_iter(), value: None, object }
    }
}

impl<'a> MapAccess<'a> for Entries<'a, '_> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        self.value = self.entries.next();
        let Some((name, _)) = self.value else { return Ok(None) };
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<S::Value, Refused> {
        let (name, json) = self.value.take().ok_or_else(|| serde::de::Error::custom("a value without a key"))?;
        seed.deserialize(self.object.child(json, Path::Key(&self.object.path, name)))
    }
}
