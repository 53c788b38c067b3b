//! Searching people by the beginning of a name or an address.

use unicode_normalization::UnicodeNormalization;

use crate::domain::email::EmailAddress;
use crate::domain::text::{Line, TextFault, folded};

/// How much of a text takes part in a search, in bytes: what an index key can hold, with room to spare.
const LONGEST: usize = 240;

/// The beginning of a name or an address, in the forms in which both are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix {
    name: String,
    /// As the keys of names were made before they were folded as they are now.
    former_name: String,
    address: String,
}

impl Prefix {
    /// Reads what someone typed.
    pub fn parse(text: &str) -> Result<Self, TextFault> {
        let line = Line::<254>::parse(text)?;
        let (name, former_name, address) = (key(line.as_str()), former_key(line.as_str()), address(line.as_str()));
        Ok(Self { name, former_name, address })
    }

    /// Whether a name begins with it, whatever the case and the diacritics.
    pub fn begins(&self, name: &str) -> bool {
        key(name).starts_with(&self.name)
    }

    /// Whether an address begins with it.
    pub fn begins_address(&self, address: &EmailAddress) -> bool {
        address.canonical().starts_with(&self.address)
    }

    /// How the keys of all names begin that begin with it. Those that a former version wrote begin differently,
    /// unless it is in plain letters.
    pub fn of_names(&self) -> Vec<&str> {
        let (now, before) = (self.name.as_str(), self.former_name.as_str());
        match () {
            () if before.starts_with(now) => vec![now],
            () if now.starts_with(before) => vec![before],
            () => vec![now, before],
        }
    }

    /// How all canonical addresses begin that begin with it; nothing if none does.
    pub fn of_addresses(&self) -> Option<&str> {
        self.address.is_ascii().then_some(&self.address)
    }
}

/// What a name is listed by.
pub fn key(name: &str) -> String {
    cut(folded(name))
}

/// The same before names were folded as they are now. Items that were not written since then have it.
fn former_key(name: &str) -> String {
    cut(name.nfkc().flat_map(char::to_lowercase).nfkc().collect())
}

fn cut(mut key: String) -> String {
    key.truncate(key.floor_char_boundary(LONGEST));
    key
}

/// The beginning of an address in its canonical form, as far as what is typed allows: the domain is international from
/// the end of a word on.
fn address(typed: &str) -> String {
    let typed = former_key(typed);
    let canonical = typed.split_once('@').filter(|(_, domain)| !domain.is_ascii()).and_then(|(local, domain)| {
        let domain = idna::domain_to_ascii(domain).ok()?;
        Some(format!("{local}@{domain}"))
    });
    canonical.unwrap_or(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefix(text: &str) -> Prefix {
        Prefix::parse(text).unwrap()
    }

    fn begins(text: &str, name: &str) -> bool {
        prefix(text).begins(name)
    }

    #[test]
    fn case_form_and_diacritics_do_not_matter() {
        assert!(begins("ZO", "Zoë") && begins("zoe\u{308}", "Zoë") && begins(" zoë ", "ZOE\u{308}"));
        assert!(begins("ｌｏｖｅ", "Lovelace") && begins("straß", "STRASSE") && begins("STRASS", "Straße"));
        assert!(begins("zoe", "Zoë") && begins("zoë", "Zoe") && begins("νικος", "ΝΙΚΟΣ"));
        assert!(!begins("ada l", "Ada") && !begins("da", "Ada"));
    }

    #[test]
    fn an_address_is_found_as_it_was_typed() {
        let address = EmailAddress::parse("Ada@bücher.example").unwrap();
        for typed in [
            "ada",
            "ADA@",
            "ada@b",
            "ada@bücher",
            "Ada@BÜCHER.",
            "ada@bücher.exam",
            "ada@bu\u{308}cher.example",
            "ada@xn--bcher",
        ] {
            assert_eq!(prefix(typed).begins_address(&address), typed != "ada@b", "{typed}");
        }
        assert!(!prefix("ada@bucher").begins_address(&address));
        assert_eq!(prefix("müller").of_addresses(), None);
    }

    #[test]
    fn names_are_looked_for_where_former_versions_put_them_too() {
        assert_eq!(prefix("Muller").of_names(), ["muller"]);
        assert_eq!(prefix("Müller").of_names(), ["muller", "müller"]);
        assert_eq!(prefix("x\u{308}y").of_names(), ["xy", "ẍy"]);
        assert_eq!(prefix("x\u{308}").of_names(), ["x", "ẍ"]);
    }

    #[test]
    fn what_no_index_key_could_hold_is_cut() {
        assert!(key(&"\u{FDFA}".repeat(80)).len() <= LONGEST);
        assert!(begins(&"が".repeat(80), &"が".repeat(80)));
    }

    #[test]
    fn nothing_is_no_prefix() {
        assert_eq!(Prefix::parse("  "), Err(TextFault::Empty));
        assert_eq!(Prefix::parse("a\0b"), Err(TextFault::ForbiddenCharacter { found: '\0' }));
    }
}
