//! Fuzz targets: everything that reads what a stranger sends, and what must hold for whatever that is.
//!
//! A target takes bytes and panics if a rule is broken. `tests/targets.rs` runs each for a second on any machine with
//! stable Rust, or for as many as `USHER_FUZZ_SECONDS` says; an engine that follows coverage can call the same
//! functions.

pub mod engine;

use usher::domain::credential::Credential;
use usher::domain::credentials::recovery_code::RecoveryCode;
use usher::domain::credentials::token::{
    ApiTokenToken, ChallengeToken, InvitationToken, ResetToken, SessionToken, TokenKind,
};
use usher::domain::credentials::totp::{TotpCode, TotpSecret, WrongCode};
use usher::domain::email::EmailAddress;

/// A token that is read is the token that is written, and of one kind only.
pub fn tokens(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let read = TokenKind::ALL.map(|kind| rewritten(kind, text));
    assert!(read.iter().flatten().count() <= 1, "a token of two kinds");
    for revealed in read.into_iter().flatten() {
        assert_eq!(revealed, text, "two spellings of one token");
    }
}

/// The token of this kind that is read from `text`, written again.
fn rewritten(kind: TokenKind, text: &str) -> Option<String> {
    match kind {
        TokenKind::Invitation => InvitationToken::parse(text).map(|token| token.reveal()),
        TokenKind::PasswordReset => ResetToken::parse(Credential::Password, text).map(|token| token.reveal()),
        TokenKind::SecondFactorReset => ResetToken::parse(Credential::SecondFactor, text).map(|token| token.reveal()),
        TokenKind::Session => SessionToken::parse(text).map(|token| token.reveal()),
        TokenKind::Challenge => ChallengeToken::parse(text).map(|token| token.reveal()),
        TokenKind::ApiToken => ApiTokenToken::parse(text).map(|token| token.reveal()),
    }
    .ok()
}

/// An address that is read has one canonical form, which reads as itself, without what mail headers must not carry.
pub fn addresses(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(address) = EmailAddress::parse(text) else { return };
    let canonical = address.canonical();
    assert!(canonical.is_ascii() || canonical.chars().all(|c| !c.is_control()), "a control character in {canonical:?}");
    assert!(!canonical.contains(['\r', '\n', '\0', ' ', ',', ';', '<', '>']), "a separator in {canonical:?}");
    assert_eq!(canonical.matches('@').count(), 1, "{canonical:?}");
    let Ok(again) = EmailAddress::parse(canonical) else { panic!("{canonical:?} is canonical and no address") };
    assert_eq!(again.canonical(), canonical, "canonical is not canonical");
    let Ok(shown) = EmailAddress::parse(&address.to_string()) else { panic!("{address} is no address") };
    assert_eq!(shown.canonical(), canonical);
}

/// A code is six ASCII digits, and none is accepted that the app does not show within a step of now, or whose step was
/// used.
pub fn codes(data: &[u8]) {
    let (head, rest) = data.split_at(data.len().min(28));
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let Ok(code) = TotpCode::parse(text) else {
        assert!(text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()), "six digits are refused");
        return;
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    assert!(digits.len() == 6 && !text.contains(char::is_alphabetic), "{text:?} is read as a code");
    assert_eq!(code.reveal(), digits);
    let Some((secret, moment)) = head.split_at_checked(20) else { return };
    let (Some(secret), Ok(moment)) = (TotpSecret::from_bytes(secret), <[u8; 8]>::try_from(moment)) else { return };
    // Any second of the next thousand years.
    let second = i64::from_le_bytes(moment).rem_euclid(31_556_952_000);
    let Ok(now) = jiff::Timestamp::from_second(second) else { return };
    if let Ok(step) = secret.step_of(&code, None, now) {
        assert!(step.abs_diff(second.unsigned_abs() / 30) <= 1, "a step that is not now");
        assert_eq!(secret.step_of(&code, Some(step + 1), now), Err(WrongCode::Used), "a step that was used");
    }
}

/// A recovery code that is read is one that is written, however it was typed, and is stored as the same hash.
pub fn recovery_codes(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(code) = RecoveryCode::parse(text) else { return };
    let revealed = code.reveal();
    let letters: String = revealed.split('-').collect();
    assert_eq!(letters.len(), 24);
    let typed: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    assert_eq!(typed, letters, "{text:?} is read as another code");
    assert!(RecoveryCode::parse(&revealed).is_ok_and(|again| again.hash() == code.hash()));
}
