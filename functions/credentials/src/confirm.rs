//! `POST /v1/me/second-factor/confirm`: put a second factor in force.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde_json::json;
use usher::app::App;
use usher::domain::attempts::Step;
use usher::domain::audit::Action;
use usher::domain::outbox::Notice;
use usher::domain::recovery_code::RecoveryCode;
use usher::domain::second_factor::{MOST_ATTEMPTS, Replacement, SecondFactor};
use usher::domain::totp::TotpCode;
use usher::http::personal::{noticed, places, recorded};
use usher::http::problem::Problems;
use usher::http::second_factor::{open, take_attempt_back};
use usher::http::{Answer, Body, Fields, Problem, SessionBearer, Source, Unrepeated, UnrepeatedIdempotencyKey, until_decided};
use usher::store::{Change, Key};
use utoipa::ToSchema;

use crate::owner::{Owner, wrong_code};
use crate::recovery_codes::RecoveryCodes;

/// The first code.
#[derive(eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// What the app shows.
    #[serde(default)]
    #[schema(required, value_type = String, example = "123456", pattern = "^[0-9]{6}$")]
    code: Option<String>,
}

/// Confirm the second factor
///
/// From now on every sign-in asks for it. This session counts as one that has shown it; all others end, and the owner gets a mail. Five wrong codes
/// make the secret worthless.
#[utoipa::path(
    post,
    operation_id = "confirmSecondFactor",
    path = "/v1/me/second-factor/confirm",
    tag = "credentials",
    params(UnrepeatedIdempotencyKey),
    request_body = Confirm,
    responses((status = 200, description = "The recovery codes, shown this once", body = RecoveryCodes), Problems),
    security(("bearer" = []))
)]
pub async fn confirm(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    Body(request): Body<Confirm>,
) -> Answer<Unrepeated<Json<RecoveryCodes>>> {
    let mut fields = Fields::new();
    let code = fields.required("code", request.code.as_deref(), TotpCode::parse);
    fields.finish()?;
    let code = code.ok_or_else(Problem::internal)?;
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, Step::SecondFactor, &source).await?;
        let now = app.now();
        let waiting = Waiting::of(&app, &owner, now).await?;
        let Some((confirmed, codes)) = waiting.confirm(&app, &code, now).await? else {
            guard.failed(&app, &owner.person.email).await?;
            return Err(wrong_code());
        };
        let (passed, places) = tokio::join!(guard.passed_without_factor(&app), places(&app, &owner.memberships));
        let places = passed.and(places)?;
        let changed = (json!({ "second_factor": owner.has_factor() }), json!({ "second_factor": true }));
        let events = recorded(&places, Action::UserSecondFactorAdded, changed, &source, now, &mut app.rng());
        let notice = if owner.has_factor() { Notice::SecondFactorReplaced } else { Notice::SecondFactorAdded };
        let notice = noticed(&owner.person, notice, now, &mut app.rng());
        app.store.commit(owner.alone(true, now).and(confirmed).and(events).and(notice)).await?;
        Ok(Unrepeated(Json(RecoveryCodes::of(&codes))))
    })
    .await
}

/// What waits for its first code.
enum Waiting {
    /// A first second factor.
    First(SecondFactor),
    /// One that is to take the place of the one in force.
    Anew(Replacement, SecondFactor),
}

impl Waiting {
    /// What waits, with this attempt counted before the code is looked at, beside what the guard counts: a secret is worth five codes, wherever they come from.
    async fn of(app: &App, owner: &Owner, now: Timestamp) -> Answer<Self> {
        let (person, epoch) = (owner.person.key(), owner.person.epoch);
        if owner.has_factor() {
            let before = owner.confirmed()?;
            let key = Key::second_factor_replacement(person);
            let replacement: Option<Replacement> = app.store.read([key.clone()]).await?.get(&key)?;
            replacement.filter(|replacement| replacement.pending().waits(epoch, now)).ok_or_else(nothing_waits)?;
            let counted = app.store.attempt::<Replacement>(&key, MOST_ATTEMPTS).await?.ok_or_else(worthless)?;
            return Ok(Self::Anew(counted, before));
        }
        owner.second_factor.as_ref().filter(|pending| pending.waits(epoch, now)).ok_or_else(nothing_waits)?;
        let counted = app.store.attempt::<SecondFactor>(&Key::second_factor(person), MOST_ATTEMPTS).await?.ok_or_else(worthless)?;
        Ok(Self::First(counted))
    }

    /// The change that puts it in force, with the recovery codes; nothing where the code is wrong.
    async fn confirm(self, app: &App, code: &TotpCode, now: Timestamp) -> Answer<Option<(Change, Vec<RecoveryCode>)>> {
        let (pending, key) = match &self {
            Self::First(pending) => (pending, Key::second_factor(pending.person)),
            Self::Anew(replacement, before) => (replacement.pending(), Key::second_factor_replacement(before.person)),
        };
        let opened = open(app, pending).await;
        if opened.is_err() {
            take_attempt_back(app, &key).await;
        }
        let (secret, rng) = (opened?, &mut app.rng());
        let confirmed = match self {
            Self::First(pending) => pending.confirmed(&secret, code, now, rng).map(|(mut factor, codes)| (Change::new().replace(&mut factor), codes)),
            Self::Anew(replacement, before) => replacement
                .clone()
                .confirmed(&before, &secret, code, now, rng)
                .map(|(mut factor, codes)| (Change::new().replace(&mut factor).remove(replacement), codes)),
        };
        Ok(confirmed.ok())
    }
}

fn nothing_waits() -> Problem {
    Problem::conflict("no_pending_second_factor", "no second factor waits to be confirmed: begin anew")
}

fn worthless() -> Problem {
    Problem::conflict("too_many_attempts", "too many wrong codes: begin anew")
}
