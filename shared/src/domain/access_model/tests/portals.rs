//! The three portals that are no presets yet: the language must be able to say what their documents say.

use super::*;

/// `001_f2365443c584e145.txt`
const PORTAL: &str = r#"
name: portal
title: Customer portal
units: { noun: sub-account, reach: selected }
resources:
  numbers: { title: Numbers }
  reports: { title: Reports, actions: [read] }
  pricing: { title: Pricing, actions: [read] }
  payment: { title: Payment }
roles:
  admin: { title: Admin, permissions: ["*:*"] }
  # "By default permissions are set as "User" and you need to set the modules that your users will going to access."
  # "User type permissions don't have access to Pricing, Payment and User Management modules."
  user: { title: User, customizable: ["numbers:*", "reports:*"] }
policies:
  invitation: { lifetime: 7d, names: invitee, refuse_disposable: true, bulk: true }
  offboarding: { deactivate: true, remove: true }
"#;

/// `002_8edd26e9a8bfea2e.txt`
const MAILING: &str = r#"
name: mailing
title: Mailing portal
resources:
  templates: { title: Templates }
  contacts: { title: Contacts }
  mailings: { title: Mailings, actions: [read, create, update, delete, send] }
roles:
  administrator: { title: Administrator, includes: [user], permissions: ["*:*"] }
  # "They cannot see or modify other users"; "They can only edit their own profile."
  user:
    title: User
    levels: { templates: full, contacts: full }
    permissions: ["mailings:*", "users:read:own", "users:update:own"]
  # "the basic permissions, in addition to the permissions you decide to grant them"
  custom: { title: Custom, permissions: ["*:read:own"], levels: { templates: view }, customizable: ["contacts:*", "mailings:*"] }
policies:
  invitation: { lifetime: 7d, names: invitee, bulk: false }
  second_factor: off
  api_tokens: { who: permitted, display: once }
  offboarding: { deactivate: false }
"#;

/// `003_f0a94a08630b6903.txt`
const BILLING: &str = r#"
name: billing
title: Billing portal
units: { noun: merchant profile, reach: selected, visibility: shared_unit }
resources:
  customers: { title: Customers, actions: [read, create, update, deactivate] }
  products: { title: Products, actions: [read, create, update, deactivate] }
  orders: { title: Orders, actions: [read, create, update, complete] }
  refunds: { title: Refunds, actions: [authorise] }
  payment_links: { title: Payment links, actions: [create] }
roles:
  restricted_user:
    title: Restricted
    permissions: ["products:read", "customers:*:own", "customers:create", "orders:*:own", "orders:create"]
    customizable: ["payment_links:create", "api_tokens:manage:own"]
  normal_user:
    title: Normal
    includes: [restricted_user]
    permissions: ["customers:*", "orders:*", "refunds:authorise"]
  admin_user: { title: Admin, includes: [normal_user], permissions: ["*:*"] }
policies:
  activation: on_create
  invitation: { names: inviter }
  # "You cannot delete a user account, but you can deactivate it."
  offboarding: { deactivate: true, remove: false }
  # "To display the API token at any time, display the User details"
  api_tokens: { who: permitted, display: again }
"#;

#[test]
fn a_portal_user_starts_with_nothing_and_gets_modules() {
    let model = AccessModel::from_yaml(PORTAL).unwrap();
    let user = role(&model, "user");
    assert!(user.permissions().is_empty());
    assert!(user.may_add(&"numbers:update".parse().unwrap()));
    for refused in ["pricing:read", "payment:read", "users:read"] {
        assert!(!user.may_add(&refused.parse().unwrap()), "{refused}");
    }
    assert_eq!(model.policies().units.noun.as_str(), "sub-account");
    assert_eq!(model.policies().units.reach, UnitReach::Selected);
    assert!(model.policies().invitation.refuse_disposable);
}

#[test]
fn mailing_users_reach_only_themselves_and_custom_users_what_is_added() {
    let model = AccessModel::from_yaml(MAILING).unwrap();
    let user = role(&model, "user");
    assert!(user.allows(&"users:update:own".parse().unwrap()));
    assert!(!user.allows(&"users:update".parse().unwrap()));
    assert!(!user.allows(&"api_tokens:manage:own".parse().unwrap()));
    assert!(role(&model, "custom").may_add(&"mailings:send".parse().unwrap()));
    // `off` is a word of YAML 1.2, not the `false` of YAML 1.1.
    assert_eq!(model.policies().second_factor, SecondFactor::Off);
    assert_eq!(model.policies().units, UnitPolicy::default());
}

#[test]
fn billing_goes_down_to_own_records_and_adds_links_and_tokens() {
    let model = AccessModel::from_yaml(BILLING).unwrap();
    let restricted = role(&model, "restricted_user");
    assert!(restricted.allows(&"orders:complete:own".parse().unwrap()));
    assert!(!restricted.allows(&"orders:complete".parse().unwrap()));
    for name in ["restricted_user", "normal_user"] {
        let extras = permissions(&["api_tokens:manage:own", "payment_links:create"]);
        assert!(role(&model, name).customizable().iter().eq(&extras), "{name}");
    }
    assert_eq!(model.policies().activation, Activation::OnCreate);
    assert_eq!(model.policies().units.visibility, Visibility::SharedUnit);
    assert_eq!(model.policies().api_tokens.display, TokenDisplay::Again);
    assert!(!model.policies().offboarding.remove);
}
