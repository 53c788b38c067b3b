//! `POST /v1/sessions/token`: a signed statement of who one is in an account, for other services.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::{Admission, Bearer, Pass, Place, Places, SessionBearer, SignedInPerson};
use usher::domain::credentials::jwk::Jwk;
use usher::domain::credentials::jwt::{Claims, compact};
use usher::domain::id::AccountId;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Problem, Unrepeated};
use usher::service::UnrepeatedIdempotencyKey;
use utoipa::ToSchema;

use crate::issuer::GatewayDomain;

/// Which account the token is for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueTokenRequest {
    /// The account that the token is for; by default the one in use, or the only one, of those where the person is an
    /// active user.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: Option<String>,
}

/// A token for other services.
#[derive(Serialize, ToSchema)]
pub struct IssuedToken {
    /// A JSON Web Token, signed with `RS256`.
    #[schema(example = "eyJ…")]
    token: String,
    // No comment for the document: what has one and is inline utoipa takes for an object.
    #[schema(inline)]
    token_type: TokenType,
    /// The lifetime in seconds.
    #[schema(example = 300)]
    expires_in: i64,
}

/// How to send the token: as `Authorization: Bearer` (RFC 6750).
#[derive(Serialize, ToSchema)]
enum TokenType {
    /// In the `Authorization` header.
    Bearer,
}

/// Get a token for other services
///
/// Returns a JSON Web Token with the person's user in one account, and their roles and permissions by unit. It is valid
/// for five minutes and cannot be revoked earlier; a token of more than 8 KiB is refused. Usher itself does not accept
/// it. The keys to verify it are at `/.well-known/jwks.json`.
#[utoipa::path(
    post,
    operation_id = "issueToken",
    path = "/v1/sessions/token",
    tag = "sessions",
    params(UnrepeatedIdempotencyKey),
    request_body = Option<IssueTokenRequest>,
    responses((status = 200, description = "The token", body = IssuedToken), Problems),
    security(("bearer" = []))
)]
pub async fn token(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    domain: GatewayDomain,
    body: Body<IssueTokenRequest>,
) -> Answer<Unrepeated<Json<IssuedToken>>> {
    let account = match body.peek().and_then(|request| request.account.as_ref()) {
        Some(account) => account.parse().ok(),
        None => Some(in_use(&app, &bearer).await?),
    };
    let Some(account) = account else {
        body.shape(bearer.identify(&app).await?.known)?;
        // What is no id is nobody's account, like an unknown one.
        return Err(Problem::not_found());
    };
    let (caller, _) = Bearer::Session(bearer).enter(&app, account, []).await?;
    body.shape(caller.known)?;
    let Pass::Session(session) = &caller.pass else { return Err(Problem::unauthenticated()) };
    let claims = Claims::of(domain.issuer(&app)?, &caller.user, &caller.model, session, caller.now, &mut app.rng());
    let token = signed(&app, &claims).await?;
    Ok(Unrepeated(Json(IssuedToken { token, token_type: TokenType::Bearer, expires_in: claims.expires_in() })))
}

/// The account in use, or the only one, of those where the person is an active user.
async fn in_use(app: &App, bearer: &SessionBearer) -> Answer<AccountId> {
    let (signed_in, credentials) =
        tokio::join!(bearer.identify(app), app.store.credentials(bearer.person(), app.now()));
    let (SignedInPerson { session, person, .. }, memberships) = (signed_in?, credentials?.memberships);
    if let ([only], 0) = (&*memberships, memberships.unreadable) {
        // Whether they are active there is seen on entering.
        return Ok(only.account);
    }
    // Whether it has shown enough there is seen on entering.
    let now = app.now();
    let is_open =
        |place: &&Place| !matches!(place.admits(&session, &person, now), Admission::Closed | Admission::Suspended);
    let places = Places::of(app, &memberships).await?;
    let open: Vec<AccountId> = places.iter().filter(is_open).map(|place| place.account.id).collect();
    match (session.account.filter(|account| open.contains(account)), open.as_slice()) {
        (Some(account), _) => Ok(account),
        (None, &[account]) if places.unreadable == 0 => Ok(account),
        (None, _) => Err(Problem::invalid_field("account", "required", "is required while no account is in use")),
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
