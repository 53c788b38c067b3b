//! Changing someone's names, and what they hold.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Member, Table, World, scenario, scenario_with};

use usher_tests::invariants::assert_sound;
use usher_tests::office::{self, event, grant, matching, patch, path, recorded, user};
use usher_tests::{shop, whole_table};

const BOB: &str = "bob@example.com";

fn names(editors: &str) -> Value {
    json!({ "names": editors })
}

#[test]
fn an_administrator_edits_names_and_role_and_the_trail_keeps_before_and_after() {
    // Seed 000: "Edit the user's role and name if needed."
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        shop::hire(world, &account, &ada, BOB, "read").await;
        let bob = path(&ada, &account, BOB).await;
        let before = ada.api.get(&bob).await;
        let etag = before.etag();
        let reply = patch(&ada, &bob, json!({ "family_name": "Builder", "grants": [grant("write")] })).await;
        assert_ne!(reply.etag(), etag);
        let changed = reply.expect(200);
        assert_eq!(
            (&changed["given_name"], &changed["family_name"]),
            (&json!("Grace"), &json!("Builder")),
            "what is left out stays"
        );
        assert_eq!((&changed["grants"][0]["role"], &changed["status"]), (&json!("write"), &json!("active")));
        assert_eq!(ada.api.get(&bob).await.expect(200), changed);

        let event = event(world, &account, "user.updated").await;
        assert_eq!(
            (&event["actor"], &event["target"]),
            (&json!({ "type": "user", "id": account.administrator }), &changed["id"])
        );
        let names = |family: &str| json!({ "given_name": "Grace", "family_name": family });
        assert_eq!(event["before"], json!({ "names": names("Hopper"), "grants": recorded(&["read"]) }));
        assert_eq!(event["after"], json!({ "names": names("Builder"), "grants": recorded(&["write"]) }));
        assert!(event["request_id"].is_string() && event["source_ip"].is_string());
        assert_sound(world).await;
    });
}

#[test]
fn what_changes_binds_on_the_very_next_request() {
    scenario(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let bob = shop::hire(world, &account, &ada, BOB, "manager").await;
        bob.api.get(&account.path("/users")).await.expect(200);
        patch(&ada, &path(&ada, &account, BOB).await, json!({ "grants": [grant("worker")] })).await.expect(200);
        bob.api.get(&account.path("/users")).await.expect_problem(403, "forbidden");
    });
}

#[test]
fn a_change_of_nothing_changes_nothing() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        shop::hire(world, &account, &ada, BOB, "read").await;
        let bob = path(&ada, &account, BOB).await;
        let etag = ada.api.get(&bob).await.etag();
        whole_table::unchanged(world, async || {
            for body in [
                json!({}),
                json!({ "given_name": "Grace" }),
                json!({ "grants": [grant("read")], "family_name": "Hopper" }),
            ] {
                assert_eq!(patch(&ada, &bob, body).await.etag(), etag);
            }
        })
        .await;
    });
}

#[test]
fn all_that_is_wrong_is_named_at_once_and_the_address_never_changes() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = office::open(world, names("administrators"), "ada@example.com").await;
        shop::hire(world, &account, &ada, BOB, "worker").await;
        let bob = path(&ada, &account, BOB).await;
        whole_table::unchanged(world, async || {
            let unit = "unt_aaaaaaaaaaaaaaaa";
            let grants = json!([
                { "role": "boss", "units": "all" }, { "role": "worker" }, { "role": "worker", "units": [unit] },
            ]);
            let body = json!({ "given_name": null, "family_name": "Ho\npper", "email": BOB, "grants": grants });
            patch(&ada, &bob, body).await.expect_fields(&[
                ("given_name", "required"),
                ("family_name", "forbidden_character"),
                ("email", "email_immutable"),
                ("grants[1].units", "required"),
                ("grants[2].units[0]", "unknown_unit"),
            ]);
            patch(&ada, &bob, json!({ "grants": [] })).await.expect_fields(&[("grants", "required")]);
            patch(&ada, &bob, json!({ "grants": null, "given_name": null }))
                .await
                .expect_fields(&[("grants", "required"), ("given_name", "required")]);
            patch(&ada, &bob, json!({ "grants": "all" })).await.expect_fields(&[("grants", "invalid_type")]);
            patch(&ada, &bob, json!({ "grants": [{ "role": 7 }, { "rank": "x" }] })).await.expect_fields(&[
                ("grants[0].role", "invalid_type"),
                ("grants[0].units", "required"),
                ("grants[1].rank", "unknown_field"),
                ("grants[1].role", "required"),
                ("grants[1].units", "required"),
            ]);
            patch(&ada, &bob, json!({ "grants": [grant("boss")] }))
                .await
                .expect_fields(&[("grants[0].role", "unknown_role")]);
            patch(&ada, &bob, json!({ "email": null })).await.expect_fields(&[("email", "email_immutable")]);
            patch(&ada, &bob, json!({ "status": "active", "given_name": 7 }))
                .await
                .expect_fields(&[("status", "unknown_field"), ("given_name", "invalid_type")]);
        })
        .await;
    });
}

/// Whether Ada may change Bob's name, whether Bob may, and whether Ada may change her own.
async fn who_edits(world: &World, editors: &str) -> [bool; 3] {
    let (account, ada) = office::open(world, names(editors), "ada@example.com").await;
    let bob = shop::hire(world, &account, &ada, BOB, "worker").await;
    let (of_ada, of_bob) =
        (account.path(&format!("/users/{}", account.administrator)), path(&ada, &account, BOB).await);
    let mut may = [false; 3];
    for (may, (by, path)) in may.iter_mut().zip([(&ada, &of_bob), (&bob, &of_bob), (&ada, &of_ada)]) {
        let reply = patch(by, path, json!({ "given_name": "Robert" })).await;
        *may = reply.status == 200;
        if !*may {
            reply.expect_fields(&[("given_name", "name_not_editable")]);
        }
    }
    patch(&bob, &of_ada, json!({ "given_name": "Eve" })).await.expect_problem(403, "forbidden");
    may
}

#[test]
fn names_are_edited_by_whom_the_access_model_lets() {
    scenario(async |world| assert_eq!(who_edits(world, "administrators").await, [true, false, true]));
    // Seed 004: "after user creation, only the user themselves can update the First Name and Last Name via their User
    // Profile".
    scenario(async |world| assert_eq!(who_edits(world, "person").await, [false, true, true]));
    scenario(async |world| assert_eq!(who_edits(world, "both").await, [true, true, true]));
}

#[test]
fn nobody_changes_what_they_hold_themselves() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let bob = shop::hire(world, &account, &ada, BOB, "worker").await;
        let (of_ada, of_bob) =
            (account.path(&format!("/users/{}", account.administrator)), path(&ada, &account, BOB).await);
        whole_table::unchanged(world, async || {
            for (by, path) in [(&ada, &of_ada), (&bob, &of_bob)] {
                for grants in [json!([grant("owner")]), json!([grant("worker")]), json!([])] {
                    patch(by, path, json!({ "grants": grants })).await.expect_problem(403, "cannot_change_own_grants");
                }
            }
        })
        .await;
    });
}

#[test]
fn what_someone_pending_will_hold_can_be_edited_and_the_editor_vouches_for_it() {
    scenario(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let max = shop::hire(world, &account, &ada, "max@example.com", "manager").await;
        max.invite(&account, &[BOB]).await;
        let bob = path(&ada, &account, BOB).await;
        let owner = json!({ "grants": [grant("owner")] });
        patch(&max, &bob, owner.clone()).await.expect_problem(403, "grant_exceeds_own");
        let changed = patch(&ada, &bob, owner).await.expect(200);
        assert_eq!((&changed["status"], &changed["grants"][0]["role"]), (&json!("pending"), &json!("owner")));
        // Max invited Bob and could not give this; Ada changed it and can.
        world.accept(BOB).await.expect(200);
        world.sign_in(BOB).await.api.get(&account.path("/users")).await.expect(200);
        assert_eq!(user(&ada, &account, BOB).await["grants"][0]["role"], "owner");
        assert_sound(world).await;
    });
}

#[test]
fn a_user_who_vouches_for_someone_pending_must_still_hold_it_at_acceptance() {
    scenario(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let otto = shop::hire(world, &account, &ada, "otto@example.com", "owner").await;
        ada.invite(&account, &[BOB]).await;
        let bob = path(&ada, &account, BOB).await;
        patch(&otto, &bob, json!({ "grants": [grant("manager")] })).await.expect(200);
        let demoted = json!({ "grants": [grant("worker")] });
        patch(&ada, &path(&ada, &account, "otto@example.com").await, demoted).await.expect(200);
        world.accept(BOB).await.expect_problem(409, "invitation_lapsed");
        // Ada sends it again, and vouches.
        let invitation = user(&ada, &account, BOB).await["invitation"].as_str().expect("an id").to_owned();
        ada.api.post(&account.path(&format!("/invitations/{invitation}/resend")), json!({})).await.expect(200);
        world.accept(BOB).await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn someone_deactivated_can_be_given_roles_for_their_return() {
    scenario(async |world| {
        let (account, ada) = world.account("warranty", "ada@example.com").await;
        shop::hire(world, &account, &ada, BOB, "claims_manager").await;
        let bob = path(&ada, &account, BOB).await;
        office::post(&ada, &bob, "deactivate").await.expect(200);
        let roles = json!([grant("claims_manager"), grant("transaction_manager")]);
        let changed = patch(&ada, &bob, json!({ "grants": roles })).await.expect(200);
        assert_eq!((&changed["status"], changed["grants"].as_array().map(Vec::len)), (&json!("deactivated"), Some(2)));
        assert_eq!(office::post(&ada, &bob, "reactivate").await.expect(200)["grants"], changed["grants"]);
        assert_sound(world).await;
    });
}

#[test]
fn of_two_changes_of_one_version_one_is_made() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        shop::hire(world, &account, &ada, BOB, "read").await;
        let bob = path(&ada, &account, BOB).await;
        let etag = ada.api.get(&bob).await.etag();
        let change = |name: &'static str| {
            let (ada, bob, etag): (Member, String, String) = (ada.clone(), bob.clone(), etag.clone());
            tokio::spawn(async move { matching(&ada, Method::PATCH, &bob, &etag, json!({ "given_name": name })).await })
        };
        let (first, second) = (change("Robert"), change("Bert"));
        let mut statuses =
            [first.await.expect("an answer").status.as_u16(), second.await.expect("an answer").status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        matching(&ada, Method::DELETE, &bob, &etag, json!({})).await.expect_problem(412, "stale_version");
    });
}

#[test]
fn a_grant_ends_at_its_instant_without_anybody_sweeping_it() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let bob = shop::hire(world, &account, &ada, BOB, "worker").await;
        let end = world.system.clock().now() + SignedDuration::from_mins(30);
        let passing = json!({ "role": "manager", "units": "all", "ends_at": end });
        patch(&ada, &path(&ada, &account, BOB).await, json!({ "grants": [grant("worker"), passing] }))
            .await
            .expect(200);
        bob.api.get(&account.path("/users")).await.expect(200);
        world.system.clock().advance(SignedDuration::from_mins(30)).expect("the clock moves");
        bob.api.get(&account.path("/users")).await.expect_problem(403, "forbidden");
        assert_eq!(
            Table::of(world).user(&account, BOB).await["version"].as_n().map(String::as_str),
            Ok("3"),
            "nobody touched it"
        );
    });
}
