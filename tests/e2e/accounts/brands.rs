//! The look of an account: who sets it, what is refused, and where it is seen.

use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Account, Member, Reply, World, scenario, scenario_with, shop, whole_table};

/// A green square of 16 by 16 pixels.
const LOGO: &str =
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mPgzvMnCTGMahjVMHw1AAAQ/sgBnhTytwAAAABJRU5ErkJggg==";

async fn patch(by: &Member, account: &Account, brand: Value) -> Reply {
    let body = json!({ "brand": brand }).to_string();
    by.api.send(Method::PATCH, &account.path(""), &[], Some(body)).await
}

async fn branded(by: &Member, account: &Account) -> Value {
    let brand = json!({ "accent_colour": "#7A1F5C", "logo": LOGO });
    patch(by, account, brand).await.expect(200)["brand"].clone()
}

fn said<'a>(reply: &'a Reply, name: &str) -> &'a str {
    reply.headers.get(name).map_or("", |value| value.to_str().expect("a text"))
}

/// A file, as a program for email or a page of another origin gets it.
async fn file(world: &World, path: &str) -> (u16, Vec<u8>) {
    let answer = reqwest::get(format!("{}{path}", world.system.api_url)).await.expect("an answer");
    (answer.status().as_u16(), answer.bytes().await.expect("a body").to_vec())
}

#[test]
fn a_brand_is_set_in_one_call_and_seen_where_the_account_is() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let plain = json!({ "accent_colour": null, "accent_by_day": null, "accent_by_night": null, "logo": null });
        assert_eq!(ada.api.get(&account.path("")).await.expect(200)["brand"], plain);
        let body = json!({
            "brand": { "accent_colour": "#7A1F5C", "logo": LOGO },
            "product_name": "Brightbill", "support_address": "help@brightbill.example",
        });
        let set = ada.api.send(Method::PATCH, &account.path(""), &[], Some(body.to_string())).await.expect(200);
        let brand = &set["brand"];
        assert_eq!((&brand["accent_colour"], &brand["accent_by_day"]), (&json!("#7a1f5c"), &json!("#7a1f5c")));
        assert_ne!(brand["accent_by_night"], brand["accent_by_day"]);
        let logo = brand["logo"].as_str().expect("a path").to_owned();
        assert!(logo.starts_with(&format!("/brands/{}/", account.id)) && logo.ends_with(".png"), "{logo}");

        assert_eq!(&ada.api.get(&account.path("")).await.expect(200)["brand"], brand);
        assert_eq!(&ada.api.get("/v1/me").await.expect(200)["accounts"][0]["brand"], brand);
        let managed = world.operator().get(&format!("/v1/operator/accounts/{}", account.id)).await.expect(200);
        assert_eq!(&managed["brand"], brand);
        ada.invite_rows(&account, vec![Member::row("bob@example.com", account.role)]).await.expect(200);
        let token = world.link("bob@example.com").await;
        let found = world.api.post("/v1/invitations/lookup", json!({ "token": token })).await.expect(200);
        assert_eq!((&found["brand"], &found["product_name"]), (brand, &json!("Brightbill")));

        // Each part goes by itself, and all of it at once.
        let left = patch(&ada, &account, json!({ "logo": null })).await.expect(200);
        assert_eq!((&left["brand"]["logo"], &left["brand"]["accent_colour"]), (&Value::Null, &json!("#7a1f5c")));
        assert_eq!(file(world, &logo).await.0, 404);
        branded(&ada, &account).await;
        assert_eq!(patch(&ada, &account, Value::Null).await.expect(200)["brand"], plain);
        assert_eq!(file(world, &logo).await.0, 404);
    });
}

#[test]
fn a_colour_that_cannot_be_read_is_refused_with_its_contrast_and_a_logo_that_is_none_with_what_is_wrong() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        whole_table::unchanged(world, async || {
            let refused = patch(&ada, &account, json!({ "accent_colour": "#ffcc00" })).await;
            let told = refused.expect_problem(422, "invalid_fields")["errors"][0].clone();
            assert_eq!((&told["field"], &told["code"]), (&json!("brand.accent_colour"), &json!("low_contrast")));
            let message = told["message"].as_str().expect("a message");
            assert!(message.contains("#ffcc00 on white is 1.51 : 1") && message.contains("4.5 : 1"), "{message}");
            for (brand, field, code) in [
                (json!({ "accent_colour": "red" }), "brand.accent_colour", "invalid_colour"),
                (json!({ "logo": "no base64" }), "brand.logo", "invalid_picture"),
                (json!({ "logo": "PHN2Zy8+" }), "brand.logo", "invalid_picture"),
                (json!({ "logo": LOGO.replace("AAABAAAAAQCAI", "AAABAAAAARCAI") }), "brand.logo", "invalid_picture"),
                (json!({ "logo": "A".repeat(43_696) }), "brand.logo", "picture_too_large"),
            ] {
                patch(&ada, &account, brand).await.expect_fields(&[(field, code)]);
            }
        })
        .await;
    });
}

#[test]
fn only_who_manages_the_account_sets_its_brand() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let clerk = shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
        whole_table::unchanged(world, async || {
            let brand = json!({ "accent_colour": "#7a1f5c" });
            patch(&clerk, &account, brand).await.expect_problem(403, "forbidden");
        })
        .await;
        branded(&olga, &account).await;
        assert_eq!(clerk.api.get(&account.path("")).await.expect(200)["brand"]["accent_colour"], "#7a1f5c");
    });
}

#[test]
fn anybody_gets_the_logo_and_the_colours_with_headers_that_let_them_be_kept_and_do_nothing() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let logo = branded(&ada, &account).await["logo"].as_str().expect("a path").to_owned();
        let bytes = data_encoding::BASE64.decode(LOGO.as_bytes()).expect("base64");
        assert_eq!(file(world, &logo).await, (200, bytes.clone()));
        let styles = format!("/brands/{}/brand.css", account.id);
        let older = format!("/brands/{}/mfrggzdfmztwq2lknnwg23tp.png", account.id);
        // An email that was sent before shows what the account has now.
        assert_eq!(file(world, &older).await, (200, bytes));
        for (path, kind, kept) in [
            (&logo, "image/png", "public, max-age=31536000, immutable"),
            (&older, "image/png", "public, max-age=300"),
            (&styles, "text/css; charset=utf-8", "public, max-age=300"),
        ] {
            for method in [Method::GET, Method::HEAD] {
                let reply = world.api.send(method, path, &[], None).await;
                assert_eq!(reply.status, 200, "{path}");
                for (name, value) in [
                    ("content-type", kind),
                    ("cache-control", kept),
                    ("x-content-type-options", "nosniff"),
                    ("cross-origin-resource-policy", "cross-origin"),
                    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
                ] {
                    assert_eq!(said(&reply, name), value, "{path}: {name}");
                }
                assert!(!reply.headers.contains_key("set-cookie"));
            }
        }
        let (_, css) = file(world, &styles).await;
        let css = String::from_utf8(css).expect("a text");
        assert!(css.contains("--usher-accent: light-dark(#7a1f5c, #"), "{css}");
        assert!(css.contains(&format!("--usher-logo: url(\"{logo}\")")), "{css}");
        for path in ["/brands/acc_none/brand.css", "/brands/acc_a2b3c4d5e6f7a2b3c4d5e6f7a2/x.png"] {
            assert_eq!(file(world, path).await.0, 404, "{path}");
        }
    });
}

#[test]
fn emails_have_the_colour_and_bring_the_logo_along() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        branded(&ada, &account).await;
        ada.invite_rows(&account, vec![Member::row("bob@example.com", account.role)]).await.expect(200);
        world.system.settle().await.expect("the outbox runs empty");
        let mails = world.system.mailbox().to("bob@example.com");
        let [mail] = &mails[..] else { panic!("one email: {}", mails.len()) };
        assert!(mail.html.contains("bgcolor=\"#7a1f5c\""), "{}", mail.html);
        assert!(mail.html.contains("<img src=\"cid:logo\" alt=\"\""), "{}", mail.html);
        assert_eq!(mail.inline.get("logo"), Some(&format!("data:image/png;base64,{LOGO}")));
        let before = world.system.mailbox().to("ada@example.com");
        assert!(before[0].inline.is_empty() && !before[0].html.contains("<img"));
    });
}

#[test]
fn the_trail_has_the_brand_before_and_after_and_no_picture() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let logo = branded(&ada, &account).await["logo"].as_str().expect("a path").to_owned();
        let event = usher_tests::office::event(world, &account, "account.updated").await;
        let of = |side: &str| (event[side]["accent_colour"].clone(), event[side]["logo"].clone());
        assert_eq!(of("before"), (Value::Null, Value::Null));
        let name = logo.rsplit('/').next().expect("a name");
        assert_eq!(of("after"), (json!("#7a1f5c"), json!(name)));
        assert!(!event.to_string().contains(LOGO));
    });
}

#[test]
fn an_account_is_created_with_its_brand() {
    scenario(async |world| {
        let body = json!({
            "name": "Northwind", "preset": "invoicing", "administrator": { "email": "ada@example.com" },
            "brand": { "accent_colour": "#0b6e4f", "logo": LOGO },
        });
        let made = world.operator().post("/v1/accounts", body).await.expect(201);
        let logo = made["account"]["brand"]["logo"].as_str().expect("a path").to_owned();
        assert_eq!(file(world, &logo).await.0, 200);
        world.system.settle().await.expect("the outbox runs empty");
        assert!(world.system.mailbox().to("ada@example.com")[0].html.contains("bgcolor=\"#0b6e4f\""));
    });
}
