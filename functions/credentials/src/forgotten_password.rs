//! `POST /v1/password-resets`: somebody has forgotten their password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use usher::app::App;
use usher::domain::credential_reset::Credential;
use usher::domain::email::EmailAddress;
use usher::domain::id::{NetworkId, PersonKey};
use usher::domain::outbox::{PromisedMail, Subject};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, IdempotencyKey, Problem, Source};
use usher::store::{Change, CommitFault, Limit};
use utoipa::ToSchema;

/// Who has forgotten their password.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgottenPassword {
    /// The address.
    #[serde(default)]
    #[schema(required, value_type = String, example = "ada@example.com")]
    email: Option<String>,
}

/// Ask for a link to set a new password
///
/// The answer is the same for every address. Where somebody has it here, they get a mail; nobody else learns whether anybody does. Too many for one
/// address or from one network in an hour are answered alike, and nothing is sent.
#[utoipa::path(
    post,
    operation_id = "forgotPassword",
    path = "/v1/password-resets",
    tag = "credentials",
    params(IdempotencyKey),
    request_body = ForgottenPassword,
    responses((status = 202, description = "If somebody has the address, a mail is on its way"), Problems),
    security(())
)]
pub async fn forgot_password(State(app): State<Arc<App>>, source: Source, Body(request): Body<ForgottenPassword>) -> Answer<StatusCode> {
    let mut fields = Fields::new();
    let email = fields.required("email", request.email.as_deref(), EmailAddress::parse);
    fields.finish()?;
    let email = email.ok_or_else(Problem::internal)?;
    let (now, key) = (app.now(), PersonKey::of(&email));
    let credentials = app.store.credentials(key, now).await?;
    // A mail is promised for every address: what comes of it shows itself where nobody waits for it.
    let epoch = credentials.person.map_or(0, |person| person.epoch);
    let subject = Subject::CredentialReset { credential: Credential::Password, email, epoch, sent: None, along: None };
    let change = Change::new().create(&PromisedMail::new(subject, now, &mut app.rng())).count(Limit::forgotten_by(key, now));
    let network = NetworkId::of(source.origin.source_ip.as_deref());
    match app.store.commit(change.count(Limit::forgotten_from(network, now))).await {
        Ok(()) | Err(CommitFault::Limited(_)) => Ok(StatusCode::ACCEPTED),
        Err(cause) => Err(cause.into()),
    }
}
