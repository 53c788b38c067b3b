//! `POST /v1/sessions/second-factor`: the second step of a sign-in.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Guard;
use usher::caller::proof::{Proof, take_attempt_back};
use usher::changes::credentials::CredentialChange;
use usher::changes::personal::places;
use usher::domain::credentials::attempts::Step;
use usher::domain::credentials::challenge::{Challenge, MOST_ATTEMPTS};
use usher::domain::credentials::second_factor::SecondFactor;
use usher::domain::credentials::session::Session;
use usher::domain::credentials::token::ChallengeToken;
use usher::domain::credentials::totp::WrongCode;
use usher::domain::people::person::Person;
use usher::http::cookie::{Delivery, OwnPage};
use usher::http::problem::Problems;
use usher::http::{Answer, Fields, Problem, PublicBody, Source, until_decided};
use usher::service::IgnoredIdempotencyKey;
use usher::store::{Change, Credentials, Key};
use utoipa::ToSchema;

use crate::begin::{SignedIn, arrive};
use crate::inactive::check_wanted;

/// The challenge, and a code or a recovery code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteSignInRequest {
    /// The challenge that `POST /v1/sessions` returned.
    #[schema(example = "ush_chl_…")]
    challenge: String,
    /// The code that the app shows: six digits, perhaps with spaces or dashes between them.
    #[schema(example = "123456")]
    code: Option<String>,
    /// A recovery code, such as `abcd-efgh-ijkl-mnop-qrst-uvwx`, instead of a code from the app. Each works once.
    recovery_code: Option<String>,
    /// The token of an invitation's link, as for `POST /v1/sessions`.
    #[schema(example = "ush_inv_…")]
    invitation: Option<String>,
    /// As for `POST /v1/sessions`: each step says it for itself.
    cookie: Option<bool>,
}

/// Complete sign-in
///
/// Answers the challenge of a sign-in with a code or a recovery code. The challenge ends after five wrong codes, or
/// after five minutes. Each code is accepted once. A person whom every account that they joined has deactivated
/// gets 403 `deactivated_everywhere`.
#[utoipa::path(
    post,
    operation_id = "completeSignIn",
    path = "/v1/sessions/second-factor",
    tag = "sessions",
    params(IgnoredIdempotencyKey),
    request_body = CompleteSignInRequest,
    responses((status = 201, description = "Signed in", body = SignedIn), Problems),
    security(())
)]
pub async fn second_factor(
    State(app): State<Arc<App>>,
    source: Source,
    page: OwnPage,
    body: PublicBody<CompleteSignInRequest>,
) -> Answer<SignedIn> {
    let (token, proof, (invitation, cookie)) = body.read(CompleteSignInRequest::read)?;
    let delivery = page.deliver(cookie)?;
    let token = ChallengeToken::parse(token).map_err(|_| over())?;
    let key = Key::challenge(token.person, token.challenge);
    // Counted before the code is looked at.
    let (challenge, opened) = tokio::join!(
        app.store.attempt(&key, MOST_ATTEMPTS),
        Guard::open_for(&app, token.person, Step::SecondFactor, &source)
    );
    let challenge = challenge?.ok_or_else(over)?;
    let (guard, credentials) = match opened {
        Ok(opened) => opened,
        Err(held) => {
            take_back(&app, &token).await;
            return Err(held);
        }
    };
    let first = Mutex::new(Some((guard, credentials)));
    let counted = Counted {
        app: &app,
        source: &source,
        token: &token,
        proof: &proof,
        invitation,
        delivery,
        challenge: &challenge,
    };
    until_decided(|| async {
        let read = first.lock().unwrap_or_else(PoisonError::into_inner).take();
        match read {
            Some((guard, credentials)) => counted.take(Some(guard), credentials).await,
            None => counted.take(None, app.store.credentials(token.person, app.now()).await?).await,
        }
    })
    .await
}

/// What else a sign-in says: the invitation that it is for, and whether it wants a cookie.
type Said<'a> = (Option<&'a str>, Option<bool>);

impl CompleteSignInRequest {
    fn read(&self, fields: &mut Fields) -> (Option<&str>, Option<Proof>, Option<Said<'_>>) {
        let proof = Proof::read(self.code.as_deref(), self.recovery_code.as_deref(), fields);
        (Some(&self.challenge), proof, Some((self.invitation.as_deref(), self.cookie)))
    }
}

/// A second step that has been counted.
struct Counted<'a> {
    app: &'a App,
    source: &'a Source,
    token: &'a ChallengeToken,
    proof: &'a Proof,
    invitation: Option<&'a str>,
    delivery: Delivery,
    challenge: &'a Challenge,
}

impl Counted<'_> {
    /// Decides on what was read. The guard has judged the attempt already if something came between the decision and
    /// its change.
    async fn take(&self, guard: Option<Guard>, known: Credentials) -> Answer<SignedIn> {
        let now = self.app.now();
        let person =
            known.person.filter(|person| self.challenge.is_open_with(self.token, person, now)).ok_or_else(over)?;
        let factor = known.second_factor.filter(SecondFactor::is_confirmed).ok_or_else(over)?;
        let (guard, mut shown) = self.judge(guard, factor, &person).await?;
        // The code is not used up by a sign-in that is refused.
        let (passed, wanted) =
            tokio::join!(self.passed(guard), check_wanted(self.app, &known.memberships, self.invitation, now));
        passed?;
        wanted?;
        let (device, limits) = (self.source.device(), self.app.config.sessions);
        let (session, token) = Session::begin(&person, true, device, limits, now, &mut self.app.rng());
        let left = self.proof.recovery_codes_left(&shown);
        // A factor that was removed and set up again counts its versions from the beginning: the person's tell the two
        // apart.
        let change =
            Change::new().replace(&mut shown).remove(self.challenge.clone()).create(&session).require(person.clone());
        let change = match left {
            Some(left) => {
                let places = places(self.app, &known.memberships).await?;
                let used = CredentialChange::RecoveryCodeUsed { left };
                change.and(used.told(self.app, &person, &places, self.source, now))
            }
            None => change,
        };
        self.app.store.commit(change).await?;
        arrive(self.app, self.source, &known.memberships, now).await?;
        Ok(SignedIn::new(session, &token, &known.memberships, self.delivery).with_codes_left(left))
    }

    /// The factor with the proof used, and the attempt, which is still to be counted as one that passed.
    async fn judge(
        &self,
        guard: Option<Guard>,
        factor: SecondFactor,
        person: &Person,
    ) -> Answer<(Option<Guard>, SecondFactor)> {
        let shown = self.proof.show(self.app, factor);
        let judged = match guard {
            Some(guard) => guard.judging(self.app, shown).await.map(|(guard, shown)| (Some(guard), shown)),
            None => shown.await.map(|shown| (None, shown)),
        };
        if judged.is_err() {
            take_back(self.app, self.token).await;
        }
        match judged? {
            (guard, Ok(shown)) => Ok((guard, shown)),
            (guard, Err(why)) => {
                if let Some(guard) = guard {
                    guard.failed_second_factor(self.app, &person.email).await?;
                }
                Err(wrong(why))
            }
        }
    }

    async fn passed(&self, guard: Option<Guard>) -> Answer<()> {
        match guard {
            Some(guard) => guard.passed(self.app).await.map(drop),
            None => Ok(()),
        }
    }
}

/// An attempt that failed before the code was looked at is none.
async fn take_back(app: &App, token: &ChallengeToken) {
    take_attempt_back(app, &Key::challenge(token.person, token.challenge).any()).await;
}

/// A challenge that is used, expired, forged, tried too often, or older than the person's credentials: which of them is
/// nobody's business.
fn over() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "challenge_over", "start again with your password")
}

/// A code that is not accepted. Who is told why has shown the password, and learns of codes that are worth nothing.
fn wrong(why: WrongCode) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_code", why.to_string())
}
