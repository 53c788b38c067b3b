//! Fields of changes: JSON tells what is left out from what is null.

use eserde::EDeserialize;
use serde::{Deserialize, Deserializer};

use super::Fields;

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
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

impl<'de, T: EDeserialize<'de>> EDeserialize<'de> for Edit<T> {
    fn deserialize_for_errors<D: Deserializer<'de>>(deserializer: D) -> Result<(), ()> {
        Option::<T>::deserialize_for_errors(deserializer)
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
            fields.refuse(field, "required", "it can be changed, not taken away");
        }
        self.value()
    }
}
