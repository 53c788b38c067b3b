//! Laws of access, over any grants and every question that can be asked of them.

use std::sync::LazyLock;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn any_scope() -> impl Strategy<Value = UnitScope> {
    let units = btree_set((1..=3_u8).prop_map(unit), 1..=3).prop_map(UnitScope::Selected);
    prop_oneof![1 => Just(UnitScope::All), 2 => units]
}

pub(super) fn any_grant() -> impl Strategy<Value = Grant> {
    let roles = select(vec!["restricted", "normal", "admin", "unknown"]);
    let extras = select(vec!["links:create", "links:create:own", "orders:read", "users:read", "cars:read"]);
    let end = proptest::option::weighted(0.3, (-2..=2_i64).prop_map(|hours| now() + SignedDuration::from_hours(hours)));
    (roles, any_scope(), btree_set(extras.prop_map(permission), 0..=2), end).prop_map(
        |(role, units, permissions, ends_at)| Grant { role: role.parse().unwrap(), units, permissions, ends_at },
    )
}

pub(super) fn any_grants() -> impl Strategy<Value = Vec<Grant>> {
    vec(any_grant(), 0..=4)
}

/// Every question: each permission there is, and one there is not; in no unit, the three units, and one nobody names.
static QUESTIONS: LazyLock<Vec<(Permission, Option<UnitId>, bool)>> = LazyLock::new(|| {
    let model = model();
    let mut permissions: BTreeSet<Permission> = model.administrator_role().permissions().clone();
    permissions.insert(permission("cars:read"));
    let units = [None, Some(unit(1)), Some(unit(2)), Some(unit(3)), Some(unit(9))];
    let mut questions = Vec::new();
    for permission in permissions.iter().flat_map(|permission| [permission.unrestricted(), permission.restricted()]) {
        for unit in units {
            questions.extend([false, true].map(|owned| (permission.clone(), unit, owned)));
        }
    }
    questions
});

/// Every question.
pub(super) fn questions() -> impl Iterator<Item = &'static (Permission, Option<UnitId>, bool)> {
    QUESTIONS.iter()
}

static SEVERAL: LazyLock<AccessModel> = LazyLock::new(several);

fn access(grants: &[Grant]) -> Access {
    Access::of(&SEVERAL, grants, now())
}

/// Whether every question that `less` answers with yes is answered with yes by `more`.
fn allows_all(more: &Access, less: &Access) -> bool {
    QUESTIONS.iter().all(|(permission, unit, owned)| {
        !less.allows(permission, *unit, *owned) || more.allows(permission, *unit, *owned)
    })
}

proptest! {
    #[test]
    fn more_grants_never_allow_less(grants in any_grants(), more in any_grants()) {
        let all = [grants.clone(), more].concat();
        prop_assert!(allows_all(&access(&all), &access(&grants)));
        prop_assert!(access(&all).covers(&access(&grants)));
    }

    #[test]
    fn the_order_of_grants_means_nothing(grants in any_grants()) {
        let reversed: Vec<Grant> = grants.iter().rev().cloned().collect();
        prop_assert_eq!(access(&reversed), access(&grants));
    }

    #[test]
    fn an_included_role_is_covered(
        units in any_scope(),
        pair in select(vec![("normal", "restricted"), ("admin", "normal"), ("admin", "restricted")]),
    ) {
        let (including, included) = (within(grant(pair.0), units.clone()), within(grant(pair.1), units));
        prop_assert!(access(&[including]).covers(&access(&[included])));
    }

    #[test]
    fn all_records_include_own_records(grants in any_grants()) {
        let access = access(&grants);
        for (permission, unit, _) in QUESTIONS.iter().cloned() {
            let all = access.allows(&permission, unit, false);
            prop_assert!(!all || access.allows(&permission, unit, true));
            prop_assert!(!all || access.allows(&permission.restricted(), unit, false));
            prop_assert_eq!(
                access.allows(&permission, unit, true), access.allows(&permission.restricted(), unit, false),
            );
        }
    }

    #[test]
    fn the_whole_account_includes_every_unit(grants in any_grants()) {
        let access = access(&grants);
        for (permission, unit, owned) in QUESTIONS.iter().cloned() {
            prop_assert!(!access.allows(&permission, None, owned) || access.allows(&permission, unit, owned));
        }
    }

    #[test]
    fn an_ended_grant_is_an_absent_grant(grants in any_grants()) {
        let is_live = |grant: &&Grant| grant.ends_at.is_none_or(|end| end > now());
        let live: Vec<Grant> = grants.iter().filter(is_live).cloned().collect();
        prop_assert_eq!(access(&grants), access(&live));
    }

    #[test]
    fn access_never_grows_with_time(grants in any_grants(), hours in 0..4_i64) {
        let later = Access::of(&SEVERAL, &grants, now() + SignedDuration::from_hours(hours));
        prop_assert!(access(&grants).covers(&later));
    }

    #[test]
    fn to_cover_is_to_allow_everything(a in any_grants(), b in any_grants()) {
        let (a, b) = (access(&a), access(&b));
        prop_assert!(a.covers(&a));
        prop_assert_eq!(a.covers(&b), allows_all(&a, &b));
    }

    #[test]
    fn covers_is_transitive(a in any_grants(), b in any_grants(), c in any_grants(), nested: bool) {
        // Grants drawn apart seldom cover each other, so half of the time each holds the next one's too.
        let b = if nested { [b, c.clone()].concat() } else { b };
        let a = if nested { [a, b.clone()].concat() } else { a };
        let (a, b, c) = (access(&a), access(&b), access(&c));
        prop_assert!(!(a.covers(&b) && b.covers(&c)) || a.covers(&c));
        prop_assert!(!nested || a.covers(&c));
    }

    #[test]
    fn what_is_shown_is_what_is_allowed(grants in any_grants()) {
        let access = access(&grants);
        let shown = access.permissions();
        let shows = |permission: &Permission, unit| {
            shown.get(&permission.to_string()).is_some_and(|scope| scope.reaches(unit))
        };
        for (permission, unit, owned) in QUESTIONS.iter().cloned() {
            let own = (owned || permission.is_own()) && shows(&permission.restricted(), unit);
            prop_assert_eq!(shows(&permission.unrestricted(), unit) || own, access.allows(&permission, unit, owned));
            prop_assert_eq!(
                access.reach(&permission).is_some_and(|scope| scope.reaches(unit)),
                access.allows(&permission, unit, false),
            );
        }
    }

    #[test]
    fn the_stored_form_reads_back(grant in any_grant()) {
        let written = serde_json::to_string(&grant).unwrap();
        prop_assert_eq!(serde_json::from_str::<Grant>(&written).unwrap(), grant);
    }
}

proptest! {
    #[test]
    fn what_may_be_given_is_held_at_every_moment(held in any_grants(), given in any_grants(), hours in 0..4_i64) {
        if Grant::may_give(&SEVERAL, &held, &given, now()) {
            let later = now() + SignedDuration::from_hours(hours);
            prop_assert!(Access::of(&SEVERAL, &held, later).covers(&Access::of(&SEVERAL, &given, later)));
        }
        prop_assert!(Grant::may_give(&SEVERAL, &held, &held, now()), "everybody may give what they hold");
    }
}
