//! What the right password leads to if there is a second factor: a challenge instead of a session.

use axum::Json;
use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::domain::credentials::challenge::Challenge;
use usher::domain::credentials::second_factor::SecondFactor;
use usher::domain::credentials::session::Session;
use usher::domain::people::person::Person;
use usher::http::Answer;
use usher::store::{Change, Record};
use utoipa::ToSchema;

/// The password is right; the second factor is still required.
#[derive(Serialize, ToSchema)]
pub struct SecondFactorRequired {
    // No comment for the document: what has one and is inline utoipa takes for an object.
    #[schema(inline)]
    outcome: Outcome,
    /// The challenge for the next step.
    second_factor: ChallengeView,
}

/// The one outcome of this answer: what tells the answers of a sign-in apart.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// The second factor is still required.
    SecondFactorRequired,
}

/// A sign-in that waits for the second factor.
#[derive(Serialize, ToSchema)]
#[schema(as = SecondFactorChallenge)]
struct ChallengeView {
    /// The challenge, which `POST /v1/sessions/second-factor` accepts together with a code. It is shown only once, and
    /// cannot be used for anything else.
    #[schema(example = "ush_chl_…")]
    challenge: String,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl SecondFactorRequired {
    /// Asks `person`, whose password was right, for the second factor. If their hash is `renewed`, that is written with
    /// the challenge.
    pub async fn begin(app: &App, person: &Person, renewed: Option<Person>) -> Answer<Json<Self>> {
        let (challenge, token) = Challenge::begin(person, app.now(), &mut app.rng());
        write(app, &challenge, None, renewed).await?;
        let second_factor = ChallengeView { challenge: token.reveal(), expires_at: challenge.expires_at };
        Ok(Json(Self { outcome: Outcome::SecondFactorRequired, second_factor }))
    }
}

/// Writes the session of a person who has no active second factor. If one is pending it must still be so: what is read
/// of a person is no snapshot, and a person who is just confirming theirs must not be let in by the password alone.
/// If their hash is `renewed`, that is written with the session.
pub async fn begin_without(
    app: &App,
    session: &Session,
    pending: Option<SecondFactor>,
    renewed: Option<Person>,
) -> Answer<()> {
    write(app, session, pending, renewed).await
}

/// Writes what a right password opens, alone or with what else there is to it. If the hash cannot be renewed, perhaps
/// since something else of the person has changed meanwhile, the next sign-in does it.
async fn write<R: Record>(app: &App, opened: &R, pending: Option<SecondFactor>, renewed: Option<Person>) -> Answer<()> {
    let change = || {
        let change = Change::new().create(opened);
        pending.iter().cloned().fold(change, Change::require)
    };
    if let Some(mut person) = renewed {
        match app.store.commit(change().replace(&mut person)).await {
            Ok(()) => return Ok(()),
            Err(cause) => tracing::warn!(%cause, "a password hash was not renewed"),
        }
    }
    match &pending {
        None => Ok(app.store.create(opened).await?),
        Some(_) => Ok(app.store.commit(change()).await?),
    }
}
