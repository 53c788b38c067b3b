//! `Idempotency-Key`: a request that is sent again gets the answer that it got, and is not run again.
//!
//! Answers are kept for 24 hours, sealed with a key made of what only the client sends: the idempotency key, its credentials and the
//! body. Whoever reads the table learns nothing from them, not even from the answer to a sign-in.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use rand::Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::api_tokens::Managed;
use super::body::{LARGEST, too_large};
use super::{Answer, Bearer, Operator, Problem, unrepeated};
use crate::app::App;
use crate::domain::id::AccountId;
use crate::domain::token::ApiTokenToken;
use crate::store::{Claim, Key, StoredAnswer};

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// Says that an answer is one that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The headers that belong to an answer.
const KEPT_HEADERS: [HeaderName; 4] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION, header::RETRY_AFTER];

/// The header, as the OpenAPI document has it.
#[derive(IntoParams)]
#[into_params(names("Idempotency-Key"), parameter_in = Header)]
pub struct IdempotencyKey(
    /// Makes sending the request again safe
    #[expect(dead_code, reason = "described only")]
    Option<String>,
);

/// The same where the answer is [`Unrepeated`](super::Unrepeated).
#[derive(IntoParams)]
#[into_params(names("Idempotency-Key"), parameter_in = Header)]
pub struct UnrepeatedIdempotencyKey(
    /// Keeps the same request from running twice at once. What it succeeds with is not kept: sent again, it runs again
    #[expect(dead_code, reason = "described only")]
    Option<String>,
);

/// Runs POST requests that carry a key at most once.
pub(super) async fn layer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let key = request.headers().get(HEADER).cloned();
    match key {
        Some(key) if request.method() == Method::POST && may_be_somebody(&request) => {
            once(&app, key, request, next).await.unwrap_or_else(IntoResponse::into_response)
        }
        _ => next.run(request).await,
    }
}

/// Whether it is worth asking the store: a malformed or forged token is refused without.
fn may_be_somebody(request: &Request) -> bool {
    let claims_a_session = request.headers().contains_key(header::AUTHORIZATION) && Operator::of(request.extensions()).is_none();
    !claims_a_session || Bearer::of(request.headers()).is_ok()
}

async fn once(app: &App, key: HeaderValue, request: Request, next: Next) -> Answer<Response> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, LARGEST).await.map_err(|_| too_large())?;
    let identity = Identity::of(&parts, &key, &body)?;
    let claim = match app.store.claim(identity.fingerprint.clone(), identity.body.clone(), app.now(), &mut app.rng()).await? {
        Claim::Granted(claim) => claim,
        Claim::Taken(stored) => {
            authorised_still(app, &parts.headers, parts.uri.path()).await?;
            let kept = identity.kept(&stored)?;
            shown_still(app, &parts.headers, &kept).await?;
            return kept.into_response().ok_or_else(Problem::internal);
        }
    };
    let answer = next.run(Request::from_parts(parts, body.into())).await;
    keep(app, claim, &identity, answer).await
}

/// A stored answer is only for those who may still ask: the session stands, and the user is still active in the account.
async fn authorised_still(app: &App, headers: &HeaderMap, path: &str) -> Answer<()> {
    let Ok(bearer) = Bearer::of(headers) else { return Ok(()) };
    let account = path.strip_prefix("/v1/accounts/").and_then(|rest| rest.split('/').next()).and_then(|id| id.parse::<AccountId>().ok());
    match (account, bearer) {
        (Some(account), bearer) => bearer.enter(app, account, []).await.map(drop),
        (None, Bearer::Session(bearer)) => bearer.identify(app).await.map(drop),
        (None, Bearer::ApiToken(_)) => Err(Problem::unauthenticated()),
    }
}

/// The secret of an API token is shown again only to whoever could still ask for a new one, and only while it is the token's own (docs/decisions/0032).
async fn shown_still(app: &App, headers: &HeaderMap, kept: &Kept) -> Answer<()> {
    let Some(shown) = kept.api_token() else { return Ok(()) };
    let bearer = Bearer::of(headers)?;
    let managed = Managed::enter_for_the_secret(&bearer, app, (shown.account, shown.id)).await?;
    if managed.token.token.is_of(&shown.secret) { Ok(()) } else { Err(Problem::not_found()) }
}

/// Keeps an answer that would be the same again. Failures, and refusals that pass with time or for what the caller has become, are worth another
/// try; what is shown once is not repeated.
async fn keep(app: &App, claim: StoredAnswer, identity: &Identity, answer: Response) -> Answer<Response> {
    let status = answer.status();
    let is_about_the_caller = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
    let may_pass = status.is_server_error() || is_about_the_caller || answer.headers().contains_key(header::RETRY_AFTER);
    if may_pass || unrepeated::is_marked(&answer) {
        forget(app, identity).await;
        return Ok(answer);
    }
    let (parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.map_err(|_| Problem::internal())?;
    let sealed = identity.seal(&Kept::of(status, &parts.headers, &body), &mut app.rng()).ok_or_else(Problem::internal)?;
    app.store.answered(claim, sealed).await?;
    Ok(Response::from_parts(parts, body.into()))
}

/// Gives the key free. Where that fails it is free in a minute, and the answer, which may be the only one, is not lost.
async fn forget(app: &App, identity: &Identity) {
    if let Err(cause) = app.store.delete(&Key::answer(&identity.fingerprint)).await {
        tracing::warn!(%cause, "an idempotency key was not given free");
    }
}

/// What tells one request from another.
struct Identity {
    fingerprint: String,
    body: String,
    sealing_key: [u8; 32],
}

impl Identity {
    fn of(parts: &axum::http::request::Parts, key: &HeaderValue, body: &Bytes) -> Answer<Self> {
        let text = key.to_str().ok().filter(|text| (1..=255).contains(&text.len()));
        let text = text.ok_or_else(|| Problem::invalid_field("Idempotency-Key", "invalid_idempotency_key", "1 to 255 visible ASCII characters"))?;
        let caller = caller(parts);
        let request = [parts.method.as_str().as_bytes(), parts.uri.path().as_bytes(), &caller, text.as_bytes()];
        Ok(Self {
            fingerprint: BASE32_NOPAD.encode(&digest(b"fingerprint", &request)),
            // With the key, which only the client knows: a hash of the body alone would let a reader of the table try passwords fast.
            body: BASE64URL_NOPAD.encode(&digest(b"body", &[text.as_bytes(), body])),
            sealing_key: digest(b"seal", &[&caller, text.as_bytes(), body]),
        })
    }

    fn kept(&self, stored: &StoredAnswer) -> Answer<Kept> {
        if stored.request != self.body {
            let detail = "this idempotency key was used for a request with another body";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail));
        }
        let Some(sealed) = &stored.sealed else {
            return Err(Problem::conflict("request_in_progress", "the first request with this idempotency key is still running"));
        };
        self.open(sealed).ok_or_else(Problem::internal)
    }

    fn seal(&self, kept: &Kept, rng: &mut impl Rng) -> Option<String> {
        let mut nonce = [0; 12];
        rng.fill_bytes(&mut nonce);
        let cipher = ChaCha20Poly1305::new(&self.sealing_key.into());
        let sealed = cipher.encrypt(&Nonce::from(nonce), serde_json::to_vec(kept).ok()?.as_slice()).ok()?;
        Some(BASE64URL_NOPAD.encode(&[nonce.as_slice(), &sealed].concat()))
    }

    fn open(&self, sealed: &str) -> Option<Kept> {
        let bytes = BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<12>()?;
        let plain = ChaCha20Poly1305::new(&self.sealing_key.into()).decrypt(&Nonce::from(*nonce), sealed).ok()?;
        serde_json::from_slice(&plain).ok()
    }
}

/// Who sends the request: the operator, or the holder of the token. An operator's signature differs from request to request.
fn caller(parts: &axum::http::request::Parts) -> Vec<u8> {
    match Operator::of(&parts.extensions) {
        Some(operator) => operator.principal.into_bytes(),
        None => parts.headers.get(header::AUTHORIZATION).map(|value| value.as_bytes().to_vec()).unwrap_or_default(),
    }
}

fn digest(purpose: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new_with_prefix(purpose);
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Kept {
    fn of(status: StatusCode, headers: &HeaderMap, body: &Bytes) -> Self {
        let headers = KEPT_HEADERS.iter().filter_map(|name| Some((name.to_string(), headers.get(name)?.to_str().ok()?.to_owned()))).collect();
        Self { status: status.as_u16(), headers, body: String::from_utf8_lossy(body).into_owned() }
    }

    /// The API token that the answer shows, if it does.
    fn api_token(&self) -> Option<ApiTokenToken> {
        let body: serde_json::Value = serde_json::from_str(&self.body).ok()?;
        ApiTokenToken::parse(body.get("token")?.as_str()?).ok()
    }

    fn into_response(self) -> Option<Response> {
        let mut response = Response::builder().status(self.status).header(REPLAYED, "true");
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(self.body.into()).ok()
    }
}
