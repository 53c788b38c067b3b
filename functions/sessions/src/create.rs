//! `POST /v1/sessions`: sign in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use usher::app::App;
use usher::domain::audit::{Action, Actor, Author};
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
use usher::domain::invitation::Invitation;
use usher::domain::password::Password;
use usher::domain::person::{Membership, Person};
use usher::domain::session::Session;
use usher::domain::user::{User, UserStatus};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, Problem, Source, until_decided};
use usher::store::{Change, Key};
use utoipa::ToSchema;

use crate::view::SessionView;

/// Who signs in.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The address.
    #[serde(default)]
    #[schema(required, value_type = String, example = "ada@example.com")]
    email: Option<String>,
    /// The password.
    #[serde(default)]
    #[schema(required, value_type = String, example = "correct horse battery staple")]
    password: Option<String>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedIn {
    /// The bearer token. It is shown this once.
    #[schema(example = "ush_ses_…")]
    token: String,
    /// The session.
    session: SessionView,
    /// Every account that the person has joined, also where they are deactivated. `GET /v1/me` tells the accounts that they are an active user of, and is
    /// what counts.
    accounts: Vec<String>,
}

/// Sign in
///
/// With address and password. The answer to a wrong password and to an unknown address is the same, and takes the same time.
#[utoipa::path(
    post,
    operation_id = "signIn",
    path = "/v1/sessions",
    tag = "sessions",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending the request again safe")),
    request_body = SignIn,
    responses((status = 201, description = "Signed in", body = SignedIn), Problems),
    security(())
)]
pub async fn create(State(app): State<Arc<App>>, source: Source, Body(request): Body<SignIn>) -> Answer<(StatusCode, Json<SignedIn>)> {
    let mut fields = Fields::new();
    let email = fields.required("email", request.email.as_deref(), EmailAddress::parse);
    if request.password.is_none() {
        fields.refuse("password", "required", "must be given");
    }
    fields.finish()?;
    let (Some(email), Some(password)) = (email, request.password) else { return Err(Problem::internal()) };
    let password = Password::to_verify(&password).ok_or_else(wrong)?;

    let (person, memberships) = app.store.person(PersonKey::of(&email)).await?;
    let hash = person.as_ref().map(|person: &Person| person.password.clone());
    if !app.hasher.verify(password, hash).await? {
        return Err(wrong());
    }
    let now = app.now();
    let (session, token) = Session::begin(email, source.user_agent.clone(), now, &mut app.rng());
    app.store.create(&session).await?;
    for membership in memberships.iter().filter(|membership| membership.awaits_sign_in) {
        let elsewhere = |other: &Membership| other.account != membership.account && !other.awaits_sign_in;
        arrive(&app, &source, membership, memberships.iter().any(elsewhere), now).await?;
    }
    let accounts = memberships.iter().map(|membership| membership.account.to_string()).collect();
    Ok((StatusCode::CREATED, Json(SignedIn { token: token.reveal(), session: session.into(), accounts })))
}

/// A wrong password, and an address that nobody has here.
fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_credentials", "the address or the password is wrong")
}

/// The first sign-in makes a user active where the access model waits for it, and is an acceptance where the user was active from the start.
async fn arrive(app: &App, source: &Source, membership: &Membership, external: bool, now: Timestamp) -> Answer<()> {
    let keys = [Key::user(membership.account, membership.user.key()), Key::membership(membership.person, membership.account)];
    until_decided(|| async {
        let found = app.store.read(keys.clone()).await?;
        let user: Option<User> = found.get(&keys[0])?;
        let Some(user) = user.filter(|user| user.id == membership.user) else { return Ok(()) };
        let Some(mut membership) = found.get::<Membership>(&keys[1])?.filter(|membership| membership.awaits_sign_in) else { return Ok(()) };
        membership.awaits_sign_in = false;
        let author = source.author(Actor::User { id: user.id }, now);
        let change = match user.status {
            UserStatus::Pending => activated(app, user, &author),
            UserStatus::Active => taken(app, user, external, &author).await?,
            UserStatus::Deactivated => return Ok(()),
        };
        Ok(app.store.commit(change.replace(&mut membership)).await?)
    })
    .await
}

/// The user becomes active.
fn activated(app: &App, pending: User, author: &Author) -> Change {
    let mut user = pending.clone().activated(author.at);
    let change = (json!({ "status": "pending" }), json!({ "status": user.status }));
    let event = author.event(user.account, Action::UserActivated, user.id, change, &mut app.rng());
    Change::new().replace_user(&pending, &mut user).create(&event)
}

/// The invitation is taken without its link, whether or not its time is over.
async fn taken(app: &App, waiting: User, external: bool, author: &Author) -> Answer<Change> {
    let key = Key::invitation(waiting.account, waiting.invitation);
    let invitation: Invitation = app.store.read([key.clone()]).await?.get(&key)?.ok_or_else(Problem::contended)?;
    let mut user = waiting.clone().joined(external);
    let change = Change::new().replace_user(&waiting, &mut user);
    let before = json!({ "status": invitation.status_at(author.at) });
    let Ok(mut taken) = invitation.settle(author.at) else { return Ok(change) };
    let event = author.event(user.account, Action::InvitationAccepted, taken.id, (before, json!({ "status": taken.status })), &mut app.rng());
    Ok(change.replace(&mut taken).create(&event))
}
