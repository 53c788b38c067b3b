use super::*;
use crate::domain::noted::MOST;

#[test]
fn the_document_that_the_tests_change_is_valid() {
    AccessModel::from_json(document()).unwrap();
}

#[test]
fn every_fault_has_its_path_and_its_code() {
    let long = "x".repeat(121);
    let cases = [
        // Keys and kinds.
        ("/policy", json!({}), "policy", "unknown_key"),
        ("/roles/clerk/permission", json!([]), "roles.clerk.permission", "unknown_key"),
        ("/policies/invitation/expires", json!("7d"), "policies.invitation.expires", "unknown_key"),
        ("/units/plural", json!("shops"), "units.plural", "unknown_key"),
        ("/policies/units", json!({}), "policies.units", "unknown_key"),
        ("/units", json!([]), "units", "invalid_type"),
        ("/roles/clerk", json!("clerk"), "roles.clerk", "invalid_type"),
        ("/title", json!(7), "title", "invalid_type"),
        ("/policies/invitation/bulk", json!("yes"), "policies.invitation.bulk", "invalid_type"),
        ("/policies/activation", json!("on_delete"), "policies.activation", "invalid_value"),
        ("/policies/roles_per_user", json!(2), "policies.roles_per_user", "invalid_type"),
        ("/units/reach", json!(null), "units.reach", "invalid_type"),
        // Items of lists and tables.
        ("/roles/clerk/levels", json!({ "orders": "some" }), "roles.clerk.levels.orders", "invalid_value"),
        ("/roles/clerk/levels", json!({ "orders": 7 }), "roles.clerk.levels.orders", "invalid_type"),
        ("/roles/clerk/levels", json!(["orders"]), "roles.clerk.levels", "invalid_type"),
        ("/roles/clerk/includes", json!([7]), "roles.clerk.includes[0]", "invalid_type"),
        ("/roles/clerk/includes", json!([""]), "roles.clerk.includes[0]", "required"),
        ("/roles/owner/permissions", json!(["*:*", null]), "roles.owner.permissions[1]", "invalid_type"),
        ("/roles/owner/permissions", json!(["*:*", ""]), "roles.owner.permissions[1]", "required"),
        ("/roles/clerk/customizable", json!([["orders:*"]]), "roles.clerk.customizable[0]", "invalid_type"),
        ("/resources/orders/actions", json!(["read", "create", true]), "resources.orders.actions[2]", "invalid_type"),
        (DISPOSABLE, json!({ "allow": [7] }), "policies.invitation.disposable_domains.allow[0]", "invalid_type"),
        (DISPOSABLE, json!({ "refuse": [""] }), "policies.invitation.disposable_domains.refuse[0]", "required"),
        (DISPOSABLE, json!({ "refuse": "x.example" }), "policies.invitation.disposable_domains.refuse", "invalid_type"),
        // Names and texts.
        ("/name", json!("My shop"), "name", "invalid_name"),
        ("/title", json!(" "), "title", "required"),
        ("/title", json!(long), "title", "too_long"),
        ("/roles/clerk/description", json!("a\nb"), "roles.clerk.description", "forbidden_character"),
        ("/units/noun", json!(""), "units.noun", "required"),
        ("/roles/clerk/title", json!("Owner"), "roles.owner.title", "duplicate"),
        ("/resources/orders/title", json!("Products"), "resources.products.title", "duplicate"),
        ("/resources/users", json!({ "title": "Users" }), "resources.users", "reserved_name"),
        ("/resources/orders/actions", json!(["read", "own"]), "resources.orders.actions[1]", "reserved_name"),
        ("/resources/orders/actions", json!(["read", "*"]), "resources.orders.actions[1]", "invalid_name"),
        ("/resources/orders/actions", json!(["read", "read"]), "resources.orders.actions[1]", "duplicate"),
        ("/resources/products/actions", json!([]), "resources.products.actions", "required"),
        ("/resources/products/actions", json!("read"), "resources.products.actions", "invalid_type"),
        ("/roles", json!({}), "roles", "required"),
        // Permissions and levels.
        ("/roles/owner/permissions", json!(["*:*", "orders"]), "roles.owner.permissions[1]", "malformed_permission"),
        ("/roles/owner/permissions", json!(["*:*", "a:b:all"]), "roles.owner.permissions[1]", "malformed_permission"),
        ("/roles/owner/permissions", json!(["*:*", "cars:read"]), "roles.owner.permissions[1]", "unknown_resource"),
        ("/roles/owner/permissions", json!(["*:*", "orders:burn"]), "roles.owner.permissions[1]", "unknown_action"),
        ("/roles/owner/permissions", json!(["*:*", "*:burn"]), "roles.owner.permissions[1]", "unknown_action"),
        ("/roles/clerk/customizable", json!(["cars:*"]), "roles.clerk.customizable[0]", "unknown_resource"),
        ("/roles/clerk/levels", json!({ "cars": "view" }), "roles.clerk.levels.cars", "unknown_resource"),
        ("/roles/clerk/levels", json!({ "cars": "none" }), "roles.clerk.levels.cars", "unknown_resource"),
        ("/roles/clerk/levels", json!({ "orders": "full" }), "roles.clerk.levels.orders", "unknown_action"),
        ("/roles/clerk/levels", json!({ "account": "view" }), "roles.clerk.levels.account", "unknown_action"),
        ("/roles/clerk/includes", json!(["boss"]), "roles.clerk.includes[0]", "unknown_role"),
        ("/roles/clerk/includes", json!(["clerk"]), "roles.clerk.includes[0]", "inclusion_cycle"),
        (
            "/roles/owner/permissions",
            json!(["*:*", "account:manage"]),
            "roles.owner.permissions[1]",
            "split_permission",
        ),
        ("/resources/units", json!({ "title": "Units" }), "resources.units", "reserved_name"),
        // Customization.
        ("/customization", json!("some"), "customization", "invalid_value"),
        ("/customization", json!("roles"), "assignable", "required"),
        ("/assignable", json!(["orders:read"]), "assignable", "impossible_policy"),
        ("/roles/clerk/custom", json!(true), "roles.clerk.custom", "impossible_policy"),
        ("/first_administrator", json!("boss"), "first_administrator", "unknown_role"),
        ("/first_administrator", json!("clerk"), "first_administrator", "not_an_administrator"),
        ("/default_role", json!("boss"), "default_role", "unknown_role"),
        ("/default_role", json!(7), "default_role", "invalid_type"),
        ("/resources/products/actions", json!({}), "resources.products.actions", "required"),
        ("/resources/products/actions", json!({ "see": 7 }), "resources.products.actions.see", "invalid_type"),
        ("/resources/products/actions", json!({ "own": "Own" }), "resources.products.actions.own", "reserved_name"),
        (
            "/resources/products/actions",
            json!({ "see": "See", "view": "See" }),
            "resources.products.actions.view",
            "duplicate",
        ),
        // Roles together.
        ("/roles/owner/permissions", json!(["users:*", "orders:*"]), "units.reach", "no_unit_manager"),
        ("/roles/guest", json!({ "title": "Guest" }), "roles.guest", "empty_role"),
        ("/roles/owner/permissions", json!(["users:invite", "units:manage"]), "roles", "no_administrator"),
        ("/roles/owner/permissions", json!(["users:*:own", "units:manage"]), "roles", "no_administrator"),
        // Policies.
        ("/policies/invitation/lifetime", json!("2 days"), "policies.invitation.lifetime", "invalid_duration"),
        (
            "/policies/offboarding",
            json!({ "deactivate": false, "remove": false }),
            "policies.offboarding",
            "impossible_policy",
        ),
        (
            "/policies/offboarding",
            json!({ "deactivate": false, "deactivation_clears_roles": true }),
            "policies.offboarding.deactivation_clears_roles",
            "impossible_policy",
        ),
        ("/units", json!({ "reach": "all", "visibility": "shared_unit" }), "units.visibility", "impossible_policy"),
        ("/units", json!({ "visibility": "shared_unit" }), "units.visibility", "impossible_policy"),
        (
            "/policies/api_tokens",
            json!({ "who": "nobody", "display": "again" }),
            "policies.api_tokens.display",
            "impossible_policy",
        ),
        // Disposable addresses.
        (DISPOSABLE, json!({ "block": [] }), "policies.invitation.disposable_domains.block", "unknown_key"),
        (DISPOSABLE, json!({ "allow": ["a b"] }), "policies.invitation.disposable_domains.allow[0]", "invalid_domain"),
        (
            DISPOSABLE,
            json!({ "refuse": ["x.example", "X.example"] }),
            "policies.invitation.disposable_domains.refuse[1]",
            "duplicate",
        ),
        (
            DISPOSABLE,
            json!({ "refuse": ["x.example"], "allow": ["x.example"] }),
            "policies.invitation.disposable_domains",
            "impossible_policy",
        ),
        (
            "/policies/invitation",
            json!({ "disposable_domains": { "allow": ["x.example"] } }),
            "policies.invitation.disposable_domains",
            "impossible_policy",
        ),
    ];
    for (pointer, value, path, code) in cases {
        let found = faults_with(pointer, value.clone());
        assert_eq!(found, [(path.to_owned(), code)], "{value} at {pointer}");
    }
}

#[test]
fn items_of_the_wrong_type_hide_none_of_the_others_and_keep_their_places() {
    let permissions = json!([7, "orders", 7, "", "orders:read", {}, "orders:read"]);
    let found = all_faults_with(&[("/roles/clerk/permissions", permissions)]);
    let expected = [
        "[0] invalid_type",
        "[1] malformed_permission",
        "[2] invalid_type",
        "[3] required",
        "[5] invalid_type",
        "[6] duplicate",
    ];
    assert_eq!(found, expected.map(|fault| format!("roles.clerk.permissions{fault}")));
    let domains = json!({ "refuse": [7, "a b", "x.example", null, "X.example"] });
    let expected = ["[0] invalid_type", "[1] invalid_domain", "[3] invalid_type", "[4] duplicate"];
    let path = "policies.invitation.disposable_domains.refuse";
    assert_eq!(all_faults_with(&[(DISPOSABLE, domains)]), expected.map(|fault| format!("{path}{fault}")));
}

#[test]
fn a_document_has_bounds() {
    let names = |count: usize| (0..count).map(|i| format!("a{i}")).collect::<Vec<_>>();
    assert_eq!(
        faults_with("/resources/products/actions", json!(names(21))),
        [("resources.products.actions".to_owned(), "too_many")]
    );
    let mut document = document();
    put(&mut document, "/roles/clerk/includes", json!(names(101)));
    let includes = AccessModel::from_json(document).unwrap_err();
    assert_eq!((includes[0].path.as_str(), includes[0].code), ("roles.clerk.includes", "too_many"));
    assert_eq!(includes.count(), 1 + 100, "what is beyond the bound is not looked at");
}

#[test]
fn all_faults_come_at_once() {
    let mut document = document();
    put(&mut document, "/roles/owner/includes", json!(["clerk", "boss"]));
    put(&mut document, "/roles/clerk/levels", json!({ "cars": "view" }));
    put(&mut document, "/policies/invitation", json!({ "lifetime": "0h", "until": "7d" }));
    document.as_object_mut().unwrap().remove("name");
    let expected = [
        ("name", "required"),
        ("policies.invitation.lifetime", "invalid_duration"),
        ("policies.invitation.until", "unknown_key"),
        ("roles.clerk.levels.cars", "unknown_resource"),
        ("roles.owner.includes[1]", "unknown_role"),
    ];
    assert_eq!(faults(document), expected.map(|(path, code)| (path.to_owned(), code)));
}

#[test]
fn a_document_that_would_not_fit_its_item_is_refused() {
    let mut document = document();
    for index in 0..100 {
        let role =
            json!({ "title": format!("Role {index}"), "description": "x".repeat(500), "permissions": ["orders:read"] });
        put(&mut document, &format!("/roles/r{index}"), role);
    }
    let too_many = faults(document.clone());
    assert_eq!(too_many, [("roles".to_owned(), "too_many")]);
    for index in 0..100 {
        document["roles"][format!("r{index}")] =
            json!({ "title": format!("Role {index}"), "permissions": ["orders:read"] });
    }
    for name in ["r98", "r99"] {
        document["roles"].as_object_mut().unwrap().remove(name);
    }
    AccessModel::from_json(document.clone()).unwrap();
    for index in 0..98 {
        let pairs: Vec<String> = (0..20).map(|n| format!("orders{}:read", "x".repeat(n))).collect();
        document["resources"] = json!({ "orders": { "title": "Orders" } });
        for n in 0..20 {
            document["resources"][format!("orders{}", "x".repeat(n))] = json!({ "title": format!("Orders {n}") });
        }
        document["roles"][format!("r{index}")]["permissions"] = json!(pairs);
        document["roles"][format!("r{index}")]["description"] = json!("x".repeat(500));
    }
    assert_eq!(faults(document), [(String::new(), "too_large")]);
}

#[test]
fn a_document_that_is_no_table_has_that_fault_only() {
    assert_eq!(faults(json!(7)), [(String::new(), "invalid_type")]);
    let lacking = ["name", "title", "resources", "roles"];
    assert_eq!(faults(json!({})), lacking.map(|path| (path.to_owned(), "required")));
}

#[test]
fn messages_say_what_to_do() {
    let message = |pointer: &str, value: Value| {
        let mut document = document();
        put(&mut document, pointer, value);
        AccessModel::from_json(document).unwrap_err()[0].message.clone()
    };
    assert_eq!(
        message("/units/plural", json!("shops")),
        "unknown key `plural`; there are `noun`, `reach`, `visibility`"
    );
    assert_eq!(message("/policies/names", json!("nobody")), "must be one of `administrators`, `person`, `both`");
    assert_eq!(message("/roles/clerk/includes", json!(["boss"])), "unknown role `boss`");
    assert_eq!(
        message("/policies/invitation/lifetime", json!("2 days")),
        "`2 days` is not a duration between `1m` and `365d`, such as `48h` or `7d`"
    );
}

#[test]
fn what_is_no_yaml_is_one_fault_of_the_document() {
    for text in ["name: [", "name: a\nname: b", "", "a: &x [*x]"] {
        let faults = AccessModel::from_yaml(text).unwrap_err();
        assert_eq!(faults[0].path, "", "{text}");
        assert!(!faults[0].message.contains('\n'), "{}", faults[0].message);
    }
}

#[test]
fn of_very_many_faults_the_first_are_named_and_the_others_counted() {
    let mut document = document();
    for number in 0..1_000 {
        put(&mut document, &format!("/roles/clerk/x{number}"), json!(1));
    }
    let faults = AccessModel::from_json(document).unwrap_err();
    assert_eq!((faults.len(), faults.count()), (MOST, 1_000));
}

/// Each of the many places in it would have the name in it.
#[test]
fn what_has_a_name_that_is_far_too_long_is_read_no_further() {
    let long = "r".repeat(15_000);
    for table in ["resources", "roles"] {
        let mut document = document();
        put(&mut document, &format!("/{table}/{long}"), json!({ "title": "Long", "actions": ["a"], "odd": 1 }));
        let faults = AccessModel::from_json(document).unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| (fault.path.as_str(), fault.code)).collect();
        assert_eq!(told, [(table, "invalid_name")]);
        assert!(faults[0].message.len() < 500, "{}", faults[0].message);
    }
}
