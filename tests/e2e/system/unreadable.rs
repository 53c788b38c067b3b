//! Items that are there and cannot be read (docs/decisions/0034): one stops nothing else, opens nothing, and is found
//! and mended with what the log says.

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};
use usher_local::Options;
use usher_tests::resets::{OTHER, change};
use usher_tests::{
    Account, Authenticator, Item, Member, PASSWORD, Table, World, office, plain, scenario, scenario_with, text,
};

use crate::security::privacy::log;

const BOB: &str = "bob@example.com";
const GRACE: &str = "grace@example.com";

/// Breaks the item of this kind that `is` tells from others, and returns it as it was.
async fn broken(world: &World, kind: &str, attributes: &[&str], is: impl Fn(&Value) -> bool) -> Item {
    let table = Table::of(world);
    let items = table.raw().await;
    let found = items.into_iter().find(|item| text(item, "kind") == kind && is(&plain(item)));
    let intact = found.unwrap_or_else(|| panic!("no {kind}"));
    let mut item = intact.clone();
    item.extend(attributes.iter().map(|name| ((*name).to_owned(), AttributeValue::S("Ω no such thing".to_owned()))));
    table.put(item).await;
    intact
}

async fn mend(world: &World, intact: Item) {
    Table::of(world).put(intact).await;
}

fn is_of(account: &Account) -> impl Fn(&Value) -> bool {
    |item| item["account"] == account.id.as_str() || item["id"] == account.id.as_str()
}

fn is_to(email: &str) -> impl Fn(&Value) -> bool {
    move |item| item["email"] == email
}

/// What the log says of items in the partition `pk`.
fn logged(pk: &str) -> Vec<Value> {
    let lines = log::read();
    let lines =
        lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).map(|line| line["fields"].clone());
    lines.filter(|line| line["message"] == "an item cannot be read" && line["pk"] == pk).collect()
}

#[test]
fn lists_searches_and_bulk_invitations_go_on_without_it_and_the_log_leads_to_it() {
    log::keep();
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite(&account, &[BOB, GRACE]).await;
        // What becomes of an email is noted in its invitation, which would be readable again.
        world.system.settle().await.expect("the outbox runs empty");
        let all = ada.users(&account, "pending").await;
        let path = office::path(&ada, &account, GRACE).await;
        let user = broken(world, "user", &["status", "card"], is_to(GRACE)).await;
        let invitation = broken(world, "invitation", &["delivery", "card"], is_to(GRACE)).await;
        broken(world, "audit_event", &["actor"], is_of(&account)).await;

        assert_eq!(all, [BOB, GRACE]);
        assert_eq!(ada.users(&account, "pending").await, [BOB]);
        assert_eq!(ada.pages(&account.path("/users?query=grace%40")).await, Vec::<Value>::new());
        assert_eq!(ada.pages(&account.path("/users?query=bob%40")).await.len(), 1);
        assert_eq!(ada.pages(&account.path("/invitations?status=pending")).await.len(), 1);
        assert!(!ada.pages(&account.path("/audit-events?limit=100")).await.is_empty());
        let rows = [GRACE, "carl@example.com"].map(|email| Member::row(email, account.role)).to_vec();
        let invited = ada.invite_rows(&account, rows).await.expect(200);
        assert_eq!(invited["results"][0]["errors"][0]["code"], "unavailable", "{invited}");
        assert_eq!(invited["results"][1]["verdict"], "invited");

        // A caller who asks for exactly these is told that they are there, and not that they are not.
        ada.api.get(&path).await.expect_problem(503, "unavailable");
        let id = text(&invitation, "id");
        ada.api.get(&account.path(&format!("/invitations/{id}"))).await.expect_problem(503, "unavailable");
        ada.api
            .post(&account.path(&format!("/invitations/{id}/revoke")), json!({}))
            .await
            .expect_problem(503, "unavailable");

        let said = logged(&text(&user, "pk"));
        let of_user = said.iter().find(|line| line["sk"] == text(&user, "sk") && line["attribute"] == "status");
        assert!(of_user.is_some(), "{said:?}");
        assert!(said.iter().any(|line| line["attribute"] == "card: a line is wrong"), "{said:?}");
        assert!(!said.iter().any(|line| line.to_string().contains('@')), "{said:?}");

        let found = of_user.expect("it is logged");
        let key = ["pk", "sk"].map(|name| found[name].as_str().expect("a text").to_owned());
        let mended = [("status", user["status"].clone()), ("card", user["card"].clone())];
        Table::of(world).mend(&key, &mended).await;
        mend(world, invitation).await;
        ada.api.get(&path).await.expect(200);
        assert_eq!(ada.users(&account, "pending").await, [BOB, "carl@example.com", GRACE]);
    });
}

#[test]
fn the_sweep_goes_past_more_of_them_than_it_reads_at_once() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let table = Table::of(world);
        let put = async |shard: usize, number: usize| {
            let at = "2020-01-01T00:00:00.000Z";
            let (outbox, due) = (format!("OUTBOX#INVITATIONS#{shard}"), format!("DUE#{shard}"));
            let (mail, invitation) = (format!("{at}#mail_{number}"), format!("INVITATION#{shard}_{number}"));
            table.put_texts(&[("pk", &outbox), ("sk", &mail), ("kind", "promised_mail")]).await;
            let place = [("due_pk", due.as_str()), ("due_sk", &format!("{at}#{number}"))];
            let item = [("pk", "ACCOUNT#broken"), ("sk", invitation.as_str()), ("kind", "invitation")];
            table.put_texts(&[item.as_slice(), &place].concat()).await;
        };
        for shard in 0..8 {
            join_all((0..101).map(|number| put(shard, number))).await;
        }
        world.system.clock().advance(SignedDuration::from_mins(3)).expect("the clock moves");
        world.system.pause_stream();
        ada.invite(&account, &[BOB]).await;
        world.system.clock().advance(SignedDuration::from_mins(3)).expect("the clock moves");
        assert_eq!(world.system.sweep().await.expect("the sweep runs")["redriven"], 1);
        world.system.clock().advance(SignedDuration::from_hours(48)).expect("the clock moves");
        assert_eq!(world.system.sweep().await.expect("the sweep runs")["expired"], 1);
    });
}

#[test]
fn an_email_about_it_waits_and_holds_up_no_other() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        ada.invite(&account, &[BOB, GRACE]).await;
        let invitation = broken(world, "invitation", &["delivery"], is_to(GRACE)).await;
        world.system.resume_stream();
        world.system.settle().await.expect("no record is held back");
        let mails = |email| world.system.mailbox().to(email).len();
        assert_eq!((mails(BOB), mails(GRACE)), (1, 0));
        world.system.clock().advance(SignedDuration::from_mins(3)).expect("the clock moves");
        assert_eq!(world.system.sweep().await.expect("the sweep runs")["redriven"], 0);
        mend(world, invitation).await;
        assert_eq!(world.system.sweep().await.expect("the sweep runs")["redriven"], 1);
        assert_eq!((mails(BOB), mails(GRACE)), (1, 1));
    });
}

/// Bob, who works in two accounts, is signed in, and has a second factor.
async fn bob_in_two(world: &World) -> (Account, Account, Member, Member, Authenticator) {
    let (here, olga) = office::open(world, json!({ "second_factor": "optional" }), "olga@example.com").await;
    let (there, _) = {
        let (there, pia) = office::open(world, json!({ "second_factor": "optional" }), "pia@example.com").await;
        pia.invite(&there, &[BOB]).await;
        world.accept(BOB).await.expect(200);
        (there, pia)
    };
    olga.invite(&here, &[BOB]).await;
    let token = world.link(BOB).await;
    let bob = world.sign_in(BOB).await;
    bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
    let app = Authenticator::enrol(world, &bob).await;
    (here, there, olga, bob, app)
}

fn accounts(me: &Value) -> Vec<&str> {
    me["accounts"].as_array().expect("accounts").iter().map(|account| account["id"].as_str().expect("an id")).collect()
}

#[test]
fn a_person_in_two_accounts_goes_on_in_the_other_and_is_excused_from_nothing() {
    for (kind, attribute) in
        [("account", "locale"), ("access_model", "model"), ("user", "status"), ("membership", "joined_at")]
    {
        scenario(async |world| {
            let (here, there, olga, bob, app) = bob_in_two(world).await;
            let is = |item: &Value| is_of(&there)(item) && (kind != "user" || item["email"] == BOB);
            let intact = broken(world, kind, &[attribute], is).await;

            let me = bob.api.get("/v1/me").await.expect(200);
            assert_eq!(accounts(&me), [here.id.as_str()], "{kind}");
            bob.api.get(&here.path("/access-model")).await.expect(200);
            if kind != "membership" {
                bob.api.get(&there.path("")).await.expect_problem(503, "unavailable");
            }
            bob.api.get("/v1/sessions").await.expect(200);
            let code = json!({ "password": PASSWORD, "code": app.code(world) });
            // Nobody knows whether the account would have Bob keep it.
            let refused = bob.api.post("/v1/me/second-factor/disable", code.clone()).await;
            refused.expect_problem(503, "unavailable");
            bob.api.post("/v1/me/second-factor", code).await.expect(201);
            change(&bob.api, PASSWORD, OTHER).await.expect(204);
            let (elsewhere, eve) = office::open(world, json!({}), "eve@example.com").await;
            eve.invite(&elsewhere, &[BOB]).await;
            let token = world.link(BOB).await;
            bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
            assert_eq!(olga.users(&here, "active").await.len(), 2);

            mend(world, intact).await;
            assert_eq!(accounts(&bob.api.get("/v1/me").await.expect(200)).len(), 3);
        });
    }
}

#[test]
fn what_cannot_be_read_excuses_nobody_from_a_second_factor() {
    scenario(async |world| {
        let (account, owner) = office::open(world, json!({}), "olga@example.com").await;
        owner.api.get("/v1/sessions").await.expect(200);
        for (kind, attribute) in [("membership", "joined_at"), ("access_model", "model")] {
            let intact = broken(world, kind, &[attribute], is_of(&account)).await;
            owner.api.get("/v1/sessions").await.expect_problem(503, "unavailable");
            change(&owner.api, PASSWORD, OTHER).await.expect_problem(503, "unavailable");
            mend(world, intact).await;
        }
        change(&owner.api, PASSWORD, OTHER).await.expect(204);
    });
}

#[test]
fn a_role_that_an_unreadable_user_may_hold_stays_in_the_access_model() {
    scenario(async |world| {
        let (account, owner) = office::open(world, json!({}), "olga@example.com").await;
        let row = json!({ "email": BOB, "given_name": "Bob", "family_name": "B", "grants": [office::grant("porter")] });
        owner.invite_rows(&account, vec![row]).await.expect(200);
        let is = |item: &Value| item["pk"].as_str().is_some_and(|pk| pk.ends_with("#ROLE#porter"));
        broken(world, "listing", &["card"], is).await;
        let mut model = office::model(json!({}));
        model["roles"].as_object_mut().expect("roles").remove("porter");
        let path = account.path("/access-model");
        let etag = owner.api.get(&path).await.etag();
        let replaced = office::matching(&owner, reqwest::Method::PUT, &path, &etag, model).await;
        replaced.expect_problem(503, "unavailable");
    });
}
