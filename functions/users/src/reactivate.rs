//! `POST /v1/accounts/{account}/users/{user}/reactivate`: let someone in again.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::changes::{Giving, GrantFields, administrators};
use usher::domain::access::grant::Grant;
use usher::domain::access::permission::Operation;
use usher::domain::decision::Telling;
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::user::{User, UserStatus};
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, InPath, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::{Found, Key};
use utoipa::ToSchema;

use crate::view::UserView;
use usher::caller::user_in_path::someone;
use usher::changes::returning::reactivated;

/// How the user comes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReactivateUserRequest {
    /// The grants that the user will hold; by default those that deactivation left, and required if it left none.
    grants: Option<Vec<GrantFields>>,
}

/// Reactivate a user
///
/// The user becomes active if they were active before, otherwise pending; a user who has never accepted gets a new
/// invitation by email. If deactivation removed the grants, `grants` must give new ones. The caller must hold all
/// that the user then holds. Requires `users:deactivate`, and `users:update` to give grants.
#[utoipa::path(
    post,
    operation_id = "reactivateUser",
    path = "/v1/accounts/{account}/users/{user}/reactivate",
    tag = "users",
    params(
        ("account" = String, Path, description = "The account"),
        ("user" = String, Path, description = "The user"),
        IfMatch,
        IdempotencyKey
    ),
    request_body = Option<ReactivateUserRequest>,
    responses(
        (status = 200, description = "The user, reactivated", body = UserView, headers(("ETag" = String))), Problems,
    ),
    security(("bearer" = []))
)]
pub async fn reactivate(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, UserId)>,
    source: Source,
    if_match: IfMatch,
    body: Body<ReactivateUserRequest>,
) -> Answer<(HeaderMap, Json<UserView>)> {
    let grants = body.peek().and_then(|request| request.grants.as_deref()).unwrap_or_default();
    let units = || GrantFields::units(grants).into_iter().map(|unit| Key::unit(path.0, unit).any());
    until_decided(|| async {
        let (caller, user, found) = someone(&app, &bearer, path, Operation::UsersDeactivate, units()).await?;
        if_match.check(user.version)?;
        caller.acting().check_other(&user)?;
        let grants = body.judge(caller.known, |request, fields| request.read(&caller, &user, &found, fields))?;
        let back = caller.acting().facing(&user).reactivated(grants)?;
        let (back, change) = reactivated(&app, &caller, &user, back, &caller.author(&source));
        app.store.commit(change).await?;
        let keepers = administrators::keepers(&app, &caller).await;
        Ok((etag(back.version), Json(UserView::of(back, &Telling::new(caller.acting(), &keepers)))))
    })
    .await
}

impl ReactivateUserRequest {
    fn read(&self, caller: &Caller, user: &User, found: &Found, mut fields: Fields) -> Answer<Option<Vec<Grant>>> {
        let Some(grants) = &self.grants else {
            if user.status == UserStatus::Deactivated && user.grants.is_empty() {
                let message = "deactivation took the user's roles away; list the grants that they will hold";
                fields.refuse("grants", "required", message);
            }
            fields.finish(())?;
            return Ok(None);
        };
        caller.require_somewhere(Operation::UsersUpdate)?;
        let grants = GrantFields::read_all(grants, "grants", &Giving::by(caller, found, &user.grants), &mut fields);
        fields.finish(())?;
        Ok(Some(grants))
    }
}
