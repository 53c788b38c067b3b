//! What the tests of credentials share: links that are asked for, sent and followed.

use crate::{Account, Api, Item, Member, Reply, Table, World, plain, text};
use serde_json::{Value, json};
use usher::domain::credentials::sealed::Sealed;
use usher::domain::credentials::second_factor::{SecondFactor, State};
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
use usher::store::Change;

/// A password that nobody has yet.
pub const OTHER: &str = "four tame donkeys on a barge";

/// One more.
pub const THIRD: &str = "a heron waits in cold water";

/// Someone says that they have forgotten their password.
pub async fn forgot(api: &Api, email: &str) -> Reply {
    api.post("/v1/password-resets", json!({ "email": email })).await
}

/// The administrator sends links.
pub async fn send(by: &Member, user: &str, what: Value) -> Reply {
    by.api.post(&format!("{user}/credential-resets"), what).await
}

/// The same to someone who has a second factor at that moment, whether or not they do before and after.
pub async fn send_for_factor(world: &World, by: &Member, user: &str, email: &str, what: Value) -> Reply {
    if has_factor(world, email).await {
        return send(by, user, what).await;
    }
    put_factor(world, email).await;
    let reply = send(by, user, what).await;
    let pk = person(world, email).await["pk"].as_str().expect("a key").to_owned();
    Table::of(world).delete(&pk, "SECOND_FACTOR").await;
    reply
}

/// The tokens of this kind in the emails to `email`, once all mail that is promised has been sent; the oldest first.
pub async fn tokens(world: &World, kind: &str, email: &str) -> Vec<String> {
    world.system.settle().await.expect("the outbox runs empty");
    let mails = world.system.mailbox().to(email);
    let links = mails.iter().flat_map(|mail| &mail.links);
    links
        .filter_map(|link| link.split_once("#token="))
        .map(|(_, token)| token.to_owned())
        .filter(|token| token.starts_with(kind))
        .collect()
}

/// The token in the newest password reset to `email`.
pub async fn password_token(world: &World, email: &str) -> String {
    tokens(world, "ush_pwr_", email).await.pop().expect("a password reset")
}

/// The token in the newest second-factor reset to `email`.
pub async fn factor_token(world: &World, email: &str) -> String {
    tokens(world, "ush_sfr_", email).await.pop().expect("a second-factor reset")
}

/// Sets a password with a link.
pub async fn set_password(api: &Api, token: &str, password: &str) -> Reply {
    api.post("/v1/password-resets/complete", json!({ "token": token, "password": password })).await
}

/// Removes the second factor with a link.
pub async fn remove_factor(api: &Api, token: &str, password: &str) -> Reply {
    api.post("/v1/second-factor-resets/complete", json!({ "token": token, "password": password })).await
}

/// Changes one's own password.
pub async fn change(api: &Api, current: &str, new: &str) -> Reply {
    api.post("/v1/me/password", json!({ "current_password": current, "new_password": new })).await
}

/// Signs in with a password.
pub async fn sign_in(world: &World, email: &str, password: &str) -> Reply {
    world.api.post("/v1/sessions", json!({ "email": email, "password": password })).await
}

/// Signs in again, as the same member, with a password.
pub async fn signed_in(world: &World, email: &str, password: &str) -> Member {
    let body = sign_in(world, email, password).await.expect(201);
    Member { email: email.to_owned(), api: world.api.with_token(body["token"].as_str().expect("a token")) }
}

/// The subjects of the emails to `email` that tell what happened, once all mail has been sent.
pub async fn notices(world: &World, email: &str) -> Vec<String> {
    world.system.settle().await.expect("the outbox runs empty");
    let mails = world.system.mailbox().to(email);
    mails.into_iter().filter(|mail| mail.links.is_empty()).map(|mail| mail.subject).collect()
}

/// The person with this address, as stored.
pub async fn person(world: &World, email: &str) -> Value {
    let people = Table::of(world).of_kind("person").await;
    people.into_iter().find(|person| person["email"] == email).unwrap_or_else(|| panic!("no person {email}"))
}

/// The address as the domain reads it.
pub fn address(email: &str) -> EmailAddress {
    EmailAddress::parse(email).expect("an address")
}

/// Gives the person a second factor that nobody can show, without a sign-in or an email.
pub async fn put_factor(world: &World, email: &str) {
    let (person, now) = (PersonKey::of(&address(email)), world.system.clock().now());
    let state = State::Confirmed { since: now, last_step: 0, recovery: Vec::new() };
    let factor = SecondFactor { person, secret: Sealed::from_bytes(b"nothing"), state, version: 1 };
    world.store().commit(Change::new().create(&factor)).await.expect("the table writes");
}

/// Whether the person has something in the place of a second factor.
pub async fn has_factor(world: &World, email: &str) -> bool {
    let pk = person(world, email).await["pk"].clone();
    Table::of(world).items().await.iter().any(|item| item["pk"] == pk && item["sk"] == "SECOND_FACTOR")
}

/// Says that the session of `member` has shown a second factor.
pub async fn show_factor(world: &World, member: &Member) {
    let table = Table::of(world);
    let token = usher::domain::credentials::token::SessionToken::parse(member.api.token().expect("a token"))
        .expect("a session token");
    let is = |item: &Item| plain(item)["kind"] == "session" && text(item, "id") == token.session.to_string();
    let mut session = table.raw().await.into_iter().find(is).expect("the session");
    session.insert("second_factor".to_owned(), aws_sdk_dynamodb::types::AttributeValue::Bool(true));
    table.put(session).await;
}

/// The actions that the account's trail has about credentials, the oldest first.
pub async fn recorded(world: &World, account: &Account) -> Vec<String> {
    let events = Table::of(world).events(account).await;
    let actions = events.iter().map(|event| event["action"].as_str().expect("an action").to_owned());
    actions
        .filter(|action| ["password", "second_factor", "credential"].iter().any(|word| action.contains(word)))
        .collect()
}
