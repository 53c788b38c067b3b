//! What the right password leads to where there is a second factor: a challenge instead of a session.

use axum::Json;
use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::domain::challenge::Challenge;
use usher::domain::person::Person;
use usher::domain::second_factor::SecondFactor;
use usher::domain::session::Session;
use usher::http::Answer;
use usher::store::Change;
use utoipa::ToSchema;

/// The password was right; the second factor is still to come.
#[derive(Serialize, ToSchema)]
pub struct Challenged {
    /// What to go on with.
    second_factor: ChallengeView,
}

/// A sign-in that waits for its second step.
#[derive(Serialize, ToSchema)]
#[schema(as = Challenge)]
struct ChallengeView {
    /// What `POST /v1/sessions/second-factor` takes, together with a code. It is shown this once, and opens nothing else.
    #[schema(example = "ush_chl_…")]
    challenge: String,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl Challenged {
    /// Asks `person`, whose password was right, for the second factor.
    pub async fn begin(app: &App, person: &Person) -> Answer<Json<Self>> {
        let (challenge, token) = Challenge::begin(person, app.now(), &mut app.rng());
        app.store.create(&challenge).await?;
        Ok(Json(Self { second_factor: ChallengeView { challenge: token.reveal(), expires_at: challenge.expires_at } }))
    }
}

/// Writes the session of somebody who has no second factor in force. Where one is pending it must still be so: what is read of a person is
/// no snapshot, and whoever is just confirming theirs must not be let in by the password alone.
pub async fn begin_without(app: &App, session: &Session, pending: Option<SecondFactor>) -> Answer<()> {
    match pending {
        None => Ok(app.store.create(session).await?),
        Some(pending) => Ok(app.store.commit(Change::new().create(session).require(pending)).await?),
    }
}
