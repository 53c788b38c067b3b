//! `POST /v1/password-resets`: someone has forgotten their password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use usher::app::App;
use usher::changes::credential_resets;
use usher::domain::email::EmailAddress;
use usher::domain::id::{NetworkId, PersonKey};
use usher::http::problem::Problems;
use usher::http::{Answer, PublicBody, Source};
use usher::service::IgnoredIdempotencyKey;
use usher::store::CommitFault;
use utoipa::ToSchema;

/// The person who has forgotten their password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgotPasswordRequest {
    /// The address.
    #[schema(example = "ada@example.com")]
    email: String,
}

/// Request a password reset
///
/// If a person with this address exists, they get an email with a link. The answer is the same for every address, so
/// that it does not tell whether one does; it is also the same if nothing is sent because there were too many requests
/// in an hour for one address or from one network.
#[utoipa::path(
    post,
    operation_id = "forgotPassword",
    path = "/v1/password-resets",
    tag = "credentials",
    params(IgnoredIdempotencyKey),
    request_body = ForgotPasswordRequest,
    responses((status = 202, description = "If a person has this address, an email is on its way"), Problems),
    security(())
)]
pub async fn forgot_password(
    State(app): State<Arc<App>>,
    source: Source,
    body: PublicBody<ForgotPasswordRequest>,
) -> Answer<StatusCode> {
    let email = body.read(|request, fields| fields.parse("email", &request.email, EmailAddress::parse))?;
    let (now, key) = (app.now(), PersonKey::of(&email));
    let credentials = app.store.credentials(key, now).await?;
    let network = NetworkId::of(source.origin.source_ip.as_deref());
    let forgotten = credential_resets::forgotten(&app, email, credentials.person.as_ref(), network, now);
    match app.store.commit(forgotten).await {
        Ok(()) | Err(CommitFault::Limited(_)) => Ok(StatusCode::ACCEPTED),
        Err(cause) => Err(cause.into()),
    }
}
