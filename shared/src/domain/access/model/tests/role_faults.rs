//! Faults of roles: of one, and of several together.

use super::*;

#[test]
fn what_is_wrong_with_one_role_hides_nothing_of_another() {
    let empty = || ("/roles/guest", json!({ "title": "Guest" }));
    let cases = [
        (
            vec![empty(), ("/roles/clerk/customizable", json!(["cars:read"]))],
            "roles.clerk.customizable[0] unknown_resource",
        ),
        (vec![empty(), ("/roles/clerk/includes", json!(["clerk"]))], "roles.clerk.includes[0] inclusion_cycle"),
        (vec![empty(), ("/roles/clerk/includes", json!(["boss"]))], "roles.clerk.includes[0] unknown_role"),
        (vec![empty(), ("/roles/clerk/title", json!(7))], "roles.clerk.title invalid_type"),
        (vec![empty(), ("/resources/orders/title", json!(""))], "resources.orders.title required"),
        (vec![("/roles/Guest", json!({ "title": "Guest" }))], "roles.Guest invalid_name"),
    ];
    for (values, fault) in cases {
        let name = if fault.contains("Guest") { "Guest" } else { "guest" };
        let mut expected = [fault.to_owned(), format!("roles.{name} empty_role")];
        expected.sort_unstable();
        assert_eq!(all_faults_with(&values), expected, "{values:?}");
    }
}

#[test]
fn nobody_who_manages_users_is_a_fault_unless_a_faulty_role_may_be_meant_to() {
    let nobody = || ("/roles/owner/permissions", json!(["orders:*", "units:manage"]));
    let reported = [
        ("/roles/clerk/customizable", json!(["user:*"]), "roles.clerk.customizable[0] unknown_resource"),
        ("/roles/clerk/permissions", json!(["cars:create"]), "roles.clerk.permissions[0] unknown_resource"),
        ("/roles/clerk/permissions", json!(["cars:burn"]), "roles.clerk.permissions[0] unknown_resource"),
        ("/roles/clerk/levels", json!({ "cars": "edit" }), "roles.clerk.levels.cars unknown_resource"),
        ("/resources/orders/actions", json!("read"), "resources.orders.actions invalid_type"),
    ];
    for (pointer, value, fault) in reported {
        let mut expected = ["roles no_administrator", fault];
        expected.sort_unstable();
        assert_eq!(all_faults_with(&[nobody(), (pointer, value)]), expected);
    }
    let open = [
        ("/roles/clerk/permissions", json!(["user:*"]), "roles.clerk.permissions[0] unknown_resource"),
        ("/roles/clerk/permissions", json!(["users"]), "roles.clerk.permissions[0] malformed_permission"),
        ("/roles/clerk/permissions", json!("users:*"), "roles.clerk.permissions invalid_type"),
        ("/roles/clerk/permission", json!(["users:*"]), "roles.clerk.permission unknown_key"),
        ("/roles/clerk/includes", json!(["boss"]), "roles.clerk.includes[0] unknown_role"),
        ("/roles/clerk/levels", json!({ "user": "full" }), "roles.clerk.levels.user unknown_resource"),
    ];
    for (pointer, value, fault) in open {
        assert_eq!(all_faults_with(&[nobody(), (pointer, value)]), [fault]);
    }
}

#[test]
fn a_role_that_nobody_could_give_is_a_fault_unless_a_faulty_one_may_be_meant_to_reach_it() {
    let buyer = || ("/roles/buyer", json!({ "title": "Buyer", "permissions": ["products:create"] }));
    let owner = || ("/roles/owner/permissions", json!(["users:*", "units:manage"]));
    let stays = ("/roles/clerk/permissions", json!(["cars:update"]));
    for several in [("/policies/roles_per_user", json!("one")), ("/policies/roles_per_user", json!("several"))] {
        let found = all_faults_with(&[buyer(), owner(), several.clone(), stays.clone()]);
        assert_eq!(found, ["roles.buyer ungrantable_role", "roles.clerk.permissions[0] unknown_resource"]);
        let meant = ("/roles/owner/customizable", json!(["product:create"]));
        assert_eq!(
            all_faults_with(&[buyer(), owner(), several, meant]),
            ["roles.owner.customizable[0] unknown_resource"]
        );
    }
    for (pointer, value, fault) in [
        ("/policies/roles_per_user", json!("many"), "policies.roles_per_user invalid_value"),
        ("/resources/orders/action", json!(["read"]), "resources.orders.action unknown_key"),
    ] {
        assert_eq!(all_faults_with(&[buyer(), owner(), (pointer, value)]), [fault]);
    }
}

#[test]
fn every_role_of_a_cycle_is_named_and_no_other() {
    let mut document = document();
    put(&mut document, "/roles/clerk/includes", json!(["guest"]));
    put(&mut document, "/roles/guest", json!({ "title": "Guest", "includes": ["clerk"] }));
    let expected = ["roles.clerk.includes[0]", "roles.guest.includes[0]"];
    assert_eq!(faults(document), expected.map(|path| (path.to_owned(), "inclusion_cycle")));
}

#[test]
fn a_role_that_no_administrator_can_give_is_a_fault_unless_roles_add_up() {
    let mut document = document();
    put(&mut document, "/roles/owner/permissions", json!(["users:*", "units:manage", "products:read"]));
    put(
        &mut document,
        "/roles/manager",
        json!({ "title": "Manager", "permissions": ["users:*", "orders:read", "products:create"] }),
    );
    put(
        &mut document,
        "/roles/buyer",
        json!({ "title": "Buyer", "permissions": ["products:create", "products:read"] }),
    );
    assert_eq!(faults(document.clone()), [("roles.buyer".to_owned(), "ungrantable_role")]);
    put(&mut document, "/policies/roles_per_user", json!("several"));
    AccessModel::from_json(document.clone()).unwrap();
    put(&mut document, "/roles/buyer/permissions", json!(["products:delete"]));
    assert_eq!(faults(document), [("roles.buyer".to_owned(), "ungrantable_role")], "nobody holds it to begin with");
}

#[test]
fn what_one_can_be_given_counts_as_what_one_can_give() {
    let mut document = document();
    put(&mut document, "/policies/roles_per_user", json!("several"));
    put(&mut document, "/roles/owner/permissions", json!(["users:*", "units:manage"]));
    put(&mut document, "/roles/owner/customizable", json!(["products:read"]));
    put(
        &mut document,
        "/roles/reader",
        json!({ "title": "Reader", "permissions": ["products:read"], "customizable": ["products:create"] }),
    );
    put(&mut document, "/roles/buyer", json!({ "title": "Buyer", "permissions": ["products:create"] }));
    AccessModel::from_json(document).unwrap();
}
