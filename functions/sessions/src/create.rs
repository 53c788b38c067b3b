//! `POST /v1/sessions`: sign in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use usher::app::App;
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
use usher::domain::password::Password;
use usher::domain::person::Person;
use usher::domain::session::Session;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, Problem, Source};
use utoipa::ToSchema;

use crate::begin::{SignedIn, arrive};

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
    let is_right = app.hasher.verify(password, hash).await?;
    let person = person.filter(|_| is_right).ok_or_else(wrong)?;
    let now = app.now();
    let (session, token) = Session::begin(&person, false, source.device(), now, &mut app.rng());
    app.store.create(&session).await?;
    arrive(&app, &source, &memberships, now).await?;
    Ok((StatusCode::CREATED, Json(SignedIn::new(session, &token, &memberships))))
}

/// A wrong password, and an address that nobody has here.
fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_credentials", "the address or the password is wrong")
}
