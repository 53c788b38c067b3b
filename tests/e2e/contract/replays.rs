//! To whom a kept answer is given: to a caller who may still ask, however they write the path, and to nobody else.

use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Api, PASSWORD, Reply, World, scenario, whole_table};

use super::openapi::{document, operations};
use super::stage::{Stage, example, is_for, is_public};

fn is_replayed(reply: &Reply) -> bool {
    reply.headers.contains_key("idempotency-replayed")
}

/// A POST of the document, for a caller who has to say who they are.
struct Call {
    path: String,
    key: String,
    body: Value,
}

impl Call {
    /// All of them, with the bodies that the document shows.
    fn all(stage: &Stage<'_>) -> Vec<Self> {
        let document = document();
        let posts = operations().into_iter().filter(|(name, operation)| {
            name.starts_with("POST ") && !is_public(operation) && !is_for("operator", operation)
        });
        let call = |(name, operation): (String, Value)| {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let body = example(&document, schema).unwrap_or_else(|| json!({}));
            Self { path: stage.path(name.trim_start_matches("POST ")), key: name, body }
        };
        posts.map(call).collect()
    }

    async fn send(&self, api: &Api, path: &str) -> Reply {
        let key = self.key.replace(' ', "-");
        api.post_with(path, &[("idempotency-key", &key)], self.body.clone()).await
    }
}

/// The same path as clients may write it.
fn spellings(path: &str) -> [String; 4] {
    let first = |path: &str| path.replace("/acc", "/%61cc").replace("/sessions", "/%73essions").replace("/me", "/%6de");
    [path.to_owned(), path.replace('_', "%5f"), path.replace('_', "%5F"), first(path)]
}

#[test]
fn nobody_who_was_put_out_gets_an_answer_again_however_they_write_the_path() {
    scenario(async |world| {
        let stage = Stage::set(world).await;
        let carl = stage.desk.join(stage.desk.row("carl@example.com", "admin")).await;
        let calls = Call::all(&stage);
        let (mut replayed, mut spelt) = (0, 0);
        for call in &calls {
            call.send(&carl.api, &call.path).await;
            replayed += usize::from(is_replayed(&call.send(&carl.api, &call.path).await));
            spelt += usize::from(is_replayed(&call.send(&carl.api, &call.path.replace('_', "%5f")).await));
        }
        assert!(replayed >= 10 && spelt == replayed, "{replayed} are repeated, {spelt} in another spelling");

        let path = stage.desk.user_path("carl@example.com").await;
        stage.desk.admin.api.post(&format!("{path}/deactivate"), json!({})).await.expect(200);
        let of_the_account = calls.iter().filter(|call| call.path.starts_with("/v1/accounts/"));
        put_out(&carl.api, of_the_account, 404).await;
        carl.api.delete("/v1/sessions/current").await.expect(204);
        put_out(&carl.api, calls.iter(), 401).await;
    });
}

/// Repeats the calls of someone who is answered that there is nothing.
async fn put_out<'c>(api: &Api, calls: impl Iterator<Item = &'c Call>, status: u16) {
    for call in calls {
        for path in spellings(&call.path) {
            let reply = call.send(api, &path).await;
            assert!(!is_replayed(&reply), "{path}: {}", reply.body);
            // A gateway need not find a route by a name that is written otherwise.
            assert!([status, 404].contains(&reply.status.as_u16()), "{path}: {} {}", reply.status, reply.body);
        }
    }
}

const KEY: [(&str, &str); 1] = [("idempotency-key", "1")];

#[test]
fn a_strangers_key_is_no_one_elses() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let forgot = json!({ "email": "ada@example.com" });
        for _ in 0..2 {
            // A newer request takes the place of one whose email is still to be sent.
            world.system.settle().await.expect("the outbox runs empty");
            world.system.mailbox().clear();
            let reply = world.api.post_with("/v1/password-resets", &KEY, forgot.clone()).await;
            assert!(!is_replayed(&reply));
            reply.expect(202);
            world.system.settle().await.expect("the outbox runs empty");
            assert_eq!(world.system.mailbox().to("ada@example.com").len(), 1, "each request is one");
        }

        ada.invite(&account, &["bob@example.com", "eve@example.com"]).await;
        for email in ["bob@example.com", "eve@example.com"] {
            let body = json!({ "token": world.link(email).await, "password": PASSWORD });
            let accept = async || world.api.post_with("/v1/invitations/accept", &KEY, body.clone()).await;
            assert!(!is_replayed(&accept().await), "{email} is told apart by the link");
            let again = accept().await;
            assert!(is_replayed(&again), "{email} shows the link");
            again.expect(200);
        }
    });
}

#[test]
fn what_a_link_is_for_is_looked_up_again_each_time() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "bob@example.com").await;
        let link = json!({ "token": world.link("bob@example.com").await });
        let status = async || {
            let reply = world.api.post_with("/v1/invitations/lookup", &KEY, link.clone()).await;
            assert!(!is_replayed(&reply));
            reply.expect(200)["status"].clone()
        };
        assert_eq!(status().await, "pending");
        ada.api.post(&account.path(&format!("/invitations/{invitation}/revoke")), json!({})).await.expect(200);
        assert_eq!(status().await, "revoked");
    });
}

#[test]
fn an_acceptance_is_not_repeated_once_its_user_is_gone() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite(&account, &["bob@example.com"]).await;
        let body = json!({ "token": world.link("bob@example.com").await, "password": PASSWORD });
        let accept = async || world.api.post_with("/v1/invitations/accept", &KEY, body.clone()).await;
        accept().await.expect(200);
        let path = usher_tests::office::path(&ada, &account, "bob@example.com").await;
        ada.api.delete(&path).await.expect(204);
        let again = accept().await;
        assert!(!is_replayed(&again));
        again.expect_problem(409, "invitation_not_pending");
    });
}

#[test]
fn nothing_is_kept_of_what_a_stranger_is_refused() {
    scenario(async |world: &World| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        ada.invite(&account, &["bob@example.com"]).await;
        let link = world.link("bob@example.com").await;
        let unknown: Vec<String> = (0..2_000).map(|number| format!(r#""{number}":1"#)).collect();
        let junk = format!("{{{}}}", unknown.join(","));
        for (path, body) in [
            ("/v1/sessions", junk.clone()),
            ("/v1/sessions", json!({ "email": "ada@example.com", "password": "wrong" }).to_string()),
            ("/v1/invitations/lookup", json!({ "token": link }).to_string()),
            ("/v1/invitations/accept", json!({ "token": link, "password": "short" }).to_string()),
            ("/v1/password-resets", json!({ "email": "nobody" }).to_string()),
            ("/v1/password-resets/complete", json!({ "token": "x", "password": "y" }).to_string()),
        ] {
            world.api.send(Method::POST, path, &KEY, Some(body)).await;
        }
        let items = whole_table::items(world).await;
        assert!(!items.keys().any(|(partition, _)| partition.starts_with("IDEMPOTENCY#")), "nothing is kept");
    });
}
