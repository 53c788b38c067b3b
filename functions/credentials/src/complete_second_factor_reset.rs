//! `POST /v1/second-factor-resets/complete`: remove the second factor with the link of a reset, and the password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::attempts::Step;
use usher::domain::audit::Action;
use usher::domain::credential_reset::Credential;
use usher::domain::outbox::Notice;
use usher::http::personal::{noticed, recorded};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Guard, IdempotencyKey, Source, until_decided};
use usher::store::Key;
use utoipa::ToSchema;

use crate::link::{Linked, parse, used};
use crate::owner::check_password_of;

/// The link, and the password.
#[derive(eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteSecondFactorReset {
    /// What stands in the link behind `#token=`.
    #[serde(default)]
    #[schema(required, value_type = String, example = "ush_sfr_…")]
    token: Option<String>,
    /// The password, which the link does not stand in for.
    #[serde(default)]
    #[schema(required, value_type = String, example = "correct horse battery staple")]
    password: Option<String>,
}

/// Remove the second factor with a link
///
/// The link alone is not enough: a wrong password is `403 wrong_password`, and the link stays. It works once. Every session of the person ends, and every
/// other link that was sent to reset their credentials. Where an account requires a second factor, the next sign-in sets one up. A mail tells the owner.
#[utoipa::path(
    post,
    operation_id = "completeSecondFactorReset",
    path = "/v1/second-factor-resets/complete",
    tag = "credentials",
    params(IdempotencyKey),
    request_body = CompleteSecondFactorReset,
    responses((status = 204, description = "There is no second factor any more"), Problems),
    security(())
)]
pub async fn complete_second_factor_reset(
    State(app): State<Arc<App>>,
    source: Source,
    Body(request): Body<CompleteSecondFactorReset>,
) -> Answer<StatusCode> {
    let (token, text) = parse(Credential::SecondFactor, request.token.as_deref(), request.password.as_deref())?;
    until_decided(|| async {
        let now = app.now();
        let linked = Linked::follow(&app, &token, now).await?;
        let (opened, everywhere) = tokio::join!(Guard::open(&app, linked.person.key(), Step::Password, &source), linked.everywhere(&app));
        let ((guard, _), places) = (opened?, linked.recorded_in(&everywhere?));
        let Linked { reset, sibling, person, through, .. } = linked;
        let (guard, _) = check_password_of(&app, guard, &person, text).await?;
        guard.passed_without_factor(&app).await?;
        let mut rng = app.rng();
        let mut person = person.signed_out();
        let mut change = used(reset, through).replace(&mut person).forget(Key::second_factor(person.key()));
        if let Some(sibling) = sibling {
            change = change.remove(sibling);
        }
        let changed = (Value::Null, json!({ "sessions": "ended" }));
        let events = recorded(&places, Action::UserSecondFactorReset, changed, &source, now, &mut rng);
        let notice = noticed(&person, Notice::SecondFactorRemoved, now, &mut rng);
        app.store.commit(change.and(events).and(notice)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
