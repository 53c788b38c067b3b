//! The session of a browser, taken out of its cookie before anything else sees a request (docs/decisions/0089).

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::envelope::is_json;
use crate::domain::credentials::token::SessionToken;
use crate::http::cookie::{self, CameInCookie, OwnPage};

/// What an answer depends on beside the address.
const VARY: HeaderValue = HeaderValue::from_static("Authorization, Cookie, Sec-Fetch-Site");

/// Lets a session in the cookie count like one in the header, if a page of Usher's own origin sends the request and,
/// where it may change something, sends it as JSON, which no form does. In any other case there is no cookie.
pub(super) async fn layer(mut request: Request, next: Next) -> Response {
    if let Some(session) = session(request.method(), request.headers()) {
        request.headers_mut().insert(header::AUTHORIZATION, session);
        CameInCookie::mark(request.extensions_mut());
    }
    request.headers_mut().remove(header::COOKIE);
    let mut answer = next.run(request).await;
    answer.headers_mut().append(header::VARY, VARY);
    answer
}

/// The session in the cookie, as the header would have it. A header that is there is what the caller means, be it
/// wrong; of two cookies of one name it cannot be known which is the browser's.
fn session(method: &Method, headers: &HeaderMap) -> Option<HeaderValue> {
    let changes = !matches!(*method, Method::GET | Method::HEAD);
    let mut tokens = cookie::tokens(headers);
    let token = tokens.next().filter(|token| SessionToken::parse(token).is_ok())?;
    let is_alone = tokens.next().is_none() && !headers.contains_key(header::AUTHORIZATION);
    if !is_alone || !OwnPage::of(headers).is_one() || (changes && !is_json(headers)) {
        return None;
    }
    let mut bearer = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
    bearer.set_sensitive(true);
    Some(bearer)
}
