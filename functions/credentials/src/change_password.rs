//! `POST /v1/me/password`: change one's own password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use usher::app::App;
use usher::caller::check_second_factor;
use usher::caller::place::password_rules;
use usher::caller::{Places, SessionBearer};
use usher::changes::credentials::CredentialChange;
use usher::domain::credentials::attempts::Step;
use usher::domain::credentials::password::Password;
use usher::domain::credentials::session::Session;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::{Change, Key};
use utoipa::ToSchema;

use crate::owner::Owner;

/// A change of the password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordRequest {
    /// The current password.
    #[schema(example = "correct horse battery staple")]
    current_password: String,
    /// The new password. At least 15 characters; at least 8 if every account of the person requires a second factor.
    #[schema(example = "four tame donkeys on a barge", min_length = 8, max_length = 256)]
    new_password: String,
}

/// Change your password
///
/// Requires the current password. All other sessions end, links that were sent to reset credentials no longer work, and
/// an email tells the owner. A wrong current password is `403 wrong_password`: the session itself is fine.
#[utoipa::path(
    post,
    operation_id = "changePassword",
    path = "/v1/me/password",
    tag = "credentials",
    params(IdempotencyKey),
    request_body = ChangePasswordRequest,
    responses((status = 204, description = "Changed"), Problems),
    security(("bearer" = []))
)]
pub async fn change_password(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    body: Body<ChangePasswordRequest>,
) -> Answer<StatusCode> {
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, Step::Password, &source).await?;
        check_second_factor(&app, &owner.session, &owner.person, &owner.memberships).await?;
        let request = body.shape(owner.known)?;
        let (current, attempts) = owner.check_password(&app, guard, &request.current_password).await?;
        let places = Places::of(&app, &owner.memberships).await?;
        let rules = password_rules(&owner.person, &places);
        let mut fields = Fields::new();
        let password = fields.parse("new_password", &request.new_password, |text| Password::to_set(text, &rules));
        if password.as_ref().is_some_and(|password| password.is(&current)) {
            fields.refuse("new_password", "password_unchanged", "the new password is the same as the old one");
        }
        let password = fields.finish(password)?;
        let (is_short, hash) = (password.is_short(), app.hasher.hash(password, app.rng()).await?);
        let now = app.now();
        let key = owner.person.key();
        let mut person = owner.person.with_password(hash, is_short, None);
        let mut session = Session { epoch: person.epoch, last_used_at: now, ..owner.session };
        let forgiven = attempts
            .after_password_change(now)
            .map(|mut attempts| Change::new().replace(&mut attempts))
            .unwrap_or_default();
        let change = forgiven
            .replace(&mut person)
            .replace(&mut session)
            .forget(Key::password_reset(key))
            .forget(Key::second_factor_reset(key));
        let told = CredentialChange::PasswordChanged.told(&app, &person, &places.users(), &source, now);
        app.store.commit(change.and(told)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
