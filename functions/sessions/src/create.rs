//! `POST /v1/sessions`: sign in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use usher::app::App;
use usher::domain::audit::{Action, Actor};
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
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
    /// The accounts that the person has joined; `GET /v1/me` says more about them.
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
        activate(&app, &source, membership, now).await?;
    }
    let accounts = memberships.iter().map(|membership| membership.account.to_string()).collect();
    Ok((StatusCode::CREATED, Json(SignedIn { token: token.reveal(), session: session.into(), accounts })))
}

/// A wrong password, and an address that nobody has here.
fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_credentials", "the address or the password is wrong")
}

/// The first sign-in makes a user active where the access model waits for it.
async fn activate(app: &App, source: &Source, membership: &Membership, now: Timestamp) -> Answer<()> {
    let keys = [Key::user(membership.account, membership.user.key()), Key::membership(membership.person, membership.account)];
    until_decided(|| async {
        let found = app.store.read(keys.clone()).await?;
        let user: Option<User> = found.get(&keys[0])?;
        let Some(pending) = user.filter(|user| user.id == membership.user && user.status == UserStatus::Pending) else { return Ok(()) };
        let Some(mut membership) = found.get::<Membership>(&keys[1])?.filter(|membership| membership.awaits_sign_in) else { return Ok(()) };
        membership.awaits_sign_in = false;
        let mut user = pending.clone().activated(now);
        let author = source.author(Actor::User { id: user.id }, now);
        let change = (json!({ "status": "pending" }), json!({ "status": user.status }));
        let event = author.event(user.account, Action::UserActivated, user.id, change, &mut app.rng());
        app.store.commit(Change::new().replace_user(&pending, &mut user).replace(&mut membership).create(&event)).await?;
        Ok(())
    })
    .await
}
