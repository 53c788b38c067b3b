//! They sign in with the passwords that they have.

use serde_json::{Value, json};
use usher_tests::invariants::assert_sound;
use usher_tests::{PASSWORD, Table, World, resets, scenario};

use super::{HASHES, import, row, verdicts, with_hash};

async fn hash_of(world: &World, email: &str) -> String {
    let people = Table::of(world).of_kind("person").await;
    let person = people.iter().find(|person| person["email"] == email).expect("a person");
    person["password"].as_str().expect("a hash").to_owned()
}

fn credentials(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}

#[test]
fn people_who_move_in_keep_their_passwords_and_get_hashes_of_ushers_at_the_first_sign_in() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let rows: Vec<Value> = HASHES.iter().map(|(email, hash)| with_hash(email, hash)).collect();
        assert_eq!(verdicts(world, &account, json!(rows)).await, ["imported"; 4]);
        for (email, hash) in HASHES.iter().filter(|(_, hash)| !hash.is_empty()) {
            assert_ne!(&hash_of(world, email).await[..11], "$argon2id$v", "{email}");
            world
                .api
                .post("/v1/sessions", credentials(email, "wrong wrong wrong"))
                .await
                .expect_problem(401, "wrong_credentials");
            world.dynamodb.clear();
            let member = world.sign_in(email).await;
            let written =
                world.dynamodb.take().iter().filter(|request| request.operation == "TransactWriteItems").count();
            assert_eq!(written, 1, "{email}: the hash is renewed with the session, {hash}");
            assert!(hash_of(world, email).await.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{email}");
            let me = member.api.get("/v1/me").await.expect(200);
            assert_eq!(me["accounts"][0]["id"], account.id.as_str(), "{email}");
            // With the hash that is Usher's own, nothing has to be renewed.
            world.dynamodb.clear();
            world.sign_in(email).await;
            assert!(world.dynamodb.take().iter().all(|request| request.operation != "TransactWriteItems"), "{email}");
        }
        let listed = ada.pages(&account.path("/users?status=active")).await;
        assert_eq!(listed.len(), 5);
        assert_sound(world).await;
        assert!(HASHES.iter().all(|(email, _)| world.system.mailbox().to(email).is_empty()), "no mail unless asked");
    });
}

#[test]
fn who_comes_without_a_password_sets_one_by_email() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        assert_eq!(verdicts(world, &account, json!([row("bob@example.com", json!({}))])).await, ["imported"]);
        for password in ["", PASSWORD] {
            let reply = world.api.post("/v1/sessions", credentials("bob@example.com", password)).await;
            assert!(matches!(reply.status.as_u16(), 401 | 422), "{}", reply.body);
        }
        resets::forgot(&world.api, "bob@example.com").await.expect(202);
        let token = resets::password_token(world, "bob@example.com").await;
        let new = json!({ "token": token, "password": PASSWORD });
        world.api.post("/v1/password-resets/complete", new).await.expect(204);
        world.sign_in("bob@example.com").await;
        assert_sound(world).await;
    });
}

#[test]
fn a_deactivated_user_moves_in_and_stays_out_until_they_are_let_in() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let (email, hash) = HASHES[0];
        let body = json!([row(email, json!({ "password_hash": hash, "status": "deactivated" }))]);
        assert_eq!(verdicts(world, &account, body).await, ["imported"]);
        let reply = world.api.post("/v1/sessions", credentials(email, PASSWORD)).await;
        reply.expect_problem(403, "deactivated_everywhere");
        assert_sound(world).await;
    });
}

/// The example of Firebase's own program.
#[test]
fn firebases_hashes_need_the_parameters_of_their_project() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let firebase = json!({
            "signer_key": "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
            "salt_separator": "Bw==", "rounds": 8, "mem_cost": 14,
        });
        let hash = "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";
        let people =
            json!([row("bob@example.com", json!({ "password_hash": hash, "password_salt": "42xEC+ixf3L2lw==" }))]);
        assert_eq!(verdicts(world, &account, people.clone()).await, ["invalid"]);
        let imported = import(world, &account, json!({ "people": people, "firebase": firebase })).await.expect(200);
        assert_eq!(imported["results"][0]["verdict"], "imported");
        world.api.post("/v1/sessions", credentials("bob@example.com", "user1password")).await.expect(201);
    });
}
