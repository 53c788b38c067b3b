//! Behind a distribution: the viewer's address counts, if the distribution's secret comes with it.

use reqwest::Method;
use serde_json::{Value, json};
use usher_local::Options;
use usher_tests::{Api, PASSWORD, World, scenario_with};

use usher_tests::whole_table::quiet;

const SECRET: &str = "only-the-distribution-knows";
const VIEWER: &str = "198.51.100.7";

fn behind_a_distribution(test: impl AsyncFnOnce(&World)) {
    scenario_with(Options { edge_secret: Some(SECRET.to_owned()), ..quiet() }, test);
}

/// A sign-in with these headers, and the address of its session.
async fn seen_as(api: &Api, headers: &[(&str, &str)]) -> Value {
    let body = json!({ "email": "ada@example.com", "password": PASSWORD });
    let signed_in = api.post_with("/v1/sessions", headers, body).await.expect(201);
    signed_in["session"]["source_ip"].clone()
}

#[test]
fn the_viewer_is_whom_the_distribution_names_and_nobody_else_can_name_one() {
    behind_a_distribution(async |world| {
        world.account("invoicing", "ada@example.com").await;
        let api = world.api.from_address([127, 0, 0, 9]);
        let told = ("usher-viewer-address", VIEWER);
        assert_eq!(seen_as(&api, &[("usher-edge-secret", SECRET), told]).await, VIEWER);
        for headers in [
            vec![told],
            vec![("usher-edge-secret", "a-guess"), told],
            vec![("usher-edge-secret", SECRET)],
            vec![("usher-edge-secret", SECRET), ("usher-viewer-address", "not an address")],
            vec![("x-forwarded-for", VIEWER), ("cloudfront-viewer-address", VIEWER)],
        ] {
            assert_eq!(seen_as(&api, &headers).await, "127.0.0.9", "{headers:?}");
        }
    });
}

#[test]
fn without_a_distribution_nobody_is_believed() {
    scenario_with(quiet(), async |world| {
        world.account("invoicing", "ada@example.com").await;
        let api = world.api.from_address([127, 0, 0, 9]);
        let headers = [("usher-edge-secret", SECRET), ("usher-viewer-address", VIEWER)];
        assert_eq!(seen_as(&api, &headers).await, "127.0.0.9");
    });
}

#[test]
fn the_trail_names_the_viewer_and_one_viewer_who_guesses_holds_up_no_other_behind_the_same_distribution() {
    behind_a_distribution(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let through = |viewer: &'static str| [("usher-edge-secret", SECRET), ("usher-viewer-address", viewer)];
        let (path, body) = (account.path(""), json!({ "name": "Northwind" }).to_string());
        ada.api.send(Method::PATCH, &path, &through(VIEWER), Some(body)).await.expect(200);
        let trail = ada.api.get(&account.path("/audit-events?action=account.updated")).await.expect(200);
        assert_eq!(trail["data"][0]["source_ip"], VIEWER);

        world.sign_in("ada@example.com").await;
        let body = json!({ "email": "ada@example.com", "password": "not the password" });
        let mut refused = 0;
        while refused == 0 {
            let reply = world.api.post_with("/v1/sessions", &through("192.0.2.66"), body.clone()).await;
            refused = u16::from(reply.status == 429);
        }
        assert_eq!(seen_as(&world.api, &through("127.0.0.1")).await, "127.0.0.1", "she is known from there");
    });
}
