//! What people see in a browser: the pages behind the links of emails, signing in, and the console, as `web` builds
//! them (docs/decisions/0090).
//!
//! A page is a shell with a title in the reader's language; its script asks the API, on the same origin. Opening a page
//! changes nothing and tells nothing: a link's secret is in the fragment, which no server sees. Of the table this
//! function may read nothing but what anybody may see of an account's brand (docs/decisions/0091).

mod assets;
mod brands;
mod built;
mod headers;
mod language;
mod mended;
mod negotiation;
mod return_to;
mod shell;
mod texts;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use lambda_http::RequestExt;
use usher::store::Store;

pub use self::return_to::ReturnTo;
use self::shell::{Page, Reader};

/// The paths of the pages and of what they load, as the gateway writes them. Each takes GET and HEAD.
pub const PATHS: [&str; 5] = ["/assets/{file}", "/brands/{account}/{file}", "/console", "/links/{page}", "/sign-in"];

/// What pages need.
#[derive(Debug, Clone)]
pub struct Pages {
    /// Where they may lead back to.
    pub return_to: ReturnTo,
    /// Where brands are.
    pub store: Store,
}

/// The pages, beside the API.
pub fn router(pages: Pages) -> Router {
    Router::new()
        .route("/assets/{file}", get(assets::asset))
        .route("/brands/{account}/{file}", get(brands::file))
        .route("/console", get(console))
        .route("/links/{page}", get(link))
        .route("/sign-in", get(sign_in))
        .with_state(pages)
}

async fn console(State(pages): State<Pages>, request: Request) -> Response {
    Page::Console.show(&Reader::of(request.headers(), request.uri(), &pages.return_to))
}

async fn sign_in(State(pages): State<Pages>, request: Request) -> Response {
    Page::SignIn.show(&Reader::of(request.headers(), request.uri(), &pages.return_to))
}

async fn link(State(pages): State<Pages>, Path(named): Path<String>, request: Request) -> Response {
    // Lambda's event has the path with whatever was encoded decoded, so that a `#` would end it.
    let parameters = request.path_parameters_ref();
    let named = parameters.and_then(|parameters| parameters.first("page")).unwrap_or(&named);
    let reader = Reader::of(request.headers(), request.uri(), &pages.return_to);
    match Page::behind(named) {
        Some(page) => page.show(&reader),
        None => mended::link(named).unwrap_or_else(|| shell::nothing(&reader)),
    }
}

/// What is not there, in words for a program: nobody is led here.
fn not_found() -> Response {
    (StatusCode::NOT_FOUND, headers::of_assets(), "not found").into_response()
}

/// The value of a query parameter, if it is there once and needs no decoding.
fn query<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value);
    found.next().filter(|_| found.next().is_none())
}
