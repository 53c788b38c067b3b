//! `002_8edd26e9a8bfea2e.txt`: administrators, users, custom users.

use super::*;

/// "all account features except those reserved for administrators"
const FEATURES: [&str; 15] = [
    "templates:read",
    "templates:create",
    "templates:update",
    "templates:delete",
    "templates:share",
    "contacts:read",
    "contacts:create",
    "contacts:update",
    "contacts:delete",
    "mailings:read",
    "mailings:create",
    "mailings:update",
    "mailings:delete",
    "mailings:send",
    "statistics:read",
];
/// "They can only edit their own profile."
const OWN_PROFILE: [&str; 2] = ["users:read:own", "users:update:own"];
/// "the basic permissions"
const BASIC: [&str; 3] = ["templates:read", "contacts:read", "mailings:read"];

#[test]
fn mailing_is_the_three_types_of_its_document() {
    let model = Preset::Mailing.model();
    let (features, own) = (texts(&FEATURES), texts(&OWN_PROFILE));
    assert_eq!(held(&role(&model, "user")), features.union(&own).cloned().collect());
    assert_eq!(held(&role(&model, "custom")), texts(&BASIC).union(&own).cloned().collect());
    let everything: BTreeSet<String> = features.into_iter().chain(own).chain(own_of_usher()).collect();
    assert_eq!(held(&role(&model, "administrator")), everything);
    assert_eq!(model.roles().count(), 3);
}

#[test]
fn what_is_chosen_for_custom_users_is_every_feature_and_nothing_reserved() {
    let custom = role(&Preset::Mailing.model(), "custom");
    let chosen: BTreeSet<String> = custom.customizable().iter().map(ToString::to_string).collect();
    assert_eq!(chosen, texts(&FEATURES).difference(&texts(&BASIC)).cloned().collect());
    for reserved in own_of_usher() {
        assert!(!custom.may_add(&reserved.parse().unwrap()), "{reserved}");
    }
}

#[test]
fn only_administrators_create_api_tokens_and_see_others() {
    let model = Preset::Mailing.model();
    for name in ["user", "custom"] {
        for reserved in own_of_usher() {
            assert!(!role(&model, name).allows(&reserved.parse().unwrap()), "{name} {reserved}");
        }
        assert!(!role(&model, name).allows(&"api_tokens:manage:own".parse().unwrap()));
    }
}

#[test]
fn mailing_has_the_policies_of_its_document() {
    let model = Preset::Mailing.model();
    let policies = model.policies();
    assert_eq!(policies.invitation.lifetime, SignedDuration::from_hours(7 * 24));
    assert_eq!(policies.invitation.names, GivenBy::Invitee);
    assert!(policies.invitation.bulk);
    assert!(policies.offboarding.remove && !policies.offboarding.deactivate);
    assert_eq!(policies.second_factor, SecondFactorPolicy::Optional);
    assert_eq!((policies.api_tokens.who, policies.api_tokens.display), (TokenCreators::Permitted, TokenDisplay::Once));
    assert_eq!((policies.units.reach, policies.names), (UnitReach::None, NameEditors::Both));
}
