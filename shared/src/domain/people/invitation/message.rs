//! What an inviter writes to the person whom they invite.
//!
//! It goes out in the portal's name to someone who may know neither, so that it is text and nothing else: it is short,
//! it has no address of a page, and emails show it as the inviter's words (decision 0084).

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::domain::Coded;
use crate::domain::text::{Line, TextFault};

/// The longest message, in characters.
pub const LONGEST_MESSAGE: usize = 500;

/// How many lines a message has at most, empty ones included: the link stays in sight.
const MOST_LINES: usize = 12;

/// A few lines of text. What is stored was judged when it was taken, and is read as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InviterMessage(String);

/// Why a message cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MessageFault {
    /// It is no text that can be shown.
    #[error(transparent)]
    Text(#[from] TextFault),
    /// It has too many lines.
    #[error("at most {MOST_LINES} lines")]
    TooManyLines,
    /// It has the address of a page.
    #[error("must not have the address of a page: the email has one link, to the invitation")]
    Link,
}

impl Coded for MessageFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Text(fault) => fault.code(),
            Self::TooManyLines => "too_many",
            Self::Link => "link_not_allowed",
        }
    }
}

impl InviterMessage {
    /// Reads a message. White space around its lines is dropped; empty lines between them become one.
    pub fn parse(text: &str) -> Result<Self, MessageFault> {
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines() {
            match Line::<LONGEST_MESSAGE>::parse(line) {
                Ok(line) => lines.push(line.into()),
                Err(TextFault::Empty) if lines.last().is_some_and(|last| !last.is_empty()) => lines.push(String::new()),
                Err(TextFault::Empty) => {}
                Err(fault) => return Err(fault.into()),
            }
        }
        lines.pop_if(|last| last.is_empty());
        let message = lines.join("\n");
        if message.is_empty() {
            return Err(TextFault::Empty.into());
        }
        if message.chars().count() > LONGEST_MESSAGE {
            return Err(TextFault::TooLong { most: LONGEST_MESSAGE }.into());
        }
        if lines.len() > MOST_LINES {
            return Err(MessageFault::TooManyLines);
        }
        if has_link(&message) { Err(MessageFault::Link) } else { Ok(Self(message)) }
    }

    /// The lines; an empty one parts paragraphs.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.lines()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether something in the text is meant as an address of a page. Names with a dot are none: emails show them so that
/// nothing makes a link of them.
fn has_link(text: &str) -> bool {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let begins_www = |(at, _): (usize, &str)| !text[..at].ends_with(char::is_alphanumeric);
    text.contains("://") || text.match_indices("www.").any(begins_www)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, &'static str> {
        InviterMessage::parse(text).map(|message| message.as_str().to_owned()).map_err(|fault| fault.code())
    }

    #[test]
    fn lines_are_trimmed_and_one_empty_line_parts_paragraphs() {
        assert_eq!(
            parsed("\n  Hello Ada, \r\n\r\n \n\nsee you on Monday.  \n\n").unwrap(),
            "Hello Ada,\n\nsee you on Monday."
        );
        let message = InviterMessage::parse("a\n\nb").unwrap();
        assert_eq!(message.lines().collect::<Vec<_>>(), ["a", "", "b"]);
    }

    #[test]
    fn it_is_short_and_has_something_to_see() {
        assert_eq!(parsed(" \n\u{200B} "), Err("required"));
        assert_eq!(parsed(&"é".repeat(500)).unwrap().chars().count(), 500);
        assert_eq!(parsed(&"é".repeat(501)), Err("too_long"));
        assert_eq!(parsed(&"twenty characters ok\n".repeat(25)), Err("too_long"));
        assert_eq!(parsed(&"line\n".repeat(12)).unwrap().lines().count(), 12);
        assert_eq!(parsed(&"line\n".repeat(13)), Err("too_many"));
    }

    #[test]
    fn what_deceives_and_addresses_of_pages_are_refused_and_names_with_dots_are_not() {
        for text in ["a\u{202E}b", "a\tb", "a\u{0000}b", "a\rb", "a\u{2028}b"] {
            assert_eq!(parsed(text), Err("forbidden_character"), "{text:?}");
        }
        for text in [
            "see https://evil.example",
            "HTTP://evil.example",
            "go to WWW.evil.example",
            "(www.evil.example)",
            "http\u{FF1A}//evil.example",
            "javascript://x",
        ] {
            assert_eq!(parsed(text), Err("link_not_allowed"), "{text}");
        }
        for text in ["Booking.com is our customer, v1.2 at 10:30", "awww. nice", "write to me: ana@example.com"] {
            assert!(parsed(text).is_ok(), "{text}");
        }
    }
}
