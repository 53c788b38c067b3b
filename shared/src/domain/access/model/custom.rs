//! Roles that an account makes itself: what the model lets it make them of.

use super::Customization;
use super::document::Document;
use super::faults::Faults;
use super::resolve::Given;
use super::set::Set;
use super::vocabulary::Vocabulary;

/// How many permissions a message names.
const NAMED: usize = 5;

/// Judges the account's own roles, and whether there may be any.
pub(super) fn check(
    roles: &[Given<'_>],
    assignable: &Set,
    vocabulary: &Vocabulary<'_>,
    document: &Document,
    faults: &mut Faults,
) {
    if faults.is_stored {
        return;
    }
    check_policy(document, faults);
    if document.customization != Customization::Roles {
        return;
    }
    for role in roles.iter().filter(|role| role.is_custom && role.is_clear) {
        let beyond: Vec<String> =
            vocabulary.permissions(&role.holdable().without(assignable)).map(|one| format!("`{one}`")).collect();
        if !beyond.is_empty() {
            let more = if beyond.len() > NAMED { " and more" } else { "" };
            let named = beyond[..beyond.len().min(NAMED)].join(", ");
            let message = format!("gives {named}{more}, which the model does not list in `assignable`");
            faults.add(format!("roles.{}", role.name), "not_assignable", message);
        }
    }
}

fn check_policy(document: &Document, faults: &mut Faults) {
    if faults.at(&["customization"]) {
        return;
    }
    let lets_roles = document.customization == Customization::Roles;
    if lets_roles && document.assignable.is_empty() && !faults.at(&["assignable"]) {
        let message = "list in `assignable` what the account's own roles may give, or set `customization` otherwise";
        faults.add("assignable", "required", message);
    }
    if !lets_roles && !document.assignable.is_empty() {
        faults.add("assignable", "impossible_policy", "has no effect unless `customization` is `roles`");
    }
    for (name, _) in document.roles.iter().filter(|(_, role)| role.custom && !lets_roles) {
        let message = "an account makes roles itself only if `customization` is `roles`";
        faults.add(format!("roles.{name}.custom"), "impossible_policy", message);
    }
}
