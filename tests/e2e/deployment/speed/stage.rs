//! An account of 1,000 users, and the calls that are measured there.

use serde_json::{Value, json};
use usher_tests::crowd::{email, fill, items_of};
use usher_tests::desk::Desk;
use usher_tests::{PASSWORD, World, stream};

use super::call::Call;

const USERS: usize = 1_000;

/// How many rows an invitation of many has.
const MANY: usize = 1_000;

/// Sets the stage. Of those who are to accept there are `guests`.
pub async fn set(world: &World, guests: usize) -> Vec<Call> {
    let desk = Desk::open_as(world, "invoicing", "ada@example.com").await;
    desk.let_deactivate().await;
    desk.join(desk.row(&email(0), desk.account.role)).await;
    let links = links(&desk, guests).await;
    stream::end(world).await;
    let model = items_of(world, &desk.account, &email(0)).await;
    fill(world, &desk.account, &model, 1..USERS, 0).await;
    let mut calls = reading(&desk);
    calls.extend(writing(&desk).await);
    calls.extend(hashing(&desk, links));
    calls
}

fn by_admin(desk: &Desk<'_>, call: Call) -> Call {
    call.by(desk.admin.api.token())
}

fn reading(desk: &Desk<'_>) -> Vec<Call> {
    let calls = [
        Call::get("session", "/v1/sessions/current".to_owned()),
        Call::post("check", desk.path("/access/check"), |_| json!({ "permission": "users:read" })),
        Call::get("user", desk.path(&format!("/users/{}", desk.account.administrator))),
        Call::get("list", desk.path("/users?limit=50")),
        Call::get("search", desk.path("/users?query=person-0&status=active&limit=20")),
    ];
    calls.map(|call| by_admin(desk, call)).into()
}

async fn writing(desk: &Desk<'_>) -> Vec<Call> {
    let rows = |count: usize, name: &'static str| {
        let row = desk.row("", desk.account.role);
        move |number| {
            let rows = (0..count).map(|place| with_email(&row, format!("{name}-{number}-{place}@example.com")));
            json!({ "invitations": rows.collect::<Vec<_>>() })
        }
    };
    let users = desk.admin.pages(&desk.path("/users?status=active&limit=100")).await;
    // From the end: what is listed and found stays the same.
    let paths =
        users.iter().rev().map(|user| desk.path(&format!("/users/{}/deactivate", user["id"].as_str().expect("an id"))));
    let deactivate = Call::post("deactivate", String::new(), |_| json!({}));
    let calls = [
        Call::post("invitation", desk.path("/invitations"), rows(1, "one")),
        Call::post("invitations", desk.path("/invitations"), rows(MANY, "many")),
        deactivate.to(paths.collect()),
    ];
    calls.map(|call| by_admin(desk, call)).into()
}

fn hashing(desk: &Desk<'_>, links: Vec<String>) -> Vec<Call> {
    let sign_in = json!({ "email": desk.admin.email, "password": PASSWORD });
    let accept = move |number: usize| json!({ "token": links[number], "password": PASSWORD });
    let sign_in = Call::post("sign_in", "/v1/sessions".to_owned(), move |_| sign_in.clone());
    let calls = [
        sign_in.answered(201),
        Call::post("accept", "/v1/invitations/accept".to_owned(), accept),
        by_admin(desk, Call::post("proof", "/v1/me/proof".to_owned(), |_| json!({ "password": PASSWORD }))),
    ];
    calls.map(Call::hashing).into()
}

fn with_email(row: &Value, email: String) -> Value {
    let mut row = row.clone();
    row["email"] = email.into();
    row
}

/// The tokens in the emails to people who are invited.
async fn links(desk: &Desk<'_>, count: usize) -> Vec<String> {
    let emails: Vec<String> = (0..count).map(|number| format!("guest-{number}@example.com")).collect();
    if !emails.is_empty() {
        let rows: Vec<Value> = emails.iter().map(|email| desk.row(email, desk.account.role)).collect();
        desk.invite(rows.into()).await;
    }
    let mut links = Vec::new();
    for email in emails {
        links.push(desk.world.link(&email).await);
    }
    links
}
