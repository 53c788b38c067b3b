//! What no route is for: 404 where there is nothing, 405 where there is something that does not take the method.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::contract::openapi::operations;

const METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "PROPFIND"];

/// The methods that each path of the document takes.
fn paths() -> BTreeMap<String, BTreeSet<String>> {
    let mut paths = BTreeMap::<_, BTreeSet<_>>::new();
    for (name, _) in operations() {
        let (method, path) = name.split_once(' ').expect("a method and a path");
        paths.entry(path.replace(['{', '}'], "")).or_default().insert(method.to_owned());
    }
    paths
}

/// Strangers are answered like users, whatever they send.
fn callers<'a>(world: &'a World, ada: &'a Member) -> [(&'a Api, Option<String>); 3] {
    [(&world.api, None), (&world.api, Some("nonsense".to_owned())), (&ada.api, Some("{}".to_owned()))]
}

#[test]
fn a_path_that_does_not_take_the_method_says_which_ones_it_takes() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let paths = paths();
        assert!(paths.len() > 40, "{paths:?}");
        whole_table::unchanged(world, async || {
            for (path, allowed) in &paths {
                for name in METHODS.iter().filter(|name| !allowed.contains(**name)) {
                    let method = Method::from_bytes(name.as_bytes()).expect("a method");
                    for (api, body) in callers(world, &ada) {
                        let reply = api.send(method.clone(), path, &[], body).await;
                        let told: BTreeSet<String> =
                            reply.headers["allow"].to_str().expect("text").split(", ").map(str::to_owned).collect();
                        assert_eq!((reply.status.as_u16(), &told), (405, allowed), "{name} {path}");
                        if *name != "HEAD" {
                            reply.expect_problem(405, "method_not_allowed");
                        }
                    }
                }
            }
        })
        .await;
    });
}

#[test]
fn a_path_that_leads_nowhere_is_not_found() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        // Not `/`: there the local system has a page of its own.
        let mut nowhere =
            ["/v1", "/v1/nothing", "/V1/me", "/v1//me", "/v1/me/", "/v1/%6de"].map(str::to_owned).to_vec();
        nowhere.extend([account.path("/"), account.path("/nothing")]);
        whole_table::unchanged(world, async || {
            for path in &nowhere {
                for method in [Method::GET, Method::POST, Method::OPTIONS] {
                    for (api, body) in callers(world, &ada) {
                        let reply = api.send(method.clone(), path, &[], body).await;
                        assert_eq!(reply.status, 404, "{method} {path}");
                        reply.expect_problem(404, "not_found");
                    }
                }
            }
        })
        .await;
    });
}
