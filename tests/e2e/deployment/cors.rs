//! Pages of the origins that the vendor names may call the API from a browser, and no others.

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use usher_local::{Options, System, cors};
use usher_tests::{Api, scenario};

use super::template;

const PORTAL: &str = "https://app.brightbill.example";

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().expect("text"))
}

/// What a browser asks before it sends a change from a page of `origin`.
async fn preflight(api: &Api, origin: &str) -> (u16, HeaderMap) {
    let asked = [
        ("origin", origin),
        ("access-control-request-method", "PATCH"),
        ("access-control-request-headers", "authorization,content-type,if-match"),
    ];
    let reply = api.send(Method::OPTIONS, "/v1/me", &asked, None).await;
    (reply.status.as_u16(), reply.headers)
}

#[tokio::test]
async fn a_page_of_an_origin_that_is_named_may_call_the_api_and_read_its_headers() {
    let system = System::start(Options { cors_origins: vec![PORTAL.to_owned()], ..Options::default() }).await;
    let system = system.expect("the system starts");
    let api = Api::new(&system.api_url);
    let (status, headers) = preflight(&api, PORTAL).await;
    assert!((200..300).contains(&status), "{status}");
    assert_eq!(text(&headers, "access-control-allow-origin"), Some(PORTAL));
    for (name, wanted) in [("access-control-allow-methods", "PATCH"), ("access-control-allow-headers", "if-match")] {
        assert!(text(&headers, name).is_some_and(|listed| listed.contains(wanted)), "{headers:?}");
    }
    assert_eq!(text(&headers, "access-control-allow-credentials"), None, "no cookie is ever wanted");
    let answer = api.send(Method::GET, "/v1/access-models", &[("origin", PORTAL)], None).await;
    assert_eq!(text(&answer.headers, "access-control-allow-origin"), Some(PORTAL));
    assert!(text(&answer.headers, "access-control-expose-headers").is_some_and(|it| it.contains("x-request-id")));

    let other = "https://app.brightbill.example.evil.example";
    assert_eq!(text(&preflight(&api, other).await.1, "access-control-allow-origin"), None);
    let answer = api.send(Method::GET, "/v1/access-models", &[("origin", other)], None).await;
    assert_eq!(text(&answer.headers, "access-control-allow-origin"), None);
    system.stop().await;
}

#[test]
fn without_such_origins_no_page_may_and_the_question_has_an_answer_of_its_own() {
    scenario(async |world| {
        // On AWS the gateway adds its headers to this answer: what is not 2xx would refuse every page.
        let (status, headers) = preflight(&world.api, PORTAL).await;
        assert_eq!((status, text(&headers, "access-control-allow-origin")), (204, None));
        let answer = world.api.send(Method::GET, "/v1/access-models", &[("origin", PORTAL)], None).await;
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control")));
        world.api.send(Method::OPTIONS, "/v1/me", &[], None).await.expect_problem(405, "method_not_allowed");
    });
}

#[test]
fn the_template_says_what_the_local_gateway_does() {
    let written = template::read("template.yaml")["Resources"]["Api"]["Properties"]["CorsConfiguration"].clone();
    assert_eq!(written["AllowMethods"], json!(cors::METHODS));
    assert_eq!(written["AllowHeaders"], json!(cors::ALLOWED_HEADERS));
    assert_eq!(written["ExposeHeaders"], json!(cors::EXPOSED_HEADERS));
    assert_eq!(written["MaxAge"], json!(cors::MAX_AGE));
    assert_eq!(written["AllowCredentials"], Value::Null);
    assert_ne!(written["AllowOrigins"], Value::Null);
}
