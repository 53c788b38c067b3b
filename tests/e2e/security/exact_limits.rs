//! Every limit is a condition of the table: of 64 requests at once exactly as many go through as there is room for.

use std::collections::BTreeMap;
use std::ops::AsyncFnOnce;

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::json;
use usher::domain::effects::limit::{
    MAILS_PER_ACCOUNT, MAILS_PER_ACTOR, RESETS_PER_ADDRESS, RESETS_PER_NETWORK, SENT_RESETS_PER_ACCOUNT,
    SENT_RESETS_PER_ACTOR, SENT_RESETS_PER_RECIPIENT,
};
use usher_tests::committed::file;
use usher_tests::environment::at_once;
use usher_tests::resets::{forgot, send};
use usher_tests::{Account, Authenticator, Member, Reply, Table, World, office, plain, scenario_with, whole_table};

const MANY: usize = 64;
const ROOM: u32 = 7;
const ADA: &str = "ada@example.com";

/// The limits that the store counts, each with the test that meets it.
const MET: [(&str, &str); 6] = [
    ("forgotten_by", "an_address_has_so_many_forgotten_passwords"),
    ("forgotten_from", "a_network_has_so_many_forgotten_passwords"),
    ("invitations", "an_account_and_a_user_have_so_many_invitation_emails"),
    ("received_resets", "a_user_is_sent_so_many_resets"),
    ("recipient", "a_mailbox_gets_so_many_whatever_the_tags_in_its_address"),
    ("sent_resets", "an_account_and_a_user_send_so_many_resets"),
];

#[test]
fn every_limit_of_the_store_is_met_by_a_test() {
    let source = file("shared/src/store/limits.rs");
    let mut limits: Vec<&str> = source
        .split("\n    pub fn ")
        .skip(1)
        .filter_map(|function| function.split_once('{'))
        .filter(|(signature, _)| signature.contains("-> Self"))
        .filter_map(|(signature, _)| signature.split('(').next())
        .collect();
    limits.sort_unstable();
    assert_eq!(limits, MET.map(|(limit, _)| limit));
    let tests = file("tests/e2e/security/exact_limits.rs") + &file("tests/e2e/invitations/limits.rs");
    for (limit, test) in MET {
        assert!(tests.contains(&format!("\nfn {test}()")), "{limit} has no test `{test}`");
    }
}

/// How much one kind of limit has counted by now, in the item of that kind that has the attribute.
async fn counted(world: &World, kind: &str, attribute: &str) -> Option<u64> {
    Table::of(world).of_kind(kind).await.iter().find_map(|item| item[attribute].as_u64())
}

/// Says that so much of it has been counted.
async fn count(world: &World, kind: &str, attribute: &str, many: u32) {
    let table = Table::of(world);
    let is = |item: &usher_tests::Item| plain(item)["kind"] == kind && item.contains_key(attribute);
    let mut item = table.raw().await.into_iter().find(is).expect("something has been counted");
    item.insert(attribute.to_owned(), AttributeValue::N(many.to_string()));
    table.put(item).await;
}

/// How often each status was answered.
fn statuses(replies: &[Reply]) -> BTreeMap<u16, usize> {
    let mut found = BTreeMap::new();
    for reply in replies {
        *found.entry(reply.status.as_u16()).or_default() += 1;
    }
    found
}

/// Fails the test unless, with room for [`ROOM`], so many of the calls are answered with `status`, the others 429, and
/// all that are answered are counted.
async fn only_the_room(
    world: &World,
    (kind, attribute, most): (&str, &str, u32),
    status: u16,
    calls: impl AsyncFnOnce() -> Vec<Reply>,
) {
    count(world, kind, attribute, most - ROOM).await;
    let replies = calls().await;
    let expected = BTreeMap::from([(status, ROOM as usize), (429, MANY - ROOM as usize)]);
    assert_eq!(statuses(&replies), expected, "{kind} {attribute}");
    assert_eq!(counted(world, kind, attribute).await, Some(most.into()));
}

/// The attribute in which an account counts for one of its users.
fn by(account: &Account) -> String {
    format!("by_{}", account.administrator)
}

#[test]
fn an_account_and_a_user_have_so_many_invitation_emails() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = office::open(world, json!({}), ADA).await;
        ada.invite_one(&account, "bob@example.com").await;
        for (attribute, most) in [("mails".to_owned(), MAILS_PER_ACCOUNT), (by(&account), MAILS_PER_ACTOR)] {
            only_the_room(world, ("invitation_count", &attribute, most), 201, async || {
                at_once((0..MANY).map(|number| {
                    let row = Member::row(&format!("p{number}.{most}@example.com"), "worker");
                    let (ada, path) = (ada.clone(), account.path("/users"));
                    async move { ada.api.post(&path, row).await }
                }))
                .await
            })
            .await;
            count(world, "invitation_count", &attribute, 0).await;
        }
    });
}

#[test]
fn an_address_has_so_many_forgotten_passwords() {
    scenario_with(whole_table::quiet(), async |world| {
        world.account("invoicing", ADA).await;
        let replies = at_once((0..MANY).map(|_| {
            let api = world.api.clone();
            async move { forgot(&api, ADA).await }
        }))
        .await;
        assert_eq!(statuses(&replies), BTreeMap::from([(202, MANY)]), "no answer tells");
        assert_eq!(counted(world, "reset_count", "resets").await, Some(RESETS_PER_ADDRESS.into()));
        world.system.settle().await.expect("the outbox runs empty");
        let sent = world.system.mailbox().to(ADA).len() - 1;
        assert!((1..=RESETS_PER_ADDRESS as usize).contains(&sent), "{sent} emails beside the invitation");
    });
}

#[test]
fn a_network_has_so_many_forgotten_passwords() {
    scenario_with(whole_table::quiet(), async |world| {
        forgot(&world.api, "nobody@example.com").await.expect(202);
        count(world, "network_reset_count", "resets", RESETS_PER_NETWORK - ROOM).await;
        let replies = at_once((0..MANY).map(|number| {
            let api = world.api.clone();
            async move { forgot(&api, &format!("p{number}@example.com")).await }
        }))
        .await;
        assert_eq!(statuses(&replies), BTreeMap::from([(202, MANY)]), "no answer tells");
        assert_eq!(counted(world, "network_reset_count", "resets").await, Some(RESETS_PER_NETWORK.into()));
        let by_address = Table::of(world).of_kind("reset_count").await.len();
        assert_eq!(by_address, 1 + ROOM as usize, "nothing else is done for those that were too many");
    });
}

/// An account of Ada's with a user Bob, whose path it is.
async fn with_bob(world: &World) -> (Account, Member, String) {
    let (account, ada) = office::open(world, json!({}), ADA).await;
    ada.invite_one(&account, "bob@example.com").await;
    world.accept("bob@example.com").await.expect(200);
    let bob = office::path(&ada, &account, "bob@example.com").await;
    (account, ada, bob)
}

async fn resets(ada: &Member, user: &str) -> Vec<Reply> {
    at_once((0..MANY).map(|_| {
        let (ada, user) = (ada.clone(), user.to_owned());
        async move { send(&ada, &user, json!({ "password": true })).await }
    }))
    .await
}

#[test]
fn a_user_is_sent_so_many_resets() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, ada, bob) = with_bob(world).await;
        send(&ada, &bob, json!({ "password": true })).await.expect(202);
        let limit = ("received_reset_count", "resets", SENT_RESETS_PER_RECIPIENT);
        only_the_room(world, limit, 202, async || resets(&ada, &bob).await).await;
    });
}

#[test]
fn an_account_and_a_user_send_so_many_resets() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, bob) = with_bob(world).await;
        send(&ada, &bob, json!({ "password": true })).await.expect(202);
        for (attribute, most) in [("resets".to_owned(), SENT_RESETS_PER_ACCOUNT), (by(&account), SENT_RESETS_PER_ACTOR)]
        {
            count(world, "received_reset_count", "resets", 0).await;
            let limit = ("sent_reset_count", attribute.as_str(), most);
            only_the_room(world, limit, 202, async || resets(&ada, &bob).await).await;
            count(world, "sent_reset_count", &attribute, 0).await;
        }
    });
}

#[test]
fn a_secret_that_is_to_be_confirmed_has_five_wrong_codes() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let begun =
            ada.api.post("/v1/me/second-factor", json!({ "password": usher_tests::PASSWORD })).await.expect(201);
        let app = Authenticator::scan(&begun);
        let wrong = app.wrong_code(world);
        let replies = at_once((0..MANY).map(|_| {
            let (ada, wrong) = (ada.clone(), wrong.clone());
            async move { ada.api.post("/v1/me/second-factor/confirm", json!({ "code": wrong })).await }
        }))
        .await;
        let judged = replies.iter().filter(|reply| reply.body["code"] == "wrong_code").count();
        assert_eq!(judged, 5, "{:?}", statuses(&replies));
        assert!(!statuses(&replies).contains_key(&200));
    });
}

#[test]
fn a_recovery_code_opens_one_session() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, ada) = world.account("mailing", ADA).await;
        let app = Authenticator::enrol(world, &ada).await;
        let code = app.recovery_codes[0].clone();
        let mut challenges = Vec::new();
        for _ in 0..MANY / 4 {
            challenges.push(Authenticator::challenge(world, ADA).await);
        }
        let replies = at_once(challenges.iter().cycle().take(MANY).map(|challenge| {
            let (api, body) = (world.api.clone(), json!({ "challenge": challenge, "recovery_code": code }));
            async move { api.post("/v1/sessions/second-factor", body).await }
        }))
        .await;
        let codes: Vec<_> = replies.iter().map(|reply| &reply.body["code"]).collect();
        assert_eq!(statuses(&replies).get(&201), Some(&1), "{:?} {codes:?}", statuses(&replies));
    });
}
