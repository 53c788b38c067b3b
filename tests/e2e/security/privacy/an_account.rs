//! What an account has of someone who has not accepted yet: the same of everybody, known elsewhere or not.

use reqwest::Method;
use usher_tests::office::{self, grant, patch, post};
use usher_tests::resets::{self, OTHER, THIRD};
use usher_tests::{Api, Authenticator, PASSWORD, shop};

use super::*;

const GRACE: &str = "grace@example.com";

/// Who has the address. What each of them does elsewhere is [`Person::live`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Person {
    Unknown,
    KnownElsewhere,
    SignedInElsewhere,
    RemovedAtHome,
}

/// The account that expects the person, its administrator, and another one, where the person may be at home.
struct Story<'a> {
    world: &'a World,
    account: Account,
    ada: Member,
    home: Account,
    olga: Member,
}

impl<'a> Story<'a> {
    async fn begin(world: &'a World, activation: &str, person: Person) -> (Self, Option<Member>) {
        let (home, olga) = office::open(world, json!({}), "olga@example.com").await;
        let grace = match person {
            Person::Unknown => None,
            _ => Some(shop::hire(world, &home, &olga, GRACE, "worker").await),
        };
        let policies = json!({ "activation": activation, "credential_reset": { "reopens_invitation": true } });
        let fields = json!({ "access_model": office::model(policies), "product_name": "Brightbill" });
        let (account, ada) = world.account_with(fields, "worker", "ada@example.com").await;
        (Self { world, account, ada, home, olga }, grace)
    }

    /// The account is not there for `api`, whatever is asked.
    async fn is_not_there_for(&self, api: &Api) {
        let me = api.get("/v1/me").await.expect(200);
        assert!(!me.to_string().contains(&self.account.id), "{me}");
        for path in ["", "/users", "/access-model", "/audit-events"] {
            api.get(&self.account.path(path)).await.expect_problem(404, "not_found");
        }
        for path in ["/v1/sessions/switch", "/v1/sessions/token"] {
            api.post(path, json!({ "account": self.account.id })).await.expect_problem(404, "not_found");
        }
    }

    /// All that someone does with what is theirs, at home and beside it.
    async fn live(&self, person: Person, grace: Option<Member>) {
        let world = self.world;
        let forget = async |password: &str| {
            resets::forgot(&world.api, GRACE).await.expect(202);
            let token = resets::password_token(world, GRACE).await;
            resets::set_password(&world.api, &token, password).await.expect(204);
            let signed_in = resets::sign_in(world, GRACE, password).await.expect(201);
            assert!(!signed_in["accounts"].to_string().contains(&self.account.id), "{signed_in}");
            let api = world.api.with_token(signed_in["token"].as_str().unwrap());
            self.is_not_there_for(&api).await;
            api
        };
        let grace = grace.map(|grace| grace.api);
        match (person, grace) {
            (Person::SignedInElsewhere, Some(grace)) => {
                self.is_not_there_for(&grace).await;
                let member = Member { email: GRACE.to_owned(), api: grace.clone() };
                let app = Authenticator::enrol(world, &member).await;
                patch(&member, "/v1/me", json!({ "given_name": "Gracie" })).await.expect(200);
                app.wait(world).await;
                let off = json!({ "password": PASSWORD, "code": app.code(world) });
                grace.post("/v1/me/second-factor/disable", off).await.expect(204);
                resets::change(&grace, PASSWORD, THIRD).await.expect(204);
                grace.send(Method::DELETE, "/v1/sessions", &[], None).await.expect(204);
                self.is_not_there_for(&grace).await;
            }
            (Person::RemovedAtHome, Some(grace)) => {
                let of_grace = office::path(&self.olga, &self.home, GRACE).await;
                self.olga.api.delete(&of_grace).await.expect(204);
                self.is_not_there_for(&grace).await;
                forget(OTHER).await;
            }
            (_, Some(_)) => {
                let api = forget(OTHER).await;
                resets::change(&api, OTHER, THIRD).await.expect(204);
                forget(OTHER).await;
            }
            (_, None) => {
                resets::forgot(&world.api, GRACE).await.expect(202);
                resets::sign_in(world, GRACE, PASSWORD).await.expect_problem(401, "wrong_credentials");
            }
        }
    }

    /// Everything that the account can ask about the person, and the answers.
    async fn look(&self, seen: &mut Vec<Value>) {
        let of_grace = office::path(&self.ada, &self.account, GRACE).await;
        let lists = ["status=active", "status=pending", "status=deactivated", "external=true", "query=grace"];
        let lists = lists.map(|query| format!("/users?{query}"));
        let invitations = ["status=pending", "status=accepted", "delivery=delivered", "query=grace"];
        let invitations = invitations.map(|query| format!("/invitations?{query}"));
        let paths = lists.into_iter().chain(invitations).chain(["/audit-events".to_owned()]);
        let paths = paths.map(|path| self.account.path(&path));
        for path in paths.chain([of_grace.clone(), format!("{of_grace}/access")]) {
            let mut seen_there = faceless_reply(self.ada.api.get(&path).await, GRACE);
            // The order of what happened in one instant means nothing.
            if let Some(listed) = seen_there["body"]["data"].as_array_mut() {
                listed.sort_by_key(Value::to_string);
            }
            seen.push(seen_there);
        }
    }

    /// Everything that the account can do to the person, and the answers.
    async fn act(&self, seen: &mut Vec<Value>) {
        let (ada, account) = (&self.ada, &self.account);
        let of_grace = office::path(ada, account, GRACE).await;
        let row = Member::row(GRACE, "worker");
        let settled = async || self.world.system.settle().await.unwrap();
        let mut note = async |reply: Reply| {
            seen.push(faceless_reply(reply, GRACE));
            settled().await;
        };
        note(ada.api.post(&account.path("/users"), row.clone()).await).await;
        note(ada.invite_rows(account, vec![row]).await).await;
        for reset in [json!({ "password": true }), json!({ "second_factor": true })] {
            note(resets::send(ada, &of_grace, reset).await).await;
        }
        note(ada.api.delete(&format!("{of_grace}/sessions")).await).await;
        note(patch(ada, &of_grace, json!({ "grants": [grant("manager")] })).await).await;
        note(post(ada, &of_grace, "deactivate").await).await;
        note(post(ada, &of_grace, "reactivate").await).await;
        let invitation = ada.api.get(&of_grace).await.expect(200)["invitation"].as_str().unwrap().to_owned();
        note(post(ada, &account.path(&format!("/invitations/{invitation}")), "resend").await).await;
    }

    /// The emails in the name of the account, without their links and times, but for the answer to someone who says
    /// that they have forgotten a password which they do not have: they get it, and the account has nothing of it.
    fn mails(&self) -> Vec<Value> {
        let mails = self.world.system.mailbox().to(GRACE).into_iter();
        let mails = mails.filter(|mail| !mail.subject.contains("no password"));
        let ours = mails.filter(|mail| {
            let tag = mail.tags.get("usher-account");
            tag == Some(&self.account.id) || format!("{mail:?}").contains("Brightbill")
        });
        ours.map(|mail| {
            let is_of_its_own = |line: &&str| line.starts_with("http") || line.ends_with("UTC.");
            let text: Vec<&str> = mail.text.lines().filter(|line| !is_of_its_own(line)).collect();
            json!([mail.from, mail.reply_to, mail.subject, text])
        })
        .collect()
    }

    /// The person accepts, which is their act for this account: it has them from now on, and they it.
    async fn accept(&self, person: Person) {
        let token = resets::tokens(self.world, "ush_inv_", GRACE).await.pop().unwrap();
        if person == Person::Unknown {
            let accept = json!({ "token": token, "password": OTHER });
            self.world.api.post("/v1/invitations/accept", accept).await.expect(200);
        }
        let password = if person == Person::SignedInElsewhere { THIRD } else { OTHER };
        let grace = resets::signed_in(self.world, GRACE, password).await;
        if person != Person::Unknown {
            grace.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
        }
        let me = grace.api.get("/v1/me").await.expect(200);
        assert!(me.to_string().contains(&self.account.id), "{me}");
        let user = office::user(&self.ada, &self.account, GRACE).await;
        let is_external = matches!(person, Person::KnownElsewhere | Person::SignedInElsewhere);
        assert_eq!((&user["status"], user["external"] == true), (&json!("active"), is_external), "{person:?}");
        assert_eq!(user["invitation"], Value::Null);
    }
}

/// All that the account has before the person accepts: answers, and emails in its name.
fn had(activation: &str, person: Person) -> (Vec<Value>, Vec<Value>) {
    let mut had = None;
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (story, grace) = Story::begin(world, activation, person).await;
        let mut seen = Vec::new();
        let created = story.ada.api.post(&story.account.path("/users"), Member::row(GRACE, "worker")).await;
        seen.push(faceless_reply(created, GRACE));
        world.system.settle().await.unwrap();
        story.look(&mut seen).await;
        story.live(person, grace).await;
        world.system.settle().await.unwrap();
        story.look(&mut seen).await;
        story.act(&mut seen).await;
        story.look(&mut seen).await;
        story.accept(person).await;
        had = Some((seen, story.mails()));
    });
    had.unwrap()
}

#[test]
fn has_nothing_of_a_person_who_has_not_accepted_known_elsewhere_or_not() {
    for activation in ["on_create", "on_accept", "on_first_sign_in"] {
        let (seen, mails) = had(activation, Person::Unknown);
        assert_eq!(mails.len(), 4, "created, reset, reactivated, sent again");
        for person in [Person::KnownElsewhere, Person::SignedInElsewhere, Person::RemovedAtHome] {
            let (theirs, their_mails) = had(activation, person);
            assert_eq!(seen.len(), theirs.len());
            for (number, (unknown, known)) in seen.iter().zip(&theirs).enumerate() {
                assert_eq!(known, unknown, "answer {number}: {person:?}, {activation}");
            }
            assert_eq!(their_mails, mails, "{person:?}, {activation}");
        }
    }
}
