//! `DELETE /v1/me/second-factor`: turn the second factor off.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;
use usher::app::App;
use usher::domain::attempts::Step;
use usher::domain::audit::Action;
use usher::domain::outbox::Notice;
use usher::http::personal::{noticed, recorded};
use usher::http::problem::Problems;
use usher::http::second_factor::Proof;
use usher::http::{Answer, Body, Fields, Problem, SessionBearer, Source, until_decided};
use utoipa::ToSchema;

use crate::owner::Owner;

/// What shows that it is the person who asks: the password, and one of the other two.
#[derive(eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TurnOff {
    /// The current password.
    #[serde(default)]
    #[schema(required, value_type = String, example = "correct horse battery staple")]
    password: Option<String>,
    /// What the app shows.
    #[serde(default)]
    #[schema(example = "123456", pattern = "^[0-9]{6}$")]
    code: Option<String>,
    /// A recovery code.
    #[serde(default)]
    #[schema(example = "abcd-efgh-ijkl-mnop-qrst-uvwx")]
    recovery_code: Option<String>,
}

/// Turn the second factor off
///
/// Refused while one of the person's accounts asks for it, and where the password is too short to stand alone. All other sessions end, and the owner gets a mail.
#[utoipa::path(
    delete,
    operation_id = "turnSecondFactorOff",
    path = "/v1/me/second-factor",
    tag = "credentials",
    request_body = TurnOff,
    responses((status = 204, description = "Turned off"), Problems),
    security(("bearer" = []))
)]
pub async fn turn_off(State(app): State<Arc<App>>, bearer: SessionBearer, source: Source, Body(request): Body<TurnOff>) -> Answer<StatusCode> {
    let mut fields = Fields::new();
    if request.password.is_none() {
        fields.refuse("password", "required", "must be given");
    }
    let proof = Proof::read(request.code.as_deref(), request.recovery_code.as_deref(), &mut fields);
    fields.finish()?;
    let (Some(password), Some(proof)) = (request.password, proof) else { return Err(Problem::internal()) };
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, Step::SecondFactor, &source).await?;
        owner.confirmed()?;
        // Before anything is judged: a right code that is refused would have to be used up all the same.
        let rules = owner.rules(&app).await?;
        if owner.person.short_password || rules.require {
            return Err(Problem::conflict("second_factor_required", "an account asks for it, or the password is too short to stand alone"));
        }
        let (guard, factor) = owner.check_both(&app, guard, &password, &proof).await?;
        guard.passed_without_factor(&app).await?;
        let changed = (json!({ "second_factor": true }), json!({ "second_factor": false }));
        let now = app.now();
        let events = recorded(&rules.places, Action::UserSecondFactorRemoved, changed, &source, now, &mut app.rng());
        let notice = noticed(&owner.person, Notice::SecondFactorRemoved, now, &mut app.rng());
        app.store.commit(owner.alone(false, now).remove(factor).and(events).and(notice)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
