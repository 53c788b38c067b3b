//! What every way of signing in ends with: the answer, and the first sign-in where one is waited for.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::changes::users;
use usher::domain::credentials::session::Session;
use usher::domain::credentials::token::SessionToken;
use usher::domain::effects::audit::Actor;
use usher::domain::people::person::Membership;
use usher::domain::people::user::{User, UserStatus};
use usher::http::cookie::{self, Delivery};
use usher::http::{Answer, Source, until_decided};
use usher::store::Key;
use utoipa::ToSchema;

use crate::view::SessionView;

/// The new session, with its token unless that is in a cookie.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    // No comment for the document: what has one and is inline utoipa takes for an object.
    #[schema(inline)]
    outcome: Outcome,
    /// The bearer token. It is shown only once, and not at all if the request asked for a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "ush_ses_…")]
    token: Option<String>,
    #[serde(skip)]
    cookie: Option<HeaderValue>,
    /// The session.
    session: SessionView,
    /// All accounts that the person has joined, including those where they are deactivated. `GET /v1/me` lists the
    /// accounts where they are an active user, which are the ones that they can use.
    accounts: Vec<String>,
    /// How many recovery codes are left; only where one was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 9)]
    recovery_codes_left: Option<usize>,
}

/// The one outcome of this answer: what tells the answers of a sign-in apart.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// The person is signed in.
    SignedIn,
}

impl SignedIn {
    /// The answer to a person who has just signed in.
    pub fn new(session: Session, token: &SessionToken, memberships: &[Membership], delivery: Delivery) -> Self {
        let accounts = memberships.iter().map(|membership| membership.account.to_string()).collect();
        let (token, cookie) = match delivery {
            Delivery::InBody => (Some(token.reveal()), None),
            Delivery::InCookie => (None, cookie::keeping(token, session.expires_at.duration_since(session.created_at))),
        };
        Self { outcome: Outcome::SignedIn, token, cookie, session: session.into(), accounts, recovery_codes_left: None }
    }

    /// The answer where a recovery code was used, if one was.
    pub fn with_codes_left(self, recovery_codes_left: Option<usize>) -> Self {
        Self { recovery_codes_left, ..self }
    }
}

impl IntoResponse for SignedIn {
    fn into_response(mut self) -> Response {
        let cookie = self.cookie.take();
        let mut answer = (StatusCode::CREATED, Json(self)).into_response();
        answer.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
        answer
    }
}

/// Makes the person active in the accounts whose invitation they have accepted and that wait for this sign-in. It is no
/// act for any other account.
pub async fn arrive(app: &App, source: &Source, memberships: &[Membership], now: Timestamp) -> Answer<()> {
    for membership in memberships.iter().filter(|membership| membership.awaits_sign_in) {
        arrive_in(app, source, membership, now).await?;
    }
    Ok(())
}

async fn arrive_in(app: &App, source: &Source, membership: &Membership, now: Timestamp) -> Answer<()> {
    let user_key = Key::user(membership.account, membership.user.key());
    let membership_key = Key::membership(membership.person, membership.account);
    until_decided(|| async {
        let found = app.store.read([user_key.any(), membership_key.any()]).await?;
        // If something cannot be read, the person has not arrived, and goes on elsewhere.
        let is_awaited = |user: &User| user.id == membership.user && user.joined && user.status == UserStatus::Pending;
        let user = found.readable(&user_key).filter(is_awaited);
        let membership = found.readable(&membership_key).filter(|membership| membership.awaits_sign_in);
        let Some((user, mut membership)) = user.zip(membership) else { return Ok(()) };
        membership.awaits_sign_in = false;
        let author = source.author(Actor::User { id: user.id }, now);
        let mut active = user.clone().activated(author.at);
        let change = users::replaced(app, &user, &mut active, &author);
        Ok(app.store.commit(change.replace(&mut membership)).await?)
    })
    .await
}
