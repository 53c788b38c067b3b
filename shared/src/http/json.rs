//! Strict JSON: one value and nothing behind it, no key twice, objects only where objects belong.
//!
//! A request is read into a [`Json`] tree first and into its fields from there, so that one value of the wrong type does not hide what is
//! wrong behind it. `serde_json` alone takes the last of two equal keys, and an array of values for an object.

mod reading;
#[cfg(test)]
mod tests;
mod tree;

use std::cell::RefCell;

use eserde::EDeserialize;
use eserde::reporter::ErrorReporter;
use serde_json::{Number, Value};

use self::reading::{At, Path};
use super::problem::FieldFault;

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
    /// Reads the fields of `T`; everything that is wrong with their shape is reported at once.
    pub fn read<'a, T: EDeserialize<'a>>(&'a self) -> Result<T, Vec<FieldFault>> {
        let faults = RefCell::default();
        let at = At { json: self, path: Path::Root, as_it_is: false, faults: &faults };
        if let Ok(read) = T::deserialize(at)
            && faults.borrow().is_empty()
        {
            return Ok(read);
        }
        let first = faults.take();
        let _reporting = ErrorReporter::start_deserialization();
        let _ = T::deserialize_for_errors(at);
        let all = faults.into_inner();
        Err(if all.is_empty() { first } else { all })
    }

    /// The value for whoever reads it without a type; a key that comes twice is a fault under `path`, which is empty for the whole body.
    pub fn value(&self, path: &str) -> Result<Value, Vec<FieldFault>> {
        let faults = RefCell::default();
        let place = if path.is_empty() { Path::Root } else { Path::Key(&Path::Root, path) };
        let value = self.untyped(place, &faults);
        let faults = faults.into_inner();
        if faults.is_empty() { Ok(value) } else { Err(faults) }
    }

    fn untyped(&self, path: Path<'_>, faults: &RefCell<Vec<FieldFault>>) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.clone()),
            Self::List(items) => items.iter().enumerate().map(|(index, item)| item.untyped(Path::Index(&path, index), faults)).collect(),
            Self::Object(entries) => {
                let at = At { json: self, path, as_it_is: false, faults };
                let entry = |(name, json): &(String, Self)| (name.clone(), json.untyped(Path::Key(&path, name), faults));
                at.first_of_each(entries).into_iter().map(entry).collect()
            }
        }
    }
}
