//! Addresses that are thrown away after use.

use crate::domain::email::EmailAddress;

/// The domains, as `build.rs` packs them.
static LIST: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/disposable.fst"));

/// Whether the domain of `email`, or one that it lies under, is on the list of the library `mailchecker`.
pub fn is_listed(email: &EmailAddress) -> bool {
    let domain = email.canonical().rsplit_once('@').map_or("", |(_, domain)| domain);
    let parents = domain.match_indices('.').map(|(dot, _)| &domain[dot + 1..]);
    std::iter::once(domain).chain(parents).any(|domain| list().contains(domain))
}

fn list() -> fst::Set<&'static [u8]> {
    #[expect(clippy::expect_used, reason = "the set is a constant of the program; a test reads it")]
    fst::Set::new(LIST).expect("the set that was packed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_of_the_list_and_those_under_them_are_found_and_no_others() {
        let listed = |email: &str| is_listed(&EmailAddress::parse(email).unwrap());
        assert!(listed("x@mailinator.com") && listed("x@MAILINATOR.com") && listed("x@sub.mailinator.com"));
        assert!(!listed("x@gmail.com") && !listed("mailinator.com@example.com") && !listed("x@no-such-mailinator.com"));
        assert!(list().len() > 10_000);
    }
}
