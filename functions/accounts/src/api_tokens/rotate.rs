//! `POST /v1/accounts/{account}/api-tokens/{token}/rotate`: a new secret, and some time for programs to take it up.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use jiff::SignedDuration;
use usher::app::App;
use usher::domain::api_token::{ApiToken, OVERLAP};
use usher::domain::audit::Action;
use usher::domain::id::{AccountId, ApiTokenId};
use usher::http::api_tokens::Managed;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, IdempotencyKey, InPath, Problem, Source, until_decided};
use usher::store::Change;
use utoipa::ToSchema;

use super::view::{RevealedApiToken, sealed};

/// The longest that two secrets of one token work, in seconds: a week.
const LONGEST_OVERLAP: u32 = 7 * 24 * 3_600;

/// How to rotate.
#[derive(Debug, Default, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// How many seconds the secret before still works: from 0, for one that has leaked, to 604800, a week; a day where it is left out.
    #[serde(default)]
    #[schema(example = 86400, minimum = 0, maximum = 604_800)]
    overlap_seconds: Option<u32>,
}

/// Rotate an API token
///
/// The answer shows the new secret. The one before works for the overlap, and one before that is dead at once. The token's end stays. Takes a session, and whoever
/// rotates another's token must hold all that they hold.
#[utoipa::path(
    post,
    operation_id = "rotateApiToken",
    path = "/v1/accounts/{account}/api-tokens/{token}/rotate",
    tag = "api tokens",
    params(
        ("account" = String, Path, description = "The account"),
        ("token" = String, Path, description = "The API token"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the token as it was read"),
        IdempotencyKey
    ),
    request_body = Option<Rotation>,
    responses((status = 200, description = "The token, with its new secret", body = RevealedApiToken, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn rotate(
    State(app): State<Arc<App>>,
    InPath(path): InPath<(AccountId, ApiTokenId)>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
    Body(request): Body<Rotation>,
) -> Answer<(HeaderMap, Json<RevealedApiToken>)> {
    until_decided(|| async {
        let managed = Managed::enter_for_the_secret(&bearer, &app, path).await?;
        let seen = managed.seen();
        let Managed { caller, token, owner } = managed;
        if_match.check(token.version)?;
        let overlap = request.read()?;
        let mut rng = app.rng();
        let before = super::recorded(&token);
        let (rotated, issued) = seen.rotated(overlap, caller.now, &mut rng);
        let mut rotated = ApiToken { sealed: sealed(&app, &issued, &caller).await?, ..rotated };
        let author = source.author(caller.actor(), caller.now);
        let event = author.event(rotated.account, Action::ApiTokenRotated, rotated.id, (before, super::recorded(&rotated)), &mut rng);
        app.store.commit(Change::new().replace(&mut rotated).create(&event).and(usher::http::api_tokens::still_so(&caller, &owner))).await?;
        Ok((etag(rotated.version), Json(RevealedApiToken::of(&issued, rotated, &caller))))
    })
    .await
}

impl Rotation {
    fn read(&self) -> Answer<SignedDuration> {
        match self.overlap_seconds {
            None => Ok(OVERLAP),
            Some(seconds) if seconds <= LONGEST_OVERLAP => Ok(SignedDuration::from_secs(seconds.into())),
            Some(_) => Err(Problem::invalid_field("overlap_seconds", "out_of_range", format!("at most {LONGEST_OVERLAP}"))),
        }
    }
}
