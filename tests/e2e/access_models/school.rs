//! A sixth portal: `examples/school.yaml`, written from `docs/access-models.md` alone. Its key sentences hold.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher::domain::access::model::AccessModel;
use usher_tests::{Account, Member, World, scenario, scenario_with};

use usher_tests::committed::file;
use usher_tests::presets::{check, enlist, invite, open_with, own_id};
use usher_tests::whole_table;

/// A school with two classes; its office is signed in.
async fn open(world: &World) -> (Account, Member, [String; 2]) {
    let model = AccessModel::from_yaml(&file("examples/school.yaml")).expect("a valid model");
    let administrator = json!({ "email": "office@example.com", "given_name": "Olive", "family_name": "Office" });
    let body = json!({ "name": "Northwind School", "access_model": model, "administrator": administrator });
    let (account, office) = open_with(world, body, "office@example.com").await;
    let mut classes = [String::new(), String::new()];
    for (class, name) in classes.iter_mut().zip(["4b", "5a"]) {
        let unit = office.api.post(&account.path("/units"), json!({ "name": name })).await.expect(201);
        *class = unit["id"].as_str().expect("an id").to_owned();
    }
    (account, office, classes)
}

async fn may(account: &Account, who: &Member, permission: &str, class: &str, owner: Option<&str>) -> bool {
    let mut question = json!({ "permission": permission, "unit": class });
    if let Some(owner) = owner {
        question["owner"] = json!(owner);
    }
    check(account, who, question).await["allowed"] == true
}

/// "Teachers mark attendance and write grades in their classes, and see every pupil of theirs."
#[test]
fn teachers_work_in_their_classes_and_heads_approve() {
    scenario(async |world| {
        let (account, office, [four, five]) = open(world).await;
        let tom =
            enlist(world, &account, &office, "tom@example.com", json!([{ "role": "teacher", "units": [four] }])).await;
        let hanna =
            enlist(world, &account, &office, "hanna@example.com", json!([{ "role": "head", "units": "all" }])).await;
        for permission in ["attendance:mark", "grades:write", "pupils:read", "timetable:read"] {
            assert!(may(&account, &tom, permission, &four, None).await, "{permission}");
            assert!(!may(&account, &tom, permission, &five, None).await, "{permission}");
            assert!(may(&account, &hanna, permission, &five, None).await, "{permission}");
        }
        assert!(
            !may(&account, &tom, "grades:approve", &four, None).await
                && may(&account, &hanna, "grades:approve", &four, None).await
        );
        assert!(
            !may(&account, &hanna, "timetable:update", &four, None).await
                && may(&account, &office, "timetable:update", &four, None).await
        );
    });
}

/// "Parents see the grades and the attendance of their own children and excuse them; some parents help with the
/// library."
#[test]
fn parents_have_to_do_with_their_own_children() {
    scenario(async |world| {
        let (account, office, [four, five]) = open(world).await;
        let some = json!([{ "role": "parent", "units": [four] }]);
        let helping = json!([{ "role": "parent", "units": [four], "permissions": ["library:manage"] }]);
        let pia = enlist(world, &account, &office, "pia@example.com", some).await;
        let paul = enlist(world, &account, &office, "paul@example.com", helping).await;
        let (own, other) = (own_id(&account, &pia).await, own_id(&account, &paul).await);
        for permission in ["grades:read", "attendance:read", "attendance:excuse"] {
            assert!(may(&account, &pia, permission, &four, Some(&own)).await, "{permission}");
            assert!(!may(&account, &pia, permission, &four, Some(&other)).await, "{permission}");
            assert!(!may(&account, &pia, permission, &five, Some(&own)).await, "{permission}");
        }
        assert!(
            !may(&account, &pia, "library:manage", &four, None).await
                && may(&account, &paul, "library:manage", &four, None).await
        );
    });
}

/// "Teachers may also be parents."
#[test]
fn a_teacher_in_one_class_is_a_parent_in_another() {
    scenario(async |world| {
        let (account, office, [four, five]) = open(world).await;
        let grants = json!([{ "role": "teacher", "units": [four] }, { "role": "parent", "units": [five] }]);
        let both = enlist(world, &account, &office, "both@example.com", grants).await;
        let own = own_id(&account, &both).await;
        assert!(
            may(&account, &both, "grades:write", &four, None).await
                && !may(&account, &both, "grades:write", &five, None).await
        );
        assert!(
            may(&account, &both, "grades:read", &five, Some(&own)).await
                && !may(&account, &both, "grades:read", &five, None).await
        );
    });
}

/// "A supply teacher has a class until a given day."
#[test]
fn a_supply_teacher_has_a_class_until_a_given_day() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, office, [four, _]) = open(world).await;
        let ends_at = world.system.clock().now() + SignedDuration::from_mins(30);
        let grants = json!([{ "role": "teacher", "units": [four], "ends_at": ends_at }]);
        let sue = enlist(world, &account, &office, "sue@example.com", grants).await;
        assert!(may(&account, &sue, "attendance:mark", &four, None).await);
        world.advance(SignedDuration::from_mins(30)).await;
        let decision = check(&account, &sue, json!({ "permission": "attendance:mark", "unit": four })).await;
        assert_eq!((&decision["allowed"], &decision["reason"]["code"]), (&json!(false), &json!("grant_ended")));
    });
}

/// "teachers see the people of their classes, and no others"
#[test]
fn teachers_see_the_people_of_their_classes() {
    scenario(async |world| {
        let (account, office, [four, five]) = open(world).await;
        let tom =
            enlist(world, &account, &office, "tom@example.com", json!([{ "role": "teacher", "units": [four] }])).await;
        let near = invite(&account, &office, "near@example.com", json!([{ "role": "parent", "units": [four] }])).await;
        let far = invite(&account, &office, "far@example.com", json!([{ "role": "parent", "units": [five] }])).await;
        tom.api.get(&account.path(&format!("/users/{near}"))).await.expect(200);
        tom.api.get(&account.path(&format!("/users/{far}"))).await.expect_problem(404, "not_found");
    });
}

/// "Nobody is deleted while the school must keep its records; who leaves keeps no role."
#[test]
fn who_leaves_stays_on_record_without_a_role() {
    scenario(async |world| {
        let (account, office, [four, _]) = open(world).await;
        let user =
            invite(&account, &office, "leaver@example.com", json!([{ "role": "parent", "units": [four] }])).await;
        usher_tests::presets::come_in(world, "leaver@example.com").await;
        let path = |rest: &str| account.path(&format!("/users/{user}{rest}"));
        office.api.delete(&path("")).await.expect_problem(409, "removal_not_allowed");
        office.api.post(&path("/deactivate"), json!({})).await.expect(200);
        let left = office.api.get(&path("")).await.expect(200);
        assert_eq!((&left["status"], &left["grants"]), (&json!("deactivated"), &json!([])));
    });
}

#[test]
fn addresses_of_disposable_services_are_refused_and_the_school_s_own_never() {
    scenario(async |world| {
        let (account, office, _) = open(world).await;
        let verdict = async |email: &str| -> Value {
            let row = json!({
                "email": email, "given_name": "Pia", "family_name": "Parent",
                "grants": [{ "role": "parent", "units": "all" }],
            });
            office
                .api
                .post(&account.path("/invitations"), json!({ "dry_run": true, "invitations": [row] }))
                .await
                .expect(200)["results"][0]["verdict"]
                .clone()
        };
        assert_eq!(
            (verdict("a@mailinator.com").await, verdict("a@school.example").await),
            (json!("disposable_address"), json!("invited"))
        );
    });
}
