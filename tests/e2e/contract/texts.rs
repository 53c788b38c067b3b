//! Texts of the longest that may be sent, in characters of four bytes: each is taken, and nothing that is made of it
//! fails. One character more is too long, and said to be. No operation takes a text that deceives.

use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use usher_tests::desk::Desk;
use usher_tests::{Authenticator, Reply, World, scenario, scenario_with, shop, whole_table};

use super::judged::{Form, Wrong, errors, send};
use super::openapi::{document, operations};
use super::stage::Stage;

/// Four bytes in UTF-8, and twelve in a URI.
const WIDE: &str = "🦷";

/// Beyond every bound on a text in the document.
const FAR_TOO_LONG: usize = 5_000;

/// A field of an operation, and what is sent in it.
struct Sent<'a> {
    called: &'a str,
    operation: &'a Value,
    field: String,
    /// How many characters the document allows, if it says.
    most: Option<usize>,
    length: usize,
    body: Value,
}

/// Every text of every operation: as long as it may be, longer by one, and far too long.
fn texts<'a>(document: &'a Value, operations: &'a [(String, Value)]) -> Vec<Sent<'a>> {
    let mut sent = Vec::new();
    for (called, operation) in operations {
        let Some(form) = Form::of(document, operation) else { continue };
        for field in form.fields.iter().filter(|field| field.may_be("string")) {
            let most = field.longest();
            for length in most.into_iter().flat_map(|most| [most, most + 1]).chain([FAR_TOO_LONG]) {
                let body = form.with(&field.pointer, Some(json!(WIDE.repeat(length))));
                sent.push(Sent { called, operation, field: field.name(), most, length, body });
            }
        }
    }
    sent
}

fn fault(sent: &Sent<'_>, reply: &Reply) -> Option<String> {
    let told = errors(reply).into_iter().filter(|(field, _)| *field == sent.field).map(|(_, code)| code);
    let told: Vec<String> = told.collect();
    // What is not looked at, since a link or a password before it is wrong, is not judged.
    let is_judged = reply.status.is_success() || reply.status == 422;
    let is_as_it_should_be = match sent.most {
        _ if reply.status.is_server_error() => false,
        Some(most) if sent.length <= most => !told.contains(&"too_long".to_owned()),
        Some(_) if is_judged => {
            told.iter().any(|code| ["picture_too_large", "too_long", "weak_password"].contains(&code.as_str()))
        }
        _ => true,
    };
    let what = || format!("{} `{}` of {}: {} {}", sent.called, sent.field, sent.length, reply.status, reply.body);
    (!is_as_it_should_be).then(what)
}

#[test]
fn every_text_may_be_as_long_as_the_document_says_in_characters_of_four_bytes() {
    scenario_with(whole_table::quiet(), async |world: &World| {
        let (document, operations, stage) = (document(), operations(), Stage::set(world).await);
        let (texts, stage) = (texts(&document, &operations), &stage);
        let bounded = texts.iter().filter(|sent| sent.most.is_some()).count();
        assert!(texts.len() > 100 && bounded > 40, "{} texts, {bounded} bounded", texts.len());
        let replies = stream::iter(&texts).map(|sent| async move {
            let wrong = Wrong { body: Some(sent.body.to_string()), ..Wrong::default() };
            let reply = send(stage, stage.caller(sent.operation), sent.called, &wrong).await;
            fault(sent, &reply)
        });
        let faults: Vec<_> = replies.buffer_unordered(4).filter_map(async |fault| fault).collect().await;
        assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), texts.len(), faults.join("\n"));
    });
}

/// What every operation refuses in a text of this name, and how it says so.
fn deceiving(field: &str) -> Option<(&'static [&'static str], &'static str)> {
    match field.rsplit('.').next()? {
        "given_name" | "family_name" | "name" | "product_name" => {
            Some((&["A\u{61C}b", "A\u{AD}b", "A\u{3164}b", "A\u{E000}b", "A\nb"], "forbidden_character"))
        }
        "email" | "support_address" => Some((&["x@127.0.0.1", "x@1.1", "x@[::1]", "x@0x7f.1"], "invalid_email")),
        _ => None,
    }
}

#[test]
fn no_operation_takes_a_name_that_deceives_or_an_address_at_a_number() {
    scenario_with(whole_table::quiet(), async |world: &World| {
        let (document, operations, stage) = (document(), operations(), Stage::set(world).await);
        let (mut fields, mut missed) = (0, Vec::new());
        // There, names are judged behind the link, which is none here: see tests/e2e/links/acceptance/a_new_person.rs.
        let judged = operations.iter().filter(|(called, _)| called != "POST /v1/invitations/accept");
        for (called, operation) in judged {
            let Some(form) = Form::of(&document, operation) else { continue };
            for field in form.fields.iter().filter(|field| field.may_be("string")) {
                let Some((texts, code)) = deceiving(&field.name()) else { continue };
                fields += 1;
                for text in texts {
                    let body = form.with(&field.pointer, Some(json!(text)));
                    let wrong = Wrong { body: Some(body.to_string()), ..Wrong::default() };
                    let reply = send(&stage, stage.caller(operation), called, &wrong).await;
                    let told = errors(&reply);
                    let said = (field.name(), code.to_owned());
                    if !told.contains(&said) {
                        missed.push(format!("{called} {said:?} {text:?}: {} {}", reply.status, reply.body));
                    }
                }
            }
        }
        assert!(fields > 15, "{fields} fields");
        assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
    });
}

/// Texts of any characters, and more often of those that need judgement.
fn any_texts(count: usize) -> Vec<String> {
    let judged =
        "\u{AD}\u{61C}\u{200C}\u{200D}\u{202E}\u{301}\u{323}\u{2800}\u{3164}\u{94D}\u{E000}\u{FE0F}\u{FEFF} \t\n\0";
    let seen = "aZ9ß1م\u{915}ᠮ👩🏽李#|\"\\{";
    let special = proptest::sample::select([judged, seen, seen].concat().chars().collect::<Vec<_>>());
    let text = proptest::collection::vec(prop_oneof![any::<char>(), special], 0..9).prop_map(String::from_iter);
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| text.new_tree(&mut runner).expect("a text").current()).collect()
}

#[test]
fn whatever_name_is_taken_is_shown_as_it_was_taken() {
    scenario_with(whole_table::quiet(), async |world: &World| {
        let desk = Desk::open_as(world, "invoicing", "ada@example.com").await;
        let (ada, units) = (&desk.admin.api, desk.path("/units"));
        let (mut taken, mut refused) = (BTreeSet::new(), 0);
        for text in any_texts(300) {
            let reply = ada.post(&units, json!({ "name": text })).await;
            if reply.status == 422 {
                refused += 1;
                continue;
            }
            let unit = reply.expect(201);
            let read = ada.get(&format!("{units}/{}", unit["id"].as_str().expect("an id"))).await.expect(200);
            assert_eq!(read, unit, "{text:?}");
            taken.insert((unit["id"].to_string(), unit["name"].to_string()));
        }
        assert!(taken.len() > 30 && refused > 30, "{} taken, {refused} refused", taken.len());
        let listed = desk.admin.pages(&format!("{units}?limit=100")).await;
        let listed = listed.iter().map(|unit| (unit["id"].to_string(), unit["name"].to_string()));
        assert_eq!(listed.collect::<BTreeSet<_>>(), taken);
        let events = desk.admin.pages(&desk.path("/audit-events?action=unit.created&limit=100")).await;
        let recorded = events.iter().map(|event| event["after"]["name"].to_string());
        assert_eq!(recorded.collect::<BTreeSet<_>>(), taken.iter().map(|(_, name)| name.clone()).collect());
    });
}

/// 254 characters, of which a URI needs more.
fn long_address(mark: &str) -> String {
    let local = format!("{mark}{}", "!".repeat(64 - mark.len()));
    format!("{local}@{}.example", ["a".repeat(60), "b".repeat(60), "c".repeat(59)].join("."))
}

/// An account, a product and people with the longest names there are.
async fn with_long_names(world: &World, name: &str) {
    let (ada, bob) = (long_address("ada"), long_address("bob"));
    let long = |most| name.chars().cycle().take(most).collect::<String>();
    let mut model = shop::model();
    model["policies"]["second_factor"] = json!("required");
    model["units"] = json!({ "noun": long(40), "reach": "selected" });
    let (account, first) = world
        .account_with(
            json!({
                "access_model": model, "name": long(120), "product_name": long(120), "support_address": ada,
                "administrator": { "email": ada, "given_name": long(80), "family_name": long(80) },
            }),
            "clerk",
            &ada,
        )
        .await;
    Authenticator::enrol(world, &first).await;
    first.api.post(&account.path("/units"), json!({ "name": long(120) })).await.expect(201);
    let row = json!({
        "email": bob, "given_name": long(80), "family_name": long(80),
        "grants": [{ "role": "clerk", "units": "all" }],
    });
    first.api.post(&account.path("/invitations"), json!({ "invitations": [row] })).await.expect(200);
    world.api.post("/v1/password-resets", json!({ "email": ada })).await.expect(202);
    world.system.settle().await.expect("every email is sent");
    for path in ["/users", "/invitations", "/units", "/audit-events", "/api-tokens"] {
        first.api.get(&account.path(path)).await.expect(200);
    }
    let mails = world.system.mailbox().all();
    assert_eq!(mails.iter().filter(|mail| mail.to == [bob.clone()]).count(), 1);
    assert!(mails.len() >= 4, "{} emails", mails.len());
    for mail in mails {
        assert!(mail.from.len() <= 400 && mail.subject.len() <= 400, "{} {}", mail.from, mail.subject);
        assert!(!mail.from.contains("evil.example"), "{}", mail.from);
    }
    let listed = first.api.get(&account.path("/invitations?query=bob")).await.expect(200);
    assert_eq!(listed["data"][0]["delivery"]["status"], "delivered", "{listed}");
}

#[test]
fn names_of_the_longest_are_shown_sent_and_scanned() {
    for name in [WIDE, "中", ":", "a@evil.example ", "👩\u{200D}💻"] {
        scenario(async |world| with_long_names(world, name).await);
    }
}
