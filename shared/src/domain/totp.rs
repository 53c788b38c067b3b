//! Time-based one-time passwords (RFC 6238), as every authenticator app makes them: SHA-1, six digits, 30 seconds.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use rand::Rng;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use totp_rs::{Builder, Totp};

use super::Coded;

/// How many seconds a step lasts.
pub const STEP: u64 = 30;

/// How many steps before and after the present one are accepted (RFC 6238 section 5.2).
const WINDOW: u64 = 1;

/// What the app and Usher share: 160 random bits, as RFC 4226 section 4 recommends. Prints nothing.
#[derive(Clone)]
pub struct TotpSecret([u8; 20]);

/// What the app shows. Prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpCode([u8; 6]);

/// A text that no app shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("exactly six digits")]
pub struct MalformedCode;

impl Coded for MalformedCode {
    fn code(&self) -> &'static str {
        "invalid_code"
    }
}

impl TotpCode {
    /// Reads a code: six ASCII digits and nothing else.
    pub fn parse(text: &str) -> Result<Self, MalformedCode> {
        let digits: [u8; 6] = text.as_bytes().try_into().map_err(|_| MalformedCode)?;
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

    /// The secret with exactly these bytes; nothing where they are not as many as a secret has.
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

    /// The secret as apps read it from a QR code, for the sign-in of `address` at `issuer`. Nothing where one of them is empty.
    pub fn otpauth_uri(&self, issuer: &str, address: &str) -> Option<String> {
        // The colon parts the two in the label.
        let [issuer, address] = [issuer, address].map(|text| text.replace(':', " "));
        if issuer.trim().is_empty() {
            return None;
        }
        self.builder().with_issuer(Some(issuer)).with_account_name(address).build().ok()?.to_url().ok()
    }

    /// The step whose code this is: one of those around `now`, and later than `after`, the last one that was used. Every step is
    /// compared, in constant time.
    pub fn step_of(&self, code: &TotpCode, after: Option<u64>, now: Timestamp) -> Option<u64> {
        let totp = self.builder().build_noncompliant();
        let present = u64::try_from(now.as_second()).unwrap_or_default() / STEP;
        let (mut found, mut step_found) = (Choice::from(0), 0);
        for step in present.saturating_sub(WINDOW)..=present + WINDOW {
            let is_new = Choice::from(u8::from(after.is_none_or(|after| step > after)));
            let is_its = is_new & code.0.as_slice().ct_eq(code_at(&totp, step).as_bytes());
            step_found = u64::conditional_select(&step_found, &step, is_its);
            found |= is_its;
        }
        bool::from(found).then_some(step_found)
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
            assert_eq!(secret().step_of(&code(digits), None, at(second)), Some(step), "{second}");
        }
    }

    #[test]
    fn one_step_either_way_is_accepted_and_no_more() {
        let (second, digits) = VECTORS[4];
        let step = u64::try_from(second).unwrap() / 30;
        let began = second / 30 * 30;
        for (when, accepted) in [(began - 31, false), (began - 30, true), (began, true), (began + 59, true), (began + 60, false)] {
            assert_eq!(secret().step_of(&code(digits), None, at(when)).is_some(), accepted, "{}", when - began);
        }
        assert_eq!(secret().step_of(&code(digits), Some(step - 1), at(second)), Some(step));
        for used in [step, step + 1] {
            assert_eq!(secret().step_of(&code(digits), Some(used), at(second)), None, "a step counts once, and those before it no more");
        }
    }

    #[test]
    fn a_code_is_six_ascii_digits() {
        for text in ["", "12345", "1234567", "12345a", " 12345", "12345 ", "+12345", "-12345", "12.345", "１２３", "٠١٢", "123\u{200b}", "123 456"]
        {
            assert_eq!(TotpCode::parse(text), Err(MalformedCode), "{text:?}");
        }
        assert_eq!(code("000000").reveal(), "000000");
    }

    #[test]
    fn the_uri_is_one_that_apps_read() {
        let uri = secret().otpauth_uri("Nord: Wind & Söhne", "ada@example.com").unwrap();
        assert!(uri.starts_with("otpauth://totp/Nord%20%20Wind%20%26%20S%C3%B6hne:ada%40example.com?"), "{uri}");
        let read = Totp::from_url(&uri).unwrap();
        assert_eq!((read.secret().as_bytes(), read.issuer()), (secret().as_bytes(), Some("Nord  Wind & Söhne")));
        assert_eq!(secret().otpauth_uri(" ", "ada@example.com"), None);
    }

    #[test]
    fn nothing_is_printed() {
        assert_eq!(format!("{:?} {:?}", secret(), code("123456")), "TotpSecret(…) TotpCode(…)");
    }

    proptest! {
        #[test]
        fn a_step_is_found_within_the_window_and_after_the_last(bytes: [u8; 20], step in 1_u64..1_000_000_000, away in -3_i64..=3, last: Option<u32>) {
            let secret = TotpSecret::from_bytes(&bytes).unwrap();
            let code = code(&code_at(&secret.builder().build_noncompliant(), step));
            let now = at((i64::try_from(step).unwrap() + away) * 30);
            let last = last.map(u64::from);
            if let Some(found) = secret.step_of(&code, last, now) {
                prop_assert!(last.is_none_or(|last| found > last));
                prop_assert!(found.abs_diff(step.saturating_add_signed(away)) <= 1);
            } else {
                prop_assert!(away.abs() > 1 || last.is_some_and(|last| step <= last));
            }
        }

        #[test]
        fn what_parses_is_six_digits_and_stays_as_it_is(text in "[0-9 +a-z]{0,8}|[0-9]{6}") {
            if let Ok(code) = TotpCode::parse(&text) {
                prop_assert_eq!(code.reveal(), &text);
                prop_assert!(text.len() == 6 && text.bytes().all(|digit| digit.is_ascii_digit()));
            }
        }
    }
}
