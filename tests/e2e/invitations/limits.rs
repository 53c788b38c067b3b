//! Limits on the email that one can cause: per account, per user, and per recipient across accounts (security.md 33).

use jiff::SignedDuration;
use serde_json::{Value, json};
use usher::domain::effects::limit::{
    MAILS_PER_ACCOUNT, MAILS_PER_ACTOR, MAILS_PER_RECIPIENT, MAILS_PER_RECIPIENT_AND_ACCOUNT,
};
use usher_tests::{Account, Member, Sabotage, Table, World, plain, scenario, scenario_with, text};

use usher_tests::environment::people;
use usher_tests::invariants::assert_sound;
use usher_tests::office::{self, path, post};
use usher_tests::{shop, whole_table};

const BOB: &str = "bob@example.com";

/// What the account has counted today, by attribute.
async fn counted(world: &World, account: &Account, name: &str) -> u64 {
    let counts = Table::of(world).of_kind("invitation_count").await;
    let of_account = counts.iter().find(|count| count["pk"] == format!("ACCOUNT#{}", account.id));
    of_account.and_then(|count| count[name].as_u64()).unwrap_or_default()
}

/// Says that so much has been counted today.
async fn count(world: &World, account: &Account, name: &str, many: u32) {
    let table = Table::of(world);
    let mine = |item: &usher_tests::Item| {
        plain(item)["kind"] == "invitation_count" && text(item, "pk") == format!("ACCOUNT#{}", account.id)
    };
    let mut item = table.raw().await.into_iter().find(mine).expect("something has been counted");
    item.insert(name.to_owned(), aws_sdk_dynamodb::types::AttributeValue::N(many.to_string()));
    table.put(item).await;
}

/// The attribute in which an account counts for one of its users.
fn by(account: &Account) -> String {
    format!("by_{}", account.administrator)
}

#[test]
fn every_email_that_someone_asks_for_is_counted_once() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) =
            office::open(world, json!({ "offboarding": { "deactivate": true, "remove": true } }), "ada@example.com")
                .await;
        let counts = async || (counted(world, &account, "mails").await, counted(world, &account, &by(&account)).await);
        let invitation = ada.invite_one(&account, BOB).await;
        assert_eq!(counts().await, (1, 1));
        ada.invite(&account, &["c@example.com", "d@example.com", BOB, "no address"]).await;
        assert_eq!(counts().await, (3, 3), "rows that are refused are not counted");
        post(&ada, &account.path(&format!("/invitations/{invitation}")), "resend").await.expect(200);
        ada.api.post(&account.path("/users"), Member::row("e@example.com", "worker")).await.expect(201);
        assert_eq!(counts().await, (5, 5));
        let of_bob = path(&ada, &account, BOB).await;
        post(&ada, &of_bob, "deactivate").await.expect(200);
        post(&ada, &of_bob, "reactivate").await.expect(200);
        assert_eq!(counts().await, (6, 6));
        let rows = json!({ "invitations": [Member::row("f@example.com", "worker")], "dry_run": true });
        ada.api.post(&account.path("/invitations"), rows).await.expect(200);
        ada.api.post(&account.path("/users"), Member::row(BOB, "worker")).await.expect_problem(409, "already_invited");
        assert_eq!(counts().await, (6, 6), "what promises no mail is not counted");
        let max = shop::hire(world, &account, &ada, "max@example.com", "manager").await;
        max.invite(&account, &["g@example.com"]).await;
        assert_eq!(counts().await, (8, 7), "each asks for themselves");
    });
}

/// Fails the test unless nothing that promises mail goes through, until tomorrow.
async fn is_limited(world: &World, account: &Account, ada: &Member, invitation: &str) {
    let two = vec![Member::row("x@example.com", "worker"), Member::row("y@example.com", "worker")];
    whole_table::unchanged(world, async || {
        let replies = [
            ada.invite_rows(account, vec![Member::row("x@example.com", "worker")]).await,
            ada.invite_rows(account, two.clone()).await,
            ada.api.post(&account.path("/users"), Member::row("x@example.com", "worker")).await,
            post(ada, &account.path(&format!("/invitations/{invitation}")), "resend").await,
        ];
        for reply in replies {
            let seconds: i64 = reply.headers["retry-after"].to_str().expect("a number").parse().expect("a number");
            assert!((1..=86_401).contains(&seconds), "{seconds}");
            reply.expect_problem(429, "rate_limited");
        }
        let taken = ada.invite_rows(account, vec![Member::row(BOB, "worker")]).await.expect(200);
        assert_eq!(taken["results"][0]["verdict"], "already_invited", "what promises nothing goes through");
    })
    .await;
}

#[test]
fn an_account_and_a_user_have_so_many_emails_a_day() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let invitation = ada.invite_one(&account, BOB).await;
        for (name, most) in [("mails".to_owned(), MAILS_PER_ACCOUNT), (by(&account), MAILS_PER_ACTOR)] {
            count(world, &account, &name, most).await;
            is_limited(world, &account, &ada, &invitation).await;
            count(world, &account, &name, most - 1).await;
            let two = vec![Member::row("x@example.com", "worker"), Member::row("y@example.com", "worker")];
            ada.invite_rows(&account, two).await.expect_problem(429, "rate_limited");
            assert_eq!(ada.invite(&account, &[&format!("last{most}@example.com")]).await, ["invited"]);
            count(world, &account, &name, 0).await;
        }
        count(world, &account, "mails", MAILS_PER_ACCOUNT).await;
        let (other, eve) = office::open(world, json!({}), "eve@example.com").await;
        assert_eq!(eve.invite(&other, &["x@example.com"]).await, ["invited"], "another account is not concerned");
        world.system.clock().advance(SignedDuration::from_hours(24)).expect("the clock moves");
        let ada = world.sign_in("ada@example.com").await;
        assert_eq!(ada.invite(&account, &["tomorrow@example.com"]).await, ["invited"]);
    });
}

#[test]
fn what_a_call_for_many_did_not_promise_is_given_back() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        // The first administrator's own is counted nowhere.
        let invited = async || Table::of(world).of_kind("invitation").await.len() as u64 - 1;
        let rows = |name: &str, count: usize| -> Vec<Value> {
            people(name, count).iter().map(|email| Member::row(email, "worker")).collect()
        };
        // The same people twice at once.
        let calls = (0..2).map(|_| {
            let (ada, account, rows) = (ada.clone(), account.clone(), rows("bob", 40));
            async move { ada.invite_rows(&account, rows).await }
        });
        futures_util::future::join_all(calls).await.into_iter().for_each(|reply| drop(reply.expect(200)));
        assert_eq!((invited().await, counted(world, &account, "mails").await), (40, 40));

        world.system.settle().await.expect("the outbox runs empty");
        world.system.pause_stream();
        let (mut transactions, mut updates) = (0, 0);
        world.dynamodb.sabotage(move |operation| {
            transactions += usize::from(operation == "TransactWriteItems");
            updates += usize::from(operation == "UpdateItem");
            match operation {
                "TransactWriteItems" if transactions > 2 => Some(Sabotage::Unreachable),
                // What is counted first is given back, and nobody hears of it: it must not be given back again.
                "UpdateItem" if updates > 1 => Some(Sabotage::ReplyLost),
                _ => None,
            }
        });
        ada.invite_rows(&account, rows("eve", 400)).await.expect(200);
        world.dynamodb.heal();
        let (invited, counted) = (invited().await, counted(world, &account, "mails").await);
        // At most those stay counted whose transactions may have gone through: a few at once.
        assert!(
            (42..440).contains(&invited) && invited <= counted && counted <= invited + 200,
            "{invited} and {counted}"
        );
    });
}

#[test]
fn if_nothing_can_be_counted_nothing_goes_through() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        whole_table::unchanged(world, async || {
            world.dynamodb.sabotage(|operation| (operation == "UpdateItem").then_some(Sabotage::InternalError));
            let two = vec![Member::row("x@example.com", "worker"), Member::row("y@example.com", "worker")];
            ada.invite_rows(&account, two).await.expect_problem(503, "unavailable");
            world.dynamodb.heal();
        })
        .await;
    });
}

/// The member's account writes to more addresses of Bob's mailbox than it may. How many emails he gets of it.
async fn flood(world: &World, account: &Account, by: &Member) -> usize {
    let tagged: Vec<String> = (0..2 * MAILS_PER_RECIPIENT).map(|tag| format!("bob+{tag}@example.com")).collect();
    let rows = tagged.iter().map(|email| Member::row(email, "worker")).collect();
    by.invite_rows(account, rows).await.expect(200);
    world.system.settle().await.expect("the outbox runs empty");
    let mails = world.system.mailbox().all();
    let sent = mails.iter().filter(|mail| mail.to.iter().any(|to| to.starts_with("bob"))).count();
    world.system.mailbox().clear();
    sent
}

/// Eve's account invites Bob. What becomes of the email.
async fn delivery(world: &World, account: &Account, eve: &Member) -> (String, Value) {
    let invitation = eve.invite_one(account, BOB).await;
    world.system.settle().await.expect("the outbox runs empty");
    let delivery = eve.invitation(account, &invitation).await["delivery"].clone();
    (invitation, delivery)
}

#[test]
fn no_account_alone_uses_up_what_a_mailbox_gets_a_day() {
    scenario(async |world| {
        let (north, ada) = office::open(world, json!({}), "ada@example.com").await;
        let (south, eve) = office::open(world, json!({}), "eve@example.com").await;
        assert_eq!(flood(world, &north, &ada).await, MAILS_PER_RECIPIENT_AND_ACCOUNT as usize);
        assert_eq!(delivery(world, &north, &ada).await.1["status"], "suppressed", "the account has sent its share");
        assert_eq!(delivery(world, &south, &eve).await.1["status"], "delivered");
        world.accept(BOB).await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn an_address_gets_so_many_emails_a_day_from_all_accounts_together() {
    scenario(async |world| {
        let (south, eve) = office::open(world, json!({}), "eve@example.com").await;
        let mut sent = 0;
        for number in 0..=MAILS_PER_RECIPIENT / MAILS_PER_RECIPIENT_AND_ACCOUNT {
            let (north, ada) = office::open(world, json!({}), &format!("ada{number}@example.com")).await;
            sent += flood(world, &north, &ada).await;
        }
        assert_eq!(sent, MAILS_PER_RECIPIENT as usize);
        let (invitation, delivery) = delivery(world, &south, &eve).await;
        assert_eq!(world.system.mailbox().to(BOB).len(), 0, "no more today");
        assert_eq!(delivery["status"], "suppressed");
        assert_eq!(delivery["reason"], "the address takes no more mail for now; send the invitation again tomorrow");
        eve.invite(&south, &["other@example.com"]).await;
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().to("other@example.com").len(), 1);

        world.advance(SignedDuration::from_hours(24)).await;
        let eve = world.sign_in("eve@example.com").await;
        post(&eve, &south.path(&format!("/invitations/{invitation}")), "resend").await.expect(200);
        world.accept(BOB).await.expect(200);
        assert_sound(world).await;
    });
}

#[test]
fn a_mailbox_gets_so_many_whatever_the_tags_in_its_address() {
    scenario(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        assert_eq!(flood(world, &account, &ada).await, MAILS_PER_RECIPIENT_AND_ACCOUNT as usize);
        ada.invite(&account, &[BOB, "bobby@example.com"]).await;
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().to(BOB).len(), 0);
        assert_eq!(world.system.mailbox().to("bobby@example.com").len(), 1, "another mailbox is not concerned");
    });
}
