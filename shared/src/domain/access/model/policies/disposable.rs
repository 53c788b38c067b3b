//! Which addresses are thrown away after use: what a maintained list says, and what the access model adds to it or
//! takes from it.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::InvitationPolicy;
use crate::domain::access::model::faults::Faults;
use crate::domain::access::model::table::Table;
use crate::domain::email::EmailAddress;

/// How many domains each list may hold.
const MOST: usize = 200;

/// Corrections to the maintained list of disposable domains. Each domain includes its subdomains.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DisposableDomains {
    /// Domains that are refused even if they are not on the list.
    #[schema(max_items = 200)]
    pub refuse: BTreeSet<String>,
    /// Domains that are allowed even if they are on the list.
    #[schema(max_items = 200)]
    pub allow: BTreeSet<String>,
}

impl InvitationPolicy {
    /// Whether an address is refused as disposable; `listed` is what the maintained list says of it.
    ///
    /// Of a domain and a subdomain that are named on different sides, the longer one counts: it was named on purpose.
    pub fn refuses(&self, email: &EmailAddress, listed: bool) -> bool {
        let domains = &self.disposable_domains;
        let (refused, allowed) = (longest_match(&domains.refuse, email), longest_match(&domains.allow, email));
        self.refuse_disposable && if refused == allowed { listed } else { refused > allowed }
    }
}

/// The length of the longest of `domains` that the address is of; 0 where it is of none.
fn longest_match(domains: &BTreeSet<String>, email: &EmailAddress) -> usize {
    domains.iter().filter(|domain| is_of(email, domain)).map(String::len).max().unwrap_or(0)
}

fn is_of(email: &EmailAddress, domain: &str) -> bool {
    email.canonical().strip_suffix(domain).is_some_and(|before| before.ends_with(['@', '.']))
}

impl DisposableDomains {
    pub(super) fn read(mut table: Table<'_>, refuse_disposable: bool, faults: &mut Faults) -> Self {
        let domains =
            Self { refuse: read_list(&mut table, "refuse", faults), allow: read_list(&mut table, "allow", faults) };
        if !refuse_disposable && domains != Self::default() {
            let message = "has no effect while `refuse_disposable` is `false`";
            faults.add(table.path(), "impossible_policy", message);
        }
        for both in domains.refuse.intersection(&domains.allow) {
            faults.add(table.path(), "impossible_policy", format!("`{both}` is both refused and allowed"));
        }
        table.finish(faults);
        domains
    }
}

/// Domains in the one form in which addresses have them.
fn read_list(table: &mut Table<'_>, key: &'static str, faults: &mut Faults) -> BTreeSet<String> {
    let written = table.list(key, MOST, faults).unwrap_or_default();
    let mut domains = BTreeSet::new();
    for (index, domain) in written.iter().enumerate().filter(|(_, domain)| !domain.is_empty()) {
        let path = format!("{}[{index}]", table.path_of(key));
        match canonical(domain) {
            None => faults.add(path, "invalid_domain", format!("`{domain}` is not a domain that addresses can have")),
            Some(domain) if domains.contains(&domain) => {
                faults.add(path, "duplicate", format!("`{domain}` is listed twice"))
            }
            Some(domain) => drop(domains.insert(domain)),
        }
    }
    domains
}

fn canonical(domain: &str) -> Option<String> {
    let address = EmailAddress::parse(&format!("x@{domain}")).ok()?;
    address.canonical().strip_prefix("x@").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(refuse: &[&str], allow: &[&str]) -> InvitationPolicy {
        let of = |domains: &[&str]| domains.iter().map(|domain| canonical(domain).unwrap()).collect();
        let disposable_domains = DisposableDomains { refuse: of(refuse), allow: of(allow) };
        InvitationPolicy { refuse_disposable: true, disposable_domains, ..InvitationPolicy::default() }
    }

    fn refuses(policy: &InvitationPolicy, email: &str, listed: bool) -> bool {
        policy.refuses(&EmailAddress::parse(email).unwrap(), listed)
    }

    #[test]
    fn the_list_decides_if_the_model_says_nothing() {
        let policy = policy(&["throw.example"], &["keep.example"]);
        assert!(refuses(&policy, "a@other.example", true) && !refuses(&policy, "a@other.example", false));
        assert!(
            !refuses(&InvitationPolicy::default(), "a@other.example", true),
            "nothing is refused unless the model asks for it"
        );
    }

    #[test]
    fn the_model_adds_to_the_list_and_takes_from_it() {
        let policy = policy(&["throw.example"], &["keep.example", "good.throw.example"]);
        assert!(refuses(&policy, "a@throw.example", false) && refuses(&policy, "a@sub.throw.example", false));
        assert!(!refuses(&policy, "a@keep.example", true) && !refuses(&policy, "a@sub.keep.example", true));
        assert!(!refuses(&policy, "a@good.throw.example", true), "the longer name was named on purpose");
    }

    #[test]
    fn a_domain_that_ends_alike_is_another_domain() {
        let policy = policy(&["throw.example"], &[]);
        assert!(!refuses(&policy, "a@nothrow.example", false));
    }
}
