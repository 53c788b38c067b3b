//! `POST /v1/sessions/token`: a signed statement of who one is in an account, for other services.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use usher::app::App;
use usher::domain::id::AccountId;
use usher::domain::jwk::Jwk;
use usher::domain::jwt::{Claims, compact};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, Pass, Place, Problem, SessionBearer, Unrepeated, UnrepeatedIdempotencyKey};
use utoipa::ToSchema;

use crate::issuer::GatewayDomain;

/// For what.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// The account that it is about; unless it is named, the one in use, or the only one, of those where the person is an active user.
    #[serde(default)]
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: Option<String>,
}

/// A token for other services.
#[derive(Serialize, ToSchema)]
pub struct IssuedToken {
    /// A JSON Web Token, signed with `RS256`.
    #[schema(example = "eyJ…")]
    token: String,
    /// How it is sent.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// For how many seconds it may be used.
    #[schema(example = 300)]
    expires_in: i64,
}

/// Get a token for other services
///
/// A JSON Web Token that says who the person is in one account, with their roles and permissions by unit. It lasts five minutes, and nothing takes
/// it back before; one of more than 8 KiB is refused. Usher itself takes no such token. The keys that it is verified with are at `/.well-known/jwks.json`.
#[utoipa::path(
    post,
    operation_id = "issueToken",
    path = "/v1/sessions/token",
    tag = "sessions",
    params(UnrepeatedIdempotencyKey),
    request_body = Option<TokenRequest>,
    responses((status = 200, description = "The token", body = IssuedToken), Problems),
    security(("bearer" = []))
)]
pub async fn token(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    domain: GatewayDomain,
    Body(request): Body<TokenRequest>,
) -> Answer<Unrepeated<Json<IssuedToken>>> {
    let account = match request.account {
        Some(account) => account.parse().map_err(|_| Problem::not_found())?,
        None => in_use(&app, &bearer).await?,
    };
    let (caller, _) = Bearer::Session(bearer).enter(&app, account, []).await?;
    let Pass::Session(session) = &caller.pass else { return Err(Problem::unauthenticated()) };
    let claims = Claims::of(domain.issuer(&app)?, &caller.user, &caller.model, session, caller.now, &mut app.rng());
    let token = signed(&app, &claims).await?;
    Ok(Unrepeated(Json(IssuedToken { token, token_type: "Bearer", expires_in: claims.expires_in() })))
}

/// The account in use, or the only one, of those where the person is an active user.
async fn in_use(app: &App, bearer: &SessionBearer) -> Answer<AccountId> {
    let (signed_in, credentials) = tokio::join!(bearer.identify(app), app.store.credentials(bearer.person(), app.now()));
    let (session, memberships) = (signed_in?.session, credentials?.memberships);
    if let [only] = memberships.as_slice() {
        // Whether they are active there is seen on entering.
        return Ok(only.account);
    }
    let is_open = |place: &Place| !session.closed_in.contains(&place.account.id) && !place.ended(session.created_at);
    let places = Place::all(app, &memberships).await?;
    let open: Vec<AccountId> = places.into_iter().filter(is_open).map(|place| place.account.id).collect();
    match (session.account.filter(|account| open.contains(account)), open.as_slice()) {
        (Some(account), _) | (None, &[account]) => Ok(account),
        (None, _) => Err(Problem::invalid_field("account", "required", "must be given: no account is in use")),
    }
}

async fn signed(app: &App, claims: &Claims) -> Answer<String> {
    let keys = app.keys.published().await?;
    let key = keys.first().ok_or_else(|| Problem::unavailable(&"no signing key is configured"))?;
    let key = Jwk::of_spki(&key.spki).map_err(|cause| Problem::unavailable(&cause))?;
    let input = claims.signing_input(key.kid()).map_err(|_| Problem::internal())?;
    let signature = app.keys.sign(input.as_bytes()).await?;
    compact(&input, &signature).map_err(|fault| Problem::conflict("token_too_large", fault.to_string()))
}
