//! `POST /v1/password-resets/complete`: set a new password with the link of a reset.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use usher::app::App;
use usher::caller::place::password_rules;
use usher::changes::api_tokens::known_ended;
use usher::changes::credentials::CredentialChange;
use usher::domain::credential::Credential;
use usher::domain::credentials::password::NewPassword;
use usher::domain::effects::audit::record::KnownApiTokens;
use usher::http::problem::Problems;
use usher::http::{Answer, Envelope, Fields, Problem, PublicBody, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::Change;
use utoipa::ToSchema;

use crate::link::{LinkedReset, parse, used};

/// A link to reset the password, and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletePasswordResetRequest {
    /// The part of the link after `#token=`.
    #[schema(example = "ush_pwr_…")]
    token: String,
    /// The new password. At least 15 characters; at least 8 if every account of the person requires a second factor.
    #[schema(example = "correct horse battery staple", min_length = 8, max_length = 256)]
    password: String,
    /// Whether the API tokens that you created for yourself or saw go on working. By default they end in all your
    /// accounts, since someone else may have known the old password. Tokens that others created for you and that you
    /// have not seen go on working in any case.
    #[schema(example = false)]
    keep_api_tokens: Option<bool>,
}

/// Set a new password with a link
///
/// The link works once. All sessions of the person end, and all other links to reset their credentials stop working,
/// except the one to remove the second factor that was sent together with this one. The API tokens that the person
/// created for themselves or saw end, too, unless `keep_api_tokens` is true. This does not sign in, and the second
/// factor stays. An email tells the owner.
#[utoipa::path(
    post,
    operation_id = "completePasswordReset",
    path = "/v1/password-resets/complete",
    tag = "credentials",
    params(IdempotencyKey),
    request_body = CompletePasswordResetRequest,
    responses((status = 204, description = "The password is set"), Problems),
    security(())
)]
pub async fn complete_password_reset(
    State(app): State<Arc<App>>,
    envelope: Envelope,
    source: Source,
    body: PublicBody<CompletePasswordResetRequest>,
) -> Answer<StatusCode> {
    let request = body.shape()?;
    let (token, text) = (parse(Credential::Password, &request.token)?, request.password.as_str());
    let known = if request.keep_api_tokens == Some(true) { KnownApiTokens::Kept } else { KnownApiTokens::Ended };
    until_decided(|| async {
        let now = app.now();
        let linked = LinkedReset::follow(&app, &token, &envelope, now).await?;
        let everywhere = linked.everywhere(&app).await?;
        let (rules, places) = (password_rules(&linked.person, &everywhere), everywhere.users());
        let mut fields = Fields::new();
        let password = fields.parse("password", text, |text| NewPassword::parse(text, rules));
        let password = fields.finish(password)?;
        let is_short = password.is_short();
        let hash =
            app.hasher.set(password, app.rng()).await?.map_err(|fault| Problem::of_password("password", fault))?;
        let LinkedReset { reset, sibling, person: before, via, attempts, memberships } = linked;
        let issue = reset.issue;
        let mut person = before.clone().with_password(hash, is_short, Some(issue));
        let ended = match known {
            KnownApiTokens::Kept => Change::new(),
            KnownApiTokens::Ended => {
                let unchanged = || Change::new().require(before.clone()).require(reset.clone());
                known_ended(&app, &memberships, person.epoch, now, unchanged).await?
            }
        };
        let mut change = used(reset, via).replace(&mut person).and(ended);
        if let Some(mut attempts) = attempts.after_link(now) {
            change = change.replace(&mut attempts);
        }
        // What it leaves behind would not work all the same: the person's epoch has moved on.
        if let Some(sibling) = sibling.filter(|sibling| !sibling.outlives(issue)) {
            change = change.remove(sibling);
        }
        let told = CredentialChange::PasswordReset(known).told(&app, &person, &places, &source, now);
        app.store.commit(change.and(told)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
