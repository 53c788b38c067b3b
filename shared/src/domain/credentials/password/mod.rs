//! Passwords: what is taken as a new one.

mod rules;

pub use self::rules::PasswordRules;
use crate::domain::Coded;
pub use crate::domain::secret::password::{HashFault, HashMemory, HashWork, LONGEST, Password, PasswordHash};

/// At least this many characters if the password is the only factor (NIST SP 800-63B-4 section 3.1.1.2).
pub const SHORTEST: usize = 15;

/// At least this many if the password never opens anything without the second factor (the same).
pub const SHORTEST_BESIDE_FACTOR: usize = 8;

/// Why a text is not accepted as a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too few characters.
    #[error("too short: at least {shortest} characters")]
    TooShort {
        /// How many there must be.
        shortest: usize,
    },
    /// Too many characters.
    #[error("too long: at most {LONGEST} characters")]
    TooLong,
    /// One of those that are tried first.
    #[error("too common: a breached password, a pattern or a repetition that is easy to guess; add a few words")]
    Common,
    /// Made of words that someone who knows the owner would try.
    #[error("made of your name or address, or of the names of the product or the account; add other words")]
    OwnWords,
}

impl Coded for PasswordFault {
    fn code(&self) -> &'static str {
        "weak_password"
    }
}

/// What someone wants as a password. It keeps the rules, except that nobody has yet estimated how easy it is to guess:
/// that is work, done only for a request that is in order otherwise, and where passwords are hashed
/// ([`crate::hasher::Hasher::set`]).
#[derive(Debug, Clone)]
pub struct NewPassword {
    password: Password,
    rules: PasswordRules,
}

impl NewPassword {
    /// A text that keeps the rules, as far as that can be told at once.
    pub fn parse(text: &str, rules: PasswordRules) -> Result<Self, PasswordFault> {
        let password = Password::to_verify(text).ok_or(PasswordFault::TooLong)?;
        rules.check(&password.0)?;
        Ok(Self { password, rules })
    }

    /// The password, if it is not too easy to guess. Takes about as long as hashing.
    pub fn judged(self) -> Result<Password, PasswordFault> {
        self.rules.estimate(&self.password.0)?;
        Ok(self.password)
    }

    /// Whether it is this password, which its owner has shown as well.
    pub fn is(&self, other: &Password) -> bool {
        self.password.is(other)
    }

    /// Whether it is shorter than one that may be the only factor, so that it never opens anything without the second
    /// factor.
    pub fn is_short(&self) -> bool {
        self.password.0.chars().count() < SHORTEST
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn set(text: &str) -> Password {
        NewPassword::parse(text, PasswordRules::new(false)).and_then(NewPassword::judged).unwrap()
    }

    #[test]
    fn a_hash_is_a_phc_string_with_the_required_parameters() {
        let mut memory = HashMemory::default();
        let mut rng = StdRng::seed_from_u64(1);
        let password = set("correct horse battery staple");
        let hash = PasswordHash::of(&password, &mut rng, &mut memory).unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        assert!(hash.verify(&password, &mut memory).unwrap());
        assert!(!hash.verify(&set("correct horse battery stapler"), &mut memory).unwrap());
        assert_ne!(PasswordHash::of(&password, &mut rng, &mut memory).unwrap(), hash, "salted");
    }

    #[test]
    fn nobody_has_a_hash_that_verifies_nothing() {
        let mut memory = HashMemory::default();
        assert_eq!(PasswordHash::of_nobody().verify(&set("correct horse battery staple"), &mut memory), Ok(false));
    }

    #[test]
    fn a_hash_that_took_other_work_is_outdated() {
        let with = |params: &str| PasswordHash(PasswordHash::of_nobody().0.replace("m=19456,t=2,p=1", params));
        for params in ["m=19455,t=2,p=1", "m=19456,t=1,p=1", "m=8,t=1,p=1", "m=65536,t=3,p=1"] {
            assert!(with(params).is_outdated(HashWork::USUAL), "{params}");
        }
        assert!(!with("m=19456,t=2,p=1").is_outdated(HashWork::USUAL));
    }

    #[test]
    fn composed_and_decomposed_letters_are_one_password() {
        let mut memory = HashMemory::default();
        let hash = PasswordHash::of(
            &set("caf\u{e9} caf\u{e9} caf\u{e9} caf\u{e9}"),
            &mut StdRng::seed_from_u64(1),
            &mut memory,
        )
        .unwrap();
        assert!(hash.verify(&set("cafe\u{301} cafe\u{301} cafe\u{301} cafe\u{301}"), &mut memory).unwrap());
    }

    #[test]
    fn nothing_is_cut_or_trimmed() {
        let rules = PasswordRules::new(false);
        assert_eq!(set(" vier zahme Esel ").0, " vier zahme Esel ");
        let long = |length| "a heron waits in cold water; ".chars().cycle().take(length).collect::<String>();
        assert_eq!(set(&long(256)).0.len(), 256);
        assert_eq!(NewPassword::parse(&long(257), rules).unwrap_err(), PasswordFault::TooLong);
        assert!(Password::to_verify(&long(257)).is_none());
    }

    #[test]
    fn a_password_is_short_that_may_not_be_the_only_factor() {
        let short = |text: &str| NewPassword::parse(text, PasswordRules::new(true)).unwrap().is_short();
        assert_eq!((short("fourteen chars"), short("fifteen  chars!")), (true, false));
        assert!(set("caf\u{e9} au lait, s'il vous plait").is(&set("cafe\u{301} au lait, s'il vous plait")));
    }
}
