//! `DELETE /v1/sessions`: end all of one's sessions but this one.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use usher::app::App;
use usher::caller::SessionBearer;
use usher::changes::personal::places;
use usher::changes::sessions::others_ended;
use usher::http::problem::Problems;
use usher::http::{Answer, Source, until_decided};

/// End all other sessions
///
/// Ends all your sessions except the current one, including those that are just starting. Links that were sent to reset
/// your credentials stop working.
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
        let (signed_in, memberships) = bearer.identify_fully(&app).await?;
        let now = app.now();
        let places = places(&app, &memberships).await?;
        app.store.commit(others_ended(&app, signed_in, &places, &source, now)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
