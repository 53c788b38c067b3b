//! Texts as they are compared: without what people leave out, or their keyboards do not have.

use icu_properties::props::Dash;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::characters::{has, is_ignorable};

/// The text without differences of case, of compatibility forms, of diacritics, of dashes and apostrophes, and of what
/// is not seen. What begins a text also begins it folded, so that a search may fold what is typed before it is whole.
pub(crate) fn folded(text: &str) -> String {
    // Lower case alone does not do: `ß` is `SS` in capitals, and a final `ς` is `Σ`. Capitals alone do not, either.
    let caseless = text.nfkd().flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    caseless.nfkd().filter(|c| !is_diacritic(*c) && !is_ignorable(*c)).flat_map(plain).collect()
}

/// The marks above, below and on letters. Signs that are vowels or change the consonant stay: without them Hindi, Thai
/// and Japanese words would be others.
fn is_diacritic(c: char) -> bool {
    matches!(canonical_combining_class(c), 1 | 10..=36 | 200..)
}

/// What stands for a character that has no decomposition, though its bearers do without it on other keyboards.
fn plain(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ŧ' => ('t', None),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        '’' | '‘' | 'ʼ' | 'ʻ' | '´' | '`' => ('\'', None),
        c if has::<Dash>(c) => ('-', None),
        c => (c, None),
    };
    std::iter::once(first).chain(second)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::characters::shows;
    use super::*;

    #[test]
    fn what_people_write_one_way_or_the_other_is_the_same() {
        for (one, other) in [
            ("STRASSE", "Straße"),
            ("STRAẞE", "strasse"),
            ("νικος", "ΝΙΚΟΣ"),
            ("Νίκος", "νικοσ"),
            ("muller", "Müller"),
            ("nguyen", "Nguyễn"),
            ("Lodz", "Łódź"),
            ("sorensen", "SØRENSEN"),
            ("istanbul", "İstanbul"),
            ("ISIK", "ışık"),
            ("aeroe", "Ærœ"),
            ("семен", "Семён"),
            ("احمد", "أَحْمَد"),
            ("שלום", "שָׁלוֹם"),
            ("علیرضا", "علی\u{200C}رضا"),
            ("o'neill-smith", "O’Neill‑Smith"),
            ("Ｌｏｖｅ", "love"),
            ("\u{FB01}n", "FIN"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        for (one, other) in [("कि", "क"), ("が", "か"), ("ก\u{E39}", "ก"), ("李", "季")] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    /// An index has no place for an empty key, nor for one of 2 KB.
    #[test]
    fn of_what_is_seen_something_is_left_and_not_too_much() {
        for c in (char::MIN..=char::MAX).filter(|c| shows(&c.to_string())) {
            let folded = folded(&c.to_string());
            assert!((1..=40).contains(&folded.len()), "{c:?} {folded:?}");
        }
    }

    proptest! {
        #[test]
        fn case_and_composition_make_no_difference(text in any::<String>()) {
            // The capital of a letter with an iota below is two letters: a mark that follows is then on the second.
            prop_assume!(!text.nfd().any(|c| c == '\u{345}'));
            let once = folded(&text);
            prop_assert_eq!(&folded(&once), &once);
            prop_assert_eq!(&folded(&text.to_lowercase()), &once);
            prop_assert_eq!(&folded(&text.to_uppercase()), &once);
            prop_assert_eq!(&folded(&text.nfc().collect::<String>()), &once);
            prop_assert_eq!(&folded(&text.nfd().collect::<String>()), &once);
        }

        #[test]
        fn every_letter_is_the_same_in_capitals(c: char) {
            prop_assert_eq!(folded(&c.to_uppercase().to_string()), folded(&c.to_lowercase().to_string()));
        }

        #[test]
        fn what_begins_a_text_begins_it_folded(
            beginning in "[a-zA-ZäöüßÉΣςŁ가-힣ぁ-んक-ह ]{0,8}",
            rest in "[a-zäöüßςا-ي가-힣ぁ-ん]{0,8}",
        ) {
            let whole = format!("{beginning}{rest}");
            prop_assert!(folded(&whole).starts_with(&folded(&beginning)));
        }
    }
}
