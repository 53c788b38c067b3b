//! Accounts from presets or access models of their own, and people who come into them.

use serde_json::{Value, json};

use crate::{Account, Member, PASSWORD, World};

/// An account from a preset; its first administrator is signed in.
pub async fn open(world: &World, preset: &str, administrator: &str) -> (Account, Member) {
    let administrator_with_names = json!({ "email": administrator, "given_name": "Ada", "family_name": "Lovelace" });
    let body = json!({ "name": "Northwind", "preset": preset, "administrator": administrator_with_names });
    open_with(world, body, administrator).await
}

/// An account from the body of its creation; its first administrator is signed in.
pub async fn open_with(world: &World, body: Value, administrator: &str) -> (Account, Member) {
    let created = world.operator().post("/v1/accounts", body).await.expect(201);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let account = Account {
        id: text(&created["account"]["id"]),
        administrator: text(&created["administrator"]["user"]),
        role: "none",
    };
    (account, come_in(world, administrator).await)
}

/// Follows the newest link to `email`, gives what it asks for, and signs in.
pub async fn come_in(world: &World, email: &str) -> Member {
    let token = world.link(email).await;
    let found = world.api.post("/v1/invitations/lookup", json!({ "token": token })).await.expect(200);
    let mut body = json!({ "token": token, "password": PASSWORD });
    if found["names_required"] == true {
        body["given_name"] = json!("Grace");
        body["family_name"] = json!("Hopper");
    }
    world.api.post("/v1/invitations/accept", body).await.expect(200);
    world.sign_in(email).await
}

/// Someone new with these grants: invited as the access model has it, accepted and signed in.
pub async fn enlist(world: &World, account: &Account, by: &Member, email: &str, grants: Value) -> Member {
    invite(account, by, email, grants).await;
    come_in(world, email).await
}

/// Invites one person as the access model has it; the user's id.
pub async fn invite(account: &Account, by: &Member, email: &str, grants: Value) -> String {
    let model = by.api.get(&account.path("/access-model")).await.expect(200);
    let mut row = json!({ "email": email, "grants": grants });
    if model["policies"]["invitation"]["names"] == "inviter" {
        row["given_name"] = json!("Grace");
        row["family_name"] = json!("Hopper");
    }
    let invited = by.invite_rows(account, vec![row]).await.expect(200);
    assert_eq!(invited["results"][0]["verdict"], "invited", "{invited}");
    invited["results"][0]["user"].as_str().expect("an id").to_owned()
}

/// The user's own id.
pub async fn own_id(account: &Account, member: &Member) -> String {
    let me = member.api.get("/v1/me").await.expect(200);
    let here = me["accounts"]
        .as_array()
        .expect("accounts")
        .iter()
        .find(|one| one["id"] == account.id.as_str())
        .expect("the account")
        .clone();
    here["user"]["id"].as_str().expect("an id").to_owned()
}

/// What `POST …/access/check` answers.
pub async fn check(account: &Account, by: &Member, question: Value) -> Value {
    by.api.post(&account.path("/access/check"), question).await.expect(200)
}
