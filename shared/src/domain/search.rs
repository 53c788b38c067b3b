//! Searching people by the beginning of a name or an address.

use unicode_normalization::UnicodeNormalization;

use super::text::{Line, TextFault};

/// How much of a text takes part in a search, in bytes: what an index key can hold, with room to spare.
const LONGEST: usize = 240;

/// The beginning of a name or an address, in the form in which both are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// Reads what somebody typed.
    pub fn parse(text: &str) -> Result<Self, TextFault> {
        Line::<254>::parse(text).map(|line| Self(folded(line.as_str())))
    }

    /// Whether `text` begins with it, whatever the case.
    pub fn begins(&self, text: &str) -> bool {
        folded(text).starts_with(&self.0)
    }

    /// The folded form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text as it is compared: compatibility forms composed (NFKC), in lower case. Diacritics stay: whoever types `zoe` does not find `Zoë`.
pub fn folded(text: &str) -> String {
    let mut folded: String = text.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    folded.truncate(folded.floor_char_boundary(LONGEST));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(prefix: &str, text: &str) -> bool {
        Prefix::parse(prefix).unwrap().begins(text)
    }

    #[test]
    fn case_and_form_do_not_matter_and_diacritics_do() {
        assert!(begins("ZO", "Zoë") && begins("zoe\u{308}", "Zoë") && begins(" zoë ", "ZOE\u{308}"));
        assert!(begins("ｌｏｖｅ", "Lovelace") && begins("straß", "STRAßE"));
        assert!(!begins("zoe", "Zoë") && !begins("ada l", "Ada") && !begins("da", "Ada"));
    }

    #[test]
    fn what_no_index_key_could_hold_is_cut() {
        assert!(folded(&"\u{FDFA}".repeat(80)).len() <= LONGEST);
        assert!(begins(&"é".repeat(200), &"é".repeat(200)));
    }

    #[test]
    fn nothing_is_no_prefix() {
        assert_eq!(Prefix::parse("  "), Err(TextFault::Empty));
        assert_eq!(Prefix::parse("a\0"), Err(TextFault::ForbiddenCharacter));
    }
}
