//! `POST /v1/me/password`: change one's own password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use usher::app::App;
use usher::caller::check_second_factor;
use usher::caller::place::password_rules;
use usher::caller::{Places, SessionBearer};
use usher::changes::api_tokens::known_ended;
use usher::changes::credentials::CredentialChange;
use usher::domain::credentials::attempts::Step;
use usher::domain::credentials::password::NewPassword;
use usher::domain::credentials::session::Session;
use usher::domain::effects::audit::record::KnownApiTokens;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, Problem, Source, until_decided};
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
    /// Whether the API tokens that you created for yourself or saw end, in all your accounts; by default they go on
    /// working. Choose this if someone else may have known the old password.
    #[schema(example = false)]
    end_api_tokens: Option<bool>,
}

/// Change your password
///
/// Requires the current password. All other sessions end, links that were sent to reset credentials no longer work, and
/// an email tells the owner. With `end_api_tokens`, the API tokens that the person created for themselves or saw end,
/// too. A wrong current password is `403 wrong_password`: the session itself is fine.
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
        let password = fields.parse("new_password", &request.new_password, |text| NewPassword::parse(text, rules));
        if password.as_ref().is_some_and(|password| password.is(&current)) {
            fields.refuse("new_password", "password_unchanged", "the new password is the same as the old one");
        }
        let password = fields.finish(password)?;
        let is_short = password.is_short();
        let hash =
            app.hasher.set(password, app.rng()).await?.map_err(|fault| Problem::of_password("new_password", fault))?;
        let now = app.now();
        let key = owner.person.key();
        let (before, is_end) = (owner.person, request.end_api_tokens == Some(true));
        let known = if is_end { KnownApiTokens::Ended } else { KnownApiTokens::Kept };
        let mut person = before.clone().with_password(hash, is_short, None);
        let ended = match known {
            KnownApiTokens::Kept => Change::new(),
            KnownApiTokens::Ended => {
                let unchanged = || Change::new().require(before.clone());
                known_ended(&app, &owner.memberships, person.epoch, now, unchanged).await?
            }
        };
        let mut session = Session { epoch: person.epoch, ..owner.session.used(now) };
        let forgiven = attempts
            .after_password_change(now)
            .map(|mut attempts| Change::new().replace(&mut attempts))
            .unwrap_or_default();
        let change = forgiven
            .and(ended)
            .replace(&mut person)
            .replace(&mut session)
            .forget(Key::password_reset(key))
            .forget(Key::second_factor_reset(key));
        let told = CredentialChange::PasswordChanged(known).told(&app, &person, &places.users(), &source, now);
        app.store.commit(change.and(told)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
