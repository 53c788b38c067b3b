//! What is taken as a new password: NIST SP 800-63B-4 section 3.1.1.2, and no rule beside it.
//!
//! Long enough, not one of those that everybody tries first, and not made of words that whoever knows the owner would try. There are no rules
//! of composition, no rotation and no hints. What is common is judged by `zxcvbn`: its lists of breached passwords, words and names, and its eye for
//! keyboard walks, repetitions, sequences and dates. It says how many guesses a password withstands, and fewer than [`GUESSES`] are refused.

use unicode_normalization::UnicodeNormalization;

use super::{LONGEST, PasswordFault, SHORTEST, SHORTEST_BESIDE_FACTOR};
use crate::domain::account::Account;
use crate::domain::email::EmailAddress;
use crate::domain::user::Names;

/// How many guesses a password that stands alone must withstand: what zxcvbn calls "safely unguessable" (score 3).
const GUESSES: f64 = 1e8;

/// How many, where a second factor always stands beside it (score 2). Eight letters that are no word withstand more.
const GUESSES_BESIDE_FACTOR: f64 = 1e6;

/// How much of a password zxcvbn sees: its work grows with more than the square of that.
const WINDOW: usize = 64;

/// How many characters must be left without the context's words, of a password that stands alone, and of one beside a second factor.
const LEFT: usize = 8;
const LEFT_BESIDE_FACTOR: usize = 4;

/// A word of the context has at least so many characters: shorter ones stand in everything.
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
    /// The rules for a password that may be the only factor, or where `beside_factor`, for one that never opens anything without the second factor.
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

    /// The text as a whole, without what stands between its words, and word by word.
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

    /// Judges a password in NFC.
    pub(super) fn check(&self, password: &str) -> Result<(), PasswordFault> {
        let length = password.chars().count();
        if length > LONGEST {
            return Err(PasswordFault::TooLong);
        }
        if length < self.shortest {
            return Err(PasswordFault::TooShort { shortest: self.shortest });
        }
        if self.is_made_of_words(password) {
            return Err(PasswordFault::OwnWords);
        }
        if self.is_common(password) { Err(PasswordFault::Common) } else { Ok(()) }
    }

    /// Whether a second factor stands beside the password, always.
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

    /// Whether too few guesses find it. A long one is judged by its beginning, than which it withstands no fewer.
    fn is_common(&self, password: &str) -> bool {
        let beginning: String = password.chars().take(WINDOW).collect();
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let enough = if self.is_beside_factor() { GUESSES_BESIDE_FACTOR } else { GUESSES }.log10();
        zxcvbn::zxcvbn(&beginning, &words).guesses_log10() < enough
    }
}

/// As words are compared: composed, in lower case.
fn folded(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Password;
    use super::*;
    use crate::domain::text::PersonName;

    fn rules(beside_factor: bool) -> PasswordRules {
        let name = |name| Some(PersonName::parse(name).unwrap());
        let names = Names { given_name: name("Ada"), family_name: name("Lovelace") };
        let rules = PasswordRules::new(beside_factor).of(&EmailAddress::parse("ada.lovelace@northwind.example").unwrap()).named(&names);
        rules.with("Northwind Dental").with("iCorePay")
    }

    fn fault(text: &str, beside_factor: bool) -> Option<PasswordFault> {
        Password::to_set(text, &rules(beside_factor)).err()
    }

    #[test]
    fn fifteen_characters_of_any_kind_do_and_eight_beside_a_second_factor() {
        for good in [
            "correct horse battery staple",
            "vier zahme Esel",
            "ζητείται ησυχία",
            "тихий омут 12 чертей",
            "静かな湖畔の森の影から男と女の声",
            "🦔🚲🌧️📯🧵🪁🧂🦑🪴🎷🛶🧭🪃🥨🫖",
            "   spaces   count   too   ",
            "a purple walrus, twice!",
        ] {
            assert_eq!(fault(good, false), None, "{good}");
        }
        assert_eq!(fault("fourteen chars", false), Some(PasswordFault::TooShort { shortest: 15 }));
        for good in ["kv7#pQz!", "mufloxte", "juhu 7 Esel"] {
            assert_eq!(fault(good, true), None, "{good}");
            assert_eq!(fault(good, false), Some(PasswordFault::TooShort { shortest: 15 }), "{good}");
        }
        assert_eq!(fault("kv7#pQz", true), Some(PasswordFault::TooShort { shortest: 8 }));
    }

    #[test]
    fn what_everybody_tries_first_is_refused_however_long() {
        for common in [
            "passwordpassword",
            "Password1234567",
            "P@ssw0rd12345678",
            "123456789012345",
            "qwertyuiopasdfgh",
            "qwertyuiop[]asdfgh",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "abcdefghijklmnop",
            "iloveyouiloveyou",
            "letmeinletmeinletmein",
            "               ",
            "🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔",
        ] {
            assert_eq!(fault(common, false), Some(PasswordFault::Common), "{common}");
        }
        assert_eq!(fault(&"a".repeat(256), false), Some(PasswordFault::Common));
        assert_eq!(fault(&"qwertyuiop".repeat(20), false), Some(PasswordFault::Common));
        for common in ["password", "12345678", "qwertyui", "sunshine", "football1", "iloveyou", "P@ssw0rd", "11111111", "abcd1234", "trustno1"] {
            assert_eq!(fault(common, true), Some(PasswordFault::Common), "{common}");
        }
    }

    #[test]
    fn what_is_made_of_ones_own_words_is_refused_in_any_case() {
        for own in [
            "ada.lovelace@northwind.example",
            "NorthwindDental2026",
            "northwind dental!!",
            "AdaLovelace1815",
            "Lovelace Lovelace",
            "iCorePay-iCorePay",
            "usherusherusher1",
            "Ada@iCorePay2026!",
        ] {
            assert_eq!(fault(own, false), Some(PasswordFault::OwnWords), "{own}");
        }
        for own in ["lovelace", "lovelace1", "icorepay1", "usher123"] {
            assert!(fault(own, true).is_some(), "{own}");
        }
        assert_eq!(fault("Lovelace hums seven odd tunes", false), None, "a word of one's own does no harm among others");
    }

    #[test]
    fn the_longest_password_is_judged_in_a_bounded_time() {
        for long in ["ab1".repeat(85), "1!".repeat(128), "p@ssW0rd".repeat(32), "€uro§".repeat(51), "a".repeat(255)] {
            let _ = fault(&long, false);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_text_makes_the_rules_panic(text in ".{0,80}") {
            let _ = fault(&text, false);
            let _ = fault(&text, true);
        }

        #[test]
        fn whatever_is_taken_is_long_enough_and_whatever_is_too_short_alone_is_short_beside_a_factor(text in "\\PC{6,20}") {
            let (alone, beside) = (fault(&text, false), fault(&text, true));
            let length = text.nfc().count();
            prop_assert!(alone.is_some() || length >= SHORTEST);
            prop_assert!(beside.is_some() || length >= SHORTEST_BESIDE_FACTOR);
            prop_assert!(alone.is_some() || beside.is_none(), "what stands alone stands beside a factor");
        }

        #[test]
        fn random_letters_are_always_taken(text in "[a-z]{24,60}") {
            prop_assert_eq!(fault(&text, false), None);
        }
    }
}
