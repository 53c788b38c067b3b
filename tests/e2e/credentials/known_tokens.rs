//! A new password ends the API tokens that its owner knew, unless they say otherwise: someone else may have known the
//! password before.

use serde_json::{Value, json};
use usher_tests::environment::at_once;
use usher_tests::resets::{OTHER, THIRD, change, forgot, password_token, send, set_password, signed_in};
use usher_tests::{Account, Member, PASSWORD, Reply, Table, World, office, scenario};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

async fn make(by: &Member, account: &Account, owner: Option<&str>) -> Value {
    let body = match owner {
        Some(owner) => json!({ "name": "Export", "owner": owner }),
        None => json!({ "name": "Export" }),
    };
    by.api.post(&account.path("/api-tokens"), body).await.expect(201)
}

fn path(account: &Account, made: &Value) -> String {
    account.path(&format!("/api-tokens/{}", made["api_token"]["id"].as_str().expect("an id")))
}

/// What the token opens: 200, or 401 if it is over.
async fn works(world: &World, account: &Account, made: &Value) -> u16 {
    let program = world.api.with_token(made["token"].as_str().expect("a token"));
    program.get(&account.path("")).await.status.as_u16()
}

/// An account whose tokens can be shown again, with Ada and Bob, who may do everything.
async fn open(world: &World) -> (Account, Member, Member, String) {
    let (account, ada) = world.account("billing", ADA).await;
    ada.invite_rows(&account, vec![Member::row(BOB, "admin_user")]).await.expect(200);
    world.accept(BOB).await.expect(200);
    let bob = world.sign_in(BOB).await;
    let bobs = office::user(&ada, &account, BOB).await["id"].as_str().expect("an id").to_owned();
    (account, ada, bob, bobs)
}

/// One more account of Ada's.
async fn another(world: &World, ada: &Member) -> Account {
    let body = json!({
        "name": "Southwind Clinic", "product_name": "BillPro", "preset": "billing",
        "administrator": { "email": ADA, "given_name": "Ada", "family_name": "Lovelace" },
    });
    let created = world.operator().post("/v1/accounts", body).await.expect(201);
    let token = world.link(ADA).await;
    ada.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let administrator = text(&created["administrator"]["user"]);
    Account { id: text(&created["account"]["id"]), administrator, role: "normal_user" }
}

async fn reset(world: &World, fields: Value) -> Reply {
    forgot(&world.api, ADA).await.expect(202);
    let mut body = json!({ "token": password_token(world, ADA).await, "password": OTHER });
    body.as_object_mut().expect("fields").extend(fields.as_object().expect("fields").clone());
    world.api.post("/v1/password-resets/complete", body).await
}

async fn listed(by: &Member, account: &Account) -> Vec<Value> {
    let tokens = by.pages(&account.path("/api-tokens?limit=10")).await;
    tokens.into_iter().map(|token| token["id"].clone()).collect()
}

#[test]
fn a_reset_ends_what_the_person_made_for_themselves_everywhere_and_nothing_else() {
    scenario(async |world| {
        let (account, ada, bob, bobs) = open(world).await;
        let elsewhere = another(world, &ada).await;
        let (own, other) = (make(&ada, &account, None).await, make(&ada, &elsewhere, None).await);
        let left = [
            make(&bob, &account, Some(&account.administrator)).await,
            make(&ada, &account, Some(&bobs)).await,
            make(&bob, &account, None).await,
        ];
        reset(world, json!({})).await.expect(204);
        assert_eq!((works(world, &account, &own).await, works(world, &elsewhere, &other).await), (401, 401));
        for token in &left {
            assert_eq!(works(world, &account, token).await, 200, "{token}");
        }
        let ada = signed_in(world, ADA, OTHER).await;
        for by in [&ada, &bob] {
            assert!(!listed(by, &account).await.contains(&own["api_token"]["id"]));
            assert_eq!(listed(by, &account).await.len(), 3);
            by.api.get(&path(&account, &own)).await.expect_problem(404, "not_found");
            by.api.delete(&path(&account, &own)).await.expect_problem(404, "not_found");
            for act in ["rotate", "reveal"] {
                let refused = by.api.post(&format!("{}/{act}", path(&account, &own)), json!({})).await;
                refused.expect_problem(404, "not_found");
            }
        }
        let event = office::event(world, &elsewhere, "user.password_reset").await;
        assert_eq!(event["after"], json!({ "sessions": "ended", "api_tokens": "ended" }));
        world.system.settle().await.expect("the outbox runs empty");
        let mails = world.system.mailbox().to(ADA);
        let told = mails.iter().rfind(|mail| mail.subject.contains("was reset")).expect("an email");
        assert!(told.text.contains("API tokens that you created for yourself or saw before no longer work"));
        let anew = make(&ada, &account, None).await;
        assert_eq!(works(world, &account, &anew).await, 200);
    });
}

#[test]
fn they_go_on_if_the_person_says_so() {
    scenario(async |world| {
        let (account, ada, ..) = open(world).await;
        let own = make(&ada, &account, None).await;
        reset(world, json!({ "keep_api_tokens": true })).await.expect(204);
        assert_eq!(works(world, &account, &own).await, 200);
        let event = office::event(world, &account, "user.password_reset").await;
        assert_eq!(event["after"], json!({ "sessions": "ended", "api_tokens": "kept" }));
        let ada = signed_in(world, ADA, OTHER).await;
        ada.api.post(&format!("{}/reveal", path(&account, &own)), json!({})).await.expect(200);
        world.system.settle().await.expect("the outbox runs empty");
        let mails = world.system.mailbox().to(ADA);
        assert!(!mails.iter().any(|mail| mail.text.contains("no longer work")));
    });
}

#[test]
fn an_administrators_link_ends_them_too_and_those_of_others_that_the_person_has_seen() {
    scenario(async |world| {
        let (account, ada, bob, bobs) = open(world).await;
        let [unseen, shown, rotated] = [
            make(&ada, &account, Some(&bobs)).await,
            make(&ada, &account, Some(&bobs)).await,
            make(&ada, &account, Some(&bobs)).await,
        ];
        bob.api.post(&format!("{}/reveal", path(&account, &shown)), json!({})).await.expect(200);
        let rotated = bob.api.post(&format!("{}/rotate", path(&account, &rotated)), json!({})).await.expect(200);
        let revealed = office::event(world, &account, "api_token.revealed").await;
        assert_eq!((&revealed["before"], &revealed["after"]), (&Value::Null, &Value::Null));
        send(&ada, &account.path(&format!("/users/{bobs}")), json!({ "password": true })).await.expect(202);
        set_password(&world.api, &password_token(world, BOB).await, OTHER).await.expect(204);
        let work = async |token: &Value| works(world, &account, token).await;
        assert_eq!((work(&unseen).await, work(&shown).await, work(&rotated).await), (200, 401, 401));
        assert_eq!(listed(&ada, &account).await, [unseen["api_token"]["id"].clone()]);
    });
}

#[test]
fn a_changed_password_keeps_them_unless_the_person_says_otherwise() {
    scenario(async |world| {
        let (account, ada, ..) = open(world).await;
        let own = make(&ada, &account, None).await;
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        assert_eq!(works(world, &account, &own).await, 200);
        let event = office::event(world, &account, "user.password_changed").await;
        assert_eq!(event["after"], json!({ "sessions": "others_ended", "api_tokens": "kept" }));
        let body = json!({ "current_password": OTHER, "new_password": THIRD, "end_api_tokens": true });
        ada.api.post("/v1/me/password", body).await.expect(204);
        assert_eq!(works(world, &account, &own).await, 401);
        let event = office::event(world, &account, "user.password_changed").await;
        assert_eq!(event["after"], json!({ "sessions": "others_ended", "api_tokens": "ended" }));
        let anew = make(&ada, &account, None).await;
        assert_eq!(works(world, &account, &anew).await, 200, "the session goes on, and so does what it makes");
    });
}

#[test]
fn those_that_ended_make_room_for_as_many() {
    scenario(async |world| {
        let (account, mut ada, bob, _) = open(world).await;
        for password in [OTHER, THIRD] {
            for _ in 0..20 {
                make(&ada, &account, None).await;
            }
            let more = ada.api.post(&account.path("/api-tokens"), json!({ "name": "More" })).await;
            more.expect_problem(409, "too_many_api_tokens");
            forgot(&world.api, ADA).await.expect(202);
            set_password(&world.api, &password_token(world, ADA).await, password).await.expect(204);
            ada = signed_in(world, ADA, password).await;
            assert_eq!(listed(&ada, &account).await, Vec::<Value>::new());
        }
        let for_ada = make(&bob, &account, Some(&account.administrator)).await;
        assert_eq!(works(world, &account, &for_ada).await, 200);
        let table = Table::of(world);
        let stored = (table.of_kind("api_token").await.len(), table.of_kind("api_token_slot").await.len());
        assert_eq!(stored, (1, 1), "what is over goes as others come");
    });
}

#[test]
fn in_more_accounts_than_one_transaction_would_take_none_is_left_out() {
    scenario(async |world| {
        let (account, ada, ..) = open(world).await;
        let mut made = vec![(account.clone(), make(&ada, &account, None).await)];
        for _ in 0..6 {
            let account = another(world, &ada).await;
            let token = make(&ada, &account, None).await;
            made.push((account, token));
        }
        reset(world, json!({})).await.expect(204);
        for (account, token) in &made {
            assert_eq!(works(world, account, token).await, 401);
            let event = office::event(world, account, "user.password_reset").await;
            assert_eq!(event["after"]["api_tokens"], "ended");
        }
    });
}

#[test]
fn a_token_that_is_made_at_the_moment_of_the_reset_does_not_outlive_it() {
    scenario(async |world| {
        let (account, mut ada, ..) = open(world).await;
        for password in [OTHER, THIRD, "nine geese cross the frozen lake"] {
            forgot(&world.api, ADA).await.expect(202);
            let body = json!({ "token": password_token(world, ADA).await, "password": password });
            let api = world.api.clone();
            let requests = (0..9).map(|number| {
                let (by, api, body, tokens) = (ada.clone(), api.clone(), body.clone(), account.path("/api-tokens"));
                async move {
                    if number == 4 {
                        api.post("/v1/password-resets/complete", body).await
                    } else {
                        by.api.post(&tokens, json!({ "name": "Export" })).await
                    }
                }
            });
            let answers = at_once(requests).await;
            assert!(answers.iter().any(|answer| answer.status == 204));
            for made in answers.into_iter().filter(|answer| answer.status == 201) {
                assert_eq!(works(world, &account, &made.body).await, 401);
            }
            ada = signed_in(world, ADA, password).await;
        }
    });
}
