//! What is taken as a new password: NIST SP 800-63B-4 section 3.1.1.2, and no rule beside it.
//!
//! Long enough, not one of those that everybody tries first, and not made of words that someone who knows the owner
//! would try. There are no rules of composition, no rotation and no hints. What is common is judged by `zxcvbn`: its
//! lists of breached passwords, words and names, and its eye for keyboard walks, repetitions, sequences and dates. It
//! says how many guesses a password withstands, and fewer than [`GUESSES`] are refused.

mod estimate;
#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization;

use super::{LONGEST, PasswordFault, SHORTEST, SHORTEST_BESIDE_FACTOR};
use crate::domain::email::EmailAddress;
use crate::domain::people::account::Account;
use crate::domain::people::user::Names;

/// How many guesses a password that is the only factor must withstand: what zxcvbn calls "safely unguessable" (score
/// 3).
const GUESSES: f64 = 1e8;

/// How many, if there is always a second factor beside it (score 2). Eight letters that are no word withstand more.
const GUESSES_BESIDE_FACTOR: f64 = 1e6;

/// How many characters must be left without the context's words, of a password that is the only factor, and of one
/// beside a second factor.
const LEFT: usize = 8;
const LEFT_BESIDE_FACTOR: usize = 4;

/// A word of the context has at least so many characters: shorter ones are in everything.
const SHORTEST_WORD: usize = 3;

/// At most so many words are looked at: a person in very many accounts.
const MOST_WORDS: usize = 200;

/// The rules for one person's new password.
#[derive(Debug, Clone)]
pub struct PasswordRules {
    shortest: usize,
    /// In lower case; the longest first, so that what contains another is found before it.
    words: Vec<String>,
}

impl PasswordRules {
    /// The rules for a password that may be the only factor, or if `beside_factor`, for one that never opens anything
    /// without the second factor.
    pub fn new(beside_factor: bool) -> Self {
        let rules = Self { shortest: if beside_factor { SHORTEST_BESIDE_FACTOR } else { SHORTEST }, words: Vec::new() };
        rules.with("usher")
    }

    /// The rules with the words of the owner's address.
    #[must_use]
    pub fn of(self, email: &EmailAddress) -> Self {
        let (local, domain) = email.canonical().rsplit_once('@').unwrap_or((email.canonical(), ""));
        // The last label of a domain is nobody's own word.
        let labels = domain.rsplit_once('.').map_or("", |(labels, _)| labels);
        self.with(email.canonical()).with(domain).with(local).with(labels)
    }

    /// The rules with the words of an account that the owner is in.
    #[must_use]
    pub fn within(self, account: &Account) -> Self {
        self.with(account.name.as_str()).with(account.product_name.as_str())
    }

    /// The rules with the owner's names.
    #[must_use]
    pub fn named(self, names: &Names) -> Self {
        let given = [&names.given_name, &names.family_name].into_iter().flatten();
        given.fold(self, |rules, name| rules.with(name.as_str()))
    }

    /// The text as a whole, without what is between its words, and word by word.
    fn with(mut self, text: &str) -> Self {
        let text = folded(text);
        let parts = || text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        let joined: String = parts().collect();
        let all = parts().map(str::to_owned).chain([joined, text.clone()]);
        self.words.extend(all.filter(|word| word.chars().count() >= SHORTEST_WORD));
        self.words.sort_unstable_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
        self.words.dedup();
        self.words.truncate(MOST_WORDS);
        self
    }

    /// Judges a password in NFC by everything that takes little work.
    pub(super) fn check(&self, password: &str) -> Result<(), PasswordFault> {
        let length = password.chars().count();
        if length > LONGEST {
            return Err(PasswordFault::TooLong);
        }
        if length < self.shortest {
            return Err(PasswordFault::TooShort { shortest: self.shortest });
        }
        if self.is_made_of_words(password) { Err(PasswordFault::OwnWords) } else { Ok(()) }
    }

    /// Judges what has been checked by how many guesses find it. Takes about as long as hashing.
    pub(super) fn estimate(&self, password: &str) -> Result<(), PasswordFault> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let enough = if self.is_beside_factor() { GUESSES_BESIDE_FACTOR } else { GUESSES }.log10();
        if estimate::guesses_log10(password, &words) < enough { Err(PasswordFault::Common) } else { Ok(()) }
    }

    /// Whether there is a second factor beside the password, always.
    fn is_beside_factor(&self) -> bool {
        self.shortest < SHORTEST
    }

    fn is_made_of_words(&self, password: &str) -> bool {
        let rest = self.words.iter().fold(folded(password), |rest, word| rest.replace(word.as_str(), ""));
        let has_lost = rest.chars().count() < folded(password).chars().count();
        let left = rest.chars().filter(|c| !c.is_whitespace()).count();
        let beside_factor = self.is_beside_factor() && password.chars().count() < SHORTEST;
        has_lost && left < if beside_factor { LEFT_BESIDE_FACTOR } else { LEFT }
    }
}

/// As words are compared, in whole characters: how many are left is counted.
fn folded(text: &str) -> String {
    crate::domain::text::folded(text).nfc().collect()
}
