//! `GET /v1/sessions`: where one is signed in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use usher::app::App;
use usher::caller::SessionBearer;
use usher::domain::credentials::session::Session;
use usher::http::pages::{PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::query::NoFilters;
use usher::http::{Answer, ListQuery};
use usher::store::List;

use crate::view::SessionView;

/// A page of sessions.
type SessionPage = Paged<SessionView>;

/// List your sessions
///
/// Lists the open sessions, in no particular order. A page may hold fewer sessions than `limit`, although `page.after`
/// says that there are more.
#[utoipa::path(
    get,
    operation_id = "listSessions",
    path = "/v1/sessions",
    tag = "sessions",
    params(PageRequest),
    responses((status = 200, description = "The sessions", body = SessionPage), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    query: ListQuery<NoFilters>,
) -> Answer<Json<SessionPage>> {
    let (signed_in, _) = bearer.identify_fully(&app).await?;
    let (_, page) = query.read(signed_in.known, |_, _| ())?;
    let (now, current) = (app.now(), signed_in.session);
    let shown =
        |session: Session| session.is_open(&signed_in.person, now).then(|| SessionView::beside(&current, session));
    page.read_own(&app, &current, List::sessions(bearer.person()), shown).await.map(Json)
}
