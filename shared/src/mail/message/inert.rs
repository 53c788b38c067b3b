//! Names made harmless: one line, and nothing in them that a mail client turns into a link.
//!
//! Mail clients make links of text that looks like one, in HTML parts too, and escaping does not stop them: an account
//! called `evil.example` would put a stranger's link into an email that comes from us (security.md 32). So a ZERO WIDTH
//! NON-JOINER goes behind each character on which such guessing depends. Why this one, and why behind:
//!
//! - It shows as nothing and people keep their names: `Booking.com` stays `Booking.com` to the eye
//!   and to a screen reader. A space or a look-alike dot would disfigure honest names. Old Outlooks
//!   draw WORD JOINER (U+2060) as a box; this one they know.
//! - Behind the dot it is the first character of what would have to be a top-level domain, and no
//!   list of these has it. In front of the dot, Android's pattern takes it for a letter and links.
//! - Should a client link all the same, the host is invalid: IDNA allows the character only inside some scripts' words
//!   (RFC 5892 A.1), so a browser refuses it, whereas it drops U+200B and U+2060 and would open the stranger's site.
//!
//! What is left: clients that strip invisible characters before they guess, and guesses at telephone
//! numbers in the text part.

use crate::domain::text::cleaned;

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';

/// A name as an email may show it, on one line and never a link.
pub(super) fn name(value: &str) -> String {
    let line = one_line(value);
    let mut shown = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        shown.push(c);
        if begins_a_guess(c) && rest.peek().is_some_and(|next| !next.is_whitespace()) {
            shown.push(ZERO_WIDTH_NON_JOINER);
        }
    }
    shown
}

/// The value on one line, without what is invisible. Upstream refuses that; this is the last place that can.
pub(super) fn one_line(value: &str) -> String {
    cleaned(value)
}

/// A `mailto:` URL for an address (RFC 6068 section 2), whose local part cannot add headers.
pub(super) fn mailto(address: &str) -> String {
    let mut url = String::from("mailto:");
    for byte in address.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'@' | b'.' | b'-' | b'_' | b'~' | b'+' => {
                url.push(char::from(byte));
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

/// Dots as IDNA knows them, `:` as in `http://`, `@` as in an address.
fn begins_a_guess(c: char) -> bool {
    matches!(c, '.' | '\u{2024}' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}' | ':' | '\u{ff1a}' | '@' | '\u{ff20}')
}
