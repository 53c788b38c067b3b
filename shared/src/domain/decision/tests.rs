use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::*;
use crate::domain::access::grant::{Access, Grant, UnitScope};
use crate::domain::access::model::AccessModel;
use crate::domain::access::permission::Operation;
use crate::domain::id::{AccountId, InvitationId, UnitId, UserId};
use crate::domain::people::user::{User, UserStatus};

const NORTH: UnitId = UnitId::from_bytes([1; 10]);

fn now() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn model() -> AccessModel {
    let model = json!({
        "name": "shop", "title": "Shop", "units": { "noun": "store", "reach": "selected" },
        "resources": { "orders": { "title": "Orders", "actions": ["read", "refund"] } },
        "roles": {
            "owner": { "title": "Owner", "permissions": ["*:*"] },
            "lead": {
                "title": "Lead", "permissions": ["users:read", "users:invite", "users:update", "orders:read"],
            },
            "clerk": { "title": "Clerk", "permissions": ["orders:read"], "customizable": ["orders:refund"] },
        },
        "policies": { "roles_per_user": "several" },
    });
    AccessModel::from_json(model).unwrap()
}

fn grant(role: &str, units: UnitScope, ends_at: Option<Timestamp>) -> Grant {
    Grant { role: role.parse().unwrap(), units, permissions: BTreeSet::new(), ends_at }
}

fn user(number: u8, grants: Vec<Grant>) -> User {
    let user = json!({
        "account": AccountId::from_bytes([1; 16]), "id": UserId::from_bytes([number; 20]),
        "email": "ada@example.com", "status": "active", "grants": grants, "joined": true,
        "invitation": InvitationId::from_bytes([5; 20]), "created_at": now(), "activated_at": now(), "version": 1,
    });
    serde_json::from_value(user).unwrap()
}

fn told(by: &User, of: &User, keepers: &Keepers) -> Vec<UserAction> {
    let model = model();
    let access = Access::of(&model, &by.grants, now());
    let acting = Acting { user: by, model: &model, access: &access, in_person: true, now: now() };
    Telling::new(acting, keepers).user_actions(of)
}

fn givable(by: &User) -> Vec<(String, UnitScope, Option<Timestamp>, usize)> {
    let model = model();
    let access = Access::of(&model, &by.grants, now());
    let acting = Acting { user: by, model: &model, access: &access, in_person: true, now: now() };
    let told = acting.givable(Operation::UsersInvite).into_iter();
    told.map(|one| (one.grant.role.to_string(), one.grant.units, one.grant.ends_at, one.permissions.len())).collect()
}

#[test]
fn an_owner_may_do_everything_to_others_and_little_to_themselves() {
    let owner = user(1, vec![grant("owner", UnitScope::All, None)]);
    let clerk = user(2, vec![grant("clerk", UnitScope::All, None)]);
    let keepers = Keepers::of([owner.id]);
    let others = told(&owner, &clerk, &keepers);
    assert_eq!(
        UserAction::ALL.into_iter().filter(|action| !others.contains(action)).collect::<Vec<_>>(),
        [UserAction::Reactivate]
    );
    let own = [
        UserAction::UpdateNames,
        UserAction::UpdateLabels,
        UserAction::ResetCredentials,
        UserAction::EndSessions,
        UserAction::CreateApiToken,
    ];
    assert_eq!(told(&owner, &owner, &keepers), own);
    assert_eq!(told(&clerk, &owner, &keepers), []);
}

#[test]
fn the_last_administrator_is_not_told_to_be_removable() {
    let soon = now() + SignedDuration::from_hours(1);
    let passing = user(1, vec![grant("owner", UnitScope::All, Some(soon))]);
    let last = user(2, vec![grant("owner", UnitScope::All, None)]);
    assert!(!told(&passing, &last, &Keepers::of([last.id])).contains(&UserAction::Remove));
    let two = Keepers::of([last.id, UserId::from_bytes([3; 20])]);
    assert!(told(&passing, &last, &two).contains(&UserAction::Remove));
}

#[test]
fn what_may_be_given_is_as_wide_and_as_long_as_what_is_held() {
    let soon = now() + SignedDuration::from_hours(1);
    let here = || UnitScope::Selected([NORTH].into());
    let owner = user(1, vec![grant("owner", UnitScope::All, None)]);
    let all = |role: &str, added| (role.to_owned(), UnitScope::All, None, added);
    assert_eq!(givable(&owner), [all("clerk", 1), all("lead", 0), all("owner", 0)]);
    let lead = user(1, vec![grant("lead", here(), Some(soon))]);
    let some = |role: &str| (role.to_owned(), here(), Some(soon), 0);
    assert_eq!(givable(&lead), [some("clerk"), some("lead")]);
    assert_eq!(givable(&user(1, vec![grant("clerk", UnitScope::All, None)])), []);
}

#[test]
fn who_is_away_may_come_back_with_less_if_they_held_more() {
    let owner = user(1, vec![grant("owner", UnitScope::All, None)]);
    let away = User { status: UserStatus::Deactivated, ..user(2, Vec::new()) };
    assert!(told(&owner, &away, &Keepers::default()).contains(&UserAction::Reactivate));
    let lead = user(3, vec![grant("lead", UnitScope::All, None)]);
    assert_eq!(
        told(&lead, &away, &Keepers::default()),
        [UserAction::UpdateNames, UserAction::UpdateLabels, UserAction::UpdateGrants]
    );
}
