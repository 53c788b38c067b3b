//! What is noted where much may be wrong: the first of it, none of it longer than anybody reads, and how much more
//! there is.
//!
//! How much is wrong does not decide how much work and memory it takes to say so.

use std::fmt::{self, Display, Write};
use std::ops::Deref;

/// How many are kept.
pub const MOST: usize = 50;

/// How many bytes of a place are kept.
const LONGEST_PLACE: usize = 120;

/// How many bytes of a message are kept. It may quote what was sent.
const LONGEST_MESSAGE: usize = 400;

/// The first [`MOST`] of what was noted, and how many more there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted<T> {
    kept: Vec<T>,
    more: usize,
}

impl<T> Default for Noted<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), more: 0 }
    }
}

impl<T> Noted<T> {
    /// Notes what `make` makes, which is not asked if it would not be kept.
    pub fn note(&mut self, make: impl FnOnce() -> T) {
        if self.kept.len() < MOST { self.kept.push(make()) } else { self.more += 1 }
    }

    /// Notes all that was noted elsewhere.
    pub fn append(&mut self, other: Self) {
        self.more += other.more;
        self.extend(other.kept);
    }

    /// Drops of what is kept what `is_to_stay` is not true of.
    pub fn retain(&mut self, is_to_stay: impl FnMut(&T) -> bool) {
        self.kept.retain(is_to_stay);
    }

    /// How many there are, kept or not.
    pub fn count(&self) -> usize {
        self.kept.len() + self.more
    }

    /// How many there are that were not kept.
    pub fn more(&self) -> usize {
        self.more
    }

    /// The same of what `change` makes of each.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Noted<U> {
        Noted { kept: self.kept.into_iter().map(change).collect(), more: self.more }
    }
}

impl<T> Deref for Noted<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.kept
    }
}

impl<T> Extend<T> for Noted<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, all: I) {
        all.into_iter().for_each(|one| self.note(|| one));
    }
}

impl<T> FromIterator<T> for Noted<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut noted = Self::default();
        noted.extend(all);
        noted
    }
}

/// The place of something that is wrong, no longer than is kept.
pub fn place(place: impl Display) -> String {
    shortened(place, LONGEST_PLACE)
}

/// What is wrong, no longer than is kept.
pub fn message(message: impl Display) -> String {
    shortened(message, LONGEST_MESSAGE)
}

/// The text that `what` is, as far as it has at most so many bytes; an ellipsis says that it goes on.
pub fn shortened(what: impl Display, most: usize) -> String {
    let mut text = Shortened { text: String::new(), most, is_over: false };
    // Fails only where the text is over, which ends the writing of the rest.
    let _ = write!(text, "{what}");
    if text.is_over { text.text + "…" } else { text.text }
}

struct Shortened {
    text: String,
    most: usize,
    is_over: bool,
}

impl Write for Shortened {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let end = part.floor_char_boundary(self.most - self.text.len());
        self.text.push_str(&part[..end]);
        self.is_over = end < part.len();
        if self.is_over { Err(fmt::Error) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_kept_and_the_others_counted_without_being_made() {
        let mut noted: Noted<usize> = (0..MOST).collect();
        noted.note(|| panic!("made though it is not kept"));
        assert_eq!((noted.len(), noted.count(), noted.more()), (MOST, MOST + 1, 1));
        let mut both: Noted<usize> = (0..MOST - 1).collect();
        both.append(noted.map(|one| one + 100));
        assert_eq!((both.last(), both.count(), both.more()), (Some(&100), 2 * MOST, MOST));
    }

    #[test]
    fn a_text_is_cut_between_two_characters_and_says_so() {
        for (text, short) in [("", ""), ("abcd", "abcd"), ("abcde", "abcd…"), ("abcé", "abc…"), ("éée", "éé…")]
        {
            assert_eq!(shortened(text, 4), short);
        }
        assert_eq!(shortened(format_args!("{}.{}", "ab", "c"), 4), "ab.c");
        assert_eq!(shortened(format_args!("{}.{}", "abcd", "c"), 4), "abcd…");
    }
}
