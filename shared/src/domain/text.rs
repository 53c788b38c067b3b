//! Text that people give: names and titles, on one line, harmless wherever it is shown.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::Coded;

/// One line of text of at most `MAX` characters, in NFC, without control characters and without
/// characters that change the direction of what stands around them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line<const MAX: usize>(String);

/// A given or a family name.
pub type PersonName = Line<80>;

/// The name of an account or a product.
pub type Title = Line<120>;

/// Why a text cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// Too many characters.
    #[error("at most {most} characters")]
    TooLong {
        /// How many there may be.
        most: usize,
    },
    /// A control character, a line break, or a bidirectional override.
    #[error("control characters and direction overrides are not allowed")]
    ForbiddenCharacter,
}

impl Coded for TextFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::ForbiddenCharacter => "forbidden_character",
        }
    }
}

impl<const MAX: usize> Line<MAX> {
    /// Reads a line; white space around it is dropped.
    pub fn parse(text: &str) -> Result<Self, TextFault> {
        let line: String = text.trim().nfc().collect();
        if line.is_empty() {
            return Err(TextFault::Empty);
        }
        if line.chars().count() > MAX {
            return Err(TextFault::TooLong { most: MAX });
        }
        if line.chars().any(is_forbidden) {
            return Err(TextFault::ForbiddenCharacter);
        }
        Ok(Self(line))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, line and paragraph separators, and everything that reorders or hides text (Unicode TR 36).
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

impl<const MAX: usize> fmt::Display for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize> TryFrom<String> for Line<MAX> {
    type Error = TextFault;

    fn try_from(text: String) -> Result<Self, TextFault> {
        Self::parse(&text)
    }
}

impl<const MAX: usize> From<Line<MAX>> for String {
    fn from(line: Line<MAX>) -> Self {
        line.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_world_are_taken_and_trimmed() {
        for name in ["Ada", "Zoë", "Nguyễn Thị Minh Khai", "O’Neill-Smith", "李", "محمد"] {
            assert_eq!(PersonName::parse(&format!(" {name} ")).unwrap().as_str(), name.nfc().collect::<String>());
        }
    }

    #[test]
    fn what_could_deceive_a_reader_is_refused() {
        for text in ["a\nb", "a\u{202E}b", "a\u{2066}b", "a\0", "a\u{2028}b", "a\u{7f}"] {
            assert_eq!(PersonName::parse(text), Err(TextFault::ForbiddenCharacter), "{text:?}");
        }
        assert_eq!(PersonName::parse(" \t"), Err(TextFault::Empty));
        assert_eq!(Line::<3>::parse("äöüß"), Err(TextFault::TooLong { most: 3 }));
        assert_eq!(Line::<4>::parse("äöüß").unwrap().as_str(), "äöüß");
    }
}
