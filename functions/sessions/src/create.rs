//! `POST /v1/sessions`: sign in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use usher::app::App;
use usher::domain::attempts::Step;
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
use usher::domain::password::Password;
use usher::domain::person::Person;
use usher::domain::second_factor::SecondFactor;
use usher::domain::session::Session;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, Guard, Problem, Source, Unrepeated, UnrepeatedIdempotencyKey};
use usher::store::{Change, Credentials};
use utoipa::ToSchema;

use crate::begin::{SignedIn, arrive};
use crate::challenge::{Challenged, begin_without};

/// Who signs in.
#[derive(eserde::Deserialize, ToSchema)]
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

/// Sign in
///
/// With address and password. Where the person has a second factor, the answer is a challenge to go on with. The answer to a wrong password and to an unknown
/// address is the same, and takes the same time. After five failures in a row every further one makes the next attempt wait longer, a right one too: 429
/// `rate_limited` with `Retry-After`.
#[utoipa::path(
    post,
    operation_id = "signIn",
    path = "/v1/sessions",
    tag = "sessions",
    params(UnrepeatedIdempotencyKey),
    request_body = SignIn,
    responses(
        (status = 200, description = "The password is right; `POST /v1/sessions/second-factor` is the next step", body = Challenged),
        (status = 201, description = "Signed in", body = SignedIn),
        Problems
    ),
    security(())
)]
pub async fn create(State(app): State<Arc<App>>, source: Source, Body(request): Body<SignIn>) -> Answer<Response> {
    let mut fields = Fields::new();
    let email = fields.required("email", request.email.as_deref(), EmailAddress::parse);
    if request.password.is_none() {
        fields.refuse("password", "required", "must be given");
    }
    fields.finish()?;
    let (Some(email), Some(password)) = (email, request.password) else { return Err(Problem::internal()) };
    let password = Password::to_verify(&password).ok_or_else(wrong)?;

    let (guard, Credentials { person, memberships, second_factor, .. }) = Guard::open(&app, PersonKey::of(&email), Step::Password, &source).await?;
    let hash = person.as_ref().map(|person| person.password.clone());
    let is_right = app.hasher.verify(password.clone(), hash).await?;
    let Some(person) = person.filter(|_| is_right) else {
        guard.failed(&app, &email).await?;
        return Err(wrong());
    };
    if second_factor.as_ref().is_some_and(SecondFactor::is_confirmed) {
        guard.halfway(&app).await?;
        let challenged = Challenged::begin(&app, &person).await?;
        rehash(&app, person, password).await;
        return Ok(Unrepeated(challenged).into_response());
    }
    guard.passed(&app).await?;
    let now = app.now();
    let (session, token) = Session::begin(&person, false, source.device(), now, &mut app.rng());
    begin_without(&app, &session, second_factor).await?;
    rehash(&app, person, password).await;
    arrive(&app, &source, &memberships, now).await?;
    Ok(Unrepeated((StatusCode::CREATED, Json(SignedIn::new(session, &token, &memberships)))).into_response())
}

/// Replaces a hash that was made with less work than today's, now that the password is at hand. Where that fails, the next sign-in does it.
async fn rehash(app: &App, mut person: Person, password: Password) {
    if !person.password.is_outdated() {
        return;
    }
    let Ok(hash) = app.hasher.hash(password, app.rng()).await else { return };
    person.password = hash;
    // Whoever has changed the person meanwhile may have changed the password.
    if let Err(cause) = app.store.commit(Change::new().replace(&mut person)).await {
        tracing::warn!(%cause, "a password hash was not renewed");
    }
}

/// A wrong password, and an address that nobody has here.
fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_credentials", "the address or the password is wrong")
}
