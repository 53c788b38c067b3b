//! The cookie in which a browser keeps its session, for pages of Usher's own origin and nobody else
//! (docs/decisions/0089). No script can read it.
//!
//! Here it is set and cleared; the service takes the session out of it before anything else sees a request.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;

use super::{Answer, Problem};
use crate::domain::credentials::token::SessionToken;

/// Its name. Browsers take a cookie of such a name from the host itself alone, over a secure connection, and for all
/// paths.
pub const NAME: &str = "__Host-usher";

/// Set by the browser alone: whose page makes the request.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a page of Usher's own origin makes the request, by the word of the browser, which no page can change.
#[derive(Debug, Clone, Copy)]
pub struct OwnPage(bool);

/// How a new session reaches the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// With its token in the answer.
    InBody,
    /// In the cookie, out of the reach of scripts.
    InCookie,
}

/// Whether the session of a request came in the cookie.
#[derive(Debug, Clone, Copy)]
pub struct CameInCookie(bool);

/// What says so to the handlers.
#[derive(Debug, Clone, Copy)]
struct Mark;

impl OwnPage {
    /// By a request's headers.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut sites = headers.get_all(SITE).iter();
        Self(sites.next().is_some_and(|site| site == "same-origin") && sites.next().is_none())
    }

    /// Whether it is one.
    pub(crate) fn is_one(self) -> bool {
        self.0
    }

    /// How a session is delivered, if `cookie` is what the request says of it.
    ///
    /// # Errors
    /// Only pages of Usher's own origin get a cookie: no other page signs a browser in.
    pub fn deliver(self, cookie: Option<bool>) -> Answer<Delivery> {
        match (cookie.unwrap_or_default(), self.0) {
            (false, _) => Ok(Delivery::InBody),
            (true, true) => Ok(Delivery::InCookie),
            (true, false) => Err(refused()),
        }
    }
}

fn refused() -> Problem {
    let detail = "only pages of this origin get a cookie; leave `cookie` out to get a token";
    Problem::new(StatusCode::FORBIDDEN, "cookie_refused", detail)
}

impl CameInCookie {
    /// Notes it of a request.
    pub(crate) fn mark(parts: &mut axum::http::Extensions) {
        parts.insert(Mark);
    }

    /// `answer` to a request that has ended its own session, which leaves no cookie behind.
    pub fn ended(self, answer: impl IntoResponse) -> Response {
        let mut answer = answer.into_response();
        if self.0 {
            answer.headers_mut().append(header::SET_COOKIE, cleared());
        }
        answer
    }
}

/// The tokens in a request's cookies of this name. A browser sends one at most.
pub(crate) fn tokens(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == NAME).map(|(_, value)| value)
}

/// What makes a browser keep a session for as long as it may last.
pub fn keeping(token: &SessionToken, lasts: SignedDuration) -> Option<HeaderValue> {
    let mut cookie = HeaderValue::try_from(written(&token.reveal(), lasts.as_secs())).ok()?;
    cookie.set_sensitive(true);
    Some(cookie)
}

/// What makes a browser forget it.
fn cleared() -> HeaderValue {
    HeaderValue::try_from(written("", 0)).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn written(value: &str, seconds: i64) -> String {
    format!("{NAME}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict")
}

impl<S: Send + Sync> FromRequestParts<S> for OwnPage {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CameInCookie {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<Mark>().is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_str(value).expect("a value"))).collect()
    }

    #[test]
    fn only_the_browser_s_word_for_the_very_same_origin_makes_a_page_ones_own() {
        assert!(OwnPage::of(&headers(SITE, &["same-origin"])).is_one());
        for sites in [&[][..], &["same-site"], &["cross-site"], &["none"], &[""], &["Same-Origin"], &["same-origin"; 2]]
        {
            assert!(!OwnPage::of(&headers(SITE, sites)).is_one(), "{sites:?}");
        }
    }

    #[test]
    fn a_session_is_found_among_other_cookies_under_its_exact_name() {
        let found = |lines: &[&str]| tokens(&headers(header::COOKIE, lines)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(found(&["a=b; __Host-usher=x; c=d"]), ["x"]);
        assert_eq!(found(&["a=b;__Host-usher=x"]), ["x"]);
        assert_eq!(found(&["a=b", "__Host-usher=x"]), ["x"]);
        assert_eq!(found(&["__Host-usher=x; __Host-usher=y"]), ["x", "y"]);
        assert!(found(&["usher=x; __host-usher=x; __Host-usher2=x; __Secure-usher=x; __Host-usher"]).is_empty());
    }
}
