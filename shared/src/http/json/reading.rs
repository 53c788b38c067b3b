//! Reading a tree into types, with every fault noted at its place.

use std::cell::RefCell;
use std::collections::HashSet;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};

use super::Json;
use super::tree::TREE;
use crate::http::problem::FieldFault;

/// Where in the value something stands.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(Self::Root, name) => f.write_str(name),
            Self::Key(parent, name) => write!(f, "{parent}.{name}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// A value, its place, and the list to which its faults go.
#[derive(Clone, Copy)]
pub(super) struct At<'a, 'p> {
    pub(super) json: &'a Json,
    pub(super) path: Path<'p>,
    /// Whether it is copied rather than read: then nothing is wrong with it yet.
    pub(super) as_it_is: bool,
    pub(super) faults: &'p RefCell<Vec<FieldFault>>,
}

impl<'a, 'p> At<'a, 'p> {
    fn note(&self, path: Path<'_>, code: &str, message: String) {
        self.faults.borrow_mut().push(FieldFault { field: path.to_string(), code: code.to_owned(), message });
    }

    /// Notes what a visitor refused, once, where it was refused.
    fn noted<T>(&self, visited: Result<T, Refused>) -> Result<T, Refused> {
        visited.map_err(|refused| {
            if let Refused::Unnoted(message) = refused {
                self.note(self.path, "invalid_type", in_terms_of_json(&message));
            }
            Refused::Noted
        })
    }

    /// The entries of an object, without those whose key comes again.
    pub(super) fn first_of_each<'e>(&self, entries: &'e [(String, Json)]) -> Vec<&'e (String, Json)> {
        if self.as_it_is {
            return entries.iter().collect();
        }
        let mut seen = HashSet::new();
        let mut first = Vec::with_capacity(entries.len());
        for entry in entries {
            if seen.insert(entry.0.as_str()) {
                first.push(entry);
            } else {
                self.note(Path::Key(&self.path, &entry.0), "duplicate_field", format!("`{}` comes twice", entry.0));
            }
        }
        first
    }

    fn child(&self, json: &'a Json, path: Path<'p>) -> Self {
        At { json, path, ..*self }
    }
}

/// `invalid type: map, expected struct Rust` means nothing to a client.
fn in_terms_of_json(message: &str) -> String {
    match message.split_once(", expected struct ") {
        Some((found, _name_of_a_rust_type)) => format!("{found}, expected an object"),
        None => message.to_owned(),
    }
}

/// A value was refused.
#[derive(Debug)]
pub(super) enum Refused {
    /// The fault is in the list.
    Noted,
    /// It is not yet.
    Unnoted(String),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

impl serde::de::Error for Refused {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self::Unnoted(message.to_string())
    }
}

impl<'de> Deserializer<'de> for At<'de, '_> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        let visited = match self.json {
            Json::Null => visitor.visit_unit(),
            Json::Bool(value) => visitor.visit_bool(*value),
            Json::Number(number) => number.deserialize_any(visitor).map_err(serde::de::Error::custom),
            Json::Text(text) => visitor.visit_borrowed_str(text),
            Json::List(items) => visitor.visit_seq(Items { items: items.iter().enumerate(), list: &self }),
            Json::Object(entries) => visitor.visit_map(Entries { entries: self.first_of_each(entries).into_iter(), value: None, object: &self }),
        };
        self.noted(visited)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.json {
            Json::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(At { as_it_is: self.as_it_is || name == TREE, ..self })
    }

    /// Unknown keys are noted and passed over, so that they do not hide what is wrong with the known ones.
    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Refused> {
        let entries = match self.json {
            Json::Object(entries) => entries,
            Json::List(_) => return self.noted(Err(serde::de::Error::invalid_type(Unexpected::Seq, &visitor))),
            _ => return self.deserialize_any(visitor),
        };
        let (known, unknown): (Vec<_>, Vec<_>) = self.first_of_each(entries).into_iter().partition(|(name, _)| fields.contains(&name.as_str()));
        for (name, _) in unknown {
            let message = format!("unknown field `{name}`, expected one of `{}`", fields.join("`, `"));
            self.note(Path::Key(&self.path, name), "unknown_field", message);
        }
        let visited = visitor.visit_map(Entries { entries: known.into_iter(), value: None, object: &self });
        self.noted(visited)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map enum
        identifier ignored_any
    }
}

struct Items<'a, 'p> {
    items: std::iter::Enumerate<std::slice::Iter<'a, Json>>,
    list: &'p At<'a, 'p>,
}

impl<'a> SeqAccess<'a> for Items<'a, '_> {
    type Error = Refused;

    fn next_element_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Refused> {
        let Some((index, item)) = self.items.next() else { return Ok(None) };
        seed.deserialize(self.list.child(item, Path::Index(&self.list.path, index))).map(Some)
    }
}

struct Entries<'a, 'p> {
    entries: std::vec::IntoIter<&'a (String, Json)>,
    value: Option<&'a (String, Json)>,
    object: &'p At<'a, 'p>,
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
