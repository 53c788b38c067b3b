//! The audit trail over HTTP.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use usher_local::Options;
use usher_tests::{Account, Member, Table, World, scenario, scenario_with, trail};

use usher_tests::shop;

async fn events(account: &Account, by: &Member, query: &str) -> Vec<Value> {
    let events = by.pages(&account.path(&format!("/audit-events?{query}"))).await;
    events.iter().for_each(trail::check);
    events
}

fn actions(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["action"].as_str().unwrap()).collect()
}

/// Adds a second between what happens before and what happens after.
async fn later(world: &World) {
    world.advance(SignedDuration::from_secs(1)).await;
}

/// A shop in which Olga hired Lee and invited Ned, whose invitation she sent again and then revoked; last, Lee invited
/// Ann.
async fn story(world: &World) -> (Account, Member, Value) {
    let (account, olga) = shop::open(world, "olga@example.com").await;
    later(world).await;
    let lee = shop::hire(world, &account, &olga, "lee@example.com", "lead").await;
    later(world).await;
    let row = vec![Member::row("ned@example.com", "clerk")];
    let invited = olga.invite_rows(&account, row).await.expect(200)["results"][0].clone();
    later(world).await;
    let of = |what: &str| account.path(&format!("/invitations/{}/{what}", invited["invitation"].as_str().unwrap()));
    olga.api.post(&of("resend"), json!({})).await.expect(200);
    later(world).await;
    olga.api.post(&of("revoke"), json!({})).await.expect(200);
    later(world).await;
    lee.invite_one(&account, "ann@example.com").await;
    (account, olga, invited)
}

#[test]
fn every_event_is_listed_the_newest_first_as_it_is_stored() {
    scenario(async |world| {
        let (account, olga, _) = story(world).await;
        let mut stored = Table::of(world).events(&account).await;
        stored.reverse();
        let listed = events(&account, &olga, "limit=100").await;
        assert_eq!(listed.len(), stored.len());
        for (listed, stored) in listed.iter().zip(&stored) {
            assert_eq!(*listed, trail::listed(stored));
        }
        let expected = [
            "invitation.created",
            "invitation.revoked",
            "invitation.resent",
            "invitation.created",
            "invitation.accepted",
            "invitation.created",
            "invitation.accepted",
        ];
        // What happens at one moment has no order.
        let mut found = actions(&listed);
        found.retain(|action| *action != "user.activated");
        assert_eq!(found[..7], expected);
        for limit in [1, 2, 3] {
            assert_eq!(events(&account, &olga, &format!("limit={limit}")).await, listed, "pages of {limit}");
        }
    });
}

#[test]
fn each_filter_finds_exactly_what_it_names_and_all_of_them_together_do() {
    scenario(async |world| {
        let (account, olga, ned) = story(world).await;
        let all = events(&account, &olga, "limit=100").await;
        let id = |name: &str| ned[name].as_str().unwrap().to_owned();
        let owner = &account.administrator;
        let cases = [
            (format!("actor={owner}"), 6),
            (format!("actor={owner}&action=invitation.created"), 2),
            ("actor=operator".to_owned(), 2),
            ("actor=system".to_owned(), 0),
            ("action=invitation.created".to_owned(), 4),
            ("action=invitation.revoked".to_owned(), 1),
            ("action=user.removed".to_owned(), 0),
            // A user's id and their invitation's lead to the same place.
            (format!("target={}", id("invitation")), 3),
            (format!("target={}", id("user")), 3),
            (format!("target={}&action=invitation.resent&actor={owner}", id("user")), 1),
            (format!("target={}", account.id), 1),
            (format!("target={}&action=account.created", account.id), 1),
            ("target=unt_aaaaaaaaaaaaaaaa".to_owned(), 0),
        ];
        for (query, count) in cases {
            let found = events(&account, &olga, &query).await;
            assert_eq!(found.len(), count, "{query}: {:?}", actions(&found));
            assert!(found.iter().all(|event| all.contains(event)), "{query}");
            assert_eq!(events(&account, &olga, &format!("limit=1&{query}")).await, found, "{query} in pages of one");
        }
        let of_ned = events(&account, &olga, &format!("target={}", id("user"))).await;
        assert_eq!(actions(&of_ned), ["invitation.revoked", "invitation.resent", "invitation.created"]);
    });
}

#[test]
fn a_time_narrows_every_list_from_its_first_instant_to_before_its_last() {
    scenario(async |world| {
        let (account, olga, ned) = story(world).await;
        let all = events(&account, &olga, "limit=100").await;
        let at = |event: &Value| event["at"].as_str().unwrap().parse::<Timestamp>().unwrap();
        let (resent, revoked) = (at(&all[2]), at(&all[1]));
        assert_eq!((actions(&all)[2], actions(&all)[1]), ("invitation.resent", "invitation.revoked"));
        let lists = [
            String::new(),
            format!("actor={}&", account.administrator),
            format!("target={}&", ned["user"].as_str().unwrap()),
        ];
        for list in &lists {
            let found =
                async |time: String| actions(&events(&account, &olga, &format!("{list}{time}")).await).join(" ");
            assert_eq!(found(format!("from={resent}&to={revoked}")).await, "invitation.resent", "{list}");
            let millisecond = SignedDuration::from_millis(1);
            assert_eq!(
                found(format!("from={resent}&to={}", revoked + millisecond)).await,
                "invitation.revoked invitation.resent"
            );
            assert_eq!(found(format!("from={}&to={}", resent + millisecond, revoked)).await, "");
            assert_eq!(found(format!("from={revoked}&to={resent}")).await, "", "no time at all");
            assert_eq!(found(format!("from={resent}&to={resent}")).await, "");
            assert!(found(format!("to={revoked}")).await.starts_with("invitation.resent "));
            assert!(found(format!("from={revoked}")).await.ends_with("invitation.revoked"));
        }
        assert_eq!(events(&account, &olga, "from=0001-01-01T00:00:00Z&to=9999-12-30T00:00:00Z&limit=100").await, all);
        let offset = events(&account, &olga, "from=1970-01-01T02:00:00%2B02:00&limit=100").await;
        assert_eq!(offset, all, "any offset");
    });
}

#[test]
fn what_usher_does_by_itself_is_there_without_a_request() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        olga.invite_one(&account, "late@example.com").await;
        world.advance(SignedDuration::from_hours(49)).await;
        world.system.sweep().await.unwrap();
        let olga = world.sign_in(&olga.email).await;
        let swept = events(&account, &olga, "actor=system").await;
        assert_eq!(actions(&swept), ["invitation.expired"]);
        assert_eq!(
            (&swept[0]["actor"], &swept[0]["request_id"], &swept[0]["source_ip"]),
            (&json!({ "type": "system" }), &Value::Null, &Value::Null)
        );
    });
}

#[test]
fn only_audit_read_opens_it_and_it_shows_one_account() {
    scenario(async |world| {
        let (account, olga, _) = story(world).await;
        let lee = world.sign_in("lee@example.com").await;
        lee.api.get(&account.path("/audit-events")).await.expect_problem(403, "forbidden");
        let (other, zoe) = shop::open(world, "zoe@example.com").await;
        zoe.api.get(&account.path("/audit-events")).await.expect_problem(404, "not_found");
        let of_others = events(&other, &zoe, "limit=100").await;
        assert!(!of_others.is_empty() && !of_others.iter().any(|event| event.to_string().contains("ned@example.com")));
        assert_eq!(events(&other, &zoe, &format!("actor={}", account.administrator)).await, Vec::<Value>::new());
        let after = olga.api.get(&account.path("/audit-events?limit=1")).await.expect(200)["page"]["after"]
            .as_str()
            .unwrap()
            .to_owned();
        let foreign = zoe.api.get(&other.path(&format!("/audit-events?limit=1&after={after}"))).await;
        foreign.expect_fields(&[("after", "invalid_cursor")]);
        let elsewhere =
            olga.api.get(&account.path(&format!("/audit-events?action=invitation.created&after={after}"))).await;
        elsewhere.expect_fields(&[("after", "invalid_cursor")]);
    });
}

#[test]
fn a_wrong_question_is_refused_with_all_that_is_wrong_in_it() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let wrong = "actor=nobody&target=%00&action=user.eaten&from=yesterday&to=2026-13-01&limit=101&after=x";
        let answer = olga.api.get(&account.path(&format!("/audit-events?{wrong}"))).await;
        answer.expect_fields(&[
            ("actor", "unknown_value"),
            ("target", "invalid_id"),
            ("action", "unknown_value"),
            ("from", "invalid_timestamp"),
            ("to", "invalid_timestamp"),
            ("limit", "out_of_range"),
        ]);
    });
}

#[test]
fn an_event_once_written_is_never_written_again() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let before = Table::of(world).events(&account).await;
        shop::hire(world, &account, &olga, "lee@example.com", "lead").await;
        let after = Table::of(world).events(&account).await;
        assert!(after.len() > before.len() && before.iter().all(|event| after.contains(event)));
        for (path, source) in usher_tests::sources(&["shared/src/store"]) {
            let versioned = ["Versioned for AuditEvent", "versioned!(AuditEvent"];
            let is_versioned = versioned.iter().any(|text| source.contains(text));
            assert!(!is_versioned, "{path}: no change replaces or removes one");
        }
    });
}
