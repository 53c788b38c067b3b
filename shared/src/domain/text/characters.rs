//! Which characters a text may hold, by what Unicode says of them: a list of our own would lack the next one.
//!
//! Refused is what shows nothing, what reorders the text around it, and what looks different on every machine: control
//! and format characters, default-ignorable ones, separators of lines, private use, and what is not assigned. Of the
//! default-ignorable ones some writing cannot do without: joiners and variation selectors. They are allowed if they
//! make a difference that is seen, and only then (RFC 5892 appendix A, UAX #31, UTS #51).

use icu_properties::props::{
    BinaryProperty, Dash, DefaultIgnorableCodePoint, Emoji, EmojiModifier, ExtendedPictographic, GeneralCategory,
    GeneralCategoryGroup, Ideographic, JoiningType, VariationSelector, WhiteSpace,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::char::canonical_combining_class;

/// Show nothing, and have no property that says so: the empty cell of Braille, and a musical note without its head.
const BLANK_SYMBOLS: [char; 2] = ['\u{2800}', '\u{1D159}'];

const ZERO_WIDTH_NON_JOINER: char = '\u{200C}';
const ZERO_WIDTH_JOINER: char = '\u{200D}';

/// How many marks one letter may have. UTS #39 advises 4 for identifiers; pointed Hebrew with its accents, the Arabic
/// of the Quran, Burmese and Tibetan come to 5 or 6. More of them cover the lines above and below.
const MOST_MARKS: usize = 8;

/// Makes a key of the digit before it.
const KEYCAP: char = '\u{20E3}';

/// The canonical combining class of the signs that take an Indic consonant's vowel away.
const VIRAMA: u8 = 9;

/// The text without the white space and the invisible characters around it, which come along when it is copied.
pub(in crate::domain) fn trimmed(text: &str) -> &str {
    let first = places(text).find(|place| !place.is_blank());
    let last = places(text).rfind(|place| !place.is_blank());
    first.zip(last).map_or("", |(first, last)| &text[first.before.len()..text.len() - last.after.len()])
}

/// Whether there is anything to see.
pub(super) fn shows(text: &str) -> bool {
    let seen = GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::Number)
        .union(GeneralCategoryGroup::Punctuation)
        .union(GeneralCategoryGroup::Symbol);
    let is_seen = |c: char| seen.contains(category(c)) && !is_ignorable(c) && !BLANK_SYMBOLS.contains(&c);
    text.chars().any(is_seen)
}

/// The first character that is not allowed in its place.
pub(super) fn refused(text: &str) -> Option<char> {
    places(text).find(Place::is_refused).map(|place| place.c)
}

/// The text on one line, without what [`refused`] finds: for what comes from elsewhere, or was taken before.
pub(crate) fn cleaned(text: &str) -> String {
    let kept = |place: Place<'_>| match place.is_refused() {
        false => Some(place.c),
        true => (place.c.is_control() || has::<WhiteSpace>(place.c)).then_some(' '),
    };
    places(text).filter_map(kept).collect()
}

/// The beginning of the text that has at most `most` bytes, with a mark where something is missing.
pub fn shortened(text: &str, most: usize) -> String {
    const MARK: &str = "…";
    if text.len() <= most {
        return text.to_owned();
    }
    let kept = &text[..text.floor_char_boundary(most.saturating_sub(MARK.len()))];
    format!("{}{MARK}", trimmed(kept))
}

/// The characters of a code that someone typed, without what is between its groups: blanks, dashes, and what is not
/// seen.
pub(in crate::domain) fn of_code(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !(has::<WhiteSpace>(*c) || has::<Dash>(*c) || is_ignorable(*c)))
}

/// Whether nothing is ever seen of it, but perhaps of what it does.
pub(in crate::domain) fn is_ignorable(c: char) -> bool {
    has::<DefaultIgnorableCodePoint>(c)
}

/// A character, with the text before and behind it.
struct Place<'a> {
    before: &'a str,
    c: char,
    after: &'a str,
}

fn places(text: &str) -> impl DoubleEndedIterator<Item = Place<'_>> {
    text.char_indices().map(|(at, c)| Place { before: &text[..at], c, after: &text[at + c.len_utf8()..] })
}

impl Place<'_> {
    /// Whether nothing is seen of it, nor of what it does.
    fn is_blank(&self) -> bool {
        has::<WhiteSpace>(self.c) || BLANK_SYMBOLS.contains(&self.c) || (is_ignorable(self.c) && !self.is_meant())
    }

    fn is_refused(&self) -> bool {
        if is_ignorable(self.c) {
            return !self.is_meant();
        }
        let category = category(self.c);
        GeneralCategoryGroup::Other.contains(category)
            || [GeneralCategory::LineSeparator, GeneralCategory::ParagraphSeparator].contains(&category)
            || self.is_one_mark_too_many()
    }

    /// Whether its letter has as many marks as it may. What is not seen begins no new letter.
    fn is_one_mark_too_many(&self) -> bool {
        let is_seen = |c: &char| !is_ignorable(*c) && !GeneralCategoryGroup::Other.contains(category(*c));
        let before = self.before.chars().rev().filter(is_seen);
        is_mark(self.c) && before.take(MOST_MARKS).take_while(|c| is_mark(*c)).count() == MOST_MARKS
    }

    /// Whether an invisible character makes a difference that is seen.
    fn is_meant(&self) -> bool {
        match self.c {
            ZERO_WIDTH_NON_JOINER => self.is_by_a_virama() || self.parts_letters_that_join(),
            ZERO_WIDTH_JOINER => self.is_by_a_virama() || self.joins_pictographs(),
            c if has::<VariationSelector>(c) => self.selects_a_form(),
            _ => false,
        }
    }

    /// Decides how an Indic consonant without its vowel is written, as in Malayalam and Sinhala names.
    fn is_by_a_virama(&self) -> bool {
        let is_virama = |c: char| canonical_combining_class(c) == VIRAMA;
        places(self.before).next_back().is_some_and(|place| is_virama(place.c) && !place.is_one_mark_too_many())
            || (self.last_before().is_some_and(is_letter) && self.after.chars().next().is_some_and(is_virama))
    }

    /// Keeps letters apart that would be written as one, as in Persian names.
    fn parts_letters_that_join(&self) -> bool {
        let before = self.before.chars().rev().map(joining).find(|kind| *kind != JoiningType::Transparent);
        let after = self.after.chars().map(joining).find(|kind| *kind != JoiningType::Transparent);
        let joins =
            |kind: Option<JoiningType>, way| kind.is_some_and(|kind| [JoiningType::DualJoining, way].contains(&kind));
        joins(before, JoiningType::LeftJoining) && joins(after, JoiningType::RightJoining)
    }

    /// Makes one picture of two.
    fn joins_pictographs(&self) -> bool {
        let modifies = |c: &char| has::<VariationSelector>(*c) || has::<EmojiModifier>(*c);
        let before = self.before.chars().rev().find(|c| !modifies(c));
        before.is_some_and(is_pictograph) && self.after.chars().next().is_some_and(is_pictograph)
    }

    /// Chooses one of the forms of the picture, the ideograph or the Mongolian letter before it.
    fn selects_a_form(&self) -> bool {
        self.last_before().is_some_and(|base| match self.c {
            '\u{1800}'..='\u{18AF}' => ('\u{1800}'..='\u{18AF}').contains(&base) && is_letter(base),
            _ => {
                has::<Ideographic>(base)
                    || is_pictograph(base)
                    || (has::<Emoji>(base) && self.after.starts_with(KEYCAP))
            }
        })
    }

    fn last_before(&self) -> Option<char> {
        self.before.chars().next_back()
    }
}

pub(super) fn has<P: BinaryProperty>(c: char) -> bool {
    CodePointSetData::new::<P>().contains(c)
}

/// Whether it is a letter that is seen: the fillers of Hangul are letters, too.
fn is_letter(c: char) -> bool {
    GeneralCategoryGroup::Letter.contains(category(c)) && !is_ignorable(c)
}

/// Whether it is a picture. Some that are not assigned yet have the property, too.
fn is_pictograph(c: char) -> bool {
    has::<ExtendedPictographic>(c) && category(c) != GeneralCategory::Unassigned
}

/// Whether it is written above, below, on or around the letter before it, and takes no room of its own.
fn is_mark(c: char) -> bool {
    [GeneralCategory::NonspacingMark, GeneralCategory::EnclosingMark].contains(&category(c))
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

fn joining(c: char) -> JoiningType {
    CodePointMapData::<JoiningType>::new().get(c)
}
