//! API tokens: what programs hold, on behalf of the users who own them.

mod create;
mod get;
mod list;
mod reveal;
mod revoke;
mod rotate;
mod view;

use std::sync::Arc;

use serde_json::{Value, json};
use usher::app::App;
use usher::domain::api_token::ApiToken;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of API tokens.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(get::get, revoke::revoke))
        .routes(routes!(rotate::rotate))
        .routes(routes!(reveal::reveal))
}

/// What audit events keep of a token.
fn recorded(token: &ApiToken) -> Value {
    let outgoing = token.outgoing.as_ref().map(|outgoing| outgoing.until);
    json!({ "name": token.name, "owner": token.owner, "permissions": token.permissions, "expires_at": token.expires_at, "previous_until": outgoing })
}
