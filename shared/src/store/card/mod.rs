//! Cards: what lists show of a record, in one attribute as short as can be, since every list copies it.
//!
//! A card is a few lines of text; none of what is in them can hold a line break. Ids shrink to what the address does
//! not tell.

mod grants;

use std::str::Split;

use jiff::Timestamp;

use super::record::Malformed;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, BASE32, PersonKey, UserKey};

/// A card that is being written.
#[derive(Debug, Default)]
pub(super) struct Writer(String);

/// A card that is being read.
#[derive(Debug)]
pub(super) struct Reader<'a>(Split<'a, char>);

impl Writer {
    pub(super) fn line(mut self, text: impl std::fmt::Display) -> Self {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(&text.to_string());
        self
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(card: &'a str) -> Self {
        Self(card.split('\n'))
    }

    pub(super) fn line(&mut self) -> Result<&'a str, Malformed> {
        self.0.next().ok_or_else(|| malformed("a line is missing"))
    }

    /// What follows `mark` on the next line, if that begins with it.
    pub(super) fn marked(&mut self, mark: char) -> Option<&'a str> {
        let mut ahead = self.0.clone();
        let rest = ahead.next()?.strip_prefix(mark)?;
        self.0 = ahead;
        Some(rest)
    }

    /// A line that is parsed by `read`.
    pub(super) fn read<T>(&mut self, read: impl FnOnce(&'a str) -> Option<T>) -> Result<T, Malformed> {
        let line = self.line()?;
        read(line).ok_or_else(|| malformed("a line is wrong"))
    }

    /// The same of one that may be empty, which means nothing then.
    pub(super) fn maybe<T>(&mut self, read: impl FnOnce(&'a str) -> Option<T>) -> Result<Option<T>, Malformed> {
        self.read(|line| if line.is_empty() { Some(None) } else { read(line).map(Some) })
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.0.next()
    }
}

pub(super) fn malformed(cause: &str) -> Malformed {
    Malformed::at(format!("card: {cause}"))
}

/// Two ids of one user, as what tells them from others of that user.
pub(super) fn suffixes(first: [u8; 5], second: [u8; 5]) -> String {
    format!("{}{}", BASE32.encode(&first), BASE32.encode(&second))
}

pub(super) fn read_suffixes(text: &str) -> Option<([u8; 5], [u8; 5])> {
    let bytes = BASE32.decode(text.as_bytes()).ok()?;
    let (first, second) = bytes.split_first_chunk()?;
    Some((*first, second.try_into().ok()?))
}

/// Where the user with an address is stored.
pub(super) fn user_key(account: AccountId, email: &EmailAddress) -> UserKey {
    UserKey::of(account, PersonKey::of(email))
}

/// Times, in milliseconds; those that may be missing come last.
pub(super) fn times(times: &[Option<Timestamp>]) -> String {
    let hex = |time: &Option<Timestamp>| time.map(|time| format!("{:x}", time.as_millisecond())).unwrap_or_default();
    times.iter().map(hex).collect::<Vec<_>>().join(" ").trim_end().to_owned()
}

pub(super) fn read_times<const N: usize>(text: &str) -> Option<[Option<Timestamp>; N]> {
    let mut times = [None; N];
    for (time, hex) in times.iter_mut().zip(text.split(' ')) {
        if !hex.is_empty() {
            *time = Some(Timestamp::from_millisecond(i64::from_str_radix(hex, 16).ok()?).ok()?);
        }
    }
    Some(times)
}
