//! What is answered to requests that no function has a route for. The gateway's `$default` route leads here
//! (docs/decisions/0039).

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::LazyLock;

use axum::http::Method;
use matchit::Router;
use serde::Deserialize;
use serde::de::IgnoredAny;
use usher::http::Problem;

use crate::meta::OPENAPI;

/// The methods of each path of the API, whichever function has them. That the document has them is held by a test.
static METHODS: LazyLock<Router<Vec<String>>> = LazyLock::new(|| read(OPENAPI).unwrap_or_default());

/// What is needed of the OpenAPI document.
#[derive(Deserialize)]
struct Document {
    paths: BTreeMap<String, BTreeMap<String, IgnoredAny>>,
}

/// Nothing is at the path, or something that does not take the method.
pub fn unrouted(method: &Method, path: &str) -> Problem {
    match METHODS.at(path) {
        Ok(found) if !found.value.iter().any(|allowed| allowed == method.as_str()) => {
            Problem::method_not_allowed(found.value.iter().map(String::as_str))
        }
        // If the method is one of them, the gateway has read the path in another way.
        _ => Problem::not_found(),
    }
}

fn read(document: &str) -> Result<Router<Vec<String>>, Box<dyn Error>> {
    let mut router = Router::new();
    for (path, operations) in serde_json::from_str::<Document>(document)?.paths {
        router.insert(path, operations.into_keys().map(|method| method.to_uppercase()).collect())?;
    }
    Ok(router)
}
