//! Taking an invitation or turning it down, and everything else that its link can and cannot do.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use serde_json::{Value, json};
use usher::domain::credentials::token::InvitationToken;
use usher_tests::{Account, Api, Member, PASSWORD, Reply, Table, World, scenario};

/// A portal in which people give their own names, and whose invitations live for a minute.
fn self_service() -> Value {
    json!({
        "name": "self_service",
        "title": "Self-service portal",
        "resources": { "things": { "title": "Things" } },
        "roles": {
            "owner": { "title": "Owner", "permissions": ["*:*"] },
            "recruiter": { "title": "Recruiter", "permissions": ["users:read", "users:invite", "things:read"] },
            "reader": { "title": "Reader", "permissions": ["things:read"] },
        },
        "policies": { "invitation": { "lifetime": "1m", "names": "invitee" } },
    })
}

/// A portal in which one role may invite, but does not hold everything.
fn recruiting() -> Value {
    let mut model = self_service();
    model["policies"] = json!({ "invitation": { "lifetime": "48h", "names": "inviter" } });
    model
}

/// Accepts with `fields` beside the token.
async fn accept(api: &Api, token: &str, fields: Value) -> Reply {
    let mut body = json!({ "token": token });
    body.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
    api.post("/v1/invitations/accept", body).await
}

/// Does `operation` with the link that carries `token`, with nobody signed in.
async fn link(world: &World, operation: &str, token: &str) -> Reply {
    world.api.post(&format!("/v1/invitations/{operation}"), json!({ "token": token })).await
}

async fn status_of(world: &World, token: &str) -> String {
    link(world, "lookup", token).await.expect(200)["status"].as_str().expect("a status").to_owned()
}

/// Invites someone, and takes the token from the email.
async fn invited(world: &World, account: &Account, by: &Member, email: &str) -> String {
    by.invite_one(account, email).await;
    world.link(email).await
}

async fn signs_in_with(world: &World, email: &str, password: &str) -> u16 {
    world.api.post("/v1/sessions", json!({ "email": email, "password": password })).await.status.as_u16()
}

/// Fails the test unless `story` leaves the table as it was.
async fn changing_nothing(world: &World, story: impl AsyncFnOnce()) {
    world.system.settle().await.expect("the outbox runs empty");
    let (table, mails) = (Table::of(world), world.system.mailbox().count());
    let before = table.items().await;
    story().await;
    world.system.settle().await.expect("the outbox runs empty");
    assert_eq!(table.items().await, before);
    assert_eq!(world.system.mailbox().count(), mails);
}

mod a_new_person;

mod someone_known;

mod own_names;

mod in_the_warranty_portal;

mod an_invitation;

mod a_link;

/// Someone who joined with this grant, signed in.
async fn colleague(world: &World, account: &Account, by: &Member, email: &str, grant: Value) -> Member {
    let row = json!({ "email": email, "given_name": "Bob", "family_name": "Builder", "grants": [grant] });
    assert_eq!(by.invite_rows(account, vec![row]).await.expect(200)["results"][0]["verdict"], "invited");
    world.accept(email).await.expect(200);
    world.sign_in(email).await
}

mod what_the_inviter_no_longer_holds;
