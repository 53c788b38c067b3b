//! `POST /v1/password-resets/complete`: set a new password with the link of a reset.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::credential_reset::Credential;
use usher::domain::outbox::Notice;
use usher::domain::password::Password;
use usher::http::personal::{noticed, recorded};
use usher::http::places::password_rules;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, IdempotencyKey, Problem, Source, until_decided};
use usher::store::Change;
use utoipa::ToSchema;

use crate::link::{Linked, parse, used};

/// The link, and the new password.
#[derive(eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletePasswordReset {
    /// What stands in the link behind `#token=`.
    #[serde(default)]
    #[schema(required, value_type = String, example = "ush_pwr_…")]
    token: Option<String>,
    /// The new password. At least 15 characters; at least 8 where every account of the person requires a second factor.
    #[serde(default)]
    #[schema(required, value_type = String, example = "correct horse battery staple", min_length = 8, max_length = 256)]
    password: Option<String>,
}

/// Set a new password with a link
///
/// It works once. Every session of the person ends, and every other link that was sent to reset their credentials, but for the one to remove the second
/// factor that was sent along with this one. It is not a sign-in, and the second factor stays. A mail tells the owner.
#[utoipa::path(
    post,
    operation_id = "completePasswordReset",
    path = "/v1/password-resets/complete",
    tag = "credentials",
    params(IdempotencyKey),
    request_body = CompletePasswordReset,
    responses((status = 204, description = "The password is set"), Problems),
    security(())
)]
pub async fn complete_password_reset(State(app): State<Arc<App>>, source: Source, Body(request): Body<CompletePasswordReset>) -> Answer<StatusCode> {
    let (token, text) = parse(Credential::Password, request.token.as_deref(), request.password.as_deref())?;
    until_decided(|| async {
        let now = app.now();
        let linked = Linked::follow(&app, &token, now).await?;
        let everywhere = linked.everywhere(&app).await?;
        let (rules, places) = (password_rules(&linked.person, &everywhere), linked.recorded_in(&everywhere));
        let mut fields = Fields::new();
        let password = fields.required("password", Some(text), |text| Password::to_set(text, &rules));
        fields.finish()?;
        let password = password.ok_or_else(Problem::internal)?;
        let (is_short, hash) = (password.is_short(), app.hasher.hash(password, app.rng()).await?);
        let mut rng = app.rng();
        let Linked { reset, sibling, person, through, attempts, .. } = linked;
        let issue = reset.issue;
        let mut person = person.with_password(hash, is_short, Some(issue));
        let mut change = used(reset, through).replace(&mut person);
        if let Some(mut attempts) = attempts.after_password_reset(now) {
            change = change.replace(&mut attempts);
        }
        // What it leaves behind would be dead all the same: the person's epoch has moved on.
        if let Some(sibling) = sibling.filter(|sibling| !sibling.outlives(issue)) {
            change = change.remove(sibling);
        }
        let changed = (Value::Null, json!({ "sessions": "ended" }));
        let events = recorded(&places, Action::UserPasswordReset, changed, &source, now, &mut rng);
        let notice: Change = noticed(&person, Notice::PasswordChanged, now, &mut rng);
        app.store.commit(change.and(events).and(notice)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
