//! `POST /v1/sessions/switch`: use another of one's accounts.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use usher::app::App;
use usher::domain::grant::UnitScope;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, Caller, IdempotencyKey, Pass, Problem, SessionBearer, until_decided};
use usher::store::Change;
use utoipa::ToSchema;

/// Where to.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// The account to use from now on.
    #[serde(default)]
    #[schema(required, value_type = String, example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: Option<String>,
}

/// The account in use, and what the person is there.
#[derive(Debug, Serialize, ToSchema)]
pub struct InUse {
    /// The account.
    account: AccountInUse,
    /// Who the person is there.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    user: String,
    /// What they may do there now: each permission, and the units where it holds, `"all"` or a list of ids.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    permissions: BTreeMap<String, UnitScope>,
}

/// An account, as it is named to its users.
#[derive(Debug, Serialize, ToSchema)]
struct AccountInUse {
    /// The account's id.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    id: String,
    /// Its name.
    name: String,
    /// The product's name.
    product_name: String,
}

/// Move to another account
///
/// One that the person is an active user of. The session remembers it, and `POST /v1/sessions/token` is about it unless another is named. It opens nothing
/// that was closed: what a request may do is decided by the account in its path.
#[utoipa::path(
    post,
    operation_id = "switchAccount",
    path = "/v1/sessions/switch",
    tag = "sessions",
    params(IdempotencyKey),
    request_body = Switch,
    responses((status = 200, description = "The account in use", body = InUse), Problems),
    security(("bearer" = []))
)]
pub async fn switch(State(app): State<Arc<App>>, bearer: SessionBearer, Body(request): Body<Switch>) -> Answer<Json<InUse>> {
    let account = request.account.ok_or_else(|| Problem::invalid_field("account", "required", "must be given"))?;
    // What is no id is nobody's account, like an unknown one.
    let account = account.parse().map_err(|_| Problem::not_found());
    let bearer = Bearer::Session(bearer);
    until_decided(|| async {
        let (caller, _) = bearer.enter(&app, account.clone()?, []).await?;
        let Pass::Session(session) = &caller.pass else { return Err(Problem::unauthenticated()) };
        let mut session = session.as_ref().clone();
        session.account = Some(caller.account.id);
        session.last_used_at = caller.now;
        app.store.commit(Change::new().replace(&mut session)).await?;
        Ok(Json(caller.into()))
    })
    .await
}

impl From<Caller> for InUse {
    fn from(caller: Caller) -> Self {
        let account = caller.account;
        Self {
            account: AccountInUse { id: account.id.to_string(), name: account.name.to_string(), product_name: account.product_name.to_string() },
            user: caller.user.id.to_string(),
            permissions: caller.access.permissions(),
        }
    }
}
