mod explaining;
mod properties;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::*;
use crate::domain::access::permission::Operation;

/// Units, extra permissions, own records: everything that a grant can be about.
const MODEL: &str = r#"
name: billing
title: Billing portal
units: { noun: merchant profile, reach: selected }
resources:
  orders: { title: Orders }
  links: { title: Payment links, actions: [create] }
roles:
  restricted: { title: Restricted, permissions: ["orders:*:own", "orders:create"], customizable: ["links:create"] }
  normal: { title: Normal, includes: [restricted], permissions: ["orders:*"] }
  admin: { title: Admin, includes: [normal], permissions: ["*:*"] }
"#;

fn model() -> AccessModel {
    AccessModel::from_yaml(MODEL).unwrap()
}

/// The same model with something replaced.
fn model_with(from: &str, to: &str) -> AccessModel {
    assert!(MODEL.contains(from));
    AccessModel::from_yaml(&MODEL.replace(from, to)).unwrap()
}

fn several() -> AccessModel {
    AccessModel::from_yaml(&format!("{MODEL}policies: {{ roles_per_user: several }}")).unwrap()
}

fn grant(role: &str) -> Grant {
    Grant { role: role.parse().unwrap(), units: UnitScope::All, permissions: BTreeSet::new(), ends_at: None }
}

fn unit(number: u8) -> UnitId {
    UnitId::from_bytes([number; 10])
}

fn selected(numbers: &[u8]) -> UnitScope {
    UnitScope::Selected(numbers.iter().copied().map(unit).collect())
}

fn permission(text: &str) -> Permission {
    text.parse().unwrap()
}

fn with(grant: Grant, extra: &[&str]) -> Grant {
    Grant { permissions: extra.iter().map(|text| permission(text)).collect(), ..grant }
}

fn within(grant: Grant, units: UnitScope) -> Grant {
    Grant { units, ..grant }
}

fn now() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn faults(grants: &[Grant], model: &AccessModel) -> Vec<(usize, String, &'static str)> {
    Grant::check(grants, model).into_iter().map(|(index, fault)| (index, fault.field, fault.code)).collect()
}

#[test]
fn the_stored_form_reads_back_and_skips_what_is_empty() {
    let simple = grant("normal");
    assert_eq!(serde_json::to_value(&simple).unwrap(), json!({ "role": "normal", "units": "all" }));
    assert_eq!(serde_json::from_value::<Grant>(json!({ "role": "normal" })).unwrap(), simple);
    let full = Grant { ends_at: Some(now()), ..with(within(grant("normal"), selected(&[1])), &["links:create"]) };
    let written = json!({
        "role": "normal",
        "units": [unit(1).to_string()],
        "permissions": ["links:create"],
        "ends_at": "2026-01-01T00:00:00Z",
    });
    assert_eq!(serde_json::to_value(&full).unwrap(), written);
    assert_eq!(serde_json::from_value::<Grant>(written).unwrap(), full);
}

#[test]
fn what_is_no_grant_is_refused() {
    for value in [
        json!({ "role": "Normal" }),
        json!({ "role": "normal", "units": "some" }),
        json!({ "role": "normal", "units": ["usr_x"] }),
        json!({ "role": "normal", "unit": "all" }),
        json!({ "role": "normal", "permissions": ["*:*"] }),
        json!({ "units": "all" }),
    ] {
        assert!(serde_json::from_value::<Grant>(value.clone()).is_err(), "{value}");
    }
}

#[test]
fn every_fault_of_a_grant_has_its_index_field_and_code() {
    let model = model();
    assert_eq!(faults(&[], &model), [(0, String::new(), "required")]);
    assert_eq!(faults(&[grant("boss")], &model), [(0, "role".into(), "unknown_role")]);
    let extra = with(grant("restricted"), &["links:create", "orders:read", "orders:update:own"]);
    assert_eq!(
        faults(&[extra], &model),
        [(0, "permissions[1]".into(), "not_customizable"), (0, "permissions[2]".into(), "not_customizable")]
    );
    let nowhere = within(grant("normal"), selected(&[]));
    assert_eq!(faults(&[nowhere], &model), [(0, "units".into(), "required")]);
    assert_eq!(faults(&[grant("normal"), grant("normal")], &model), [(1, String::new(), "duplicate")]);
    let whole = model_with("reach: selected", "reach: all");
    let some = within(grant("normal"), selected(&[1]));
    assert_eq!(faults(std::slice::from_ref(&some), &whole), [(0, "units".into(), "units_not_selectable")]);
    assert_eq!(faults(&[some], &model), []);
}

#[test]
fn one_role_means_one_role_in_any_number_of_grants() {
    let here = with(within(grant("restricted"), selected(&[1])), &["links:create"]);
    let there = within(grant("restricted"), selected(&[2]));
    let other = grant("normal");
    assert_eq!(faults(&[here.clone(), there], &model()), []);
    assert_eq!(faults(&[here.clone(), other.clone()], &model()), [(1, "role".into(), "too_many_roles")]);
    assert_eq!(faults(&[here, other], &several()), []);
}

#[test]
fn faults_of_several_grants_come_at_once() {
    let grants = [within(grant("boss"), selected(&[])), with(grant("normal"), &["audit:read"])];
    assert_eq!(
        faults(&grants, &model()),
        [
            (0, "units".into(), "required"),
            (0, "role".into(), "unknown_role"),
            (1, "permissions[0]".into(), "not_customizable"),
            (1, "role".into(), "too_many_roles"),
        ]
    );
}

#[test]
fn access_is_by_unit_and_by_ownership() {
    let access = Access::of(&model(), &[within(grant("restricted"), selected(&[1]))], now());
    let read = permission("orders:read");
    assert!(access.allows(&read, Some(unit(1)), true));
    assert!(access.allows(&permission("orders:read:own"), Some(unit(1)), false));
    assert!(!access.allows(&read, Some(unit(1)), false));
    assert!(!access.allows(&read, Some(unit(2)), true));
    assert!(!access.allows(&read, None, true), "one unit is not the account");
    assert!(access.allows(&permission("orders:create"), Some(unit(1)), false));
}

#[test]
fn usher_s_operations_need_the_whole_account() {
    let everywhere = Access::of(&model(), &[grant("admin")], now());
    let somewhere = Access::of(&model(), &[within(grant("admin"), selected(&[1]))], now());
    for operation in Operation::ALL {
        assert!(everywhere.may(operation) && !somewhere.may(operation), "{operation:?}");
    }
    assert!(everywhere.manages_users() && !somewhere.manages_users());
    assert_eq!(somewhere.reach(&Operation::UsersRead.permission()), Some(selected(&[1])));
}

#[test]
fn a_grant_ends_at_its_very_instant() {
    let ending = Grant { ends_at: Some(now()), ..grant("normal") };
    let second = SignedDuration::from_secs(1);
    assert_ne!(Access::of(&model(), std::slice::from_ref(&ending), now() - second), Access::default());
    assert_eq!(Access::of(&model(), std::slice::from_ref(&ending), now()), Access::default());
}

#[test]
fn an_administrator_who_ends_does_not_keep_an_account() {
    let model = model();
    assert!(Grant::manage_users_for_good(&[grant("admin")], &model));
    assert!(!Grant::manage_users_for_good(&[Grant { ends_at: Some(Timestamp::MAX), ..grant("admin") }], &model));
    assert!(!Grant::manage_users_for_good(&[within(grant("admin"), selected(&[1]))], &model));
    assert!(!Grant::manage_users_for_good(&[grant("normal")], &model));
    assert!(!Grant::manage_users_for_good(&[], &model));
}

#[test]
fn what_the_model_no_longer_offers_gives_nothing() {
    let grants = [with(grant("restricted"), &["links:create"]), grant("boss")];
    let narrowed = model_with(r#", customizable: ["links:create"]"#, "");
    assert!(Access::of(&model(), &grants, now()).allows(&permission("links:create"), None, false));
    assert!(!Access::of(&narrowed, &grants, now()).allows(&permission("links:create"), None, false));
}

#[test]
fn everybody_reaches_every_unit_where_none_are_chosen() {
    let grants = [within(grant("normal"), selected(&[1]))];
    let access = Access::of(&model_with("reach: selected", "reach: all"), &grants, now());
    assert!(access.allows(&permission("orders:read"), Some(unit(2)), false));
}

#[test]
fn nobody_gives_more_than_they_hold() {
    let model = several();
    let of = |grants: &[Grant]| Access::of(&model, grants, now());
    let (normal, restricted, admin) = (of(&[grant("normal")]), of(&[grant("restricted")]), of(&[grant("admin")]));
    assert!(admin.covers(&normal) && normal.covers(&restricted));
    assert!(!restricted.covers(&normal), "own records are not all records");
    assert!(!normal.covers(&of(&[with(grant("normal"), &["links:create"])])), "an extra permission");
    let (one, two) = (within(grant("normal"), selected(&[1])), within(grant("normal"), selected(&[1, 2])));
    assert!(of(std::slice::from_ref(&two)).covers(&of(std::slice::from_ref(&one))));
    assert!(!of(std::slice::from_ref(&one)).covers(&of(std::slice::from_ref(&two))), "another unit");
    assert!(!of(&[two]).covers(&normal), "units to come");
}

#[test]
fn permissions_are_shown_in_order_without_what_adds_nothing() {
    let grants = [within(grant("normal"), selected(&[1])), within(grant("restricted"), selected(&[1, 2]))];
    let shown = Access::of(&several(), &grants, now()).permissions();
    let expected = [
        ("orders:create", selected(&[1, 2])),
        ("orders:delete", selected(&[1])),
        ("orders:delete:own", selected(&[1, 2])),
        ("orders:read", selected(&[1])),
        ("orders:read:own", selected(&[1, 2])),
        ("orders:update", selected(&[1])),
        ("orders:update:own", selected(&[1, 2])),
    ];
    assert_eq!(shown.into_iter().collect::<Vec<_>>(), expected.map(|(text, scope)| (text.to_owned(), scope)));
}

/// Who sees whom if users are seen by those who share a unit with them.
mod seeing {
    use super::*;

    fn shared() -> AccessModel {
        model_with("reach: selected", "reach: selected, visibility: shared_unit")
    }

    fn sees(model: &AccessModel, seer: Grant, seen: &[Grant]) -> bool {
        Access::of(model, &[seer], Timestamp::UNIX_EPOCH).sees(model, seen, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn takes_a_shared_unit() {
        let admin = |units| within(grant("admin"), units);
        let seen = |units| [within(grant("normal"), units)];
        let model = shared();
        assert!(sees(&model, admin(selected(&[1, 2])), &seen(selected(&[2, 3]))));
        assert!(!sees(&model, admin(selected(&[1, 2])), &seen(selected(&[3]))));
        assert!(sees(&model, admin(selected(&[1])), &seen(UnitScope::All)), "who reaches all units shares each");
        assert!(sees(&model, admin(UnitScope::All), &seen(selected(&[3]))));
        assert!(sees(&model, admin(UnitScope::All), &[]), "who reaches all units sees everybody");
        assert!(!sees(&model, admin(selected(&[1])), &[]), "who holds nothing shares nothing");
        assert!(
            sees(&super::model(), admin(selected(&[1])), &seen(selected(&[3]))),
            "everyone, unless the model says otherwise"
        );
    }

    #[test]
    fn takes_users_read_in_that_unit() {
        let model = shared();
        let everybody = [grant("normal")];
        assert!(!sees(&model, grant("normal"), &everybody) && !sees(&super::model(), grant("normal"), &everybody));
        let held = [within(grant("admin"), selected(&[1])), within(grant("normal"), selected(&[2]))];
        let access = Access::of(&model, &held, Timestamp::UNIX_EPOCH);
        assert!(!access.sees(&model, &[within(grant("normal"), selected(&[2]))], Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn ends_with_the_grants_that_shared_the_unit() {
        let model = shared();
        let now = Timestamp::UNIX_EPOCH;
        let until = |end| Grant { ends_at: Some(end), ..within(grant("admin"), selected(&[1])) };
        let later = now + SignedDuration::from_secs(1);
        let access = |end| Access::of(&model, &[until(end)], now);
        assert!(access(later).sees(&model, &[until(later)], now));
        assert!(!access(now).sees(&model, &[until(later)], now), "the seer's has ended");
        assert!(!access(later).sees(&model, &[until(now)], now), "the other's has ended");
    }
}

fn ending(grant: Grant, hours: i64) -> Grant {
    Grant { ends_at: Some(now() + SignedDuration::from_hours(hours)), ..grant }
}

fn may_give(held: &[Grant], given: &[Grant]) -> bool {
    Grant::may_give(&several(), held, given, now())
}

#[test]
fn nobody_gives_for_longer_than_they_hold() {
    let held = [ending(grant("admin"), 2)];
    assert!(may_give(&held, &[ending(grant("normal"), 2)]));
    assert!(may_give(&held, &[ending(grant("normal"), 1)]));
    assert!(!may_give(&held, &[ending(grant("normal"), 3)]));
    assert!(!may_give(&held, &[grant("normal")]));
    assert!(may_give(&[ending(grant("admin"), 2), grant("normal")], &[grant("restricted"), ending(grant("admin"), 1)]));
    assert!(
        !may_give(&[ending(grant("admin"), -1)], &[ending(grant("restricted"), 1)]),
        "what has ended gives nothing"
    );
    assert!(may_give(&[], &[ending(grant("admin"), -1)]), "what has ended is nothing");
}

#[test]
fn nobody_gives_outside_their_units() {
    let held = [within(grant("normal"), selected(&[1, 2]))];
    assert!(may_give(&held, &[within(grant("restricted"), selected(&[2]))]));
    assert!(!may_give(&held, &[within(grant("restricted"), selected(&[2, 3]))]));
    assert!(!may_give(&held, &[grant("restricted")]));
    let apart = [within(grant("normal"), selected(&[1])), within(grant("restricted"), selected(&[2]))];
    assert!(may_give(&apart, &[within(grant("restricted"), selected(&[1, 2]))]), "held in parts, given as one");
    assert!(!may_give(&apart, &[within(grant("normal"), selected(&[1, 2]))]));
}

#[test]
fn say_is_compared_over_ushers_own_operations_only() {
    let access = |grants: &[Grant]| Access::of(&several(), grants, now());
    let (admin, normal) = (access(&[grant("admin")]), access(&[grant("normal")]));
    assert!(normal.is_outranked_by(&admin) && !admin.is_outranked_by(&normal));
    let extra = access(&[with(grant("restricted"), &["links:create"])]);
    assert!(!normal.is_outranked_by(&extra), "what the portal does is no say over users");
    assert!(access(&[within(grant("admin"), selected(&[1]))]).is_outranked_by(&admin));
    assert!(!admin.is_outranked_by(&admin));
}
