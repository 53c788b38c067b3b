//! Strict JSON: one value and nothing behind it, no key twice, objects only where objects belong.
//!
//! A request is read into a [`Json`] tree first and into its fields from there, so that nothing that is wrong hides
//! what is wrong behind it. `serde_json` alone stops at the first fault, says it in Rust's words, takes the last of two
//! equal keys, and an array of values for an object.
//!
//! A field is a `String`, a number, a `bool`, a `Vec`, an object of fields, or a [`Json`] for what is judged later; an
//! `Option` where it may be left out or null, an [`Edit`](super::Edit) where these two differ. Whatever else is missing
//! is reported as `required`.

mod path;
mod reading;
#[cfg(test)]
mod tests;
mod tree;

use std::cell::RefCell;

use serde::de::Deserialize;
use serde_json::{Number, Value};

use self::path::Path;
use self::reading::{At, first_of_each};
use super::problem::FieldFaults;
use super::{Fields, Sent};

pub(super) use self::reading::EDIT;

/// A JSON value as it was sent, with its keys in their order, also those that come twice.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// What the value is called.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The text that must be here; anything else is a fault of `field`.
    pub fn text(&self, field: &str, fields: &mut Fields) -> Option<&str> {
        match self {
            Self::Text(text) if !text.is_empty() => return Some(text),
            Self::Text(_) => fields.refuse(field, "required", "must not be empty"),
            other => other.refuse("a string", field, fields),
        }
        None
    }

    /// Notes that something else belongs here.
    pub fn refuse(&self, what: &str, field: &str, fields: &mut Fields) {
        match self {
            Self::Null => fields.refuse(field, "required", "must not be null"),
            other => fields.refuse(field, "invalid_type", format_args!("must be {what}, not {}", other.kind())),
        }
    }

    /// Reads the fields of `T`; everything that is wrong with their shape is noted. `whole` is what the value is called
    /// where it is wrong as a whole.
    pub fn read<'a, T: Deserialize<'a>>(&'a self, whole: &'static str) -> Sent<T> {
        let faults = RefCell::default();
        let read = match self {
            Self::Object(_) => T::deserialize(At::root(self, whole, &faults)).ok(),
            _ => {
                At::root(self, whole, &faults).expected("an object");
                None
            }
        };
        Sent::new(read, faults.into_inner())
    }

    /// The value for those who read it without a type; a key that comes twice is a fault under `path`, which is empty
    /// for the whole body.
    pub fn value(&self, path: &str) -> Result<Value, FieldFaults> {
        let faults = RefCell::default();
        let place = if path.is_empty() { Path::Root("body") } else { Path::Key(&Path::Root("body"), path) };
        let value = self.untyped(place, &faults);
        let faults = faults.into_inner();
        if faults.is_empty() { Ok(value) } else { Err(faults) }
    }

    fn untyped(&self, path: Path<'_>, faults: &RefCell<FieldFaults>) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.clone()),
            Self::List(items) => {
                items.iter().enumerate().map(|(index, item)| item.untyped(Path::Index(&path, index), faults)).collect()
            }
            Self::Object(entries) => {
                let entry =
                    |(name, json): &(String, Self)| (name.clone(), json.untyped(Path::Key(&path, name), faults));
                first_of_each(entries, path, faults).into_iter().map(entry).collect()
            }
        }
    }
}
