//! `POST /v1/me/second-factor/recovery-codes`: new recovery codes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::SessionBearer;
use usher::caller::proof::Proof;
use usher::changes::credentials::CredentialChange;
use usher::changes::personal::places;
use usher::domain::credentials::attempts::Step;
use usher::domain::credentials::recovery_code::RecoveryCode;
use usher::domain::credentials::second_factor::SecondFactor;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, Source, Unrepeated, until_decided};
use usher::service::UnrepeatedIdempotencyKey;
use utoipa::ToSchema;

use crate::owner::{Owner, wrong_code};

/// Proof that the person asks: the password, and a code if they have a second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceRecoveryCodesRequest {
    /// The current password.
    #[schema(example = "correct horse battery staple")]
    password: String,
    /// The code that the app shows: six digits, perhaps with spaces or dashes between them.
    #[schema(example = "123456")]
    code: Option<String>,
    /// One of the old codes, such as `abcd-efgh-ijkl-mnop-qrst-uvwx`, instead of a code from the app.
    recovery_code: Option<String>,
}

/// Recovery codes. They are shown only once, and each works once.
#[derive(Serialize, ToSchema)]
#[schema(as = NewRecoveryCodes)]
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
/// The old codes no longer work, all other sessions end, and an email tells the owner.
#[utoipa::path(
    post,
    operation_id = "replaceRecoveryCodes",
    path = "/v1/me/second-factor/recovery-codes",
    tag = "credentials",
    params(UnrepeatedIdempotencyKey),
    request_body = ReplaceRecoveryCodesRequest,
    responses((status = 200, description = "The recovery codes, shown only once", body = RecoveryCodes), Problems),
    security(("bearer" = []))
)]
pub async fn replace(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    body: Body<ReplaceRecoveryCodesRequest>,
) -> Answer<Unrepeated<Json<RecoveryCodes>>> {
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, Step::SecondFactor, &source).await?;
        let (password, proof) = body.read(owner.known, ReplaceRecoveryCodesRequest::read)?;
        let (guard, shown) = owner.check_both(&app, guard, password, &proof).await?;
        let (passed, places) = tokio::join!(guard.passed(&app), places(&app, &owner.memberships));
        let places = passed.and(places)?;
        let left = owner.second_factor.as_ref().map_or(0, SecondFactor::recovery_codes_left);
        let (mut renewed, codes) = shown.with_new_codes(&mut app.rng()).map_err(wrong_code)?;
        let replaced = CredentialChange::RecoveryCodesReplaced { before: left, after: codes.len() };
        let now = app.now();
        let told = replaced.told(&app, &owner.person, &places, &source, now);
        app.store.commit(owner.alone(true, now).replace(&mut renewed).and(told)).await?;
        Ok(Unrepeated(Json(RecoveryCodes::of(&codes))))
    })
    .await
}

impl ReplaceRecoveryCodesRequest {
    fn read(&self, fields: &mut Fields) -> (Option<&str>, Option<Proof>) {
        let proof = Proof::read(self.code.as_deref(), self.recovery_code.as_deref(), fields);
        (Some(&self.password), proof)
    }
}
