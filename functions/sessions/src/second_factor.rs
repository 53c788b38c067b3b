//! `POST /v1/sessions/second-factor`: the second step of a sign-in.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use usher::app::App;
use usher::domain::attempts::Step;
use usher::domain::challenge::{Challenge, MOST_ATTEMPTS};
use usher::domain::second_factor::SecondFactor;
use usher::domain::session::Session;
use usher::domain::token::ChallengeToken;
use usher::http::personal::{places, recovery_code_used};
use usher::http::problem::Problems;
use usher::http::second_factor::{Proof, take_attempt_back};
use usher::http::{Answer, Body, Fields, Guard, Problem, Source, Unrepeated, UnrepeatedIdempotencyKey, until_decided};
use usher::store::{Change, Credentials, Key};
use utoipa::ToSchema;

use crate::begin::{SignedIn, arrive};

/// The second step: the challenge, and one of the other two.
#[derive(eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondStep {
    /// What `POST /v1/sessions` answered.
    #[serde(default)]
    #[schema(required, value_type = String, example = "ush_chl_…")]
    challenge: Option<String>,
    /// What the app shows.
    #[serde(default)]
    #[schema(example = "123456", pattern = "^[0-9]{6}$")]
    code: Option<String>,
    /// A recovery code. Each opens once.
    #[serde(default)]
    #[schema(example = "abcd-efgh-ijkl-mnop-qrst-uvwx")]
    recovery_code: Option<String>,
}

/// What came of it.
#[derive(Serialize, ToSchema)]
pub struct SecondStepTaken {
    #[serde(flatten)]
    signed_in: SignedIn,
    /// How many recovery codes are left, where one was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_codes_left: Option<usize>,
}

/// Take the second step
///
/// After the right password, with a code or a recovery code. Five wrong ones end the challenge, and so do five minutes. A code is accepted once.
#[utoipa::path(
    post,
    operation_id = "takeSecondStep",
    path = "/v1/sessions/second-factor",
    tag = "sessions",
    params(UnrepeatedIdempotencyKey),
    request_body = SecondStep,
    responses((status = 201, description = "Signed in", body = SecondStepTaken), Problems),
    security(())
)]
pub async fn second_factor(
    State(app): State<Arc<App>>,
    source: Source,
    Body(request): Body<SecondStep>,
) -> Answer<Unrepeated<(StatusCode, Json<SecondStepTaken>)>> {
    let (token, proof) = request.read()?;
    let key = Key::challenge(token.person, token.challenge);
    // Counted before the code is looked at.
    let (challenge, opened) =
        tokio::join!(app.store.attempt::<Challenge>(&key, MOST_ATTEMPTS), Guard::open(&app, token.person, Step::SecondFactor, &source));
    let challenge = challenge?.ok_or_else(over)?;
    let (guard, credentials) = match opened {
        Ok(opened) => opened,
        Err(held) => {
            // Nothing was judged.
            take_attempt_back(&app, &key).await;
            return Err(held);
        }
    };
    let first = Mutex::new(Some((guard, credentials)));
    let counted = Counted { app: &app, source: &source, token: &token, proof: &proof, challenge: &challenge };
    let taken = until_decided(|| async {
        let read = first.lock().unwrap_or_else(PoisonError::into_inner).take();
        match read {
            Some((guard, credentials)) => counted.take(Some(guard), credentials).await,
            None => counted.take(None, app.store.credentials(token.person, app.now()).await?).await,
        }
    })
    .await?;
    Ok(Unrepeated((StatusCode::CREATED, Json(taken))))
}

impl SecondStep {
    fn read(&self) -> Answer<(ChallengeToken, Proof)> {
        let mut fields = Fields::new();
        if self.challenge.is_none() {
            fields.refuse("challenge", "required", "must be given");
        }
        let proof = Proof::read(self.code.as_deref(), self.recovery_code.as_deref(), &mut fields);
        fields.finish()?;
        let token = self.challenge.as_deref().and_then(|token| ChallengeToken::parse(token).ok()).ok_or_else(over)?;
        Ok((token, proof.ok_or_else(Problem::internal)?))
    }
}

/// A second step that has been counted.
struct Counted<'a> {
    app: &'a App,
    source: &'a Source,
    token: &'a ChallengeToken,
    proof: &'a Proof,
    challenge: &'a Challenge,
}

impl Counted<'_> {
    /// Decides on what was read. The guard has judged the attempt already where something came between the decision and its change.
    async fn take(&self, guard: Option<Guard>, known: Credentials) -> Answer<SecondStepTaken> {
        let now = self.app.now();
        let person = known.person.filter(|person| self.challenge.is_open_with(self.token, person, now)).ok_or_else(over)?;
        let factor = known.second_factor.filter(SecondFactor::is_confirmed).ok_or_else(over)?;
        let shown = self.show(factor).await?;
        if let Some(guard) = guard {
            if shown.is_some() { guard.passed(self.app).await.map(drop)? } else { guard.failed_second_factor(self.app, &person.email).await? }
        }
        let mut shown = shown.ok_or_else(wrong)?;
        let (session, token) = Session::begin(&person, true, self.source.device(), now, &mut self.app.rng());
        let left = self.proof.recovery_codes_left(&shown);
        // A factor that was removed and set up anew counts its versions from the beginning: the person's tell the two apart.
        let change = Change::new().replace(&mut shown).remove(self.challenge.clone()).create(&session).require(person.clone());
        let change = match left {
            Some(left) => {
                let places = places(self.app, &known.memberships).await?;
                change.and(recovery_code_used(&person, &places, left, self.source, now, &mut self.app.rng()))
            }
            None => change,
        };
        self.app.store.commit(change).await?;
        arrive(self.app, self.source, &known.memberships, now).await?;
        Ok(SecondStepTaken { signed_in: SignedIn::new(session, &token, &known.memberships), recovery_codes_left: left })
    }

    /// The factor with the proof used; nothing where it is wrong. An attempt that failed before the code was looked at is none.
    async fn show(&self, factor: SecondFactor) -> Answer<Option<SecondFactor>> {
        let shown = self.proof.show(self.app, factor).await;
        if shown.is_err() {
            take_attempt_back(self.app, &Key::challenge(self.token.person, self.token.challenge)).await;
        }
        shown
    }
}

/// A challenge that is used, expired, forged, tried too often, or older than the person's credentials: which of them is nobody's business.
fn over() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "challenge_over", "begin anew with the password")
}

/// A wrong code, or one that was used before.
fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_code", "the code is wrong, or was used before")
}
