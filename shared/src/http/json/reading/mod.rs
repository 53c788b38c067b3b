//! Reading a tree into types, with every fault noted at its place.
//!
//! Nothing stops the reading: an empty value stands in for each that is wrong or missing, so that those behind it are
//! read, too. They are only given away together with the faults.

mod parts;

use std::cell::RefCell;
use std::fmt::Display;

use serde::de::{Deserializer, Visitor};

use self::parts::{Entries, Items};
use super::Json;
use super::path::Path;
use super::tree::TREE;
use crate::http::problem::{FieldFault, FieldFaults};

pub(super) use self::parts::first_of_each;

/// Tells a field in a change from everything else: what is left out is not null.
pub(in crate::http) const EDIT: &str = "$usher::Edit";

/// A value, its place, and the list to which its faults go.
#[derive(Clone, Copy)]
pub(super) struct At<'a, 'p> {
    /// Nothing where a field is missing.
    json: Option<&'a Json>,
    path: Path<'p>,
    /// Whether nothing is to be noted: it is copied rather than read, or belongs to what is wrong as a whole.
    is_silent: bool,
    /// Whether it may be left out.
    is_optional: bool,
    faults: &'p RefCell<FieldFaults>,
}

impl<'a, 'p> At<'a, 'p> {
    pub(super) fn root(json: &'a Json, whole: &'static str, faults: &'p RefCell<FieldFaults>) -> Self {
        Self { json: Some(json), path: Path::Root(whole), is_silent: false, is_optional: false, faults }
    }

    fn note(&self, path: Path<'_>, code: &str, message: impl Display) {
        if !self.is_silent {
            self.faults.borrow_mut().note(|| FieldFault::new(path, code, message));
        }
    }

    /// Notes that something else belongs here.
    pub(super) fn expected(&self, what: &str) {
        match self.json {
            None => self.note(self.path, "required", "is required"),
            Some(Json::Null) if !matches!(self.path, Path::Root(_)) => {
                self.note(self.path, "required", "must not be null");
            }
            Some(json) => self.note(self.path, "invalid_type", format_args!("must be {what}, not {}", json.kind())),
        }
    }

    fn entries(&self, entries: &'a [(String, Json)]) -> Vec<&'a (String, Json)> {
        if self.is_silent { entries.iter().collect() } else { first_of_each(entries, self.path, self.faults) }
    }

    fn child(&self, json: Option<&'a Json>, path: Path<'p>) -> Self {
        At { json, path, is_optional: false, ..*self }
    }

    /// The text; empty where it is none, or says nothing though it is required.
    fn text(&self) -> &'a str {
        match self.json {
            Some(Json::Text(text)) => {
                if text.is_empty() && !self.is_optional {
                    self.note(self.path, "required", "must not be empty");
                }
                text
            }
            _ => {
                self.expected("a string");
                ""
            }
        }
    }

    /// The number, if it is a whole one from 0 to `most`.
    fn whole_number(&self, most: u64) -> u64 {
        let number = match self.json {
            Some(Json::Number(number)) => number.as_u64().filter(|number| *number <= most),
            _ => {
                self.expected("a number");
                return 0;
            }
        };
        number.unwrap_or_else(|| {
            self.note(self.path, "invalid_type", format_args!("must be a whole number from 0 to {most}"));
            0
        })
    }
}

/// A value was refused by what reads it. Nothing that is read here refuses one, for every fault is noted.
#[derive(Debug)]
pub(super) struct Refused(String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl serde::de::Error for Refused {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl<'de> Deserializer<'de> for At<'de, '_> {
    type Error = Refused;

    /// As it is, for trees.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.json {
            None | Some(Json::Null) => visitor.visit_unit(),
            Some(Json::Bool(value)) => visitor.visit_bool(*value),
            Some(Json::Number(number)) => number.deserialize_any(visitor).map_err(serde::de::Error::custom),
            Some(Json::Text(text)) => visitor.visit_borrowed_str(text),
            Some(Json::List(items)) => visitor.visit_seq(Items::of(&self, items)),
            Some(Json::Object(entries)) => visitor.visit_map(Entries::of(&self, self.entries(entries))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.json {
            None | Some(Json::Null) => visitor.visit_none(),
            Some(_) => visitor.visit_some(At { is_optional: true, ..self }),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Refused> {
        match (name, self.json) {
            (EDIT, None) => visitor.visit_unit(),
            (TREE, None) => {
                self.expected("a value");
                visitor.visit_unit()
            }
            (TREE, Some(_)) => visitor.visit_newtype_struct(At { is_silent: true, ..self }),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    /// Any keys, each with a value of one type.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        let Some(Json::Object(entries)) = self.json else {
            self.expected("an object");
            return visitor.visit_map(Entries::of(&self, Vec::new()));
        };
        visitor.visit_map(Entries::of(&self, self.entries(entries)))
    }

    /// Unknown keys are noted and passed over; missing ones are read as such.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let Some(Json::Object(entries)) = self.json else {
            self.expected("an object");
            let nothing = At { json: None, is_silent: true, ..self };
            return visitor.visit_map(Entries::of_fields(&nothing, &[], fields));
        };
        let (known, others): (Vec<_>, Vec<_>) =
            self.entries(entries).into_iter().partition(|(name, _)| fields.contains(&name.as_str()));
        for (name, _) in others {
            self.note(Path::Key(&self.path, name), "unknown_field", Unknown(fields));
        }
        visitor.visit_map(Entries::of_fields(&self, &known, fields))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_borrowed_str(self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_borrowed_str(self.text())
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        let Some(Json::Bool(value)) = self.json else {
            self.expected("true or false");
            return visitor.visit_bool(false);
        };
        visitor.visit_bool(*value)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_u64(self.whole_number(u32::MAX.into()))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        let Some(Json::List(items)) = self.json else {
            self.expected("a list");
            return visitor.visit_seq(Items::of(&self, &[]));
        };
        visitor.visit_seq(Items::of(&self, items))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        tuple tuple_struct enum identifier ignored_any
    }
}

/// What is said of a field that is none of these.
struct Unknown<'f>(&'f [&'f str]);

impl Display for Unknown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            [] => f.write_str("there is no such field; nothing is taken here"),
            fields => write!(f, "there is no such field; there are `{}`", fields.join("`, `")),
        }
    }
}
