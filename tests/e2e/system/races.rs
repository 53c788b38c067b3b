//! Many who want the same thing at once: one gets it, the others learn why not, and nothing is left half done.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use usher_local::Options;
use usher_tests::{Account, Member, Reply, World, scenario, scenario_with};

use usher_tests::environment::{accept, at_once, people, tokens};
use usher_tests::invariants::assert_sound;

/// Invites `emails` and waits for their emails; each with the invitation's id and the link's token.
async fn invited(world: &World, account: &Account, by: &Member, emails: &[String]) -> Vec<(String, String)> {
    let rows = emails.iter().map(|email| Member::row(email, account.role)).collect();
    let body = by.invite_rows(account, rows).await.expect(200);
    world.system.settle().await.expect("the outbox runs empty");
    let id = |place: usize| body["results"][place]["invitation"].as_str().expect("an id").to_owned();
    emails.iter().enumerate().map(|(place, email)| (id(place), tokens(world, email).pop().expect("an email"))).collect()
}

fn statuses<'a>(replies: impl IntoIterator<Item = &'a Reply>) -> Vec<u16> {
    replies.into_iter().map(|reply| reply.status.as_u16()).collect()
}

#[test]
fn of_64_acceptances_of_one_invitation_at_once_one_succeeds() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "bob@example.com").await;
        let token = world.link("bob@example.com").await;

        let replies = at_once((0..64).map(|_| accept(world.api.clone(), token.clone()))).await;

        let (accepted, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
        assert_eq!((accepted.len(), refused.len()), (1, 63));
        for reply in refused {
            reply.expect_problem(409, "invitation_not_pending");
        }
        let table = assert_sound(world).await;
        assert_eq!(table.events("invitation.accepted", Some(&invitation)).len(), 1);
        assert_eq!(ada.users(&account, "active").await, ["ada@example.com", "bob@example.com"]);
        world.sign_in("bob@example.com").await;
    });
}

/// How many milliseconds before its end each invitation is fought for. Before the first, nobody is too late; at the
/// last, everybody is.
const MARGINS: [i64; 18] = [20_000, 20_000, 160, 120, 90, 70, 55, 45, 35, 28, 22, 17, 13, 9, 6, 3, 1, 0];

#[test]
fn accept_against_revoke_against_the_sweep_at_the_instant_of_expiry_ends_in_one_state() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let mut rounds = Vec::new();
        for email in people("bob", MARGINS.len()) {
            rounds.extend(invited(world, &account, &ada, &[email]).await);
            world.system.clock().advance(SignedDuration::from_mins(5)).expect("the clock moves");
        }
        world.system.clock().advance(SignedDuration::from_hours(46)).expect("the clock moves");
        let ada = world.sign_in("ada@example.com").await;

        for (margin, (id, token)) in MARGINS.iter().zip(&rounds) {
            move_to(world, &expiry(&ada, &account, id).await, *margin);
            let (api, ada, path) = (world.api.clone(), ada.clone(), account.path(&format!("/invitations/{id}/revoke")));
            let accepting = tokio::spawn(accept(api, token.clone()));
            let revoking = tokio::spawn(async move { ada.api.post(&path, json!({})).await });
            world.system.sweep().await.expect("the sweep runs");
            let (accepted, revoked) = (accepting.await.expect("an answer"), revoking.await.expect("an answer"));

            // Revoking works on expired invitations, too, so that it succeeds unless someone has accepted.
            match (accepted.status.as_u16(), revoked.status.as_u16()) {
                (200, 409) => drop(revoked.expect_problem(409, "invitation_not_pending")),
                (409, 200) => drop(accepted.expect_problem(409, "invitation_not_pending")),
                (410, 200) => drop(accepted.expect_problem(410, "invitation_expired")),
                other => panic!("{other:?} {} {}", accepted.body, revoked.body),
            }
        }
        world.system.sweep().await.expect("the sweep runs");
        let table = assert_sound(world).await;
        assert_eq!(table.invitation_statuses().get("pending"), None);
        assert_eq!(table.invitation_statuses().get("expired"), None);
    });
}

#[test]
fn accept_against_the_sweep_at_the_instant_of_expiry_ends_accepted_or_expired() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let mut rounds = Vec::new();
        for email in people("bob", MARGINS.len()) {
            rounds.extend(invited(world, &account, &ada, &[email]).await);
            world.system.clock().advance(SignedDuration::from_mins(5)).expect("the clock moves");
        }
        world.system.clock().advance(SignedDuration::from_hours(46)).expect("the clock moves");
        let ada = world.sign_in("ada@example.com").await;

        let mut answers = Vec::new();
        for (margin, (id, token)) in MARGINS.iter().zip(&rounds) {
            move_to(world, &expiry(&ada, &account, id).await, *margin);
            let accepting = tokio::spawn(accept(world.api.clone(), token.clone()));
            world.system.sweep().await.expect("the sweep runs");
            let accepted = accepting.await.expect("an answer");
            answers.push(accepted.status.as_u16());
            world.system.clock().advance(SignedDuration::from_secs(30)).expect("the clock moves");
            world.system.sweep().await.expect("the sweep runs");
            let expected = if accepted.status == 200 { "accepted" } else { "expired" };
            assert_eq!(ada.invitation(&account, id).await["status"], expected);
        }
        assert_eq!((answers[0], answers[MARGINS.len() - 1]), (200, 410), "{answers:?}");
        assert!(answers.iter().all(|status| matches!(status, 200 | 410)), "{answers:?}");
        let table = assert_sound(world).await;
        assert_eq!(
            table.events("invitation.expired", None).len(),
            answers.iter().filter(|status| **status == 410).count()
        );
    });
}

async fn expiry(ada: &Member, account: &Account, id: &str) -> Timestamp {
    ada.invitation(account, id).await["expires_at"].as_str().expect("a time").parse().expect("a time")
}

/// Moves the clock to `margin` milliseconds before `instant`, unless that is over.
fn move_to(world: &World, instant: &Timestamp, margin: i64) {
    let clock = world.system.clock();
    let distance = (*instant - SignedDuration::from_millis(margin)).duration_since(clock.now());
    if distance > SignedDuration::ZERO {
        clock.advance(distance).expect("the clock moves");
    }
}

#[test]
fn of_accept_and_decline_at_once_one_succeeds() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        for (_, token) in invited(world, &account, &ada, &people("bob", 8)).await {
            let (api, body) = (world.api.clone(), json!({ "token": token }));
            let accepting = tokio::spawn(accept(world.api.clone(), token.clone()));
            let declining = tokio::spawn(async move { api.post("/v1/invitations/decline", body).await });
            let (accepted, declined) = (accepting.await.expect("an answer"), declining.await.expect("an answer"));
            let refused = match (accepted.status.as_u16(), declined.status.as_u16()) {
                (200, _) => declined,
                (_, 204) => accepted,
                other => panic!("{other:?} {} {}", accepted.body, declined.body),
            };
            refused.expect_problem(409, "invitation_not_pending");
        }
        let statuses = assert_sound(world).await.invitation_statuses();
        assert_eq!(statuses.values().sum::<usize>(), 9, "{statuses:?}");
        assert!(statuses.keys().all(|status| matches!(status.as_str(), "accepted" | "declined")), "{statuses:?}");
    });
}

#[test]
fn of_accept_and_resend_at_once_either_the_old_link_wins_or_only_the_new_one_works() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails = people("bob", 8);
        for ((id, token), email) in invited(world, &account, &ada, &emails).await.into_iter().zip(&emails) {
            let (ada, path) = (ada.clone(), account.path(&format!("/invitations/{id}/resend")));
            let accepting = tokio::spawn(accept(world.api.clone(), token.clone()));
            let resending = tokio::spawn(async move { ada.api.post(&path, json!({})).await });
            let (accepted, resent) = (accepting.await.expect("an answer"), resending.await.expect("an answer"));
            match (accepted.status.as_u16(), resent.status.as_u16()) {
                (200, 409) => drop(resent.expect_problem(409, "invitation_not_pending")),
                (404, 200) => {
                    world.accept(email).await.expect(200);
                    accept(world.api.clone(), token).await.expect_problem(404, "not_found");
                }
                other => panic!("{other:?} {} {}", accepted.body, resent.body),
            }
        }
        let table = assert_sound(world).await;
        assert_eq!(table.invitation_statuses(), BTreeMap::from([("accepted".to_owned(), 9)]));
    });
}

#[test]
fn identical_bulk_invitations_at_once_invite_each_address_once() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_rows(&account, vec![Member::row("grace@example.com", "admin")]).await.expect(200);
        world.accept("grace@example.com").await.expect(200);
        let grace = world.sign_in("grace@example.com").await;
        let emails = people("bob", 40);
        let rows: Vec<Value> = emails.iter().map(|email| Member::row(email, account.role)).collect();
        let reversed: Vec<Value> = rows.iter().rev().cloned().collect();

        let calls = [(ada.clone(), rows.clone()), (ada.clone(), reversed), (grace, rows)];
        let replies = at_once(calls.map(|(by, rows)| {
            let account = account.clone();
            async move { by.invite_rows(&account, rows).await }
        }))
        .await;

        let mut verdicts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut invitations: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for reply in replies {
            for result in reply.expect(200)["results"].as_array().expect("results") {
                let field = |name: &str| result[name].as_str().expect("a text").to_owned();
                verdicts.entry(field("email")).or_default().push(field("verdict"));
                invitations.entry(field("email")).or_default().insert(field("invitation"));
            }
        }
        assert_eq!(verdicts.len(), 40);
        for (email, mut verdicts) in verdicts {
            verdicts.sort();
            assert_eq!(verdicts, ["already_invited", "already_invited", "invited"], "{email}");
            assert_eq!(invitations[&email].len(), 1, "everybody is told the same invitation");
        }
        let table = assert_sound(world).await;
        assert_eq!(table.events("invitation.created", None).len(), 42);
        for email in &emails {
            assert_eq!(world.system.mailbox().to(email).len(), 1, "{email}");
        }
    });
}

#[test]
fn of_two_administrators_who_change_the_same_version_at_once_one_succeeds() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite_rows(&account, vec![Member::row("grace@example.com", "admin")]).await.expect(200);
        world.accept("grace@example.com").await.expect(200);
        let grace = world.sign_in("grace@example.com").await;
        let pairs = [("revoke", "resend"), ("revoke", "revoke"), ("resend", "resend")];
        let invitations = invited(world, &account, &ada, &people("bob", pairs.len() * 4)).await;
        for ((id, _), (first, second)) in invitations.iter().zip(pairs.iter().cycle()) {
            let etag = ada.api.get(&account.path(&format!("/invitations/{id}"))).await.etag();
            let calls = [(&ada, first), (&grace, second)].map(|(by, what)| {
                let (by, etag, path) = (by.clone(), etag.clone(), account.path(&format!("/invitations/{id}/{what}")));
                async move { by.api.post_with(&path, &[("if-match", &etag)], json!({})).await }
            });
            let mut replies = at_once(calls).await;
            replies.sort_by_key(|reply| reply.status);
            assert_eq!(statuses(&replies), [200, 412], "{first} and {second}");
            replies.remove(1).expect_problem(412, "stale_version");
        }
        assert_sound(world).await;
    });
}

#[test]
fn someone_new_who_accepts_the_invitations_of_two_accounts_at_once_becomes_one_person() {
    scenario(async |world| {
        let (north, ada) = world.account("invoicing", "ada@example.com").await;
        let (south, eve) = world.account("invoicing", "eve@example.com").await;
        let emails = people("bob", 4);
        let to_north = invited(world, &north, &ada, &emails).await;
        let to_south = invited(world, &south, &eve, &emails).await;
        for (email, (first, second)) in emails.iter().zip(to_north.iter().zip(&to_south)) {
            let calls = [&first.1, &second.1].map(|token| accept(world.api.clone(), token.clone()));
            let replies = at_once(calls).await;
            let refused = replies.iter().position(|reply| reply.status != 200).expect("one of them is told to sign in");
            assert_eq!(statuses(&replies).iter().filter(|status| **status == 200).count(), 1, "{email}");
            let left = if refused == 0 { &first.1 } else { &second.1 };
            replies.into_iter().nth(refused).expect("a reply").expect_problem(409, "sign_in_required");

            let bob = world.sign_in(email).await;
            bob.api.post("/v1/invitations/accept", json!({ "token": left })).await.expect(200);
            let me = bob.api.get("/v1/me").await.expect(200);
            assert_eq!(me["accounts"].as_array().map(Vec::len), Some(2), "{me}");
        }
        let table = assert_sound(world).await;
        assert_eq!((table.of_kind("person").len(), table.of_kind("membership").len()), (6, 10));
    });
}

#[test]
fn of_64_calls_with_one_idempotency_key_at_once_one_is_run() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let body = json!({ "invitations": [Member::row("bob@example.com", account.role)] });
        let path = account.path("/invitations");
        let call = || {
            let (ada, path, body) = (ada.clone(), path.clone(), body.clone());
            async move { ada.api.post_with(&path, &[("idempotency-key", "once")], body).await }
        };
        let mut answers = BTreeSet::new();
        for reply in at_once((0..64).map(|_| call())).await {
            match reply.status.as_u16() {
                200 => drop(answers.insert(reply.body.to_string())),
                _ => drop(reply.expect_problem(409, "request_in_progress")),
            }
        }
        assert_eq!(answers.len(), 1, "{answers:?}");
        let later = call().await.expect(200);
        assert_eq!(later["results"][0]["verdict"], "invited");
        assert_eq!(answers.first(), Some(&later.to_string()));
        let table = assert_sound(world).await;
        assert_eq!(table.events("invitation.created", None).len(), 2);
        assert_eq!(world.system.mailbox().to("bob@example.com").len(), 1);
    });
}
