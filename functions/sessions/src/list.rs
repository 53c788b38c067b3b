//! `GET /v1/sessions`: where one is signed in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::domain::session::Session;
use usher::http::pages::{PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, Fields, InQuery, SessionBearer};
use usher::store::List;

use crate::view::SessionView;

/// Which page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    limit: Option<String>,
    after: Option<String>,
}

/// List one's sessions
///
/// Those that are open, in no particular order. A page may hold less than was asked for while there are more behind it.
#[utoipa::path(
    get,
    operation_id = "listSessions",
    path = "/v1/sessions",
    tag = "sessions",
    params(
        ("limit" = Option<u16>, Query, description = "How many: 25 unless given, at most 100"),
        ("after" = Option<String>, Query, description = "Where the page begins: `page.after` of the one before")
    ),
    responses((status = 200, description = "The sessions", body = Paged<SessionView>), Problems),
    security(("bearer" = []))
)]
pub async fn list(State(app): State<Arc<App>>, bearer: SessionBearer, InQuery(query): InQuery<ListQuery>) -> Answer<Json<Paged<SessionView>>> {
    let (signed_in, _) = bearer.identify_fully(&app).await?;
    let mut fields = Fields::new();
    let page = PageRequest::parse(query.limit.as_deref(), query.after, &mut fields);
    fields.finish()?;
    let (now, current) = (app.now(), signed_in.session);
    let shown = |session: Session| session.is_open(&signed_in.person, now).then(|| SessionView::beside(&current, session));
    page.read_own(&app, &current, List::sessions(bearer.person()), shown).await.map(Json)
}
