//! `POST /v1/me/second-factor/confirm`: put a second factor in force.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::json;
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::outbox::Notice;
use usher::domain::second_factor::{MOST_ATTEMPTS, SecondFactor};
use usher::domain::totp::TotpCode;
use usher::http::personal::{noticed, places, recorded};
use usher::http::problem::Problems;
use usher::http::second_factor::{open, take_attempt_back};
use usher::http::{Answer, Body, Fields, Problem, SessionBearer, Source, until_decided};
use usher::store::Key;
use utoipa::ToSchema;

use crate::owner::{Owner, wrong_code};
use crate::recovery_codes::RecoveryCodes;

/// The first code.
#[derive(Debug, eserde::Deserialize, ToSchema)]
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
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending the request again safe")),
    request_body = Confirm,
    responses((status = 200, description = "The recovery codes, shown this once", body = RecoveryCodes), Problems),
    security(("bearer" = []))
)]
pub async fn confirm(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    Body(request): Body<Confirm>,
) -> Answer<Json<RecoveryCodes>> {
    let mut fields = Fields::new();
    let code = fields.required("code", request.code.as_deref(), TotpCode::parse);
    fields.finish()?;
    let code = code.ok_or_else(Problem::internal)?;
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, &source).await?;
        if owner.second_factor.as_ref().is_none_or(SecondFactor::is_confirmed) {
            return Err(Problem::conflict("no_pending_second_factor", "no second factor waits to be confirmed"));
        }
        let key = Key::second_factor(owner.person.key());
        // Counted before the code is looked at, beside what the guard counts: this secret is worth five codes, wherever they come from.
        let Some(pending) = app.store.attempt::<SecondFactor>(&key, MOST_ATTEMPTS).await? else {
            return Err(Problem::conflict("too_many_attempts", "too many wrong codes: begin anew"));
        };
        let secret = match open(&app, &pending).await {
            Ok(secret) => secret,
            Err(problem) => {
                take_attempt_back(&app, &key).await;
                return Err(problem);
            }
        };
        let now = app.now();
        let Ok((mut confirmed, codes)) = pending.confirmed(&secret, &code, now, &mut app.rng()) else {
            guard.failed(&app, &owner.person.email).await?;
            return Err(wrong_code());
        };
        guard.passed(&app).await?;
        let changed = (json!({ "second_factor": false }), json!({ "second_factor": true }));
        let events = recorded(&places(&owner.memberships), Action::UserSecondFactorAdded, changed, &source, now, &mut app.rng());
        let notice = noticed(&owner.person, Notice::SecondFactorAdded, now, &mut app.rng());
        app.store.commit(owner.alone(true, now).replace(&mut confirmed).and(events).and(notice)).await?;
        Ok(Json(RecoveryCodes::of(&codes)))
    })
    .await
}
