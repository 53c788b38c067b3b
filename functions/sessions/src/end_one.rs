//! `DELETE /v1/sessions/{session}`: end one of one's sessions.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use usher::app::App;
use usher::caller::SessionBearer;
use usher::domain::id::SessionId;
use usher::http::cookie::CameInCookie;
use usher::http::problem::Problems;
use usher::http::{Answer, InPath, Problem};
use usher::store::Key;

/// End a session
///
/// Ends one of your sessions; its token stops working at once.
#[utoipa::path(
    delete,
    operation_id = "endSession",
    path = "/v1/sessions/{session}",
    tag = "sessions",
    params(("session" = String, Path, description = "The session")),
    responses((status = 204, description = "Ended"), Problems),
    security(("bearer" = []))
)]
pub async fn end_one(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    cookie: CameInCookie,
    InPath(session): InPath<SessionId>,
) -> Answer<Response> {
    // In the person's own partition: nobody else's session is there.
    let key = Key::session(bearer.person(), session);
    let (signed_in, session) = tokio::join!(bearer.identify_fully(&app), app.store.get(&key));
    let (signed_in, _) = signed_in?;
    session?.filter(|session| session.is_open(&signed_in.person, app.now())).ok_or_else(Problem::not_found)?;
    app.store.delete(&key).await?;
    let is_its_own = key.any() == bearer.key().any();
    let ended = StatusCode::NO_CONTENT;
    Ok(if is_its_own { cookie.ended(ended) } else { ended.into_response() })
}
