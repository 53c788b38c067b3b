//! Deciding and explaining: the answers one by one, and the laws that hold of all of them.

use proptest::prelude::*;

use super::properties::{any_grant, any_grants, questions};
use super::*;

fn ask(
    model: &AccessModel,
    grants: &[Grant],
    text: &str,
    unit: Option<UnitId>,
    owned: bool,
) -> Result<Allowance, AccessRefusal> {
    Question { permission: &permission(text), unit, owned }.decide(model, grants, now())
}

fn role(name: &str) -> RoleName {
    name.parse().unwrap()
}

mod answers {
    use super::*;

    #[test]
    fn an_allowance_names_the_grant_the_role_and_the_role_that_it_has_it_from() {
        let grants = [
            within(grant("normal"), selected(&[1])),
            Grant { ends_at: Some(now() + SignedDuration::from_hours(1)), ..grant("admin") },
        ];
        let allowed = ask(&several(), &grants, "orders:create", Some(unit(1)), false).unwrap();
        let expected = Allowance {
            grant: 0,
            role: role("normal"),
            source: role("restricted"),
            added: false,
            permission: permission("orders:create"),
            units: selected(&[1]),
            ends_at: None,
        };
        assert_eq!(allowed, expected);
        let elsewhere = ask(&several(), &grants, "orders:read", Some(unit(2)), false).unwrap();
        assert_eq!((elsewhere.grant, elsewhere.role, elsewhere.ends_at), (1, role("admin"), grants[1].ends_at));
        assert_eq!(
            elsewhere.source,
            role("normal"),
            "admin says it too, by `*:*`; the innermost is where it comes from"
        );
    }

    #[test]
    fn what_is_added_to_a_grant_is_told_from_what_its_role_gives() {
        let grants = [with(grant("normal"), &["links:create"])];
        let allowed = ask(&model(), &grants, "links:create", None, false).unwrap();
        assert!(allowed.added);
        assert_eq!((allowed.role, allowed.source), (role("normal"), role("normal")));
    }

    #[test]
    fn a_grant_over_every_record_explains_better_than_one_over_own_records() {
        let grants = [grant("restricted"), grant("normal")];
        let allowed = ask(&several(), &grants, "orders:read", None, true).unwrap();
        assert_eq!((allowed.grant, allowed.permission), (1, permission("orders:read")));
        let own = ask(&several(), &grants[..1], "orders:read", None, true).unwrap();
        assert_eq!((own.grant, own.permission), (0, permission("orders:read:own")));
    }

    #[test]
    fn a_refusal_says_what_is_missing() {
        let here = [within(grant("restricted"), selected(&[1, 2]))];
        let code = |grants: &[Grant], text: &str, unit, owned| ask(&several(), grants, text, unit, owned).unwrap_err();
        assert_eq!(
            code(&here, "orders:read", Some(unit(1)), false),
            AccessRefusal::NotOwner { grant: 0, role: role("restricted") }
        );
        assert_eq!(
            code(&here, "orders:create", Some(unit(3)), false),
            AccessRefusal::UnitNotReached { held_in: selected(&[1, 2]) }
        );
        assert_eq!(
            code(&here, "orders:create", None, false),
            AccessRefusal::UnitNotReached { held_in: selected(&[1, 2]) }
        );
        assert_eq!(
            code(&here, "orders:read", Some(unit(3)), true),
            AccessRefusal::UnitNotReached { held_in: selected(&[1, 2]) }
        );
        assert_eq!(
            code(&here, "orders:read", Some(unit(3)), false),
            AccessRefusal::PermissionNotHeld,
            "two things are missing"
        );
        assert_eq!(code(&here, "links:create", Some(unit(1)), false), AccessRefusal::PermissionNotHeld);
        assert_eq!(code(&[], "orders:read", None, false), AccessRefusal::PermissionNotHeld);
        assert_eq!(
            code(&[grant("boss")], "orders:read", None, false),
            AccessRefusal::PermissionNotHeld,
            "a role that is no more"
        );
    }

    #[test]
    fn of_grants_that_have_ended_the_last_is_named_and_only_if_it_would_have_been_enough() {
        let ended =
            |grant: Grant, hours: i64| Grant { ends_at: Some(now() - SignedDuration::from_hours(hours)), ..grant };
        let grants = [ended(grant("normal"), 3), ended(grant("admin"), 1), ended(grant("restricted"), 0)];
        let refused = ask(&several(), &grants, "orders:read", None, false).unwrap_err();
        assert_eq!(
            refused,
            AccessRefusal::GrantEnded {
                grant: 1,
                role: role("admin"),
                ended_at: now() - SignedDuration::from_hours(1)
            }
        );
        assert_eq!(refused.reason(), Reason::GrantEnded);
        let own = ask(&several(), &grants[2..], "orders:read", None, false).unwrap_err();
        assert_eq!(own, AccessRefusal::PermissionNotHeld);
        let at_its_instant = ask(&several(), &grants[2..], "orders:create", None, false).unwrap_err();
        assert_eq!(at_its_instant.reason(), Reason::GrantEnded);
    }

    #[test]
    fn effective_permissions_are_listed_by_unit() {
        let grants = [
            grant("restricted"),
            within(grant("normal"), selected(&[1])),
            within(with(grant("restricted"), &["links:create"]), selected(&[2])),
        ];
        let effective = Effective::of(&Access::of(&several(), &grants, now()));
        let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        assert_eq!(
            effective.everywhere,
            texts(&["orders:create", "orders:delete:own", "orders:read:own", "orders:update:own"])
        );
        let [one, two] = [1, 2].map(|number| effective.units[&unit(number)].clone());
        assert_eq!(one, texts(&["orders:create", "orders:delete", "orders:read", "orders:update"]));
        assert_eq!(two, effective.everywhere.union(&texts(&["links:create"])).cloned().collect());
        assert_eq!(effective.units.len(), 2);
    }

    #[test]
    fn access_changes_next_at_the_first_end_that_is_still_to_come() {
        let ending = |hours: i64| Grant { ends_at: Some(now() + SignedDuration::from_hours(hours)), ..grant("normal") };
        assert_eq!(
            next_end(&[ending(5), ending(2), grant("admin"), ending(-1)], now()),
            Some(now() + SignedDuration::from_hours(2))
        );
        assert_eq!(next_end(&[grant("admin"), ending(0)], now()), None);
    }
}

/// Any valid model over two resources, with up to five roles that include each other as they like, without cycles.
fn any_model() -> impl Strategy<Value = AccessModel> {
    let patterns =
        ["orders:read", "orders:read:own", "orders:*:own", "orders:*", "links:create", "*:create", "users:read"];
    let list = || proptest::sample::subsequence(patterns.to_vec(), 0..=3);
    let reach = proptest::sample::select(vec!["none", "all", "selected"]);
    (proptest::collection::vec((list(), list(), any::<[bool; 5]>()), 1..=5), reach).prop_map(|(roles, reach)| {
        let mut document = json!({
            "name": "any", "title": "Any", "units": { "reach": reach },
            "resources": { "orders": { "title": "Orders" }, "links": { "title": "Links", "actions": ["create"] } },
            "roles": { "owner": { "title": "Owner", "permissions": ["*:*"] } },
            "policies": { "roles_per_user": "several" },
        });
        for (index, (permissions, customizable, includes)) in roles.into_iter().enumerate() {
            let includes = (0..index).filter(|other| includes[*other]);
            let includes: Vec<String> = includes.map(|other| format!("role{other}")).collect();
            let is_empty = permissions.is_empty() && customizable.is_empty();
            let permissions = if is_empty { vec!["orders:read"] } else { permissions };
            document["roles"][format!("role{index}")] = json!({
                "title": format!("Role {index}"), "permissions": permissions, "customizable": customizable,
                "includes": includes,
            });
        }
        AccessModel::from_json(document).unwrap()
    })
}

/// Grants of any of those roles.
fn any_grants_of_any_model() -> impl Strategy<Value = Vec<Grant>> {
    let roles = proptest::sample::select(vec!["owner", "role0", "role1", "role2", "role3", "role4"]);
    proptest::collection::vec((any_grant(), roles), 0..=4)
        .prop_map(|grants| grants.into_iter().map(|(grant, name)| Grant { role: role(name), ..grant }).collect())
}

proptest! {
    #[test]
    fn explaining_and_deciding_agree(grants in any_grants()) {
        let model = several();
        let access = Access::of(&model, &grants, now());
        for (permission, unit, owned) in questions() {
            let decided = Question { permission, unit: *unit, owned: *owned }.decide(&model, &grants, now());
            prop_assert_eq!(
                decided.is_ok(), access.allows(permission, *unit, *owned), "{} {:?} {}", permission, unit, owned,
            );
        }
    }

    #[test]
    fn explaining_and_deciding_agree_under_any_model(model in any_model(), grants in any_grants_of_any_model()) {
        let access = Access::of(&model, &grants, now());
        for (permission, unit, owned) in questions() {
            let decided = Question { permission, unit: *unit, owned: *owned }.decide(&model, &grants, now());
            prop_assert_eq!(
                decided.is_ok(), access.allows(permission, *unit, *owned), "{} {:?} {}", permission, unit, owned,
            );
        }
    }

    #[test]
    fn the_grant_that_an_allowance_names_is_enough_alone(model in any_model(), grants in any_grants_of_any_model()) {
        for (permission, unit, owned) in questions() {
            let question = Question { permission, unit: *unit, owned: *owned };
            let Ok(allowance) = question.decide(&model, &grants, now()) else { continue };
            let alone = question.decide(&model, std::slice::from_ref(&grants[allowance.grant]), now());
            prop_assert_eq!(alone, Ok(Allowance { grant: 0, ..allowance.clone() }));
            let source = model.role(&allowance.source).unwrap();
            prop_assert_eq!(source.permissions().contains(&allowance.permission), !allowance.added);
        }
    }

    #[test]
    fn the_grant_that_is_said_to_have_ended_would_have_been_enough(
        model in any_model(), grants in any_grants_of_any_model(),
    ) {
        for (permission, unit, owned) in questions() {
            let question = Question { permission, unit: *unit, owned: *owned };
            let decided = question.decide(&model, &grants, now());
            let Err(AccessRefusal::GrantEnded { grant, ended_at, .. }) = decided else { continue };
            prop_assert!(ended_at <= now());
            let before = question.decide(&model, &grants, ended_at - SignedDuration::from_millis(1));
            prop_assert!(before.is_ok(), "{:?} {:?}", grants[grant], permission);
        }
    }

    #[test]
    fn more_grants_never_allow_less_under_any_model(
        model in any_model(), grants in any_grants_of_any_model(), more in any_grants_of_any_model(),
    ) {
        let all = [more, grants.clone()].concat();
        for (permission, unit, owned) in questions() {
            let question = Question { permission, unit: *unit, owned: *owned };
            let is_allowed = |grants: &[Grant]| question.decide(&model, grants, now()).is_ok();
            prop_assert!(!is_allowed(&grants) || is_allowed(&all));
        }
    }

    #[test]
    fn an_ended_grant_allows_what_an_absent_one_does(model in any_model(), grants in any_grants_of_any_model()) {
        let is_live = |grant: &&Grant| grant.ends_at.is_none_or(|end| end > now());
        let live: Vec<Grant> = grants.iter().filter(is_live).cloned().collect();
        for (permission, unit, owned) in questions() {
            let question = Question { permission, unit: *unit, owned: *owned };
            prop_assert_eq!(
                question.decide(&model, &grants, now()).is_ok(), question.decide(&model, &live, now()).is_ok(),
            );
        }
    }

    #[test]
    fn a_role_allows_all_that_the_roles_it_includes_allow(
        model in any_model(), units in (1..=3_u8).prop_map(|n| selected(&[n])),
    ) {
        for role in model.roles() {
            for included in role.includes() {
                for (permission, unit, owned) in questions() {
                    let question = Question { permission, unit: *unit, owned: *owned };
                    let of = |name: &RoleName| {
                        let grants = [within(grant(name.as_str()), units.clone())];
                        question.decide(&model, &grants, now()).is_ok()
                    };
                    prop_assert!(
                        !of(included) || of(&role.name), "{} includes {}: {}", role.name, included, permission,
                    );
                }
            }
        }
    }

    #[test]
    fn own_records_are_among_all_records(model in any_model(), grants in any_grants_of_any_model()) {
        for (permission, unit, _) in questions() {
            let decide = |permission: &Permission, owned| Question {
                permission, unit: *unit, owned,
            }.decide(&model, &grants, now()).is_ok();
            prop_assert!(!decide(&permission.unrestricted(), false) || decide(&permission.unrestricted(), true));
            prop_assert_eq!(decide(&permission.unrestricted(), true), decide(&permission.restricted(), false));
        }
    }

    #[test]
    fn what_is_listed_by_unit_is_what_is_allowed_there(grants in any_grants()) {
        let access = Access::of(&several(), &grants, now());
        let effective = Effective::of(&access);
        for (permission, unit, _) in questions() {
            let listed = match unit {
                Some(unit) => effective.units.get(unit).unwrap_or(&effective.everywhere),
                None => &effective.everywhere,
            };
            let lists = |permission: &Permission| listed.contains(&permission.to_string());
            prop_assert_eq!(lists(&permission.unrestricted()), access.allows(&permission.unrestricted(), *unit, false));
            let own = lists(&permission.unrestricted()) || lists(&permission.restricted());
            prop_assert_eq!(own, access.allows(permission, *unit, true));
        }
    }
}
