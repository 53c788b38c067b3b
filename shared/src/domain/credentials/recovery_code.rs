//! Recovery codes: what replaces the second factor when the phone is gone, one use each.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use rand::Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::domain::Coded;
use crate::domain::id::BASE32;
use crate::domain::text::of_code;

/// How many codes someone gets at once.
pub const MANY: usize = 10;

/// How many characters are between two dashes.
const GROUP: usize = 4;

/// 120 random bits: more than the 112 from which a code needs neither salt nor stretching (OWASP ASVS 5.0, 6.5.2).
/// Prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 15]);

/// What is stored of a [`RecoveryCode`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecoveryHash(String);

/// A text that is no recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a recovery code: 24 letters and digits")]
pub struct MalformedRecoveryCode;

impl Coded for MalformedRecoveryCode {
    fn code(&self) -> &'static str {
        "invalid_code"
    }
}

impl RecoveryCode {
    /// A set of new codes.
    pub fn random_set(rng: &mut impl Rng) -> Vec<Self> {
        std::iter::repeat_with(|| {
            let mut bytes = [0; 15];
            rng.fill_bytes(&mut bytes);
            Self(bytes)
        })
        .take(MANY)
        .collect()
    }

    /// The code as its owner writes it down: `abcd-efgh-ijkl-mnop-qrst-uvwx`.
    pub fn reveal(&self) -> String {
        let letters = BASE32.encode(&self.0);
        let groups: Vec<&str> = (0..letters.len()).step_by(GROUP).map(|from| &letters[from..from + GROUP]).collect();
        groups.join("-")
    }

    /// Reads a code that someone typed: in either case, with spaces and dashes as they please.
    pub fn parse(text: &str) -> Result<Self, MalformedRecoveryCode> {
        // A bound on what is looked at: no code is longer, however it is typed.
        if text.len() > 200 {
            return Err(MalformedRecoveryCode);
        }
        let letters: String = of_code(text).map(|c| c.to_ascii_lowercase()).collect();
        let bytes = BASE32.decode(letters.as_bytes()).map_err(|_| MalformedRecoveryCode)?;
        bytes.try_into().map(Self).map_err(|_| MalformedRecoveryCode)
    }

    /// The hash to store.
    pub fn hash(&self) -> RecoveryHash {
        let digest = Sha256::new().chain_update(b"usher recovery code\0").chain_update(self.0).finalize();
        RecoveryHash(BASE64URL_NOPAD.encode(&digest))
    }
}

impl RecoveryHash {
    /// Whether this is the hash of `code`, in constant time.
    pub fn is_of(&self, code: &RecoveryCode) -> bool {
        self.0.as_bytes().ct_eq(code.hash().0.as_bytes()).into()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

impl fmt::Debug for RecoveryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn a_set_has_ten_different_codes_in_six_groups_of_four() {
        let codes = RecoveryCode::random_set(&mut StdRng::seed_from_u64(1));
        let shown: std::collections::BTreeSet<String> = codes.iter().map(RecoveryCode::reveal).collect();
        assert_eq!(shown.len(), 10);
        assert!(shown.iter().all(|code| code.split('-').map(str::len).eq([4; 6])), "{shown:?}");
    }

    #[test]
    fn what_is_stored_and_printed_tells_nothing() {
        let code = RecoveryCode([7; 15]);
        assert_eq!(format!("{code:?} {:?}", code.hash()), "RecoveryCode(…) RecoveryHash(…)");
        assert!(
            !code.hash().0.contains(&code.reveal())
                && code.hash().is_of(&code)
                && !code.hash().is_of(&RecoveryCode([8; 15]))
        );
    }

    proptest! {
        #[test]
        fn codes_survive_being_typed(
            bytes: [u8; 15], upper: bool, places in proptest::collection::vec((0_usize..24, "[ \t\u{a0}–—-]"), 0..8),
        ) {
            let code = RecoveryCode(bytes);
            let mut typed: String = code.reveal().replace('-', "");
            for (place, filler) in places {
                let place = typed.char_indices().map(|(at, _)| at).nth(place).unwrap_or(0);
                typed.insert_str(place, &filler);
            }
            let typed = if upper { typed.to_uppercase() } else { typed };
            prop_assert_eq!(RecoveryCode::parse(&typed), Ok(code));
        }

        #[test]
        fn anything_else_is_refused_without_a_panic(text in ".{0,60}") {
            if let Ok(code) = RecoveryCode::parse(&text) {
                prop_assert_eq!(RecoveryCode::parse(&code.reveal()), Ok(code));
            }
        }
    }
}
