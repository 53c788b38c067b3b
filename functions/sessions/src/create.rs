//! `POST /v1/sessions`: sign in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use usher::app::App;
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
use usher::domain::password::Password;
use usher::domain::person::Person;
use usher::domain::second_factor::SecondFactor;
use usher::domain::session::Session;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, Problem, Source};
use usher::store::Known;
use utoipa::ToSchema;

use crate::begin::{SignedIn, arrive};
use crate::challenge::{Challenged, begin_without};

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
/// With address and password. Where the person has a second factor, the answer is a challenge to go on with. The answer to a wrong password and to an unknown address is the same, and takes the same time.
#[utoipa::path(
    post,
    operation_id = "signIn",
    path = "/v1/sessions",
    tag = "sessions",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending the request again safe")),
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

    let Known { person, memberships, second_factor } = app.store.known(PersonKey::of(&email)).await?;
    let hash = person.as_ref().map(|person: &Person| person.password.clone());
    let is_right = app.hasher.verify(password, hash).await?;
    let person = person.filter(|_| is_right).ok_or_else(wrong)?;
    if second_factor.as_ref().is_some_and(SecondFactor::is_confirmed) {
        return Challenged::begin(&app, &person).await.map(IntoResponse::into_response);
    }
    let now = app.now();
    let (session, token) = Session::begin(&person, false, source.device(), now, &mut app.rng());
    begin_without(&app, &session, second_factor).await?;
    arrive(&app, &source, &memberships, now).await?;
    Ok((StatusCode::CREATED, Json(SignedIn::new(session, &token, &memberships))).into_response())
}

/// A wrong password, and an address that nobody has here.
fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_credentials", "the address or the password is wrong")
}
