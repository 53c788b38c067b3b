//! `POST /v1/me/second-factor/disable`: turn the second factor off.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use usher::app::App;
use usher::caller::SessionBearer;
use usher::caller::proof::Proof;
use usher::changes::credentials::CredentialChange;
use usher::changes::personal::with_factor;
use usher::domain::credentials::attempts::Step;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, Problem, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::StoreFault;
use utoipa::ToSchema;

use crate::owner::Owner;

/// Proof that the person asks: the password, and a code or a recovery code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisableSecondFactorRequest {
    /// The current password.
    #[schema(example = "correct horse battery staple")]
    password: String,
    /// The code that the app shows: six digits, perhaps with spaces or dashes between them.
    #[schema(example = "123456")]
    code: Option<String>,
    /// A recovery code instead, such as `abcd-efgh-ijkl-mnop-qrst-uvwx`.
    recovery_code: Option<String>,
}

/// Turn off the second factor
///
/// Refused while one of the person's accounts requires it, or if the password is too short without it. All other
/// sessions end, and an email tells the owner.
#[utoipa::path(
    post,
    operation_id = "disableSecondFactor",
    path = "/v1/me/second-factor/disable",
    tag = "credentials",
    params(IdempotencyKey),
    request_body = DisableSecondFactorRequest,
    responses((status = 204, description = "Turned off"), Problems),
    security(("bearer" = []))
)]
pub async fn disable(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    body: Body<DisableSecondFactorRequest>,
) -> Answer<StatusCode> {
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, Step::SecondFactor, &source).await?;
        let (password, proof) = body.read(owner.known, DisableSecondFactorRequest::read)?;
        owner.confirmed()?;
        // Before anything is judged: a right code that is refused would have to be used up all the same.
        let rules = owner.rules(&app).await?;
        if owner.person.short_password || rules.require {
            return Err(Problem::conflict(
                "second_factor_required",
                "an account requires it, or your password is too short without it",
            ));
        }
        if rules.unreadable {
            return Err(StoreFault::Unreadable.into());
        }
        let (guard, factor) = owner.check_both(&app, guard, password, &proof).await?;
        guard.passed_without_factor(&app).await?;
        let now = app.now();
        let told = CredentialChange::SecondFactorRemoved.told(&app, &owner.person, &rules.places.users(), &source, now);
        let change = owner.alone(false, now).remove(factor).and(told);
        app.store.commit(with_factor(change, rules.places.iter().map(|place| &place.user), false)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

impl DisableSecondFactorRequest {
    fn read(&self, fields: &mut Fields) -> (Option<&str>, Option<Proof>) {
        let proof = Proof::read(self.code.as_deref(), self.recovery_code.as_deref(), fields);
        (Some(&self.password), proof)
    }
}
