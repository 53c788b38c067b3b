//! What a page of another origin, or a form, can do with the cookie that a browser sends along: nothing, on any route.

use usher_tests::whole_table;

use super::*;
use crate::contract::stage::Stage;

/// All operations that a session opens, with their methods and paths.
fn operations() -> Vec<(Method, String)> {
    let document: Value = serde_json::from_str(&file("docs/openapi.json")).expect("a document");
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let ways = operation["security"].as_array().expect("ways in");
            let takes = |scheme: &str| ways.iter().any(|way| way.get(scheme).is_some());
            assert_eq!(takes("cookie"), takes("bearer"), "{method} {path}");
            if takes("cookie") && !ways.contains(&json!({})) {
                found.push((method.to_uppercase().parse().expect("a method"), path.clone()));
            }
        }
    }
    assert!(found.len() > 40, "{} routes", found.len());
    found
}

/// Sends a request, and says whether it was taken for a stranger's.
async fn is_a_strangers(world: &World, method: &Method, path: &str, headers: &[(&str, &str)]) -> bool {
    let body = (*method != Method::GET && *method != Method::DELETE).then(|| "{}".to_owned());
    let reply = world.api.send(method.clone(), path, headers, body).await;
    reply.status == 401 && reply.body["code"] == "unauthenticated"
}

#[test]
fn every_route_takes_it_for_nothing_unless_the_browser_says_that_the_page_is_ones_own() {
    usher_tests::scenario_with(whole_table::quiet(), async |world| {
        let stage = Stage::set(world).await;
        let cookie = cookie(&sign_in(world, "ada@example.com").await);
        let cookies = ("cookie", cookie.as_str());
        let twice = format!("{cookie}; {cookie}");
        whole_table::unchanged(world, async || {
            world.dynamodb.clear();
            for (method, path) in operations() {
                let path = stage.path(&path);
                let mut strange = vec![
                    vec![cookies, JSON],
                    vec![cookies, JSON, ("sec-fetch-site", "cross-site")],
                    vec![cookies, JSON, ("sec-fetch-site", "same-site")],
                    vec![cookies, JSON, ("sec-fetch-site", "none")],
                    vec![cookies, JSON, ("origin", "http://127.0.0.1")],
                    vec![OWN, JSON, ("cookie", &twice)],
                ];
                if method != Method::GET {
                    let forms = ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""];
                    strange.extend(forms.map(|form| vec![cookies, OWN, ("content-type", form)]));
                }
                for headers in strange {
                    assert!(is_a_strangers(world, &method, &path, &headers).await, "{method} {path} {headers:?}");
                }
            }
            assert!(world.dynamodb.take().is_empty(), "a stranger costs nothing");
        })
        .await;
        // The same requests of a page of one's own are not a stranger's.
        for (method, path) in operations().into_iter().filter(|(method, _)| *method != Method::DELETE) {
            let path = stage.path(&path);
            assert!(!is_a_strangers(world, &method, &path, &[cookies, OWN, JSON]).await, "{method} {path}");
        }
    });
}

#[test]
fn nothing_but_a_session_counts_in_it() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let made = ada.api.post(&account.path("/api-tokens"), json!({ "name": "Export" })).await.expect(201);
        let program = made["token"].as_str().expect("a token");
        for value in [program, &world.system.operator_token, "", "x"] {
            let cookie = format!("__Host-usher={value}");
            let reply = as_own_page(&world.api, Method::GET, &account.path(""), &cookie, None).await;
            reply.expect_problem(401, "unauthenticated");
        }
        let session = ada.api.token().expect("a token");
        for name in ["usher", "__Secure-usher", "__host-usher", "session"] {
            let cookie = format!("{name}={session}");
            let reply = as_own_page(&world.api, Method::GET, "/v1/me", &cookie, None).await;
            reply.expect_problem(401, "unauthenticated");
        }
        let cookie = format!("__Host-usher={}", world.system.operator_token);
        let reply = as_own_page(&world.api, Method::GET, "/v1/operator/accounts", &cookie, None).await;
        assert_eq!(reply.status, 403);
    });
}
