//! Text that people give: names and titles, on one line, harmless everywhere it is shown.

mod characters;
mod folding;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;

pub(crate) use self::characters::cleaned;
pub use self::characters::shortened;
pub(in crate::domain) use self::characters::{is_ignorable, of_code, trimmed};
pub(crate) use self::folding::folded;
use super::Coded;

/// One line of text of at most `MAX` characters, in NFC. Something of it is visible, and it has none of the characters
/// that the module `characters` forbids.
///
/// Requests are judged, by [`Line::parse`]. What is stored was judged when it was taken, perhaps by an older version,
/// and is read as it is: a rule that comes later makes nothing unreadable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct Line<const MAX: usize>(String);

/// A given or a family name.
pub type PersonName = Line<80>;

/// The name of an account or a product.
pub type Title = Line<120>;

/// Why a text cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing that is seen.
    #[error("must not be empty")]
    Empty,
    /// Too many characters.
    #[error("at most {most} characters")]
    TooLong {
        /// How many there may be.
        most: usize,
    },
    /// A character of which nothing is seen, or not the same everywhere.
    #[error(
        "the character U+{:04X} is not allowed: it is invisible, or does not look the same everywhere",
        u32::from(*found)
    )]
    ForbiddenCharacter {
        /// The first of them.
        found: char,
    },
}

impl Coded for TextFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
        }
    }
}

impl<const MAX: usize> Line<MAX> {
    /// Reads a line; white space and invisible characters around it are dropped.
    pub fn parse(text: &str) -> Result<Self, TextFault> {
        let composed: String = text.nfc().collect();
        let line = trimmed(&composed);
        if !characters::shows(line) {
            return Err(TextFault::Empty);
        }
        if line.chars().count() > MAX {
            return Err(TextFault::TooLong { most: MAX });
        }
        match characters::refused(line) {
            Some(found) => Err(TextFault::ForbiddenCharacter { found }),
            None => Ok(Self(line.to_owned())),
        }
    }

    /// What was stored.
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> fmt::Display for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Line<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::stored)
    }
}

impl<const MAX: usize> From<Line<MAX>> for String {
    fn from(line: Line<MAX>) -> Self {
        line.0
    }
}

#[cfg(test)]
mod tests;
