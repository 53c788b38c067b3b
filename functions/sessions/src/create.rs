//! `POST /v1/sessions`: sign in.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use usher::app::App;
use usher::caller::Guard;
use usher::domain::credentials::attempts::Step;
use usher::domain::credentials::password::Password;
use usher::domain::credentials::second_factor::SecondFactor;
use usher::domain::credentials::session::Session;
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
use usher::domain::people::person::Person;
use usher::http::cookie::OwnPage;
use usher::http::problem::Problems;
use usher::http::{Answer, Problem, PublicBody, Source};
use usher::service::IgnoredIdempotencyKey;
use usher::store::{Credentials, Key};
use utoipa::ToSchema;

use crate::begin::{SignedIn, arrive};
use crate::challenge::{SecondFactorRequired, begin_without};
use crate::inactive::check_wanted;

/// The person who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// The address.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The password.
    #[schema(example = "correct horse battery staple")]
    password: String,
    /// The token of an invitation's link, to sign in and accept it. Needed only by someone whom every account that they
    /// joined has deactivated.
    #[schema(example = "ush_inv_…")]
    invitation: Option<String>,
    /// Whether the browser keeps the session in a cookie that no script can read, and the answer has no token. Only for
    /// pages of Usher's own origin.
    cookie: Option<bool>,
}

/// Sign in
///
/// Signs in with an email address and password. If the person has a second factor, the answer is a challenge for the
/// next step. A wrong password and an unknown address get the same answer in the same time. After five failures in a
/// row, each further failure makes the next attempt wait longer, even with the right password: 429 `rate_limited` with
/// `Retry-After`. A person whom every account that they joined has deactivated gets 403 `deactivated_everywhere`, which
/// says whom to ask; only to accept an invitation they can still sign in, with its token. With `cookie`, the answer
/// sets the cookie `__Host-usher` and has no token; only a page of Usher's own origin gets one.
#[utoipa::path(
    post,
    operation_id = "signIn",
    path = "/v1/sessions",
    tag = "sessions",
    params(IgnoredIdempotencyKey),
    request_body = SignInRequest,
    responses(
        (
            status = 200, description = "The password is right; continue with `POST /v1/sessions/second-factor`",
            body = SecondFactorRequired,
        ),
        (status = 201, description = "Signed in", body = SignedIn),
        Problems
    ),
    security(())
)]
pub async fn create(
    State(app): State<Arc<App>>,
    source: Source,
    page: OwnPage,
    body: PublicBody<SignInRequest>,
) -> Answer<Response> {
    let (email, password, (invitation, cookie)) = body.read(|request, fields| {
        let email = fields.parse("email", &request.email, EmailAddress::parse);
        (email, Some(&request.password), Some((request.invitation.as_deref(), request.cookie)))
    })?;
    let delivery = page.deliver(cookie)?;
    let password = Password::to_verify(password).ok_or_else(wrong)?;

    let (guard, Credentials { person, memberships, second_factor, .. }) =
        Guard::open(&app, PersonKey::of(&email), Step::Password, &source).await?;
    let hash = person.as_ref().map(|person| person.password.clone());
    let verified = app.hasher.verify_anybodys(password.clone(), hash, guard.kinds());
    let (guard, is_right) = guard.judging(&app, verified).await?;
    let Some(person) = person.filter(|_| is_right) else {
        guard.failed(&app, &email).await?;
        return Err(wrong());
    };
    if second_factor.as_ref().is_some_and(SecondFactor::is_confirmed) {
        let renewed = renewed(&app, &person, password).await;
        // Side by side: a challenge whose token nobody has opens nothing.
        let (counted, challenged) =
            tokio::join!(guard.halfway(&app), SecondFactorRequired::begin(&app, &person, renewed));
        return Ok(counted.and(challenged)?.into_response());
    }
    let now = app.now();
    let (session, token) = Session::begin(&person, false, source.device(), app.config.sessions, now, &mut app.rng());
    let renewed = renewed(&app, &person, password).await;
    // The session is written side by side with what may still refuse it: until all have agreed, nobody has its token.
    let (passed, wanted, begun) = tokio::join!(
        guard.passed(&app),
        check_wanted(&app, &memberships, invitation, now),
        begin_without(&app, &session, second_factor, renewed)
    );
    if let Err(refused) = passed.map(drop).and(wanted).and(begun) {
        forget(&app, &session).await;
        return Err(refused);
    }
    arrive(&app, &source, &memberships, now).await?;
    Ok(SignedIn::new(session, &token, &memberships, delivery).into_response())
}

/// Removes a session whose token nobody has. If that fails, the list of sessions shows it until it expires.
async fn forget(app: &App, session: &Session) {
    if let Err(cause) = app.store.delete(&Key::session(session.person(), session.id)).await {
        tracing::warn!(%cause, "a session that did not begin was not removed");
    }
}

/// The person with a hash as they are made today, if theirs is of another kind, now that the password is at hand. If
/// that fails, the next sign-in does it.
async fn renewed(app: &App, person: &Person, password: Password) -> Option<Person> {
    if !app.hasher.is_outdated(&person.password) {
        return None;
    }
    let hash = app.hasher.hash(password, app.rng()).await.ok()?;
    Some(Person { password: hash, ..person.clone() })
}

/// A wrong password, and an address that nobody has here.
fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_credentials", "the address or the password is wrong")
}
