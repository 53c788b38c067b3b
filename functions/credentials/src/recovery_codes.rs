//! `POST /v1/me/second-factor/recovery-codes`: new recovery codes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::json;
use usher::app::App;
use usher::domain::attempts::Step;
use usher::domain::audit::Action;
use usher::domain::outbox::Notice;
use usher::domain::recovery_code::RecoveryCode;
use usher::domain::second_factor::SecondFactor;
use usher::http::personal::{noticed, places, recorded};
use usher::http::problem::Problems;
use usher::http::second_factor::Proof;
use usher::http::{Answer, Body, Fields, Problem, SessionBearer, Source, Unrepeated, UnrepeatedIdempotencyKey, until_decided};
use utoipa::ToSchema;

use crate::owner::{Owner, wrong_code};

/// What shows that it is the person who asks.
#[derive(eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Replace {
    /// The current password.
    #[serde(default)]
    #[schema(required, value_type = String, example = "correct horse battery staple")]
    password: Option<String>,
    /// What the app shows.
    #[serde(default)]
    #[schema(example = "123456", pattern = "^[0-9]{6}$")]
    code: Option<String>,
    /// One of the old codes, in the place of what the app shows.
    #[serde(default)]
    #[schema(example = "abcd-efgh-ijkl-mnop-qrst-uvwx")]
    recovery_code: Option<String>,
}

/// Recovery codes. They are shown this once; each opens once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    #[schema(example = json!(["abcd-efgh-ijkl-mnop-qrst-uvwx"]))]
    recovery_codes: Vec<String>,
}

impl RecoveryCodes {
    /// The codes as their owner writes them down.
    pub fn of(codes: &[RecoveryCode]) -> Self {
        Self { recovery_codes: codes.iter().map(RecoveryCode::reveal).collect() }
    }
}

/// Get new recovery codes
///
/// The old ones are dead, all other sessions end, and the owner gets a mail.
#[utoipa::path(
    post,
    operation_id = "replaceRecoveryCodes",
    path = "/v1/me/second-factor/recovery-codes",
    tag = "credentials",
    params(UnrepeatedIdempotencyKey),
    request_body = Replace,
    responses((status = 200, description = "The recovery codes, shown this once", body = RecoveryCodes), Problems),
    security(("bearer" = []))
)]
pub async fn replace(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    Body(request): Body<Replace>,
) -> Answer<Unrepeated<Json<RecoveryCodes>>> {
    let mut fields = Fields::new();
    if request.password.is_none() {
        fields.refuse("password", "required", "must be given");
    }
    let proof = Proof::read(request.code.as_deref(), request.recovery_code.as_deref(), &mut fields);
    fields.finish()?;
    let (Some(password), Some(proof)) = (request.password, proof) else { return Err(Problem::internal()) };
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, Step::SecondFactor, &source).await?;
        let (guard, shown) = owner.check_both(&app, guard, &password, &proof).await?;
        let (passed, places) = tokio::join!(guard.passed(&app), places(&app, &owner.memberships));
        let places = passed.and(places)?;
        let left = owner.second_factor.as_ref().map_or(0, SecondFactor::recovery_codes_left);
        let (mut renewed, codes) = shown.with_new_codes(&mut app.rng()).map_err(|_| wrong_code())?;
        let changed = (json!({ "recovery_codes_left": left }), json!({ "recovery_codes_left": codes.len() }));
        let now = app.now();
        let events = recorded(&places, Action::UserRecoveryCodesReplaced, changed, &source, now, &mut app.rng());
        let notice = noticed(&owner.person, Notice::RecoveryCodesReplaced, now, &mut app.rng());
        app.store.commit(owner.alone(true, now).replace(&mut renewed).and(events).and(notice)).await?;
        Ok(Unrepeated(Json(RecoveryCodes::of(&codes))))
    })
    .await
}
