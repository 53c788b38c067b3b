//! Listing users, and looking at one.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use serde_json::{Value, json};
use usher_tests::{Account, Member, Reply, Table, World, scenario};

fn emails(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap()).collect()
}

async fn colleague(world: &World, account: &Account, by: &Member, email: &str) -> Member {
    by.invite_one(account, email).await;
    world.accept(email).await.expect(200);
    world.sign_in(email).await
}

/// The user of the person who is signed in.
async fn own_path(account: &Account, member: &Member) -> String {
    let me = member.api.get("/v1/me").await.expect(200);
    let accounts = me["accounts"].as_array().unwrap();
    let here = accounts.iter().find(|one| one["id"] == account.id.as_str()).unwrap();
    account.path(&format!("/users/{}", here["user"]["id"].as_str().unwrap()))
}

mod the_list {
    use super::*;

    #[test]
    fn goes_by_status_and_then_by_address() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "mia@example.com").await;
            colleague(world, &account, &ada, "zoe@example.com").await;
            colleague(world, &account, &ada, "bob@example.com").await;
            ada.invite(&account, &["yan@example.com", "Abe@example.com"]).await;
            let (active, pending) =
                (["bob@example.com", "mia@example.com", "zoe@example.com"], ["abe@example.com", "yan@example.com"]);
            assert_eq!(ada.users(&account, "active").await, active);
            assert_eq!(ada.users(&account, "pending").await, pending);
            assert!(ada.users(&account, "deactivated").await.is_empty());
            let all = ada.api.get(&account.path("/users")).await.expect(200);
            assert_eq!(emails(&all), [active.as_slice(), pending.as_slice()].concat());
            assert_eq!(all["page"], json!({ "after": null }));
        });
    }

    #[test]
    fn is_stable_under_people_who_come_and_go_between_its_pages() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let list = async |after: &str| {
                ada.api.get(&account.path(&format!("/users?status=pending&limit=2{after}"))).await.expect(200)
            };
            let cursor = |page: &Value| format!("&after={}", page["page"]["after"].as_str().unwrap());
            ada.invite(
                &account,
                &["b@example.com", "d@example.com", "f@example.com", "h@example.com", "j@example.com"],
            )
            .await;
            let first = list("").await;
            assert_eq!(emails(&first), ["b@example.com", "d@example.com"]);

            ada.invite(&account, &["a@example.com", "c@example.com", "e@example.com", "g@example.com"]).await;
            let second = list(&cursor(&first)).await;
            assert_eq!(emails(&second), ["e@example.com", "f@example.com"], "nobody twice, nobody left out");

            // The user whom the cursor points behind leaves; the cursor still holds.
            world.accept("f@example.com").await.expect(200);
            let third = list(&cursor(&second)).await;
            assert_eq!(emails(&third), ["g@example.com", "h@example.com"]);
            let fourth = list(&cursor(&third)).await;
            assert_eq!((emails(&fourth), &fourth["page"]["after"]), (vec!["j@example.com"], &Value::Null));
            assert_eq!(list(&cursor(&first)).await, list(&cursor(&first)).await, "a page can be read again");
        });
    }

    #[test]
    fn has_25_to_a_page_unless_it_is_told_otherwise() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let addresses: Vec<String> = (0..103).map(|number| format!("user{number:03}@example.com")).collect();
            ada.invite(&account, &addresses.iter().map(String::as_str).collect::<Vec<_>>()).await;
            for (query, count) in [("", 25), ("&limit=1", 1), ("&limit=100", 100)] {
                let page = ada.api.get(&account.path(&format!("/users?status=pending{query}"))).await.expect(200);
                assert_eq!(emails(&page), addresses.iter().take(count).map(String::as_str).collect::<Vec<_>>());
                assert!(page["page"]["after"].is_string());
            }
            assert_eq!(ada.users(&account, "pending").await, addresses);
        });
    }

    #[test]
    fn refuses_a_wrong_question_with_all_that_is_wrong_in_it() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let ask = async |query: &str| ada.api.get(&account.path(&format!("/users?{query}"))).await;
            for limit in ["0", "101", "-1", "x", "", "1e1", "99999999999"] {
                ask(&format!("limit={limit}&status=Active"))
                    .await
                    .expect_fields(&[("limit", "out_of_range"), ("status", "unknown_value")]);
            }
            for unknown in ["page=2", "status=active&Status=active", "status=active&status=pending"] {
                ask(unknown).await.expect_problem(422, "invalid_fields");
            }
        });
    }

    #[test]
    fn takes_no_cursor_but_its_own() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let (other, zoe) = world.account("invoicing", "zoe@example.com").await;
            ada.invite(&account, &["a@example.com", "b@example.com"]).await;
            zoe.invite(&other, &["a@example.com", "b@example.com"]).await;
            let cursor = async |member: &Member, path: String| {
                let page = member.api.get(&path).await.expect(200);
                page["page"]["after"].as_str().unwrap().to_owned()
            };
            let own = cursor(&ada, account.path("/users?status=pending&limit=1")).await;
            let place = own.len() / 2;
            let other_letter = if own[place..].starts_with('A') { "B" } else { "A" };
            let mut tampered = own.clone();
            tampered.replace_range(place..=place, other_letter);
            for after in [
                tampered,
                own[..own.len() - 2].to_owned(),
                own.replacen('2', "1", 1),
                String::new(),
                "2".to_owned(),
                "é".to_owned(),
                cursor(&zoe, other.path("/users?status=pending&limit=1")).await,
                cursor(&ada, account.path("/invitations?status=pending&limit=1")).await,
                cursor(&ada, account.path("/users?limit=1")).await,
            ] {
                let refused = ada.api.get(&account.path(&format!("/users?status=pending&limit=1&after={after}"))).await;
                refused.expect_fields(&[("after", "invalid_cursor")]);
            }
            let right =
                ada.api.get(&account.path(&format!("/users?status=pending&limit=1&after={own}"))).await.expect(200);
            assert_eq!(emails(&right), ["b@example.com"]);
            assert!(!own.contains("example"), "opaque");
        });
    }

    #[test]
    fn is_not_for_those_without_users_read() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let bob = colleague(world, &account, &ada, "bob@example.com").await;
            bob.api.get(&account.path("/users")).await.expect_problem(403, "forbidden");
            bob.api.get(&account.path("/users?limit=0&status=x")).await.expect_problem(403, "forbidden");
        });
    }
}

mod a_user {
    use super::*;

    #[test]
    fn is_shown_whole_from_invitation_to_activity() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let invited = ada.invite_rows(&account, vec![Member::row("Grace@Example.com", "write")]).await.expect(200);
            let (id, invitation) = (&invited["results"][0]["user"], &invited["results"][0]["invitation"]);
            let path = account.path(&format!("/users/{}", id.as_str().unwrap()));
            let pending = ada.api.get(&path).await;
            let pending_etag = pending.etag();
            let pending = pending.expect(200);
            let expected = json!({
                "id": id, "email": "grace@example.com", "given_name": "Grace", "family_name": "Hopper",
                "status": "pending",
                "external": false, "grants": [{ "role": "write", "units": "all", "permissions": [], "ends_at": null }],
                "invitation": invitation, "created_at": pending["created_at"], "activated_at": null,
                "invited_by": { "type": "user", "id": account.administrator, "name": "Ada Lovelace" },
                "joined_at": null, "last_active_at": null, "second_factor": false,
                "external_id": null, "metadata": {}, "allowed_actions": pending["allowed_actions"],
            });
            assert_eq!(pending, expected);

            world.accept("grace@example.com").await.expect(200);
            let active = ada.api.get(&path).await;
            assert_ne!(active.etag(), pending_etag, "changed");
            assert_eq!(ada.api.get(&path).await.etag(), active.etag(), "unchanged");
            let active = active.expect(200);
            let mut expected = expected;
            expected["status"] = "active".into();
            expected["invitation"] = Value::Null;
            expected["allowed_actions"] = active["allowed_actions"].clone();
            for known in ["activated_at", "joined_at", "last_active_at"] {
                expected[known] = active[known].clone();
                assert!(active[known].is_string(), "{known}");
            }
            assert_eq!(active, expected);
            assert_eq!(ada.pages(&account.path("/users?status=active")).await[1], active, "the list shows the same");
        });
    }

    #[test]
    fn may_look_at_oneself_but_not_at_others_without_users_read() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let bob = colleague(world, &account, &ada, "bob@example.com").await;
            let own = bob.api.get(&own_path(&account, &bob).await).await;
            assert!(!own.etag().is_empty());
            assert_eq!(own.expect(200)["email"], "bob@example.com");
            bob.api.get(&own_path(&account, &ada).await).await.expect_problem(403, "forbidden");
        });
    }

    fn seen(mut reply: Reply) -> (u16, Value) {
        reply.body["request_id"] = Value::Null;
        (reply.status.as_u16(), reply.body)
    }

    #[test]
    fn of_another_account_and_one_who_never_was_are_not_told_apart() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let (other, zoe) = world.account("invoicing", "zoe@example.com").await;
            let unknown =
                ada.api
                    .get(&account.path(&format!(
                        "/users/{}",
                        account.administrator.replace(&account.administrator[30..], "222222")
                    )))
                    .await;
            assert_eq!(unknown.body["code"], "not_found");
            let unknown = seen(unknown);
            let invitation = zoe.invite_one(&other, "eve@example.com").await;
            for id in [&other.administrator, &invitation, &account.id, "usr_", "x", "usr_%2F", "..%2Finvitations"] {
                let answer = ada.api.get(&account.path(&format!("/users/{id}"))).await;
                assert_eq!(seen(answer), unknown, "{id}");
            }
            for (id, path) in [("own", account.path("")), ("other", other.path(""))] {
                let path =
                    format!("{path}/users/{}", if id == "own" { &other.administrator } else { &account.administrator });
                assert_eq!(seen(ada.api.get(&path).await), unknown, "{id}");
            }
        });
    }

    #[test]
    fn who_is_gone_is_not_who_has_the_address_now() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let bob = colleague(world, &account, &ada, "bob@example.com").await;
            let gone = own_path(&account, &bob).await;
            Table::of(world).remove_user(&account, "bob@example.com").await;
            ada.api.get(&gone).await.expect_problem(404, "not_found");
            ada.invite_one(&account, "bob@example.com").await;
            ada.api.get(&gone).await.expect_problem(404, "not_found");
            assert_eq!(ada.users(&account, "pending").await, ["bob@example.com"]);
        });
    }
}
