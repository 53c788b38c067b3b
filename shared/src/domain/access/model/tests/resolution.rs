use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::access::permission::Operation;

#[test]
fn wildcards_reach_the_portal_s_resources_and_usher_s_own() {
    let model = AccessModel::from_json(document()).unwrap();
    let owner = role(&model, "owner");
    // Two of orders, four of products, eleven of Usher's own, and the clerk's `orders:read:own`.
    assert_eq!(owner.permissions().len(), 2 + 4 + 11 + 1);
    assert!(Operation::ALL.iter().all(|operation| owner.allows(&operation.permission())));
    assert!(model.manages_users(&owner.name));
    assert!(!model.manages_users(&role(&model, "clerk").name));
    assert!(!model.manages_users(&"nobody".parse().unwrap()));
}

#[test]
fn customizable_is_what_is_not_held_yet_and_covers_own_records() {
    let model = AccessModel::from_json(document()).unwrap();
    let clerk = role(&model, "clerk");
    assert!(clerk.customizable().iter().eq(&permissions(&["orders:create", "orders:read"])));
    assert!(clerk.may_add(&"orders:create:own".parse().unwrap()));
    assert!(!clerk.may_add(&"products:read".parse().unwrap()));
    assert!(role(&model, "owner").customizable().is_empty());
}

#[test]
fn own_does_not_customize_all() {
    let mut document = document();
    document["roles"]["clerk"]["customizable"] = json!(["products:read:own"]);
    let model = AccessModel::from_json(document).unwrap();
    assert!(role(&model, "clerk").may_add(&"products:read:own".parse().unwrap()));
    assert!(!role(&model, "clerk").may_add(&"products:read".parse().unwrap()));
}

#[test]
fn levels_are_the_actions_that_the_seed_names() {
    let levels = |orders: &str, users: &str| {
        let mut document = document();
        document["resources"]["orders"] = json!({ "title": "Orders" });
        document["roles"]["tester"] = json!({ "title": "Tester", "levels": { "orders": orders, "users": users } });
        let model = AccessModel::from_json(document).unwrap();
        role(&model, "tester").permissions().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(levels("view", "none"), ["orders:read"]);
    assert_eq!(levels("edit", "view"), ["orders:read", "orders:update", "users:read"]);
    assert_eq!(levels("none", "edit"), ["users:read", "users:update"]);
    assert_eq!(levels("full", "none"), ["orders:create", "orders:delete", "orders:read", "orders:update"]);
    assert_eq!(
        levels("none", "full"),
        ["users:deactivate", "users:invite", "users:read", "users:remove", "users:reset_credentials", "users:update"]
    );
}

#[test]
fn the_administrator_s_role_manages_users_and_has_the_most_permissions() {
    let mut document = document();
    document["roles"]["helper"] = json!({ "title": "Helper", "permissions": ["users:*"] });
    document["roles"]["auditor"] =
        json!({ "title": "Auditor", "permissions": ["orders:*", "products:*", "audit:*", "account:*"] });
    let model = AccessModel::from_json(document).unwrap();
    assert_eq!(model.administrator_role().name.as_str(), "owner");
}

#[test]
fn what_another_permission_implies_does_not_make_an_administrator() {
    let model = json!({
        "name": "mini",
        "title": "Mini",
        "resources": { "r": { "title": "R" } },
        "roles": {
            "worker": { "title": "W", "permissions": ["r:*:own"] },
            "lead": { "title": "L", "includes": ["worker"], "permissions": ["r:*", "users:*"] },
            "owner": { "title": "O", "permissions": ["*:*"] },
        },
    });
    assert_eq!(AccessModel::from_json(model).unwrap().administrator_role().name.as_str(), "owner");
}

#[test]
fn all_records_make_more_of_an_administrator_than_own_ones_then_the_name_decides() {
    let among = |roles: [(&str, &str); 3]| {
        let mut document = document();
        let role = |on: &str| json!({ "title": on, "permissions": ["users:*", on], "customizable": ["*:*"] });
        document["roles"] = roles.into_iter().map(|(name, on)| (name.to_owned(), role(on))).collect();
        AccessModel::from_json(document).unwrap().administrator_role().name.to_string()
    };
    assert_eq!(among([("a", "orders:read:own"), ("b", "orders:read"), ("c", "orders:create")]), "b");
    assert_eq!(among([("a", "orders:read:own"), ("b", "orders:*:own"), ("c", "orders:create")]), "b");
}

#[test]
fn defaults_are_written_out_and_the_written_form_reads_back() {
    let model = AccessModel::from_json(document()).unwrap();
    let written = serde_json::to_value(&model).unwrap();
    assert_eq!(
        written["policies"],
        json!({
            "invitation": {
                "lifetime": "48h", "names": "invitee", "refuse_disposable": false,
                "disposable_domains": { "refuse": [], "allow": [] }, "bulk": true,
            },
            "activation": "on_accept",
            "names": "both",
            "roles_per_user": "one",
            "offboarding": { "deactivate": true, "remove": true, "deactivation_clears_roles": false },
            "second_factor": "optional",
            "session": { "lifetime": "365d", "idle": "365d" },
            "api_tokens": { "who": "permitted", "display": "once", "lifetime": "366d" },
            "credential_reset": { "reopens_invitation": false },
        })
    );
    assert_eq!(written["units"], json!({ "noun": "shop", "reach": "selected", "visibility": "everyone" }));
    assert_eq!(written["resources"]["products"]["actions"], json!(["create", "read", "update", "delete"]));
    assert_eq!(serde_json::from_value::<AccessModel>(written).unwrap(), model);
}

#[test]
fn an_invalid_stored_form_is_refused() {
    let error = serde_json::from_value::<AccessModel>(json!({ "name": "x", "title": "X" })).unwrap_err();
    assert_eq!(error.to_string(), "resources: `resources` is missing or empty; roles: `roles` is missing or empty");
}

/// A model whose roles include some of those before them, never in a cycle.
fn ladder() -> impl Strategy<Value = Value> {
    let patterns = ["orders:read", "orders:read:own", "orders:*", "*:read", "products:*:own", "users:read"];
    let role = (proptest::sample::subsequence(patterns.to_vec(), 1..=3), any::<[bool; 6]>());
    proptest::collection::vec(role, 1..=6).prop_map(|roles| {
        let mut document = document();
        document["roles"] = json!({ "owner": { "title": "Owner", "permissions": ["*:*"] } });
        for (index, (permissions, includes)) in roles.into_iter().enumerate() {
            let includes: Vec<String> = (0..index).filter(|i| includes[*i]).map(|i| format!("role{i}")).collect();
            document["roles"][format!("role{index}")] =
                json!({ "title": format!("Role {index}"), "permissions": permissions, "includes": includes });
        }
        document
    })
}

/// A model with several roles that manage users, each with other permissions beside. An owner can come to hold
/// everything.
fn leaders() -> impl Strategy<Value = Value> {
    let patterns = ["orders:read", "orders:*:own", "orders:*", "products:*:own", "products:read", "account:*", "*:*"];
    let role = (proptest::sample::subsequence(patterns.to_vec(), 0..=4), any::<[bool; 6]>());
    proptest::collection::vec(role, 2..=6).prop_map(|roles| {
        let mut document = document();
        document["roles"] =
            json!({ "owner": { "title": "Owner", "permissions": ["users:*"], "customizable": ["*:*"] } });
        for (index, (mut permissions, includes)) in roles.into_iter().enumerate() {
            permissions.push("users:*");
            let includes: Vec<String> = (0..index).filter(|i| includes[*i]).map(|i| format!("role{i}")).collect();
            document["roles"][format!("role{index}")] =
                json!({ "title": format!("Role {index}"), "permissions": permissions, "includes": includes });
        }
        document
    })
}

/// JSON of any shape, often with the keys that models have.
fn any_json() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        "[a-z_]{1,8}",
        proptest::sample::select(vec![
            "name",
            "title",
            "roles",
            "resources",
            "includes",
            "levels",
            "policies",
            "offboarding"
        ])
        .prop_map(str::to_owned)
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key.clone(), inner, 0..6)
                .prop_map(|map| map.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #[test]
    fn a_role_gives_everything_that_the_roles_it_includes_give(document in ladder()) {
        let model = AccessModel::from_json(document).unwrap();
        for role in model.roles() {
            for included in role.includes() {
                let included = model.role(included).unwrap();
                prop_assert!(role.permissions().is_superset(included.permissions()));
            }
        }
    }

    #[test]
    fn no_other_role_that_manages_users_gives_more_than_the_administrator_s(document in leaders()) {
        let model = AccessModel::from_json(document).unwrap();
        let chosen = model.administrator_role();
        prop_assert!(chosen.manages_users());
        let gives_all = |more: &Role, less: &Role| less.permissions().iter().all(|permission| more.allows(permission));
        for other in model.roles().filter(|role| role.manages_users()) {
            prop_assert!(!gives_all(other, chosen) || gives_all(chosen, other), "{} over {}", other.name, chosen.name);
        }
    }

    #[test]
    fn resolved_permissions_are_permissions_of_the_model(document in ladder()) {
        let model = AccessModel::from_json(document).unwrap();
        let all: BTreeSet<_> = model.administrator_role().permissions().clone();
        for permission in model.roles().flat_map(Role::permissions) {
            prop_assert!(all.contains(&permission.unrestricted()), "{permission}");
        }
    }

    #[test]
    fn the_written_form_is_stable(document in ladder()) {
        let model = AccessModel::from_json(document).unwrap();
        let written = serde_json::to_value(&model).unwrap();
        let again: AccessModel = serde_json::from_value(written.clone()).unwrap();
        prop_assert_eq!(&again, &model);
        prop_assert_eq!(serde_json::to_value(&again).unwrap(), written);
    }

    #[test]
    fn no_document_makes_the_reader_panic(value in any_json(), at in 0..7_usize) {
        let mut document = document();
        let key = ["name", "title", "units", "resources", "roles", "policies", "other"][at];
        document[key] = value.clone();
        let _ = AccessModel::from_json(document);
        let _ = AccessModel::from_json(value);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,60}") {
        let _ = AccessModel::from_yaml(&text);
    }
}

#[test]
fn a_model_can_name_the_first_administrator_and_says_why_it_is_that_one() {
    let why = |change: fn(&mut Value)| {
        let mut document = document();
        change(&mut document);
        let model = AccessModel::from_json(document).unwrap();
        let codes: Vec<_> = model.warnings().into_iter().map(|warning| (warning.path, warning.code)).collect();
        (model.administrator_role().name.to_string(), model.why_first(), codes)
    };
    assert_eq!(why(|_| ()), ("owner".to_owned(), WhyFirst::OnlyOne, vec![]));
    let lead = || json!({ "title": "Lead", "permissions": ["users:*", "orders:read", "products:read"] });
    let beyond = ("roles.owner".to_owned(), "beyond_first_administrator");
    assert_eq!(
        why(|document| document["roles"]["lead"] = json!({ "title": "Lead", "permissions": ["users:*"] })),
        ("owner".to_owned(), WhyFirst::HoldsMost, vec![])
    );
    let mut named = document();
    named["roles"]["lead"] = lead();
    named["first_administrator"] = json!("lead");
    let model = AccessModel::from_json(named).unwrap();
    assert_eq!((model.administrator_role().name.as_str(), model.why_first()), ("lead", WhyFirst::Named));
    assert!(model.warnings().iter().any(|warning| (warning.path.clone(), warning.code) == beyond));
    let tied = why(|document| document["roles"]["chief"] = json!({ "title": "Chief", "permissions": ["*:*"] }));
    assert_eq!((tied.0.as_str(), tied.1), ("chief", WhyFirst::FirstByName));
    assert_eq!(tied.2, [("first_administrator".to_owned(), "first_administrator_tied")]);
}

#[test]
fn what_nobody_could_do_and_what_everybody_would_is_warned_of() {
    let mut document = document();
    document["roles"]["owner"]["permissions"] = json!(["users:*", "orders:*", "products:*", "units:manage"]);
    document["default_role"] = json!("owner");
    let warned: Vec<_> = AccessModel::from_json(document).unwrap().warnings().iter().map(|one| one.code).collect();
    assert_eq!(warned, ["never_held", "never_held", "default_role_manages_users"]);
}

#[test]
fn actions_have_titles_or_none() {
    let mut document = document();
    document["resources"]["orders"]["actions"] = json!({ "read": "See", "create": "Place" });
    let model = AccessModel::from_json(document).unwrap();
    assert_eq!(serde_json::to_value(&model).unwrap()["resources"]["orders"]["actions"]["create"], "Place");
    let actions = &model.resources()["orders"].actions;
    assert_eq!(actions.iter().map(|name| actions.title(name)).collect::<Vec<_>>(), [Some("Place"), Some("See")]);
    assert!(role(&model, "owner").allows(&"orders:create".parse().unwrap()));
    assert_eq!(model.resources()["products"].actions.title("read"), None);
}
