//! Leaving an account oneself.

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_tests::environment::at_once;
use usher_tests::invariants::assert_sound;
use usher_tests::office::{self, event, recorded};
use usher_tests::{Account, Member, PASSWORD, Reply, World, scenario, shop};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

/// An office from which people are removed.
async fn open(world: &World) -> (Account, Member) {
    office::open(world, json!({ "offboarding": { "deactivate": true, "remove": true } }), ADA).await
}

async fn leave(who: &Member, account: &Account) -> Reply {
    who.api.delete(&format!("/v1/me/accounts/{}", account.id)).await
}

/// What someone is told that they may do about an account.
async fn told(who: &Member, account: &Account) -> Value {
    let me = who.api.get("/v1/me").await.expect(200);
    let accounts = me["accounts"].as_array().expect("accounts").clone();
    let here = accounts.into_iter().find(|one| one["id"] == account.id.as_str());
    here.expect("an account")["allowed_actions"].clone()
}

#[test]
fn who_leaves_is_out_with_the_next_request_and_with_all_that_they_had_there() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        let (home, _) = world.account("invoicing", "zoe@example.com").await;
        let bob = shop::hire(world, &account, &ada, BOB, "owner").await;
        let made = bob.api.post(&account.path("/api-tokens"), json!({ "name": "Export" })).await.expect(201);
        let program = world.api.with_token(made["token"].as_str().expect("a token"));
        program.get(&account.path("/users")).await.expect(200);
        let user = office::user(&ada, &account, BOB).await;
        assert_eq!(told(&bob, &account).await, json!(["leave"]));
        leave(&bob, &home).await.expect_problem(404, "not_found");

        leave(&bob, &account).await.expect(204);
        bob.api.get(&account.path("/users")).await.expect_problem(404, "not_found");
        program.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        leave(&bob, &account).await.expect_problem(404, "not_found");
        assert_eq!(bob.api.get("/v1/me").await.expect(200)["accounts"], json!([]));
        let users = ada.pages(&account.path("/users")).await;
        assert_eq!(users.len(), 1, "nobody but Ada: {users:?}");
        let left = event(world, &account, "user.left").await;
        assert_eq!((&left["target"], &left["after"]), (&user["id"], &Value::Null));
        assert_eq!(left["actor"], json!({ "type": "user", "id": user["id"] }), "themselves");
        let before = json!({
            "email": BOB, "names": { "given_name": user["given_name"], "family_name": user["family_name"] },
            "status": "active", "grants": recorded(&["owner"]),
        });
        assert_eq!(left["before"], before);
        assert_sound(world).await;

        ada.invite_one(&account, BOB).await;
        assert_eq!(ada.users(&account, "pending").await, [BOB], "the address is free");
    });
}

#[test]
fn an_account_that_has_nobody_removed_keeps_them_on_record() {
    scenario(async |world| {
        let (account, wanda) = world.account("warranty", "wanda@example.com").await;
        let bob = shop::hire(world, &account, &wanda, BOB, "transaction_manager").await;
        leave(&bob, &account).await.expect(204);
        bob.api.get(&account.path("/access-model")).await.expect_problem(404, "not_found");
        assert_eq!(wanda.users(&account, "deactivated").await, [BOB]);
        let left = event(world, &account, "user.left").await;
        assert_eq!(left["after"], json!({ "status": "deactivated", "grants": [] }));
        assert_sound(world).await;
    });
}

#[test]
fn the_last_administrator_stays_and_is_not_told_otherwise() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        shop::hire(world, &account, &ada, BOB, "worker").await;
        assert_eq!(told(&ada, &account).await, json!([]));
        leave(&ada, &account).await.expect_problem(409, "last_administrator");
        let olga = shop::hire(world, &account, &ada, "olga@example.com", "owner").await;
        assert_eq!((told(&ada, &account).await, told(&olga, &account).await), (json!(["leave"]), json!(["leave"])));

        let both = at_once([ada.clone(), olga.clone()].map(|who| {
            let account = account.clone();
            async move { leave(&who, &account).await.status.as_u16() }
        }))
        .await;
        let mut both: Vec<u16> = both.into_iter().collect();
        both.sort_unstable();
        assert_eq!(both, [204, 409], "of two who leave at once, one stays");
        assert_sound(world).await;
    });
}

#[test]
fn it_takes_the_person_and_their_credentials_and_the_version_that_they_have_seen() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        let bob = shop::hire(world, &account, &ada, BOB, "owner").await;
        let made = bob.api.post(&account.path("/api-tokens"), json!({ "name": "Export" })).await.expect(201);
        let program = world.api.with_token(made["token"].as_str().expect("a token"));
        let path = format!("/v1/me/accounts/{}", account.id);
        program.delete(&path).await.expect_problem(401, "unauthenticated");
        world.api.delete(&path).await.expect_problem(401, "unauthenticated");
        let stale = bob.api.send(reqwest::Method::DELETE, &path, &[("if-match", "\"99\"")], None).await;
        stale.expect_problem(412, "stale_version");

        world.advance(SignedDuration::from_mins(10)).await;
        leave(&bob, &account).await.expect_problem(403, "proof_required");
        assert_eq!(told(&bob, &account).await, json!(["leave"]), "a proof is asked for then");
        bob.api.post("/v1/me/proof", json!({ "password": PASSWORD })).await.expect(200);
        let suspend = format!("/v1/operator/accounts/{}", account.id);
        world.operator().post(&format!("{suspend}/suspend"), json!({})).await.expect(200);
        leave(&bob, &account).await.expect_problem(403, "account_suspended");
        assert_eq!(told(&bob, &account).await, json!([]));
        world.operator().post(&format!("{suspend}/resume"), json!({})).await.expect(200);
        leave(&bob, &account).await.expect(204);
    });
}
