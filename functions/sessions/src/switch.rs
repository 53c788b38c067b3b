//! `POST /v1/sessions/switch`: use another of one's accounts.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::{Bearer, Caller, Pass, SessionBearer};
use usher::domain::access::grant::UnitScope;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Problem, until_decided};
use usher::service::IdempotencyKey;
use usher::store::Change;
use utoipa::ToSchema;

/// The account to switch to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SwitchAccountRequest {
    /// The account to use from now on.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: String,
}

/// The account in use, and the person's user there.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountInUse {
    /// The account.
    account: AccountSummary,
    /// The person's user there.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    user: String,
    /// What they may do there now: each permission, and the units where it applies, `"all"` or a list of ids.
    permissions: BTreeMap<String, UnitScope>,
}

/// An account, as it is named to its users.
#[derive(Debug, Serialize, ToSchema)]
struct AccountSummary {
    /// The account's id.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    id: String,
    /// The account's name.
    name: String,
    /// The product's name.
    product_name: String,
}

/// Switch to another account
///
/// The person must be an active user of the account. The session remembers it, and `POST /v1/sessions/token` uses it
/// unless the request names another. This does not change what is allowed: that depends on the account in the path of
/// each request.
#[utoipa::path(
    post,
    operation_id = "switchAccount",
    path = "/v1/sessions/switch",
    tag = "sessions",
    params(IdempotencyKey),
    request_body = SwitchAccountRequest,
    responses((status = 200, description = "The account in use", body = AccountInUse), Problems),
    security(("bearer" = []))
)]
pub async fn switch(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    body: Body<SwitchAccountRequest>,
) -> Answer<Json<AccountInUse>> {
    let account = body.peek().and_then(|request| request.account.parse().ok());
    let Some(account) = account else {
        body.shape(bearer.identify(&app).await?.known)?;
        // What is no id is nobody's account, like an unknown one.
        return Err(Problem::not_found());
    };
    let bearer = Bearer::Session(bearer);
    until_decided(|| async {
        let (caller, _) = bearer.enter(&app, account, []).await?;
        body.shape(caller.known)?;
        let Pass::Session(session) = &caller.pass else { return Err(Problem::unauthenticated()) };
        let mut session = session.as_ref().clone().used(caller.now);
        session.account = Some(caller.account.id);
        app.store.commit(Change::new().replace(&mut session)).await?;
        Ok(Json(caller.into()))
    })
    .await
}

impl From<Caller> for AccountInUse {
    fn from(caller: Caller) -> Self {
        let account = caller.account;
        Self {
            account: AccountSummary {
                id: account.id.to_string(),
                name: account.name.to_string(),
                product_name: account.product_name.to_string(),
            },
            user: caller.user.id.to_string(),
            permissions: caller.access.permissions(),
        }
    }
}
