//! `GET /v1/sessions/current`: the session that the token opens.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use usher::app::App;
use usher::caller::SessionBearer;
use usher::http::Answer;
use usher::http::problem::Problems;

use crate::view::SessionView;

/// Get the current session
///
/// The one whose token the request carries.
#[utoipa::path(
    get,
    operation_id = "getCurrentSession",
    path = "/v1/sessions/current",
    tag = "sessions",
    responses((status = 200, description = "The session", body = SessionView), Problems),
    security(("bearer" = []))
)]
pub async fn current(State(app): State<Arc<App>>, bearer: SessionBearer) -> Answer<Json<SessionView>> {
    bearer.identify(&app).await.map(|signed_in| Json(signed_in.session.into()))
}
