//! Fields of changes: JSON tells what is left out from what is null.

use std::marker::PhantomData;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

use super::Fields;
use super::json::EDIT;

/// A field in a change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Edit<T = String> {
    /// Left out: stays as it is.
    #[default]
    Leave,
    /// Null: to be taken away.
    Clear,
    /// The new value.
    Set(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Edit<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(EDIT, Sought(PhantomData))
    }
}

/// Tells the three apart.
struct Sought<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Sought<T> {
    type Value = Edit<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value, null, or nothing")
    }

    fn visit_unit<E>(self) -> Result<Edit<T>, E> {
        Ok(Edit::Leave)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Edit<T>, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Edit::Clear, Edit::Set))
    }
}

impl<T> Edit<T> {
    /// Whether the change says anything of it.
    pub fn is_there(&self) -> bool {
        !matches!(self, Self::Leave)
    }

    /// The new value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Leave | Self::Clear => None,
        }
    }

    /// The new value of a field that cannot be taken away: null is noted in `fields`.
    pub fn kept(&self, field: &str, fields: &mut Fields) -> Option<&T> {
        if matches!(self, Self::Clear) {
            fields.refuse(field, "required", "must not be null");
        }
        self.value()
    }
}
