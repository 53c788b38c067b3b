//! `POST /v1/me/password`: change one's own password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::attempts::Step;
use usher::domain::audit::Action;
use usher::domain::outbox::Notice;
use usher::domain::password::Password;
use usher::domain::session::Session;
use usher::http::caller::check_second_factor;
use usher::http::personal::{arrived, noticed, recorded};
use usher::http::places::password_rules;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, IdempotencyKey, Place, Problem, SessionBearer, Source, until_decided};
use usher::store::{Change, Key};
use utoipa::ToSchema;

use crate::owner::Owner;

/// The old password and the new one.
#[derive(eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password as it is.
    #[serde(default)]
    #[schema(required, value_type = String, example = "correct horse battery staple")]
    current_password: Option<String>,
    /// The password as it is to be. At least 15 characters; at least 8 where every account of the person requires a second factor.
    #[serde(default)]
    #[schema(required, value_type = String, example = "four tame donkeys on a barge", min_length = 8, max_length = 256)]
    new_password: Option<String>,
}

/// Change one's password
///
/// With the current one. Every other session ends, links that were sent to reset credentials are dead, and a mail tells the owner.
/// A wrong current password is `403 wrong_password`: the session itself is fine.
#[utoipa::path(
    post,
    operation_id = "changePassword",
    path = "/v1/me/password",
    tag = "credentials",
    params(IdempotencyKey),
    request_body = ChangePassword,
    responses((status = 204, description = "Changed"), Problems),
    security(("bearer" = []))
)]
pub async fn change_password(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    Body(request): Body<ChangePassword>,
) -> Answer<StatusCode> {
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, Step::Password, &source).await?;
        check_second_factor(&app, &owner.session, &owner.person, &owner.memberships).await?;
        let (current, new) = request.given()?;
        let (current, attempts) = owner.check_password(&app, guard, current).await?;
        let places = Place::all(&app, &owner.memberships).await?;
        let rules = password_rules(&owner.person, &places);
        let mut fields = Fields::new();
        let password = fields.required("new_password", Some(new), |text| Password::to_set(text, &rules));
        if password.as_ref().is_some_and(|password| password.is(&current)) {
            fields.refuse("new_password", "password_unchanged", "this is the password that you have");
        }
        fields.finish()?;
        let Some(password) = password else { return Err(Problem::internal()) };
        let (is_short, hash) = (password.is_short(), app.hasher.hash(password, app.rng()).await?);
        let (now, mut rng) = (app.now(), app.rng());
        let key = owner.person.key();
        let mut person = owner.person.with_password(hash, is_short, None);
        let mut session = Session { epoch: person.epoch, last_used_at: now, ..owner.session };
        let forgiven = attempts.after_password_change(now).map(|mut attempts| Change::new().replace(&mut attempts)).unwrap_or_default();
        let change = forgiven
            .replace(&mut person)
            .replace(&mut session)
            .forget(Key::password_reset(key))
            .forget(Key::second_factor_reset(key))
            .and(noticed(&person, Notice::PasswordChanged, now, &mut rng));
        let changed = (Value::Null, json!({ "sessions": "others_ended" }));
        let events = recorded(&arrived(&places), Action::UserPasswordChanged, changed, &source, now, &mut rng);
        app.store.commit(change.and(events)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

impl ChangePassword {
    fn given(&self) -> Answer<(&str, &str)> {
        let mut fields = Fields::new();
        for (field, value) in [("current_password", &self.current_password), ("new_password", &self.new_password)] {
            if value.is_none() {
                fields.refuse(field, "required", "must be given");
            }
        }
        fields.finish()?;
        Ok((self.current_password.as_deref().unwrap_or_default(), self.new_password.as_deref().unwrap_or_default()))
    }
}
