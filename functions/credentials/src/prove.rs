//! `POST /v1/me/proof`: someone who is signed in shows again who they are.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::proof::Proof;
use usher::caller::{SessionBearer, check_second_factor};
use usher::changes::credentials::CredentialChange;
use usher::changes::personal::places;
use usher::domain::credentials::attempts::Step;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, Source, Unrepeated, until_decided};
use usher::service::UnrepeatedIdempotencyKey;
use usher::store::Change;
use utoipa::ToSchema;

use crate::owner::{Owner, Shown};

/// The credentials that a sign-in asks for: the password, and a code if the person has a second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProveIdentityRequest {
    /// The current password.
    #[schema(example = "correct horse battery staple")]
    password: String,
    /// The code of the active second factor. A person who has one must give this or a recovery code.
    #[schema(example = "123456")]
    code: Option<String>,
    /// A recovery code such as `abcd-efgh-ijkl-mnop-qrst-uvwx`, for people who have lost their phone. Each works once.
    recovery_code: Option<String>,
}

/// For how long the proof counts in this session.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvenSession {
    /// Until when API tokens can be made and shown in this session: ten minutes from now.
    #[schema(value_type = String, format = DateTime)]
    proven_until: Timestamp,
    /// How many recovery codes are left; only where one was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 9)]
    recovery_codes_left: Option<usize>,
}

/// Show your credentials again
///
/// For ten minutes from now, API tokens can be made and shown in this session, as for ten minutes after signing in. The
/// credentials are those that a sign-in asks for, and wrong ones count like those of a sign-in: a wrong password is
/// `403 wrong_password`, a wrong code `403 wrong_code`. Nothing else about the session changes.
#[utoipa::path(
    post,
    operation_id = "proveIdentity",
    path = "/v1/me/proof",
    tag = "credentials",
    params(UnrepeatedIdempotencyKey),
    request_body = ProveIdentityRequest,
    responses((status = 200, description = "For how long that counts", body = ProvenSession), Problems),
    security(("bearer" = []))
)]
pub async fn prove(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    body: Body<ProveIdentityRequest>,
) -> Answer<Unrepeated<Json<ProvenSession>>> {
    until_decided(|| async {
        let step = body.peek().map_or(Step::Password, ProveIdentityRequest::step);
        let (owner, guard) = Owner::read(&app, &bearer, step, &source).await?;
        check_second_factor(&app, &owner.session, &owner.person, &owner.memberships).await?;
        let request = body.shape(owner.known)?;
        let proof = || body.read(owner.known, ProveIdentityRequest::proof);
        let shown = owner.check_as_at_sign_in(&app, guard, &request.password, proof).await?;
        let now = app.now();
        let mut session = owner.session.clone().proved(now);
        let proven_until = session.proven_until();
        let change = Change::new().replace(&mut session).require(owner.person.clone());
        let recovery_codes_left = shown.as_ref().and_then(|shown| shown.recovery_codes_left);
        let used = used(&app, &owner, shown, &source, now).await?;
        app.store.commit(change.and(used)).await?;
        Ok(Unrepeated(Json(ProvenSession { proven_until, recovery_codes_left })))
    })
    .await
}

impl ProveIdentityRequest {
    /// What is to be judged: a person without a second factor shows the password alone.
    fn step(&self) -> Step {
        if self.code.is_some() || self.recovery_code.is_some() { Step::SecondFactor } else { Step::Password }
    }

    /// What shows the second factor.
    fn proof(&self, fields: &mut Fields) -> Option<Proof> {
        Proof::read(self.code.as_deref(), self.recovery_code.as_deref(), fields)
    }
}

/// What was shown is used up, and of a recovery code it is told.
async fn used(app: &App, owner: &Owner, shown: Option<Shown>, source: &Source, now: Timestamp) -> Answer<Change> {
    let Some(Shown { mut factor, recovery_codes_left }) = shown else { return Ok(Change::new()) };
    let change = Change::new().replace(&mut factor);
    let Some(left) = recovery_codes_left else { return Ok(change) };
    let places = places(app, &owner.memberships).await?;
    let told = CredentialChange::RecoveryCodeUsed { left }.told(app, &owner.person, &places, source, now);
    Ok(change.and(told))
}
