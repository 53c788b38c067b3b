//! Email addresses in one canonical form: the only identity that people have here.

use std::fmt;

use email_address::Options;
use serde::{Deserialize, Serialize};

use super::Coded;

/// RFC 5321 section 4.5.3.1.3, less the angle brackets.
const LONGEST: usize = 254;

/// Characters that look like the separators of an address, or that IDNA maps to them.
const LOOK_ALIKES: [char; 6] = ['＠', '﹫', '．', '。', '｡', '․'];

/// A deliverable address: ASCII in lower case, the domain in its IDNA form.
///
/// The local part is lower-cased too. Mailboxes that differ only in case are a theoretical possibility of
/// RFC 5321 and a practical way to invite one person twice.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an address that mail can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailFault {
    /// More than 254 characters.
    #[error("an address has at most {LONGEST} characters")]
    TooLong,
    /// Not of the form `local@domain.tld`.
    #[error("not an email address")]
    Malformed,
    /// A quoted or non-ASCII local part, which SES does not deliver to.
    #[error("the part before the `@` may only hold unquoted ASCII characters")]
    UnsupportedLocalPart,
}

impl Coded for EmailFault {
    fn code(&self) -> &'static str {
        "invalid_email"
    }
}

impl EmailAddress {
    /// Reads an address as people type it; white space around it is dropped.
    pub fn parse(text: &str) -> Result<Self, EmailFault> {
        let text = text.trim_matches([' ', '\t']);
        if text.len() > LONGEST {
            return Err(EmailFault::TooLong);
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || LOOK_ALIKES.contains(&c)) {
            return Err(EmailFault::Malformed);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailFault::Malformed)?;
        if !local.is_ascii() || local.contains('"') {
            return Err(EmailFault::UnsupportedLocalPart);
        }
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| EmailFault::Malformed)?;
        let canonical = format!("{}@{domain}", local.to_ascii_lowercase());
        let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
        email_address::EmailAddress::parse_with_options(&canonical, options).map_err(|_| EmailFault::Malformed)?;
        Ok(Self(canonical))
    }

    /// The one form in which the address is compared, stored and written to.
    pub fn canonical(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows the domain only: logs hold no full address.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "…@{}", self.0.rsplit_once('@').map_or("", |(_, domain)| domain))
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailFault;

    fn try_from(text: String) -> Result<Self, EmailFault> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn canonical(text: &str) -> Result<String, EmailFault> {
        EmailAddress::parse(text).map(String::from)
    }

    #[test]
    fn one_person_has_one_canonical_form() {
        assert_eq!(canonical("Ada.Lovelace@Example.COM").as_deref(), Ok("ada.lovelace@example.com"));
        assert_eq!(canonical(" ada@bücher.example\t").as_deref(), Ok("ada@xn--bcher-kva.example"));
        assert_eq!(canonical("ada+usher@example.com").as_deref(), Ok("ada+usher@example.com"));
    }

    #[test]
    fn what_is_not_an_address_is_refused() {
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@example",
            "a b@example.com",
            "ada@example.com\r\nBcc: x@y.zz",
            "ada@[127.0.0.1]",
            "ada@exam_ple.com",
            "ada＠example.com",
            "ada@example。com",
            "ada@example..com",
            "Ada <ada@example.com>",
            "ada@-example.com",
        ] {
            assert_eq!(canonical(text), Err(EmailFault::Malformed), "{text:?}");
        }
        assert_eq!(canonical("\"a b\"@example.com"), Err(EmailFault::Malformed));
        assert_eq!(canonical("\"ab\"@example.com"), Err(EmailFault::UnsupportedLocalPart));
        assert_eq!(canonical("адам@example.com"), Err(EmailFault::UnsupportedLocalPart));
        assert_eq!(canonical(&format!("{}@example.com", "a".repeat(250))), Err(EmailFault::TooLong));
    }

    #[test]
    fn debug_output_hides_the_person() {
        assert_eq!(format!("{:?}", EmailAddress::parse("ada@example.com").unwrap()), "…@example.com");
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_is_idempotent(text in ".{0,80}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert_eq!(EmailAddress::parse(address.canonical()), Ok(address));
            }
        }
    }
}
