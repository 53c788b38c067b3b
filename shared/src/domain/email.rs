//! Email addresses in one canonical form: the only identity that people have here.

use std::fmt;

use email_address::Options;
use serde::{Deserialize, Serialize};

use super::Coded;
use super::text::{is_ignorable, trimmed};

/// RFC 5321 section 4.5.3.1.3, less the angle brackets: how many characters the canonical form has at most.
const LONGEST: usize = 254;

/// How many bytes of what is typed are looked at. No canonical form of the allowed length needs more.
const LONGEST_TYPED: usize = 4096;

/// The names of the mail server that is most used of those that ignore dots.
const GMAIL: [&str; 2] = ["gmail.com", "googlemail.com"];

/// Characters that look like the separators of an address, or that IDNA maps to them.
const LOOK_ALIKES: [char; 6] = ['＠', '﹫', '．', '。', '｡', '․'];

/// What a sentence leaves behind an address that is copied out of it.
const MARKS: [char; 10] = ['.', ',', ';', ':', '!', '?', ')', '\'', '"', '”'];

/// A deliverable address: ASCII in lower case, the domain in its IDNA form.
///
/// The local part is lower-cased too. Mailboxes that differ only in case are a theoretical possibility of
/// RFC 5321 and a practical way to invite one person twice.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an address that email can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailFault {
    /// Nothing that is seen.
    #[error("must not be empty")]
    Empty,
    /// More than 254 characters in its canonical form.
    #[error("at most {LONGEST} characters, counted as mail servers write it")]
    TooLong,
    /// `Ada <ada@example.com>`.
    #[error("must be the address alone, without a name and angle brackets")]
    Named,
    /// `mailto:ada@example.com`.
    #[error("must be the address alone, without `mailto:`")]
    Link,
    /// More than one `@`.
    #[error("must be one address; here are several")]
    Several,
    /// A mark of the sentence that it was copied from.
    #[error("must not end with `{0}`")]
    TrailingMark(char),
    /// White space, or a character that is not seen.
    #[error("must not hold blanks or invisible characters")]
    Blank,
    /// A character that only looks like a part of an address.
    #[error("`{0}` only looks like the `@` or the `.` of an address")]
    LookAlike(char),
    /// `ada`.
    #[error("an address has an `@` with something before and behind it")]
    Incomplete,
    /// A quoted or non-ASCII local part, which SES does not deliver to.
    #[error("the part before the `@` may only hold unquoted ASCII characters")]
    UnsupportedLocalPart,
    /// `[127.0.0.1]`, `127.0.0.1`, `localhost`.
    #[error("the part behind the `@` must be a whole domain such as `example.com`; a number is none")]
    NoDomain,
    /// What no domain may hold.
    #[error("the part behind the `@` is not the name of a domain")]
    MalformedDomain,
    /// Anything else that is not of the form `local@domain.tld`.
    #[error("not an email address")]
    Malformed,
}

impl Coded for EmailFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            _ => "invalid_email",
        }
    }
}

impl EmailAddress {
    /// Reads an address as people type or paste it; white space and invisible characters around it are dropped.
    pub fn parse(text: &str) -> Result<Self, EmailFault> {
        let text = trimmed(text);
        if text.len() > LONGEST_TYPED {
            return Err(EmailFault::TooLong);
        }
        let (local, domain) = parts(text)?;
        if !local.is_ascii() || local.contains('"') {
            return Err(EmailFault::UnsupportedLocalPart);
        }
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| EmailFault::MalformedDomain)?;
        if !ends_in_a_name(&domain) {
            return Err(EmailFault::NoDomain);
        }
        Self::try_from(format!("{}@{domain}", local.to_ascii_lowercase()))
    }

    /// The one form in which the address is compared, stored and written to.
    pub fn canonical(&self) -> &str {
        &self.0
    }

    /// The mailbox that the address most likely leads to: without its tag, the part from a `+` on, and at Gmail without
    /// dots. No address to write to, since some mail servers do not know tags. One that is nothing but a tag is left as
    /// it is.
    pub fn mailbox(&self) -> String {
        let Some((local, domain)) = self.0.rsplit_once('@') else { return self.0.clone() };
        let local =
            local.split_once('+').map_or(local, |(mailbox, _)| if mailbox.is_empty() { local } else { mailbox });
        if GMAIL.contains(&domain) {
            format!("{}@{}", local.replace('.', ""), GMAIL[0])
        } else {
            format!("{local}@{domain}")
        }
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

/// What is before and behind the `@`, or why there are no such two parts.
fn parts(text: &str) -> Result<(&str, &str), EmailFault> {
    match text.chars().next_back() {
        None => return Err(EmailFault::Empty),
        _ if text.contains(['<', '>']) => return Err(EmailFault::Named),
        _ if text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) => {
            return Err(EmailFault::Link);
        }
        _ if text.matches('@').count() > 1 => return Err(EmailFault::Several),
        Some(mark) if MARKS.contains(&mark) => return Err(EmailFault::TrailingMark(mark)),
        Some(_) => {}
    }
    if let Some(found) = text.chars().find(|c| LOOK_ALIKES.contains(c)) {
        return Err(EmailFault::LookAlike(found));
    }
    let (local, domain) = text.split_once('@').ok_or(EmailFault::Incomplete)?;
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) || local.chars().any(is_ignorable) {
        return Err(EmailFault::Blank);
    }
    match (local, domain) {
        ("", _) | (_, "") => Err(EmailFault::Incomplete),
        (_, domain) if domain.starts_with('[') => Err(EmailFault::NoDomain),
        parts => Ok(parts),
    }
}

/// Whether there is a top-level domain, all of which have letters alone, or are international. Everything that ends
/// otherwise is a name without dots, or one of the many ways to write a number (RFC 3696 section 2).
fn ends_in_a_name(domain: &str) -> bool {
    let last = domain.rsplit_once('.').map(|(_, last)| last);
    last.is_some_and(|last| last.starts_with("xn--") || last.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// Takes a canonical form and nothing else: what [`EmailAddress::parse`] has just made, and what was stored. Whatever
/// is stored can be read, also if it was taken before a rule of `parse`.
impl TryFrom<String> for EmailAddress {
    type Error = EmailFault;

    fn try_from(canonical: String) -> Result<Self, EmailFault> {
        if canonical.len() > LONGEST {
            return Err(EmailFault::TooLong);
        }
        if !canonical.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase()) {
            return Err(EmailFault::Malformed);
        }
        let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
        email_address::EmailAddress::parse_with_options(&canonical, options).map_err(|_| EmailFault::Malformed)?;
        Ok(Self(canonical))
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
    fn what_is_copied_along_with_an_address_is_dropped() {
        let edges = [" ", "\t", "\r\n", "\u{A0}", "\u{3000}", "\u{FEFF}", "\u{200B}", "\u{202A}", "\u{2060}\u{A0}"];
        for edge in edges {
            for typed in [format!("{edge}ada@example.com"), format!("ada@example.com{edge}")] {
                assert_eq!(canonical(&typed).as_deref(), Ok("ada@example.com"), "{typed:?}");
            }
            assert_eq!(canonical(edge), Err(EmailFault::Empty), "{edge:?}");
        }
    }

    #[test]
    fn what_is_not_an_address_is_refused_and_each_cause_told() {
        use EmailFault::*;
        for (text, fault) in [
            ("", Empty),
            ("ada", Incomplete),
            ("@example.com", Incomplete),
            ("ada@", Incomplete),
            ("Ada <ada@example.com>", Named),
            ("<ada@example.com>", Named),
            ("MAILTO:ada@example.com", Link),
            ("ada@example.com, bob@example.com", Several),
            ("ada@example.com;bob@example.com", Several),
            ("ada@@example.com", Several),
            ("ada@example.com.", TrailingMark('.')),
            ("ada@example.com,", TrailingMark(',')),
            ("ada@example.com)", TrailingMark(')')),
            ("a b@example.com", Blank),
            ("ada@exam\u{A0}ple.com", Blank),
            ("a\u{200B}da@example.com", Blank),
            ("ada@example.com\r\nBcc: x", Blank),
            ("ada＠example.com", LookAlike('＠')),
            ("ada@example。com", LookAlike('。')),
            ("адам@example.com", UnsupportedLocalPart),
            ("\"ab\"@example.com", UnsupportedLocalPart),
            ("ada@exam_ple.com", MalformedDomain),
            ("ada@example..com", MalformedDomain),
            ("ada@-example.com", MalformedDomain),
            ("a..da@example.com", Malformed),
        ] {
            assert_eq!(canonical(text), Err(fault), "{text:?}");
        }
        assert_eq!(canonical(&format!("{}@example.com", "a".repeat(250))), Err(TooLong));
    }

    #[test]
    fn a_number_is_no_domain_however_it_is_written() {
        let hosts = [
            "localhost",
            "127.0.0.1",
            "[127.0.0.1]",
            "[::1]",
            "[IPv6:::1]",
            "1.1",
            "127.1",
            "2130706433",
            "0x7f.1",
            "0x7f.0x1",
            "example.123",
            "example.0x7f",
            "１.１",
            "1。1",
            "١.١",
            "example.1e3",
        ];
        for host in hosts {
            let fault = canonical(&format!("x@{host}")).unwrap_err();
            assert!(
                [EmailFault::NoDomain, EmailFault::MalformedDomain, EmailFault::LookAlike('。')].contains(&fault),
                "{host}: {fault:?}"
            );
        }
        for host in ["1.example", "127.0.0.1.example", "example.xn--p1ai", "пример.рф", "3com.com"] {
            assert!(canonical(&format!("x@{host}")).is_ok(), "{host}");
        }
    }

    #[test]
    fn what_an_older_version_took_is_read() {
        for stored in ["x@127.0.0.1", "x@example.123"] {
            assert_eq!(EmailAddress::try_from(stored.to_owned()).map(String::from).as_deref(), Ok(stored));
        }
    }

    #[test]
    fn addresses_that_differ_in_what_their_server_ignores_are_one_mailbox() {
        for (address, mailbox) in [
            ("ada@example.com", "ada@example.com"),
            ("ada+1@example.com", "ada@example.com"),
            ("Ada+News+2026@Example.com", "ada@example.com"),
            ("ada+@example.com", "ada@example.com"),
            ("+ada@example.com", "+ada@example.com"),
            ("ada-1@example.com", "ada-1@example.com"),
            ("a.d.a@example.com", "a.d.a@example.com"),
            ("a.d.a+1@gmail.com", "ada@gmail.com"),
            ("ad.a@googlemail.com", "ada@gmail.com"),
            ("a.d.a@gmail.com.example", "a.d.a@gmail.com.example"),
        ] {
            assert_eq!(EmailAddress::parse(address).map(|address| address.mailbox()).as_deref(), Ok(mailbox));
        }
    }

    #[test]
    fn debug_output_hides_the_person() {
        assert_eq!(format!("{:?}", EmailAddress::parse("ada@example.com").unwrap()), "…@example.com");
    }

    #[test]
    fn an_address_is_as_long_as_its_canonical_form() {
        let long = format!("{}@{}.example", "z".repeat(57), vec!["aü"; 19].join("."));
        assert_eq!((long.chars().count(), canonical(&long)), (122, Err(EmailFault::TooLong)));
        let longest = canonical(&long[1..]).unwrap();
        assert_eq!((longest.len(), canonical(&longest)), (LONGEST, Ok(longest)));
        // 269 bytes as it is typed.
        let cyrillic = format!("ada@{}.example", ["адреспочты"; 11].join("."));
        assert!(cyrillic.len() > 200 && canonical(&cyrillic).is_ok());
        assert_eq!(canonical(&format!("ada@{}example.com", "\u{ad}".repeat(LONGEST_TYPED))), Err(EmailFault::TooLong));
    }

    #[test]
    fn only_a_canonical_form_is_read_back() {
        for stored in ["Ada@example.com", " ada@example.com", "ada@bücher.example", "ada"] {
            assert_eq!(EmailAddress::try_from(stored.to_owned()), Err(EmailFault::Malformed), "{stored:?}");
        }
    }

    /// Addresses of every length, in several scripts, some of them too long only in their canonical form.
    fn typed() -> impl Strategy<Value = String> {
        let label = prop_oneof![
            "[a-zA-Z0-9]{1,63}",
            "[a-zäöüß]{1,40}",
            "[а-яА-Я]{1,40}",
            "[ぁ-ん一-龠]{1,25}",
            "[à-ÿ\u{300}-\u{30f}]{1,30}"
        ];
        let domain = proptest::collection::vec(label, 1..12).prop_map(|labels| labels.join("."));
        ("[a-zA-Z0-9.+_-]{1,64}", domain).prop_map(|(local, domain)| format!("{local}@{domain}.example"))
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_is_idempotent(text in prop_oneof![".{0,80}".boxed(), typed().boxed()]) {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert_eq!(EmailAddress::parse(address.canonical()), Ok(address.clone()));
                prop_assert_eq!(EmailAddress::try_from(String::from(address.clone())), Ok(address));
            }
        }
    }
}
