//! Nobody gives more than they hold, nor takes from someone who manages more than they do (security.md 28,
//! docs/decisions/0014).

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::{Account, Member, World, scenario_with};

use usher_tests::office::{self, grant, patch, path};
use usher_tests::{shop, whole_table};

const BOB: &str = "bob@example.com";

/// An office with its owner, a manager whose grants are `held`, and Bob, a worker.
async fn office(world: &World, held: Value) -> (Account, Member, Member, String) {
    let (account, ada) =
        office::open(world, json!({ "offboarding": { "deactivate": true, "remove": true } }), "ada@example.com").await;
    let max = shop::hire(world, &account, &ada, "max@example.com", "manager").await;
    patch(&ada, &path(&ada, &account, "max@example.com").await, json!({ "grants": held })).await.expect(200);
    shop::hire(world, &account, &ada, BOB, "worker").await;
    let bob = path(&ada, &account, BOB).await;
    (account, ada, max, bob)
}

/// Fails the test unless Max can give `grants` in no way.
async fn is_refused(world: &World, (account, max, bob): (&Account, &Member, &str), grants: Value) {
    whole_table::unchanged(world, async || {
        let row = json!({ "email": "new@example.com", "given_name": "N", "family_name": "N", "grants": grants });
        max.api.post(&account.path("/users"), row.clone()).await.expect_problem(403, "grant_exceeds_own");
        assert_eq!(max.invite_rows(account, vec![row]).await.expect(200)["results"][0]["verdict"], "not_allowed");
        patch(max, bob, json!({ "grants": grants })).await.expect_problem(403, "grant_exceeds_own");
    })
    .await;
}

#[test]
fn no_permission_is_given_that_the_giver_lacks() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, _, max, bob) = office(world, json!([grant("manager")])).await;
        for beyond in [
            grant("owner"),
            grant("personnel"),
            json!({ "role": "worker", "units": "all", "permissions": ["tasks:sign"] }),
        ] {
            is_refused(world, (&account, &max, &bob), json!([beyond])).await;
        }
        let within = json!([{ "role": "worker", "units": "all", "permissions": ["tasks:write"] }, grant("manager")]);
        patch(&max, &bob, json!({ "grants": within })).await.expect(200);
    });
}

#[test]
fn nothing_is_given_for_longer_than_the_giver_holds_it() {
    scenario_with(whole_table::quiet(), async |world| {
        let end = world.system.clock().now() + SignedDuration::from_hours(24);
        let (account, _, max, bob) =
            office(world, json!([{ "role": "manager", "units": "all", "ends_at": end }])).await;
        let until = |end: Value| json!([{ "role": "manager", "units": "all", "ends_at": end }]);
        is_refused(world, (&account, &max, &bob), json!([grant("manager")])).await;
        is_refused(world, (&account, &max, &bob), until(json!(end + SignedDuration::from_millis(1)))).await;
        patch(&max, &bob, json!({ "grants": until(json!(end)) })).await.expect(200);
    });
}

#[test]
fn nothing_is_given_outside_the_givers_units() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let (first, second) = ("unt_aaaaaaaaaaaaaaaa", "unt_bbbbbbbbbbbbbbbb");
        whole_table::add_unit(world, &account, first).await;
        whole_table::add_unit(world, &account, second).await;
        let max = shop::hire(world, &account, &ada, "max@example.com", "manager").await;
        let signs = json!({ "role": "worker", "units": [first], "permissions": ["tasks:sign"] });
        patch(&ada, &path(&ada, &account, "max@example.com").await, json!({ "grants": [grant("manager"), signs] }))
            .await
            .expect(200);
        shop::hire(world, &account, &ada, BOB, "worker").await;
        let bob = path(&ada, &account, BOB).await;
        let signing = |units: Value| json!([{ "role": "worker", "units": units, "permissions": ["tasks:sign"] }]);
        for beyond in [json!([second]), json!([first, second]), json!("all")] {
            is_refused(world, (&account, &max, &bob), signing(beyond)).await;
        }
        patch(&max, &bob, json!({ "grants": signing(json!([first])) })).await.expect(200);
    });
}

#[test]
fn what_others_gave_may_stay_but_nobody_adds_to_it_beyond_their_own() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, ada, max, bob) = office(world, json!([grant("manager")])).await;
        let signing = json!({ "role": "worker", "units": "all", "permissions": ["tasks:sign"] });
        patch(&ada, &bob, json!({ "grants": [signing] })).await.expect(200);
        let more = json!({ "grants": [signing, grant("manager")] });
        assert_eq!(patch(&max, &bob, more).await.expect(200)["grants"][0]["permissions"], json!(["tasks:sign"]));
        patch(&max, &bob, json!({ "grants": [grant("worker")] })).await.expect(200);
        patch(&max, &bob, json!({ "grants": [signing] })).await.expect_problem(403, "grant_exceeds_own");
    });
}

#[test]
fn nobody_acts_against_someone_who_manages_more_than_they_do() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, _, bob) = office(world, json!([grant("manager")])).await;
        let petra = shop::hire(world, &account, &ada, "petra@example.com", "personnel").await;
        let of_ada = account.path(&format!("/users/{}", account.administrator));
        let of_max = path(&ada, &account, "max@example.com").await;
        whole_table::unchanged(world, async || {
            for above in [&of_ada, &of_max] {
                patch(&petra, above, json!({ "grants": [grant("worker")] }))
                    .await
                    .expect_problem(403, "user_outranks_caller");
                office::post(&petra, above, "deactivate").await.expect_problem(403, "user_outranks_caller");
                petra.api.delete(above).await.expect_problem(403, "user_outranks_caller");
            }
        })
        .await;
        // What Bob may do in the portal is no say over users: he can be sent off, whatever it is.
        let signing = json!({ "role": "worker", "units": "all", "permissions": ["tasks:sign"] });
        patch(&ada, &bob, json!({ "grants": [signing] })).await.expect(200);
        office::post(&petra, &bob, "deactivate").await.expect(200);
        office::post(&petra, &bob, "reactivate").await.expect_problem(403, "grant_exceeds_own");
        petra.api.delete(&bob).await.expect(204);
    });
}

#[test]
fn a_user_who_only_lets_people_in_again_gives_them_nothing_new() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, _, bob) = office(world, json!([grant("manager")])).await;
        let paul = shop::hire(world, &account, &ada, "paul@example.com", "porter").await;
        office::post(&paul, &bob, "deactivate").await.expect(200);
        let again = format!("{bob}/reactivate");
        whole_table::unchanged(world, async || {
            paul.api.post(&again, json!({ "grants": [grant("worker")] })).await.expect_problem(403, "forbidden");
            patch(&paul, &bob, json!({ "grants": [grant("worker")] })).await.expect_problem(403, "forbidden");
        })
        .await;
        assert_eq!(paul.api.post(&again, json!({})).await.expect(200)["grants"][0]["role"], "worker");
    });
}
