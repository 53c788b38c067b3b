//! `DELETE /v1/sessions`: end all of one's sessions but this one.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::audit::Action;
use usher::http::personal::{places, recorded};
use usher::http::problem::Problems;
use usher::http::{Answer, SessionBearer, SignedIn, Source, until_decided};
use usher::store::Change;

/// End all other sessions
///
/// All of one's own but the one that the request comes with, also those that are beginning at this moment. Links to reset one's credentials that are
/// still on their way are worth nothing any more.
#[utoipa::path(
    delete,
    operation_id = "endOtherSessions",
    path = "/v1/sessions",
    tag = "sessions",
    responses((status = 204, description = "Ended"), Problems),
    security(("bearer" = []))
)]
pub async fn end_others(State(app): State<Arc<App>>, bearer: SessionBearer, source: Source) -> Answer<StatusCode> {
    until_decided(|| async {
        let (SignedIn { mut session, mut person }, memberships) = bearer.identify_fully(&app).await?;
        let now = app.now();
        person.epoch += 1;
        session.epoch = person.epoch;
        session.last_used_at = now;
        let what = (Value::Null, json!({ "sessions": "all_others" }));
        let events = recorded(&places(&app, &memberships).await?, Action::UserSessionsEnded, what, &source, now, &mut app.rng());
        app.store.commit(Change::new().replace(&mut person).replace(&mut session).and(events)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
