//! `DELETE /v1/sessions/current`: sign out.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use usher::app::App;
use usher::caller::SessionBearer;
use usher::http::Answer;
use usher::http::cookie::CameInCookie;
use usher::http::problem::Problems;

/// Sign out
///
/// The session's token stops working at once. A session in a cookie takes the cookie along.
#[utoipa::path(
    delete,
    operation_id = "signOut",
    path = "/v1/sessions/current",
    tag = "sessions",
    responses((status = 204, description = "Signed out"), Problems),
    security(("bearer" = []))
)]
pub async fn end(State(app): State<Arc<App>>, bearer: SessionBearer, cookie: CameInCookie) -> Answer<Response> {
    bearer.identify(&app).await?;
    app.store.delete(&bearer.key()).await?;
    Ok(cookie.ended(StatusCode::NO_CONTENT))
}
