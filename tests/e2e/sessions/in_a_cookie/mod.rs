//! A session in the cookie of a browser: for pages of Usher's own origin alone, and out of the reach of scripts.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::committed::file;
use usher_tests::{Api, PASSWORD, Reply, World, scenario};

mod as_a_way_in;
mod of_strangers;
mod set_and_cleared;

/// What a browser says of a page of the API's own origin.
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");
const JSON: (&str, &str) = ("content-type", "application/json");

/// Signs in as a page of Usher's own origin does.
async fn sign_in(world: &World, email: &str) -> Reply {
    let body = json!({ "email": email, "password": PASSWORD, "cookie": true });
    world.api.post_with("/v1/sessions", &[OWN], body).await
}

/// The cookie that an answer sets, as the browser sends it back.
fn cookie(reply: &Reply) -> String {
    let set = set(reply).expect("a cookie");
    set.split(';').next().expect("a pair").to_owned()
}

/// The cookie that an answer sets, with its attributes.
fn set(reply: &Reply) -> Option<String> {
    let mut all = reply.headers.get_all("set-cookie").iter();
    let one = all.next().map(|value| value.to_str().expect("a text").to_owned());
    assert!(all.next().is_none(), "one cookie at most");
    one
}

/// Sends a request as a page of Usher's own origin does, in a browser that has `cookie`.
async fn as_own_page(api: &Api, method: Method, path: &str, cookie: &str, body: Option<Value>) -> Reply {
    api.send(method, path, &[OWN, JSON, ("cookie", cookie)], body.map(|body| body.to_string())).await
}
