//! `POST /v1/me/second-factor/confirm`: activated a second factor.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use usher::app::App;
use usher::caller::proof::{open, take_attempt_back};
use usher::caller::{Places, SessionBearer};
use usher::changes::credentials::CredentialChange;
use usher::changes::personal::with_factor;
use usher::domain::credentials::attempts::Step;
use usher::domain::credentials::recovery_code::RecoveryCode;
use usher::domain::credentials::second_factor::{MOST_ATTEMPTS, Replacement, SecondFactor};
use usher::domain::credentials::totp::{TotpCode, WrongCode};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Problem, Source, Unrepeated, until_decided};
use usher::service::UnrepeatedIdempotencyKey;
use usher::store::{Change, Key};
use utoipa::ToSchema;

use crate::owner::{Owner, wrong_code};
use crate::recovery_codes::RecoveryCodes;

/// The first code of a new second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSecondFactorRequest {
    /// The code that the app shows: six digits, perhaps with spaces or dashes between them.
    #[schema(example = "123456")]
    code: String,
}

/// Confirm the second factor
///
/// From now on every sign-in asks for a code. This session counts as one with a second factor; all others end, and an
/// email tells the owner. After five wrong codes, the setup must be started again.
#[utoipa::path(
    post,
    operation_id = "confirmSecondFactor",
    path = "/v1/me/second-factor/confirm",
    tag = "credentials",
    params(UnrepeatedIdempotencyKey),
    request_body = ConfirmSecondFactorRequest,
    responses((status = 200, description = "The recovery codes, shown only once", body = RecoveryCodes), Problems),
    security(("bearer" = []))
)]
pub async fn confirm(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    body: Body<ConfirmSecondFactorRequest>,
) -> Answer<Unrepeated<Json<RecoveryCodes>>> {
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, Step::SecondFactor, &source).await?;
        let code = body.read(owner.known, |request, fields| fields.parse("code", &request.code, TotpCode::parse))?;
        let now = app.now();
        let judged = async { Waiting::of(&app, &owner, now).await?.confirm(&app, &code, now).await };
        let (guard, judged) = guard.judging(&app, judged).await?;
        let (confirmed, codes) = match judged {
            Ok(confirmed) => confirmed,
            Err(why) => {
                guard.failed(&app, &owner.person.email).await?;
                return Err(wrong_code(why));
            }
        };
        let (passed, places) = tokio::join!(guard.passed_without_factor(&app), Places::of(&app, &owner.memberships));
        let places = passed.and(places)?;
        let added = CredentialChange::SecondFactorAdded { replaces: owner.has_factor() };
        let told = added.told(&app, &owner.person, &places.users(), &source, now);
        let change = owner.alone(true, now).and(confirmed).and(told);
        app.store.commit(with_factor(change, places.iter().map(|place| &place.user), true)).await?;
        Ok(Unrepeated(Json(RecoveryCodes::of(&codes))))
    })
    .await
}

/// What waits for its first code.
enum Waiting {
    /// A first second factor.
    First(SecondFactor),
    /// One that is to replace the active one.
    Anew(Replacement, SecondFactor),
}

impl Waiting {
    /// What waits, with this attempt counted before the code is looked at, beside what the guard counts: a secret is
    /// worth five codes, from all networks together.
    async fn of(app: &App, owner: &Owner, now: Timestamp) -> Answer<Self> {
        let (person, epoch) = (owner.person.key(), owner.person.epoch);
        if owner.has_factor() {
            let before = owner.confirmed()?;
            let key = Key::second_factor_replacement(person);
            let replacement = app.store.get(&key).await?;
            replacement.filter(|replacement| replacement.pending().waits(epoch, now)).ok_or_else(nothing_waits)?;
            let counted = app.store.attempt(&key, MOST_ATTEMPTS).await?.ok_or_else(worthless)?;
            return Ok(Self::Anew(counted, before));
        }
        owner.second_factor.as_ref().filter(|pending| pending.waits(epoch, now)).ok_or_else(nothing_waits)?;
        let key = Key::second_factor(person);
        let counted = app.store.attempt(&key, MOST_ATTEMPTS).await?.ok_or_else(worthless)?;
        Ok(Self::First(counted))
    }

    /// The change that activates it, with the recovery codes, or why the code is not accepted.
    async fn confirm(
        self,
        app: &App,
        code: &TotpCode,
        now: Timestamp,
    ) -> Answer<Result<(Change, Vec<RecoveryCode>), WrongCode>> {
        let (pending, key) = match &self {
            Self::First(pending) => (pending, Key::second_factor(pending.person).any()),
            Self::Anew(replacement, before) => {
                (replacement.pending(), Key::second_factor_replacement(before.person).any())
            }
        };
        let opened = open(app, pending).await;
        if opened.is_err() {
            take_attempt_back(app, &key).await;
        }
        let (secret, rng) = (opened?, &mut app.rng());
        let confirmed = match self {
            Self::First(pending) => pending
                .confirmed(&secret, code, now, rng)
                .map(|(mut factor, codes)| (Change::new().replace(&mut factor), codes)),
            Self::Anew(replacement, before) => replacement
                .clone()
                .confirmed(&before, &secret, code, now, rng)
                .map(|(mut factor, codes)| (Change::new().replace(&mut factor).remove(replacement), codes)),
        };
        Ok(confirmed)
    }
}

fn nothing_waits() -> Problem {
    Problem::conflict("no_pending_second_factor", "no setup in progress; start again")
}

fn worthless() -> Problem {
    Problem::conflict("too_many_attempts", "too many wrong codes; start again")
}
