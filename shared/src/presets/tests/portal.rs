//! `001_f2365443c584e145.txt`: two types of users, and modules.

use super::*;

/// The modules that are chosen one by one, and those that are the administrators' alone.
const MODULES: [&str; 6] =
    ["dashboard:use", "messages:use", "contacts:use", "numbers:use", "reports:use", "settings:use"];
const RESERVED: [&str; 2] = ["pricing:use", "payment:use"];

#[test]
fn a_user_starts_with_nothing_and_gets_modules_one_by_one() {
    let user = role(&Preset::Portal.model(), "user");
    assert!(user.permissions().is_empty());
    assert_eq!(user.customizable().iter().map(ToString::to_string).collect::<BTreeSet<_>>(), texts(&MODULES));
}

#[test]
fn pricing_payment_and_user_management_are_for_administrators_only() {
    let model = Preset::Portal.model();
    let user = role(&model, "user");
    for reserved in own_of_usher().iter().map(String::as_str).chain(RESERVED) {
        let permission: crate::domain::access::permission::Permission = reserved.parse().unwrap();
        assert!(!user.may_add(&permission) && !user.may_add(&permission.restricted()), "{reserved}");
    }
    let everything: BTreeSet<String> =
        texts(&MODULES).into_iter().chain(texts(&RESERVED)).chain(own_of_usher()).collect();
    assert_eq!(held(&role(&model, "admin")), everything);
    assert_eq!(model.roles().count(), 2);
}

#[test]
fn portal_has_the_policies_of_its_document() {
    let model = Preset::Portal.model();
    let policies = model.policies();
    assert_eq!(policies.invitation.lifetime, SignedDuration::from_hours(7 * 24));
    assert_eq!(policies.invitation.names, GivenBy::Optional);
    assert!(policies.invitation.refuse_disposable && policies.invitation.bulk);
    assert_eq!((policies.activation, policies.roles_per_user), (Activation::OnAccept, RolesPerUser::One));
    assert!(
        policies.offboarding.deactivate
            && policies.offboarding.remove
            && !policies.offboarding.deactivation_clears_roles
    );
    assert_eq!((policies.units.noun.as_str(), policies.units.reach), ("sub-account", UnitReach::Selected));
    assert_eq!(policies.units.visibility, Visibility::Everyone);
}
