use jiff::Timestamp;
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::domain::access::grant::UnitScope;
use crate::domain::access::model::{Activation, OffboardingPolicy, Policies};
use crate::domain::effects::audit::Author;
use crate::domain::labels::Labels;
use crate::domain::people::invitation::{Greeting, Invitee, Inviter};
use crate::presets::Preset;

fn now() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn grant(role: &str, ends_at: Option<Timestamp>) -> Grant {
    Grant { role: role.parse().unwrap(), units: UnitScope::All, permissions: [].into(), ends_at }
}

fn user(activation: Activation, grants: Vec<Grant>) -> User {
    let policies = Policies { activation, ..Policies::default() };
    let invitee = Invitee {
        labels: Labels::default(),
        email: EmailAddress::parse("ada@example.com").unwrap(),
        names: Names::default(),
        grants,
        greeting: Greeting::default(),
    };
    let account = AccountId::from_bytes([1; 16]);
    invitee
        .offer_under(&policies, account, Inviter::Operator, &Author::system(now()), &mut StdRng::seed_from_u64(1))
        .user
}

fn policy(deactivate: bool, remove: bool, deactivation_clears_roles: bool) -> OffboardingPolicy {
    OffboardingPolicy { deactivate, remove, deactivation_clears_roles }
}

#[test]
fn only_if_the_model_says_so_is_a_user_active_before_anybody_accepts() {
    for activation in [Activation::OnAccept, Activation::OnFirstSignIn] {
        let user = user(activation, vec![grant("admin", None)]);
        assert_eq!((user.status, user.activated_at, user.joined), (UserStatus::Pending, None, false));
    }
    let user = user(Activation::OnCreate, vec![grant("admin", None)]);
    assert_eq!((user.status, user.activated_at, user.joined), (UserStatus::Active, Some(now()), false));
}

#[test]
fn an_account_can_rely_on_an_active_user_whose_grants_last() {
    let model = Preset::Invoicing.model();
    let active = |grants| user(Activation::OnCreate, grants);
    assert!(active(vec![grant("admin", None)]).administers(&model));
    assert!(!active(vec![grant("write", None)]).administers(&model));
    assert!(!active(vec![grant("admin", Some(Timestamp::MAX))]).administers(&model), "nobody acts when a grant ends");
    assert!(!user(Activation::OnAccept, vec![grant("admin", None)]).administers(&model));
    let gone = active(vec![grant("admin", None)]).deactivate(&policy(true, true, false), now()).unwrap();
    assert!(!gone.administers(&model));
}

#[test]
fn users_leave_as_the_policy_says() {
    let ada = || user(Activation::OnCreate, vec![grant("admin", None)]);
    assert_eq!(ada().deactivate(&policy(false, true, false), now()).unwrap_err(), LeavingFault::DeactivationNotAllowed);
    assert_eq!(User::check_removal(&policy(true, false, false)).unwrap_err(), LeavingFault::RemovalNotAllowed);
    assert_eq!(ada().deactivate(&policy(true, false, false), now()).unwrap().grants.len(), 1);
    let cleared = ada().deactivate(&policy(true, false, true), now()).unwrap();
    assert!(cleared.grants.is_empty());
    assert_eq!(cleared.deactivate(&policy(true, false, true), now()).unwrap_err(), LeavingFault::AlreadyDeactivated);
    assert_eq!(ada().reactivate(Vec::new()).unwrap_err(), LeavingFault::NotDeactivated);
}

proptest! {
    #[test]
    fn a_user_who_comes_back_is_where_they_were(on_create: bool, accepted: bool, signed_in: bool) {
        let mut user = user(
            if on_create { Activation::OnCreate } else { Activation::OnFirstSignIn }, vec![grant("admin", None)],
        );
        if accepted {
            user = user.joined(false, now());
        }
        if accepted && signed_in && !on_create {
            user = user.activated(now());
        }
        let away = user.clone().deactivate(&policy(true, true, false), now()).unwrap();
        let grants = away.grants.clone();
        prop_assert_eq!(away.reactivate(grants).unwrap(), User { deactivated_at: Some(now()), ..user });
    }
}
