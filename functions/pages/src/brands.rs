//! What anybody may see of an account: its logo, and its colours for pages of others.
//!
//! Emails and pages of any origin may show it, so it says nothing of who asks and is the same for all.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use usher::domain::brand::{Brand, logo_path};
use usher::domain::id::AccountId;
use usher::store::{Key, Store, StoreFault};

use crate::{Pages, headers};

/// The style sheet with the colours.
const STYLES: &str = "brand.css";

/// A logo has the hash of its bytes in its name.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Everything else may change.
const MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");

const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// A file opened by itself does nothing.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");

/// `GET /brands/{account}/{file}`.
pub(crate) async fn file(State(pages): State<Pages>, Path((account, file)): Path<(String, String)>) -> Response {
    let Ok(account) = account.parse::<AccountId>() else { return crate::not_found() };
    let found =
        if file == STYLES { styles(&pages.store, account).await } else { logo(&pages.store, account, &file).await };
    match found {
        Ok(Some(answer)) => answer,
        Ok(None) => crate::not_found(),
        Err(fault) => {
            tracing::error!(%fault, "a brand was not read");
            (StatusCode::SERVICE_UNAVAILABLE, headers::of_assets()).into_response()
        }
    }
}

/// The logo, also where it has come in the place of the one that is asked for: an email shows what the account has now.
async fn logo(store: &Store, account: AccountId, name: &str) -> Result<Option<Response>, StoreFault> {
    let key = Key::logo(account);
    let Some(logo) = store.look_up([key.any()]).await?.get(&key)? else { return Ok(None) };
    let kept = if logo.name.as_str() == name { FOR_EVER } else { MINUTES };
    Ok(Some(answer(logo.name.content_type(), kept, logo.file)))
}

/// The colours and the logo as custom properties, which the elements follow; nothing where Usher's own hold.
async fn styles(store: &Store, account: AccountId) -> Result<Option<Response>, StoreFault> {
    let key = Key::brand(account);
    let brand = store.look_up([key.any()]).await?.get(&key)?.map(|public| public.brand).unwrap_or_default();
    Ok(Some(answer("text/css; charset=utf-8", MINUTES, properties(account, &brand))))
}

fn properties(account: AccountId, brand: &Brand) -> String {
    let accent = brand.accent_colour.map(|accent| {
        let (day, night) = (accent.by_day(), accent.by_night());
        format!("  --usher-accent: light-dark({day}, {night});\n  --usher-on-accent: light-dark(#ffffff, #0b1220);\n")
    });
    let logo = brand.logo.as_ref().map(|name| format!("  --usher-logo: url(\"{}\");\n", logo_path(account, name)));
    format!(":root {{\n{}{}}}\n", accent.unwrap_or_default(), logo.unwrap_or_default())
}

fn answer(kind: &'static str, kept: HeaderValue, content: impl Into<Body>) -> Response {
    let mut headers: HeaderMap = headers::of_assets();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, kept);
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(RESOURCE, HeaderValue::from_static("cross-origin"));
    (headers, content.into()).into_response()
}
