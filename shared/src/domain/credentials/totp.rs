//! Time-based one-time passwords (RFC 6238), as every authenticator app makes them: SHA-1, six digits, 30 seconds.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use rand::Rng;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use totp_rs::{Builder, Totp};

use crate::domain::Coded;
use crate::domain::text::{of_code, shortened};

/// How many seconds a step lasts.
pub const STEP: u64 = 30;

/// How many steps before and after the present one are accepted (RFC 6238 section 5.2).
const WINDOW: u64 = 1;

/// How many bytes of the issuer's name the app is told. They are in the URI twice, each as three characters, and the
/// picture of it must stay one that a phone can read.
const LONGEST_ISSUER: usize = 80;

/// How many steps before those are told to be over: as many as a clock that is slow would make of a new code. They
/// will never be accepted, so that to know one is of no use. Of those that are yet to come nothing is said, unless the
/// secret is pending and the person has just seen it.
const RECENT: u64 = 20;

/// What the app and Usher share: 160 random bits, as RFC 4226 section 4 recommends. Prints nothing.
#[derive(Clone)]
pub struct TotpSecret([u8; 20]);

/// What the app shows. Prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpCode([u8; 6]);

/// A text that no app shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be exactly six digits")]
pub struct MalformedCode;

/// Why a code is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongCode {
    /// None of those that are looked at.
    #[error("the code is wrong; if your app shows it, check the clock of its device")]
    Wrong,
    /// It was accepted before, or a later one was.
    #[error("the code was already used; wait for the next one")]
    Used,
    /// It was shown some minutes ago, or the app's clock is slow.
    #[error("the code is no longer valid; enter the one that is shown now, and check the clock of its device")]
    Over,
    /// The app's clock is fast.
    #[error("the code is not valid yet; check the clock of the device that shows it")]
    Early,
    /// Not one of the recovery codes that are left.
    #[error("the recovery code is wrong or already used")]
    NoRecoveryCode,
}

impl Coded for MalformedCode {
    fn code(&self) -> &'static str {
        "invalid_code"
    }
}

impl TotpCode {
    /// Reads a code: six ASCII digits, with spaces and dashes as apps and people put them.
    pub fn parse(text: &str) -> Result<Self, MalformedCode> {
        // A bound on what is looked at: no code is longer, however it is typed.
        if text.len() > 200 {
            return Err(MalformedCode);
        }
        let digits: [u8; 6] = of_code(text).collect::<String>().as_bytes().try_into().map_err(|_| MalformedCode)?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits)).ok_or(MalformedCode)
    }

    /// The digits.
    pub fn reveal(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for TotpCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpCode(…)")
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl TotpSecret {
    /// A new secret.
    pub fn random(rng: &mut impl Rng) -> Self {
        let mut bytes = [0; 20];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The secret with exactly these bytes; nothing if they are not as many as a secret has.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, to be sealed.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The secret as people type it into an app.
    pub fn base32(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The secret as apps read it from a QR code, for the sign-in of `address` at `issuer`, which is shortened. Nothing
    /// if there is nothing in one of them but colons.
    pub fn otpauth_uri(&self, issuer: &str, address: &str) -> Option<String> {
        // The colon parts the two in the label.
        let [issuer, address] = [issuer, address].map(|text| text.replace(':', " "));
        let issuer = shortened(&issuer, LONGEST_ISSUER);
        if issuer.trim().is_empty() {
            return None;
        }
        self.builder().with_issuer(Some(issuer)).with_account_name(address).build().ok()?.to_url().ok()
    }

    /// The step whose code this is: one of those around `now`, and later than `after`, the last one that was used, if
    /// there is one. Every step is compared, in constant time.
    ///
    /// # Errors
    ///
    /// Why it is none of those, as far as that tells a stranger who guesses nothing that could ever be used.
    pub fn step_of(&self, code: &TotpCode, after: Option<u64>, now: Timestamp) -> Result<u64, WrongCode> {
        let totp = self.builder().build_noncompliant();
        let present = u64::try_from(now.as_second()).unwrap_or_default() / STEP;
        let (first, last) = (present.saturating_sub(WINDOW), present + WINDOW);
        let to_come = if after.is_none() { RECENT } else { 0 };
        let [mut found, mut used, mut over, mut early] = [Choice::from(0); 4];
        let mut step_found = 0;
        for step in first.saturating_sub(RECENT)..=last + to_come {
            let is_its = code.0.as_slice().ct_eq(code_at(&totp, step).as_bytes());
            let of = match step {
                _ if step < first => &mut over,
                _ if step > last => &mut early,
                _ if after.is_some_and(|after| step <= after) => &mut used,
                _ => {
                    step_found.conditional_assign(&step, is_its);
                    &mut found
                }
            };
            *of |= is_its;
        }
        match () {
            () if found.into() => Ok(step_found),
            () if used.into() => Err(WrongCode::Used),
            () if over.into() => Err(WrongCode::Over),
            () if early.into() => Err(WrongCode::Early),
            () => Err(WrongCode::Wrong),
        }
    }

    fn builder(&self) -> Builder {
        Builder::new().with_secret(self.0).with_step_duration(STEP)
    }
}

fn code_at(totp: &Totp, step: u64) -> String {
    totp.generate(step * STEP).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn secret() -> TotpSecret {
        TotpSecret::from_bytes(b"12345678901234567890").unwrap()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn code(text: &str) -> TotpCode {
        TotpCode::parse(text).unwrap()
    }

    /// RFC 6238 appendix B, the last six of its eight digits.
    const VECTORS: [(i64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];

    #[test]
    fn codes_are_those_of_the_rfc() {
        for (second, digits) in VECTORS {
            let step = u64::try_from(second).unwrap() / 30;
            assert_eq!(secret().step_of(&code(digits), None, at(second)), Ok(step), "{second}");
        }
    }

    #[test]
    fn one_step_either_way_is_accepted_and_no_more() {
        let (second, digits) = VECTORS[4];
        let step = u64::try_from(second).unwrap() / 30;
        let began = second / 30 * 30;
        let (over, early, wrong) = (Err(WrongCode::Over), Err(WrongCode::Early), Err(WrongCode::Wrong));
        for (away, shown_to_the_owner, guessed) in [
            (-631, wrong, wrong),
            (-630, early, wrong),
            (-31, early, wrong),
            (-30, Ok(step), Ok(step)),
            (59, Ok(step), Ok(step)),
            (60, over, over),
            (659, over, over),
            (660, wrong, wrong),
        ] {
            let judged = |after| secret().step_of(&code(digits), after, at(began + away));
            assert_eq!((judged(None), judged(Some(1))), (shown_to_the_owner, guessed), "{away}");
        }
        assert_eq!(secret().step_of(&code(digits), Some(step - 1), at(second)), Ok(step));
        for used in [step, step + 1] {
            let again = secret().step_of(&code(digits), Some(used), at(second));
            assert_eq!(again, Err(WrongCode::Used), "a step counts once, and those before it no more");
        }
    }

    #[test]
    fn a_code_is_six_ascii_digits() {
        for text in [
            "",
            "12345",
            "1234567",
            "12345a",
            " 12345",
            "12345 ",
            "+12345",
            "-12345",
            "12.345",
            "１２３",
            "٠١٢",
            "123\u{200b}",
            "１２３４５６",
            "123/456",
        ] {
            assert_eq!(TotpCode::parse(text), Err(MalformedCode), "{text:?}");
        }
        assert_eq!(code("000000").reveal(), "000000");
        for text in ["407 359", " 407359\r\n", "407\u{A0}359", "407-359", "4 0 7–3 5 9", "\u{200E}407359"] {
            assert_eq!(code(text).reveal(), "407359", "{text:?}");
        }
        assert_eq!(TotpCode::parse(&" ".repeat(195).replace("  ", " 1")), Err(MalformedCode));
    }

    #[test]
    fn the_uri_is_one_that_apps_read() {
        let uri = secret().otpauth_uri("Nord: Wind & Söhne", "ada@example.com").unwrap();
        assert!(uri.starts_with("otpauth://totp/Nord%20%20Wind%20%26%20S%C3%B6hne:ada%40example.com?"), "{uri}");
        let read = Totp::from_url(&uri).unwrap();
        assert_eq!((read.secret().as_bytes(), read.issuer()), (secret().as_bytes(), Some("Nord  Wind & Söhne")));
        assert_eq!(secret().otpauth_uri(" : ", "ada@example.com"), None);
    }

    #[test]
    fn the_uri_fits_into_a_picture_however_long_the_names_are() {
        let address =
            format!("{}@{}.example", "!".repeat(64), ["a".repeat(60), "b".repeat(60), "c".repeat(57)].join("."));
        for issuer in ["a".repeat(120), "中".repeat(120), "🦷".repeat(120), "👩\u{200D}💻".repeat(40)] {
            let uri = secret().otpauth_uri(&issuer, &address).unwrap();
            assert!(uri.len() <= 1_100, "{} {uri}", uri.len());
            assert!(issuer.starts_with(Totp::from_url(&uri).unwrap().issuer().unwrap().trim_end_matches('…')));
        }
    }

    #[test]
    fn nothing_is_printed() {
        assert_eq!(format!("{:?} {:?}", secret(), code("123456")), "TotpSecret(…) TotpCode(…)");
    }

    proptest! {
        #[test]
        fn a_step_is_found_within_the_window_and_after_the_last(
            bytes: [u8; 20], step in 1_u64..1_000_000_000, away in -3_i64..=3, last: Option<u32>,
        ) {
            let secret = TotpSecret::from_bytes(&bytes).unwrap();
            let code = code(&code_at(&secret.builder().build_noncompliant(), step));
            let now = at((i64::try_from(step).unwrap() + away) * 30);
            let last = last.map(u64::from);
            if let Ok(found) = secret.step_of(&code, last, now) {
                prop_assert!(last.is_none_or(|last| found > last));
                prop_assert!(found.abs_diff(step.saturating_add_signed(away)) <= 1);
            } else {
                prop_assert!(away.abs() > 1 || last.is_some_and(|last| step <= last));
            }
        }

        #[test]
        fn what_parses_is_six_digits_and_stays_as_it_is(text in "[0-9 +a-z]{0,8}|[0-9]{6}|[0-9]{3} ?[0-9]{3}") {
            if let Ok(code) = TotpCode::parse(&text) {
                prop_assert_eq!(code.reveal(), text.replace(' ', ""));
                prop_assert!(code.reveal().len() == 6 && code.reveal().bytes().all(|digit| digit.is_ascii_digit()));
            }
        }
    }
}
