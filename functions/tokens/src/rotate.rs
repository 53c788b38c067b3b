//! `POST /v1/accounts/{account}/api-tokens/{token}/rotate`: a new secret, and some time for programs to take it up.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use jiff::SignedDuration;
use serde::Deserialize;
use usher::app::App;
use usher::caller::Bearer;
use usher::changes::api_tokens::Managed;
use usher::domain::credentials::api_token::{ApiToken, OVERLAP};
use usher::domain::id::{AccountId, ApiTokenId};
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, InPath, Source, until_decided};
use usher::service::IdempotencyKey;
use utoipa::ToSchema;

use crate::view::{RevealedApiToken, sealed};

/// The longest that two secrets of one token work, in seconds: a week.
const LONGEST_OVERLAP: u32 = 7 * 24 * 3_600;

/// How to rotate the token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateApiTokenRequest {
    /// For how many seconds the previous secret still works: from 0, if it has leaked, to 604800, a week; by default
    /// 86400, a day.
    #[schema(example = 86400, minimum = 0, maximum = 604_800)]
    overlap_seconds: Option<u32>,
}

/// Rotate an API token
///
/// The answer shows the new secret. The previous secret works until the overlap is over; older ones stop working at
/// once. The token's end does not change. Requires a session whose person has signed in, or shown their credentials
/// with `POST /v1/me/proof`, in the last ten minutes (`403 proof_required`), and for another user's token everything
/// that its owner holds.
#[utoipa::path(
    post,
    operation_id = "rotateApiToken",
    path = "/v1/accounts/{account}/api-tokens/{token}/rotate",
    tag = "api tokens",
    params(
        ("account" = String, Path, description = "The account"),
        ("token" = String, Path, description = "The API token"),
        IfMatch,
        IdempotencyKey
    ),
    request_body = Option<RotateApiTokenRequest>,
    responses(
        (
            status = 200, description = "The token, with its new secret", body = RevealedApiToken,
            headers(("ETag" = String)),
        ),
        Problems,
    ),
    security(("bearer" = []))
)]
pub async fn rotate(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, ApiTokenId)>,
    source: Source,
    if_match: IfMatch,
    body: Body<RotateApiTokenRequest>,
) -> Answer<(HeaderMap, Json<RevealedApiToken>)> {
    until_decided(|| async {
        let (managed, proven) = Managed::enter_for_the_secret(&bearer, &app, path).await?;
        let caller = &managed.caller;
        if_match.check(managed.token.version)?;
        let overlap = body.read(caller.known, RotateApiTokenRequest::read)?;
        let (rotated, issued) = managed.seen().rotated(overlap, caller.now, &mut app.rng());
        let mut rotated = ApiToken { sealed: sealed(&app, &issued, caller).await?, ..rotated };
        app.store.commit(managed.rotated(&app, &mut rotated, &caller.author(&source))).await?;
        Ok((etag(rotated.version), Json(RevealedApiToken::of(&issued, rotated, &managed.owner, caller, proven))))
    })
    .await
}

impl RotateApiTokenRequest {
    fn read(&self, fields: &mut Fields) -> Option<SignedDuration> {
        let Some(seconds) = self.overlap_seconds else { return Some(OVERLAP) };
        if seconds > LONGEST_OVERLAP {
            fields.refuse("overlap_seconds", "out_of_range", format!("must be at most {LONGEST_OVERLAP}"));
        }
        Some(SignedDuration::from_secs(seconds.into()))
    }
}
