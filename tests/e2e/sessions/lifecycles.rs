//! Sessions and resets in any order of events, against a model that is too simple to be wrong: nothing opens after it
//! was revoked, and no link works twice.

use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use usher_tests::{Account, Api, Member, World, scenario_with};

use usher_tests::resets::{send, send_for_factor};
use usher_tests::{office, shop, whole_table};

const BOB: &str = "bob@example.com";

/// How many events a story has. Self-service links are limited in an hour, which a story does not outlive by much.
const EVENTS: usize = 24;

/// A session as it should be.
struct Session {
    api: Api,
    id: String,
    is_open: bool,
    /// Whether an administrator of the account has ended it there.
    is_closed_in_account: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Password,
    SecondFactor,
}

/// The link of a credential reset as it should be.
struct Link {
    kind: Kind,
    token: String,
    works: bool,
    /// The link that it was sent together with: what is done with that one does not end it.
    sibling: Option<usize>,
    /// Whether it came through the account where Bob is deactivated now and then.
    through_account: bool,
    age: SignedDuration,
}

/// Bob, who is in two accounts: one where his administrator does as she likes with him, and one that leaves him alone.
struct Story<'a> {
    world: &'a World,
    account: Account,
    elsewhere: Account,
    ada: Member,
    /// Bob's user in the first account.
    path: String,
    is_active: bool,
    passwords: usize,
    asked: usize,
    sessions: Vec<Session>,
    links: Vec<Link>,
    told: Vec<String>,
}

#[test]
fn no_order_of_events_leaves_access_after_revocation_or_lets_a_link_work_twice() {
    for seed in 0..12 {
        scenario_with(whole_table::quiet(), async |world| {
            let mut story = Story::begin(world).await;
            let mut rng = StdRng::seed_from_u64(seed);
            for _ in 0..EVENTS {
                story.happen(&mut rng).await;
                story.check(seed).await;
            }
            story.end(seed).await;
        });
    }
}

fn password(number: usize) -> String {
    format!("a quiet harbour at dusk {number}")
}

impl<'a> Story<'a> {
    async fn begin(world: &'a World) -> Self {
        let policies = json!({ "offboarding": { "deactivate": true, "remove": true } });
        let (account, ada) = office::open(world, policies.clone(), "ada@example.com").await;
        let (elsewhere, eve) = office::open(world, policies, "eve@example.org").await;
        let bob = shop::hire(world, &account, &ada, BOB, "worker").await;
        eve.invite_rows(&elsewhere, vec![Member::row(BOB, "worker")]).await.expect(200);
        let token = world.link(BOB).await;
        bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        let path = office::path(&ada, &account, BOB).await;
        let change = json!({ "current_password": usher_tests::PASSWORD, "new_password": password(0) });
        bob.api.post("/v1/me/password", change).await.expect(204);
        bob.api.delete("/v1/sessions/current").await.expect(204);
        let (sessions, links, told) = (Vec::new(), Vec::new(), Vec::new());
        Self { world, account, elsewhere, ada, path, is_active: true, passwords: 0, asked: 0, sessions, links, told }
    }

    async fn happen(&mut self, rng: &mut StdRng) {
        let session = (!self.sessions.is_empty()).then(|| rng.random_range(0..self.sessions.len()));
        let open = session.filter(|place| self.sessions[*place].is_open);
        let event = rng.random_range(0..16);
        self.told.push(format!("{event} {session:?}"));
        match (event, open) {
            (0 | 1, _) => self.sign_in().await,
            (2, Some(place)) => {
                self.sessions[place].api.delete("/v1/sessions/current").await.expect(204);
                self.sessions[place].is_open = false;
            }
            (3, Some(place)) => {
                self.sessions[place].api.delete("/v1/sessions").await.expect(204);
                self.end_sessions_but(Some(place));
                self.links.iter_mut().for_each(|link| link.works = false);
            }
            (4, Some(place)) => self.change_password(place).await,
            (5, Some(place)) => self.end_one(place, rng).await,
            (6, _) => {
                self.ada.api.delete(&format!("{}/sessions", self.path)).await.expect(204);
                self.sessions
                    .iter_mut()
                    .filter(|session| session.is_open)
                    .for_each(|session| session.is_closed_in_account = true);
            }
            (7, _) => self.deactivate_or_reactivate().await,
            (8, _) if self.asked < 4 => self.ask_for_a_link().await,
            (9, _) if self.is_active && self.asked < 4 => self.send(&[Kind::Password]).await,
            (11, _) if self.is_active && self.asked < 4 => self.send(&[Kind::SecondFactor]).await,
            (12 | 13, _) if self.is_active && self.asked < 4 => self.send(&[Kind::Password, Kind::SecondFactor]).await,
            (10 | 14 | 15, _) if !self.links.is_empty() => {
                // One of the newest: those before no longer work, and are followed at the end.
                let link = rng.random_range(self.links.len().saturating_sub(2)..self.links.len());
                self.follow(link).await;
            }
            _ => self.pass_time().await,
        }
    }

    async fn sign_in(&mut self) {
        let body = json!({ "email": BOB, "password": password(self.passwords) });
        let signed_in = self.world.api.post("/v1/sessions", body).await.expect(201);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let (api, id) = (self.world.api.with_token(&text(&signed_in["token"])), text(&signed_in["session"]["id"]));
        self.sessions.push(Session { api, id, is_open: true, is_closed_in_account: false });
    }

    fn end_sessions_but(&mut self, kept: Option<usize>) {
        for (place, session) in self.sessions.iter_mut().enumerate() {
            session.is_open &= Some(place) == kept;
        }
    }

    async fn change_password(&mut self, place: usize) {
        let body =
            json!({ "current_password": password(self.passwords), "new_password": password(self.passwords + 1) });
        self.sessions[place].api.post("/v1/me/password", body).await.expect(204);
        self.passwords += 1;
        self.end_sessions_but(Some(place));
        self.links.iter_mut().for_each(|link| link.works = false);
    }

    async fn end_one(&mut self, by: usize, rng: &mut StdRng) {
        let of = rng.random_range(0..self.sessions.len());
        let reply = self.sessions[by].api.delete(&format!("/v1/sessions/{}", self.sessions[of].id)).await;
        let expected: &[u16] = if self.sessions[of].is_open { &[204] } else { &[204, 404] };
        assert!(expected.contains(&reply.status.as_u16()), "{}", reply.body);
        self.sessions[of].is_open = false;
    }

    async fn deactivate_or_reactivate(&mut self) {
        let what = if self.is_active { "deactivate" } else { "reactivate" };
        office::post(&self.ada, &self.path, what).await.expect(200);
        self.is_active = !self.is_active;
        if !self.is_active {
            // A user who is reactivated signs in again.
            self.sessions
                .iter_mut()
                .filter(|session| session.is_open)
                .for_each(|session| session.is_closed_in_account = true);
            self.links.iter_mut().filter(|link| link.through_account).for_each(|link| link.works = false);
        }
    }

    async fn ask_for_a_link(&mut self) {
        self.world.api.post("/v1/password-resets", json!({ "email": BOB })).await.expect(202);
        self.take(&[Kind::Password], self.is_active).await;
    }

    async fn send(&mut self, kinds: &[Kind]) {
        let body = json!({
            "password": kinds.contains(&Kind::Password), "second_factor": kinds.contains(&Kind::SecondFactor),
        });
        let reply = if kinds.contains(&Kind::SecondFactor) {
            send_for_factor(self.world, &self.ada, &self.path, BOB, body).await
        } else {
            send(&self.ada, &self.path, body).await
        };
        reply.expect(202);
        self.take(kinds, true).await;
    }

    /// Takes the new links from the mailbox. Each kills the one of its kind that was sent before.
    async fn take(&mut self, kinds: &[Kind], through_account: bool) {
        self.asked += 1;
        self.world.system.settle().await.expect("the outbox runs empty");
        let mails = self.world.system.mailbox().to(BOB);
        for kind in kinds {
            let page = if *kind == Kind::Password { "/password-reset#token=" } else { "/second-factor-reset#token=" };
            let links = mails.iter().rev().flat_map(|mail| mail.links.iter());
            let token = links
                .filter_map(|link| link.split_once(page))
                .map(|(_, token)| token.to_owned())
                .next()
                .expect("a link");
            self.links.iter_mut().filter(|link| link.kind == *kind).for_each(|link| link.works = false);
            self.links.push(Link {
                kind: *kind,
                token,
                works: true,
                sibling: None,
                through_account,
                age: SignedDuration::ZERO,
            });
        }
        if let ([_, _], last) = (kinds, self.links.len() - 1) {
            self.links[last].sibling = Some(last - 1);
            self.links[last - 1].sibling = Some(last);
        }
    }

    /// Follows a link: with a new password, or with the present one, as the link for the second factor asks for.
    async fn follow(&mut self, link: usize) {
        let (path, number) = match self.links[link].kind {
            Kind::Password => ("/v1/password-resets/complete", self.passwords + 1),
            Kind::SecondFactor => ("/v1/second-factor-resets/complete", self.passwords),
        };
        let body = json!({ "token": self.links[link].token, "password": password(number) });
        let reply = self.world.api.post(path, body).await;
        if !self.links[link].works {
            assert!(
                [404, 409, 410].contains(&reply.status.as_u16()),
                "a dead link: {} {}, {:?}",
                reply.status,
                reply.body,
                self.told
            );
            return;
        }
        reply.expect(204);
        self.passwords = number;
        self.end_sessions_but(None);
        self.links.iter_mut().for_each(|other| other.works &= other.sibling == Some(link));
    }

    /// Half an hour, in which every session is used once.
    async fn pass_time(&mut self) {
        let half = SignedDuration::from_mins(30);
        self.world.advance(half).await;
        self.ada.api.get("/v1/sessions/current").await.expect(200);
        for link in &mut self.links {
            link.age = link.age.checked_add(half).expect("a short story");
            link.works &= link.age < SignedDuration::from_mins(60);
        }
    }

    /// What is open is what should be, in both accounts and outside of them.
    async fn check(&self, seed: u64) {
        for (place, session) in self.sessions.iter().enumerate() {
            let status = async |path: &str| session.api.get(path).await.status.as_u16();
            let found = (
                status("/v1/sessions/current").await,
                status(&self.elsewhere.path("")).await,
                status(&self.account.path("")).await,
            );
            let expected = match (session.is_open, session.is_closed_in_account, self.is_active) {
                (false, ..) => (401, 401, 401),
                (true, _, false) => (200, 200, 404),
                (true, true, true) => (200, 200, 401),
                (true, false, true) => (200, 200, 200),
            };
            assert_eq!(found, expected, "session {place} after {:?} (seed {seed})", self.told);
        }
    }

    /// Every link once more, and whatever password is not the last.
    async fn end(mut self, seed: u64) {
        for link in (0..self.links.len()).chain(0..self.links.len()) {
            self.follow(link).await;
            self.check(seed).await;
        }
        let sign_in = async |number: usize| {
            self.world
                .api
                .post("/v1/sessions", json!({ "email": BOB, "password": password(number) }))
                .await
                .status
                .as_u16()
        };
        assert_eq!(sign_in(self.passwords).await, 201, "{:?}", self.told);
        if self.passwords > 0 {
            assert_eq!(sign_in(self.passwords - 1).await, 401);
        }
    }
}
