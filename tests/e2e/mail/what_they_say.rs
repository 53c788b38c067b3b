//! The emails that people get: whom they come from, what they say, where their links lead.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use data_encoding::BASE64;
use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_local::Message;
use usher_tests::{Account, Member, World, scenario};

/// The only mail to `email`.
async fn the_email(world: &World, email: &str) -> Message {
    world.system.settle().await.expect("the outbox runs empty");
    let mut mails = world.system.mailbox().to(email);
    assert_eq!(mails.len(), 1, "{mails:#?}");
    mails.remove(0)
}

/// An account with these fields; the email to its first administrator.
async fn mail_of(world: &World, fields: Value) -> Message {
    let mut body = json!({ "name": "Northwind Dental", "preset": "invoicing" });
    body["administrator"] = json!({ "email": "ada@example.com", "given_name": "Ada", "family_name": "Lovelace" });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    world.operator().post("/v1/accounts", body).await.expect(201);
    the_email(world, "ada@example.com").await
}

/// A display name of MIME encoded words (RFC 2047), decoded.
fn decoded(words: &str) -> String {
    let bytes: Vec<Vec<u8>> = words
        .split_whitespace()
        .map(|word| {
            let encoded = word
                .strip_prefix("=?utf-8?b?")
                .and_then(|word| word.strip_suffix("?="))
                .unwrap_or_else(|| panic!("not encoded: {word}"));
            assert!(word.len() <= 75, "{word}");
            BASE64.decode(encoded.as_bytes()).unwrap()
        })
        .collect();
    String::from_utf8(bytes.concat()).unwrap()
}

mod an_invitation {
    use super::*;

    #[test]
    fn in_english_names_who_invites_to_what_and_where_to_ask() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let invitation = ada.invite_one(&account, "grace@example.com").await;
            let mail = the_email(world, "grace@example.com").await;
            assert_eq!(mail.subject, "Ada Lovelace invites you to join Northwind Dental on iCorePay");
            assert!(
                ["iCorePay <usher@mail.localhost>", "\"iCorePay\" <usher@mail.localhost>"]
                    .contains(&mail.from.as_str()),
                "{}",
                mail.from
            );
            assert_eq!(
                (&mail.to, &mail.reply_to),
                (&vec!["grace@example.com".to_owned()], &vec!["help@icorepay.example".to_owned()])
            );
            let (token, link) = (world.link("grace@example.com").await, &mail.links[0]);
            assert_eq!(*link, format!("{}/links/invitation#token={token}", world.system.api_url));
            let expires_at: jiff::Timestamp =
                ada.invitation(&account, &invitation).await["expires_at"].as_str().unwrap().parse().unwrap();
            let until = expires_at.strftime("%-d\u{a0}%B %Y, %H:%M\u{a0}UTC").to_string();
            for part in [&mail.text, &mail.html] {
                for said in
                    ["Hello Grace", "Ada Lovelace", "Northwind Dental", "iCorePay", "help@icorepay.example", link]
                {
                    assert!(part.contains(said), "{said:?} in {part}");
                }
                assert!(part.replace("&nbsp;", "\u{a0}").contains(&until), "{until:?} in {part}");
            }
            assert!(mail.html.contains("<html lang=\"en\""));
        });
    }

    #[test]
    fn in_french_comes_from_a_sender_whose_name_survives_its_accents() {
        scenario(async |world| {
            let product = "Société d’Été – la facturation des cabinets dentaires de l’Île-de-France et d’ailleurs";
            let mail =
                mail_of(world, json!({ "locale": "fr", "product_name": product, "name": "Cabinet Beauséjour" })).await;
            assert!(
                mail.subject.starts_with("Votre invitation à rejoindre Cabinet Beauséjour sur Société d’Été"),
                "{}",
                mail.subject
            );
            let name = mail.from.strip_suffix(" <usher@mail.localhost>").unwrap_or_else(|| panic!("{}", mail.from));
            assert_eq!(decoded(name), product);
            assert!(mail.text.contains("Bonjour Ada,") && mail.text.contains("Accepter l’invitation"), "{}", mail.text);
            assert!(mail.html.contains("<html lang=\"fr\""));
            assert!(!mail.text.contains("invited") && !mail.html.contains("Hello"));
            assert_eq!(mail.reply_to, Vec::<String>::new(), "there is no support address");
        });
    }

    #[test]
    fn in_german_and_in_spanish_is_all_in_that_language() {
        for (locale, subject, greeting, button) in [
            ("de", "Ihre Einladung zu Cabinet Beauséjour auf Ledgerly", "Guten Tag Ada!", "Einladung annehmen"),
            ("es", "Su invitación a unirse a Cabinet Beauséjour en Ledgerly", "Hola, Ada:", "Aceptar la invitación"),
        ] {
            scenario(async |world| {
                let account = json!({ "locale": locale, "product_name": "Ledgerly", "name": "Cabinet Beauséjour" });
                let mail = mail_of(world, account).await;
                assert_eq!(mail.subject, subject);
                assert!(mail.text.contains(greeting) && mail.text.contains(button), "{}", mail.text);
                assert!(mail.html.contains(&format!("<html lang=\"{locale}\"")) && mail.html.contains(button));
                assert!(!mail.text.contains("invite") && !mail.html.contains("Hello"), "{}", mail.text);
            });
        }
    }

    #[test]
    fn comes_from_the_account_if_the_product_has_no_name_of_its_own() {
        scenario(async |world| {
            let mail = mail_of(world, json!({})).await;
            assert_eq!(mail.subject, "Your invitation to join Northwind Dental");
            assert!(mail.from.contains("Northwind Dental"), "{}", mail.from);
        });
    }

    #[test]
    fn sent_again_says_so_and_is_from_the_user_who_sent_it_last() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let mut row = Member::row("bob@example.com", "admin");
            (row["given_name"], row["family_name"]) = ("Bob".into(), "Builder".into());
            ada.invite_rows(&account, vec![row]).await.expect(200);
            world.accept("bob@example.com").await.expect(200);
            let bob = world.sign_in("bob@example.com").await;
            let id = ada.invite_one(&account, "eve@example.com").await;
            let first = the_email(world, "eve@example.com").await;
            world.system.mailbox().clear();
            bob.api.post(&account.path(&format!("/invitations/{id}/resend")), json!({})).await.expect(200);
            let second = the_email(world, "eve@example.com").await;
            assert_eq!(second.subject, "Reminder: Bob Builder invites you to join Northwind Dental on iCorePay");
            assert_ne!(first.links, second.links);
            assert!(!second.text.contains("Ada"), "{}", second.text);
        });
    }

    #[test]
    fn goes_to_each_person_once_and_a_sweep_sends_no_other() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            world.system.settle().await.unwrap();
            world.system.mailbox().clear();
            let addresses: Vec<String> = (0..60).map(|number| format!("user{number:02}@example.com")).collect();
            let emails: Vec<&str> = addresses.iter().map(String::as_str).collect();
            ada.invite(&account, &emails).await;
            world.system.settle().await.unwrap();
            let mut to: Vec<String> = world.system.mailbox().all().into_iter().flat_map(|mail| mail.to).collect();
            to.sort();
            assert_eq!(to, addresses);
            let mut links: Vec<String> = world.system.mailbox().all().into_iter().flat_map(|mail| mail.links).collect();
            links.dedup();
            links.sort();
            links.dedup();
            assert_eq!(links.len(), 60, "each its own link");

            assert_eq!(ada.invite(&account, &emails).await, vec!["already_invited"; 60]);
            world.advance(SignedDuration::from_mins(10)).await;
            world.system.settle().await.unwrap();
            assert_eq!(world.system.mailbox().count(), 60);
        });
    }

    #[test]
    fn that_would_be_sent_is_not_sent_in_a_dry_run() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let body = json!({ "invitations": [Member::row("bob@example.com", "read")], "dry_run": true });
            ada.api.post(&account.path("/invitations"), body).await.expect(200);
            world.system.settle().await.unwrap();
            assert_eq!(world.system.mailbox().to("bob@example.com").len(), 0);
        });
    }
}

mod links {
    use super::*;

    const HOSTILE: [(&str, &str); 10] = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
        ("x-forwarded-port", "666"),
        ("x-forwarded-prefix", "/evil.example"),
        ("x-original-url", "https://evil.example/"),
        ("x-host", "evil.example"),
        ("forwarded", "host=evil.example;proto=gopher"),
        ("origin", "https://evil.example"),
        ("referer", "https://evil.example/invite"),
    ];

    #[test]
    fn lead_to_the_configured_pages_whatever_a_request_says_of_its_host() {
        scenario(async |world| {
            let ask = async |api: &usher_tests::Api, path: &str, body: Value| api.post_with(path, &HOSTILE, body).await;
            let administrator = json!({ "email": "ada@example.com", "given_name": "Ada", "family_name": "Lovelace" });
            let body = json!({ "name": "Northwind Dental", "preset": "invoicing", "administrator": administrator });
            let created = ask(&world.operator(), "/v1/accounts", body).await;
            let location = created.headers["location"].to_str().unwrap().to_owned();
            assert!(location.starts_with("/v1/accounts/acc_"), "{location}");
            let created = created.expect(201);
            let account = Account {
                id: created["account"]["id"].as_str().unwrap().to_owned(),
                administrator: created["administrator"]["user"].as_str().unwrap().to_owned(),
                role: "read",
            };
            let token = world.link("ada@example.com").await;
            ask(&world.api, "/v1/invitations/accept", json!({ "token": token, "password": usher_tests::PASSWORD }))
                .await
                .expect(200);
            let ada = world.sign_in("ada@example.com").await;
            let rows = json!({ "invitations": [
                Member::row("bob@example.com", "read"), Member::row("eve@example.com", "read"),
            ] });
            let invited = ask(&ada.api, &account.path("/invitations"), rows).await.expect(200);
            let invitation = invited["results"][0]["invitation"].as_str().unwrap();
            ask(&ada.api, &account.path(&format!("/invitations/{invitation}/resend")), json!({})).await.expect(200);
            let token = world.link("eve@example.com").await;
            world.advance(SignedDuration::from_hours(48)).await;
            ask(&world.api, "/v1/invitations/request-new", json!({ "token": token })).await.expect(202);
            world.system.settle().await.unwrap();

            let mails = world.system.mailbox().all();
            // The first link to Bob may have died before its email was sent.
            assert!((4..=5).contains(&mails.len()), "{}", mails.len());
            let page = format!("{}/links/invitation#token=ush_inv_", world.system.api_url);
            for mail in mails {
                assert!(mail.links.len() == 1 && mail.links[0].starts_with(&page), "{:?}", mail.links);
                let whole = serde_json::to_string(&mail).unwrap();
                for trace in ["evil", "gopher", "666/"] {
                    assert!(!whole.contains(trace), "{trace} in {whole}");
                }
            }
        });
    }
}

mod hostile_names {
    use super::*;

    const SCRIPT: &str = "<script>alert('x')</script>";

    #[test]
    fn are_shown_as_the_text_that_they_are() {
        scenario(async |world| {
            let (account, ada) = world
                .account_with(json!({ "preset": "invoicing", "name": "<b>Bold</b> & Sons" }), "read", "ada@example.com")
                .await;
            let mut row = Member::row("bob@example.com", "read");
            (row["given_name"], row["family_name"]) = (SCRIPT.into(), "\"><img src=x onerror=alert(1)>".into());
            assert_eq!(ada.invite_rows(&account, vec![row]).await.expect(200)["results"][0]["verdict"], "invited");
            let mail = the_email(world, "bob@example.com").await;
            for tag in ["<script", "<img", "<b>"] {
                assert!(!mail.html.contains(tag), "{tag} in {}", mail.html);
            }
            assert!(mail.html.contains("&#60;script&#62;"), "{}", mail.html);
            assert!(mail.text.contains(SCRIPT), "{}", mail.text);
        });
    }

    #[test]
    fn never_become_links() {
        scenario(async |world| {
            let (account, ada) = world
                .account_with(
                    json!({ "preset": "invoicing", "name": "http://evil.example/pay" }),
                    "read",
                    "ada@example.com",
                )
                .await;
            let mut row = Member::row("bob@example.com", "read");
            (row["given_name"], row["family_name"]) = ("www.evil.example".into(), "https://evil.example".into());
            ada.invite_rows(&account, vec![row]).await.expect(200);
            let mail = the_email(world, "bob@example.com").await;
            assert_eq!(mail.links.len(), 1, "{:?}", mail.links);
            for part in [&mail.subject, &mail.text, &mail.html] {
                assert!(!part.contains("evil.example") && !part.contains("http://evil"), "{part}");
            }
        });
    }

    #[test]
    fn cannot_forge_the_sender() {
        scenario(async |world| {
            let product = "Bank\" <boss@evil.example>, \"x\\";
            let mail = mail_of(world, json!({ "product_name": product })).await;
            let name = mail.from.strip_suffix(" <usher@mail.localhost>").unwrap_or_else(|| panic!("{}", mail.from));
            let shown = decoded(name);
            assert_eq!(shown.replace('\u{200c}', ""), product, "nothing of it is outside the encoded words");
            assert!(!shown.contains("@evil") && !shown.contains("evil.example"), "as inert as the text: {shown:?}");
        });
    }

    #[test]
    fn with_line_breaks_or_direction_overrides_are_refused_before_anything_is_sent() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            world.system.settle().await.unwrap();
            let mails = world.system.mailbox().count();
            for hidden in ["\r\nBcc: eve@evil.example", "\n", "\r", "\0", "\u{85}", "\u{2028}", "\u{202e}", "\u{2066}"]
            {
                let name = format!("Bob{hidden}by");
                let mut row = Member::row("bob@example.com", "read");
                (row["given_name"], row["family_name"]) = (json!(name), json!(name));
                let result = ada.invite_rows(&account, vec![row]).await.expect(200)["results"][0].clone();
                assert_eq!(result["verdict"], "invalid", "{name:?}");
                let errors = [("given_name", "forbidden_character"), ("family_name", "forbidden_character")];
                let found: Vec<_> = result["errors"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|error| (error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
                    .collect();
                assert_eq!(found, errors, "{name:?}");

                let address = format!("bob@example.com{hidden}x");
                let result =
                    ada.invite_rows(&account, vec![Member::row(&address, "read")]).await.expect(200)["results"][0]
                        .clone();
                assert_eq!(
                    (&result["verdict"], &result["errors"][0]["code"]),
                    (&json!("invalid"), &json!("invalid_email")),
                    "{address:?}"
                );

                let administrator = json!({ "email": "eve@example.com", "given_name": name });
                let body = json!({
                    "name": name, "product_name": name, "support_address": address, "preset": "invoicing",
                    "administrator": administrator,
                });
                let refused = world.operator().post("/v1/accounts", body).await;
                let forbidden =
                    ["name", "product_name", "administrator.given_name"].map(|field| (field, "forbidden_character"));
                refused.expect_fields(&[forbidden.as_slice(), &[("support_address", "invalid_email")]].concat());
            }
            world.system.settle().await.unwrap();
            assert_eq!(world.system.mailbox().count(), mails);
        });
    }
}
