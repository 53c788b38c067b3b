//! What an inviter adds to an invitation: a message, a language, and where its page leads on to.

use axum::body::Body;
use axum::http::Request;
use reqwest::Method;
use tower::ServiceExt;
use usher::app::{App, Config};
use usher::domain::return_url::ReturnOrigins;
use usher_local::Message;
use usher_tests::resets::forgot;

use super::*;

const GRACE: &str = "grace@example.com";
const WELCOME: &str = "https://app.example.com/welcome?plan=gold";

/// A world whose installation names an origin of the portal.
fn story(story: impl AsyncFnOnce(&World)) {
    let return_origins = ReturnOrigins::parse("https://app.example.com").expect("origins");
    scenario_with(Options { return_origins, ..Options::default() }, story);
}

fn row(email: &str, more: Value) -> Value {
    let mut row = Member::row(email, "read");
    for (name, value) in more.as_object().expect("an object") {
        row[name] = value.clone();
    }
    row
}

async fn mail(world: &World, to: &str) -> Message {
    world.system.settle().await.expect("the outbox runs empty");
    world.system.mailbox().to(to).pop().expect("an email")
}

#[test]
fn what_the_inviter_writes_is_in_the_email_as_their_words_and_stays_when_it_is_sent_again() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let message = "Hello Grace,\n\nsee you on Monday at evil.example <b>now</b>.";
        let sent = json!({ "message": format!("  {message}\r\n\n"), "locale": "fr", "return_to": WELCOME });
        let result = ada.invite_rows(&account, vec![row(GRACE, sent)]).await.expect(200)["results"][0].clone();
        assert_eq!(result["verdict"], "invited", "{result}");
        let invitation = result["invitation"].as_str().expect("an id").to_owned();
        let check = async || {
            let mail = mail(world, GRACE).await;
            let joiner = '\u{200c}';
            assert!(mail.text.contains("Ada Lovelace vous écrit :\n> Hello Grace,\n>\n> see you"), "{}", mail.text);
            assert!(mail.text.contains(&format!("evil.{joiner}example <b>now</b>.\n")), "{}", mail.text);
            assert!(
                mail.html.contains(&format!("evil.{joiner}example &#60;b&#62;now&#60;/b&#62;.</p>")),
                "{}",
                mail.html
            );
            assert_eq!(mail.links.len(), 1, "its own");
            let read = ada.invitation(&account, &invitation).await;
            assert_eq!((&read["message"], &read["locale"]), (&json!(message), &json!("fr")));
            assert_eq!(read["return_to"], WELCOME);
        };
        check().await;
        let looked_up = lookup(world, &world.link(GRACE).await).await.expect(200);
        assert_eq!((&looked_up["message"], &looked_up["locale"]), (&json!(message), &json!("fr")));
        act(&ada, &account, &invitation, "resend").await.expect(200);
        check().await;
        assert_eq!(world.accept(GRACE).await.expect(200)["return_to"], WELCOME);
    });
}

#[test]
fn the_language_of_an_invitation_is_the_persons_own_from_then_on_until_they_choose_another() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_rows(&account, vec![row(GRACE, json!({ "locale": "fr" }))]).await.expect(200);
        assert!(mail(world, GRACE).await.subject.contains("invite à rejoindre"));
        forgot(&world.api, GRACE).await.expect(202);
        assert!(mail(world, GRACE).await.subject.contains("mot de passe"), "before there is a person");
        world.accept(GRACE).await.expect(200);
        let grace = world.sign_in(GRACE).await;
        assert_eq!(grace.api.get("/v1/me").await.expect(200)["locale"], "fr");
        forgot(&world.api, GRACE).await.expect(202);
        assert!(mail(world, GRACE).await.subject.contains("mot de passe"));

        let choose = async |body: Value| grace.api.send(Method::PATCH, "/v1/me", &[], Some(body.to_string())).await;
        choose(json!({ "locale": "it" })).await.expect_fields(&[("locale", "unknown_value")]);
        for (choice, subject) in [(json!("en"), "password"), (json!("fr"), "mot de passe"), (Value::Null, "password")] {
            assert_eq!(choose(json!({ "locale": choice })).await.expect(200)["locale"], choice);
            forgot(&world.api, GRACE).await.expect(202);
            assert!(mail(world, GRACE).await.subject.contains(subject), "{choice}");
        }
        let me = ada.api.get("/v1/me").await.expect(200);
        assert_eq!(me["locale"], Value::Null, "nobody chose one for Ada");
    });
}

#[test]
fn defaults_are_for_every_row_that_does_not_say_otherwise_and_a_wrong_row_stops_no_other() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let rows = json!([
            row(GRACE, json!({})),
            row("bob@example.com", json!({ "message": "Only for Bob", "locale": "en" })),
            row(
                "eve@example.com",
                json!({ "message": "see https://evil.example", "return_to": "https://evil.example/" })
            ),
            row("dan@example.com", json!({ "message": "a\u{202e}b", "locale": "it", "return_to": "/welcome" })),
            { "message": "to nobody", "locale": "fr", "return_to": WELCOME },
        ]);
        let defaults = json!({ "message": "For all", "locale": "fr", "return_to": WELCOME });
        let body = json!({ "invitations": rows, "defaults": defaults });
        let results = ada.api.post(&account.path("/invitations"), body).await.expect(200)["results"].clone();
        let faults = |index: usize| -> Vec<(String, String)> {
            let errors = results[index]["errors"].as_array().expect("errors").iter();
            let text = |value: &Value| value.as_str().expect("a text").to_owned();
            errors.map(|error| (text(&error["field"]), text(&error["code"]))).collect()
        };
        let owned = |faults: &[(&str, &str)]| -> Vec<(String, String)> {
            faults.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
        };
        assert_eq!(faults(2), owned(&[("message", "link_not_allowed"), ("return_to", "return_to_not_allowed")]));
        let third = [("message", "forbidden_character"), ("locale", "unknown_value"), ("return_to", "invalid_url")];
        assert_eq!(faults(3), owned(&third));
        assert_eq!(faults(4), owned(&[("row", "required")]));
        for (index, message, locale) in [(0, "For all", "fr"), (1, "Only for Bob", "en")] {
            let invitation = results[index]["invitation"].as_str().expect("invited");
            let read = ada.invitation(&account, invitation).await;
            assert_eq!((&read["message"], &read["locale"]), (&json!(message), &json!(locale)));
            assert_eq!(read["return_to"], WELCOME);
        }
        let defaults = json!({ "return_to": "https://b.example" });
        let body = json!({ "invitations": [row("x@example.com", json!({}))], "defaults": defaults });
        let refused = ada.api.post(&account.path("/invitations"), body).await;
        refused.expect_fields(&[("defaults.return_to", "return_to_not_allowed")]);
    });
}

#[test]
fn an_operator_and_a_form_say_it_too_and_an_origin_that_is_no_longer_named_is_forgotten() {
    story(async |world| {
        let fields = json!({ "preset": "invoicing", "administrator": {
            "email": "ada@example.com", "given_name": "Ada", "family_name": "Lovelace", "locale": "fr",
            "return_to": WELCOME,
        }});
        let (account, ada) = world.account_with(fields, "read", "ada@example.com").await;
        let first = &world.system.mailbox().to("ada@example.com")[0];
        assert!(first.subject.contains("invitation à rejoindre"), "{}", first.subject);
        assert_eq!(ada.api.get("/v1/me").await.expect(200)["locale"], "fr");

        let created = row(GRACE, json!({ "message": "Welcome", "return_to": WELCOME }));
        ada.api.post(&account.path("/users"), created).await.expect(201);
        assert!(mail(world, GRACE).await.text.contains("Ada Lovelace writes:\n> Welcome\n"));
        let link = world.link(GRACE).await;
        assert_eq!(lookup(world, &link).await.expect(200)["return_to"], WELCOME);

        let config = Config { return_origins: ReturnOrigins::default(), ..world.system.config.clone() };
        let app = App::new(config, &world.system.aws, world.system.clock().for_app());
        let routes = usher::service::router(usher_accept::routes(), app);
        let request = Request::post("/v1/invitations/lookup").header("content-type", "application/json");
        let request = request.body(Body::from(json!({ "token": link }).to_string())).expect("a request");
        let answer = routes.oneshot(request).await.expect("an answer");
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!((&body["message"], &body["return_to"]), (&json!("Welcome"), &Value::Null));
    });
}
