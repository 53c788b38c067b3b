//! What people see in a browser, as it is served: in their language, with headers that let nothing else in.

use reqwest::{Method, StatusCode};
use usher_local::{Options, System};
use usher_tests::{Api, Reply, World, scenario};

const PAGES: [&str; 5] =
    ["/links/invitation", "/links/password-reset", "/links/second-factor-reset", "/sign-in", "/console"];

/// The policy of every page, word for word.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types lit-html";

fn text(reply: &Reply) -> String {
    reply.body.as_str().expect("a page").to_owned()
}

fn said<'a>(reply: &'a Reply, name: &str) -> &'a str {
    reply.headers.get(name).map_or("", |value| value.to_str().expect("a text"))
}

async fn asked(world: &World, path: &str, headers: &[(&str, &str)]) -> Reply {
    world.api.send(Method::GET, path, headers, None).await
}

/// What a page loads.
fn assets(page: &str) -> Vec<String> {
    let links = page.split(['"']).filter(|part| part.starts_with("/assets/"));
    links.map(str::to_owned).collect()
}

#[test]
fn every_page_lets_nothing_in_that_is_not_its_own_and_is_kept_nowhere() {
    scenario(async |world| {
        for path in PAGES {
            let page = asked(world, path, &[]).await;
            assert_eq!((page.status, said(&page, "content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
            assert_eq!(said(&page, "content-security-policy"), POLICY);
            for (name, value) in [
                ("cache-control", "no-store"),
                ("referrer-policy", "no-referrer"),
                ("x-content-type-options", "nosniff"),
                ("cross-origin-opener-policy", "same-origin"),
                ("vary", "Accept-Language"),
            ] {
                assert_eq!(said(&page, name), value, "{path}: {name}");
            }
            assert!(!page.headers.contains_key("set-cookie"));
            let text = text(&page);
            for inline in ["<style", "style=", "onclick", "onload", "javascript:"] {
                assert!(!text.contains(inline), "{path}: {inline}");
            }
            let scripts = text.matches("<script").count();
            assert_eq!(scripts, text.matches("<script type=\"module\" src=\"/assets/").count(), "{path}");
            let head = world.api.send(Method::HEAD, path, &[], None).await;
            assert_eq!((head.status, said(&head, "content-security-policy")), (StatusCode::OK, POLICY));
        }
    });
}

#[test]
fn what_a_page_loads_never_changes_under_its_name_and_comes_as_small_as_the_browser_takes_it() {
    scenario(async |world| {
        for path in PAGES {
            let loaded = assets(&text(&asked(world, path, &[]).await));
            assert!(loaded.len() >= 2, "{path}: {loaded:?}");
            for asset in loaded {
                let encoded = async |accepted: &str| {
                    let reply = asked(world, &asset, &[("accept-encoding", accepted)]).await;
                    assert_eq!(reply.status, StatusCode::OK, "{asset}");
                    assert_eq!(said(&reply, "cache-control"), "public, max-age=31536000, immutable");
                    assert_eq!(
                        (said(&reply, "vary"), said(&reply, "x-content-type-options")),
                        ("Accept-Encoding", "nosniff")
                    );
                    said(&reply, "content-encoding").to_owned()
                };
                for (accepted, chosen) in [
                    ("gzip, deflate, br, zstd", "br"),
                    ("gzip", "gzip"),
                    ("br;q=0, gzip;q=0.5", "gzip"),
                    ("*", "br"),
                    ("identity", ""),
                    ("br;q=0, *;q=0", ""),
                ] {
                    assert_eq!(encoded(accepted).await, chosen, "{asset}: {accepted}");
                }
                let kind = said(&asked(world, &asset, &[]).await, "content-type").to_owned();
                let wanted = if asset.ends_with(".css") { "text/css" } else { "text/javascript" };
                assert!(kind.starts_with(wanted), "{asset}: {kind}");
            }
        }
    });
}

#[test]
fn a_page_speaks_the_language_that_is_asked_for_or_the_readers_first_that_it_can() {
    scenario(async |world| {
        let language = async |query: &str, accepted: &str| {
            let page = asked(world, &format!("/sign-in{query}"), &[("accept-language", accepted)]).await;
            let text = text(&page);
            let tag = text.split("<html lang=\"").nth(1).expect("a language").split('"').next().expect("a tag");
            let title = text.split("<title>").nth(1).expect("a title").split('<').next().expect("a title");
            (tag.to_owned(), title.to_owned())
        };
        for (query, accepted, tag, title) in [
            ("", "", "en", "Sign in"),
            ("", "de-CH, de;q=0.9, en;q=0.8", "de", "Anmelden"),
            ("", "en;q=0.3, fr;q=0.7", "fr", "Connexion"),
            ("", "it, es;q=0.5", "es", "Iniciar sesión"),
            ("", "de;q=0, it", "en", "Sign in"),
            ("?lang=fr", "de", "fr", "Connexion"),
            ("?lang=xx", "de", "de", "Anmelden"),
            ("?lang=fr&lang=es", "de", "de", "Anmelden"),
        ] {
            assert_eq!(language(query, accepted).await, (tag.to_owned(), title.to_owned()), "{query} {accepted}");
        }
    });
}

#[test]
fn what_is_no_page_is_not_there() {
    scenario(async |world| {
        for path in
            ["/links/other", "/links/invitation.js", "/assets/none.js", "/assets/manifest.json", "/assets/links.js.br"]
        {
            let reply = asked(world, path, &[]).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!((said(&reply, "cache-control"), said(&reply, "referrer-policy")), ("no-store", "no-referrer"));
        }
        for path in ["/sign-in", "/console", "/links/invitation"] {
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                let reply = world.api.send(method.clone(), path, &[], None).await;
                assert!(reply.status.is_client_error(), "{method} {path}: {}", reply.status);
            }
        }
    });
}

#[tokio::test]
async fn a_page_leads_back_to_the_origins_that_are_named_and_to_no_other() {
    let portal = "https://app.brightbill.example";
    let system = System::start(Options { cors_origins: vec![portal.to_owned()], ..Options::default() }).await;
    let system = system.expect("the system starts");
    let api = Api::new(&system.api_url);
    let leads = async |address: &str| {
        let page = api.get(&format!("/sign-in?return_to={address}")).await;
        let text = text(&page);
        text.split("data-return-to=\"").nth(1).map(|rest| rest.split('"').next().expect("an address").to_owned())
    };
    for address in ["", "/", "/invoices?page=2", "#top"] {
        let encoded = format!("{portal}{address}").replace('?', "%3F").replace('#', "%23").replace(':', "%3A");
        assert_eq!(leads(&encoded).await, Some(format!("{portal}{address}")));
    }
    for address in [
        "https://evil.example/",
        "https://app.brightbill.example.evil.example/",
        "https://app.brightbill.example@evil.example/",
        "https://app.brightbill.example%5C@evil.example",
        "https://app.brightbill.example/%22onload=x",
        "https://app.brightbill.example/%0d%0a",
        "http://app.brightbill.example/",
        "//evil.example",
        "javascript:alert(1)",
        "/console",
    ] {
        assert_eq!(leads(address).await, None, "{address}");
    }
    system.stop().await;
}
