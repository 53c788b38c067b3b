//! `003_f0a94a08630b6903.txt`: what its golden table does not say.

use super::*;

const ROLES: [&str; 4] = ["admin_user", "accountant_user", "normal_user", "restricted_user"];

#[test]
fn payment_links_and_api_access_are_added_user_by_user() {
    let model = Preset::Billing.model();
    let add_ons = texts(&["api_tokens:manage:own", "payment_links:create"]);
    for name in &ROLES[1..] {
        let added: BTreeSet<String> = role(&model, name).customizable().iter().map(ToString::to_string).collect();
        assert_eq!(added, add_ons, "{name}");
    }
    let admin = role(&model, "admin_user");
    assert!(add_ons.iter().all(|permission| admin.allows(&permission.parse().unwrap())), "what is given must be held");
}

#[test]
fn billing_has_the_policies_of_its_document() {
    let model = Preset::Billing.model();
    let policies = model.policies();
    assert_eq!((policies.activation, policies.invitation.names), (Activation::OnCreate, GivenBy::Inviter));
    assert!(
        policies.offboarding.deactivate
            && !policies.offboarding.remove
            && !policies.offboarding.deactivation_clears_roles
    );
    assert_eq!((policies.api_tokens.who, policies.api_tokens.display), (TokenCreators::Permitted, TokenDisplay::Again));
    assert_eq!((policies.units.noun.as_str(), policies.units.reach), ("merchant profile", UnitReach::Selected));
    assert_eq!((policies.units.visibility, policies.roles_per_user), (Visibility::SharedUnit, RolesPerUser::One));
}
