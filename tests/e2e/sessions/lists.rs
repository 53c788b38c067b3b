//! The sessions of a person: listed, ended, ended by others, and moved between accounts.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use usher_tests::{Account, Api, Member, PASSWORD, Reply, Table, World};

use usher_tests::guessing::story;

async fn current(api: &Api) -> Value {
    api.get("/v1/sessions/current").await.expect(200)
}

async fn ids(api: &Api, path: &str) -> Vec<String> {
    let member = Member { email: String::new(), api: api.clone() };
    let mut ids: Vec<_> =
        member.pages(path).await.iter().map(|session| session["id"].as_str().expect("an id").to_owned()).collect();
    ids.sort();
    ids
}

async fn invited(world: &World, account: &Account, by: &Member, email: &str) -> Member {
    by.invite_one(account, email).await;
    world.accept(email).await.expect(200);
    world.sign_in(email).await
}

async fn user_path(by: &Member, account: &Account, email: &str, rest: &str) -> String {
    let users = by.pages(&account.path("/users?limit=100")).await;
    let user = users.iter().find(|user| user["email"] == email).unwrap_or_else(|| panic!("{users:?}"));
    account.path(&format!("/users/{}{rest}", user["id"].as_str().expect("an id")))
}

/// An account whose people need a second factor from now on.
async fn require_second_factor(world: &World, account: &Account, admin: &Member) {
    let mut model = admin.api.get(&account.path("/access-model")).await.expect(200);
    model["policies"]["second_factor"] = json!("required");
    account.follow(world, &model).await.expect(200);
}

/// The answer but for its request's id.
fn seen(mut reply: Reply) -> (u16, Value) {
    reply.body["request_id"] = Value::Null;
    (reply.status.as_u16(), reply.body)
}

#[test]
fn lists_show_what_is_open_with_device_and_last_use() {
    story(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        world.account("invoicing", "eve@example.com").await;
        let body = json!({ "email": "ada@example.com", "password": PASSWORD });
        let phone = world.api.from_address([127, 0, 0, 9]);
        let signed_in = phone.post_with("/v1/sessions", &[("user-agent", "Phone/1")], body.clone()).await.expect(201);
        let phone = phone.with_token(signed_in["token"].as_str().expect("a token"));
        world.advance(SignedDuration::from_mins(30)).await;
        let listed = ada.api.get("/v1/sessions").await.expect(200);
        assert_eq!((listed["data"].as_array().expect("a list").len(), &listed["page"]["after"]), (2, &Value::Null));
        let of = |is_current: bool| {
            listed["data"]
                .as_array()
                .expect("a list")
                .iter()
                .find(|one| one["current"] == is_current)
                .expect("it")
                .clone()
        };
        assert_eq!(of(false), {
            let mut session = signed_in["session"].clone();
            session["current"] = json!(false);
            session
        });
        assert_eq!((&of(false)["user_agent"], &of(false)["source_ip"]), (&json!("Phone/1"), &json!("127.0.0.9")));
        assert_eq!(
            (&of(true)["source_ip"], &of(true)["second_factor"], &of(true)["account"]),
            (&json!("127.0.0.1"), &json!(false), &Value::Null)
        );
        let at =
            |session: &Value, name: &str| session[name].as_str().expect("a time").parse::<Timestamp>().expect("a time");
        let (here, there) = (of(true), of(false));
        assert!(at(&here, "last_used_at").duration_since(at(&here, "created_at")) >= SignedDuration::from_mins(30));
        assert_eq!(at(&there, "idle_until").duration_since(at(&there, "last_used_at")), SignedDuration::from_hours(1));
        assert_eq!(at(&there, "expires_at").duration_since(at(&there, "created_at")), SignedDuration::from_hours(12));

        // One that has been idle for too long, and one that was ended, are not there.
        world.advance(SignedDuration::from_mins(31)).await;
        assert_eq!(ids(&ada.api, "/v1/sessions?limit=100").await.len(), 1);
        phone.get("/v1/me").await.expect_problem(401, "unauthenticated");
    });
}

#[test]
fn lists_come_in_pages_whose_cursors_are_good_for_nobody_else() {
    story(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        for _ in 0..4 {
            world.sign_in("ada@example.com").await;
        }
        let all = ids(&ada.api, "/v1/sessions?limit=100").await;
        assert_eq!((all.len(), &ids(&ada.api, "/v1/sessions?limit=2").await), (5, &all));
        let first = ada.api.get("/v1/sessions?limit=2").await.expect(200);
        let cursor = first["page"]["after"].as_str().expect("a cursor");
        let elsewhere = world.sign_in("ada@example.com").await;
        let (start, end) = cursor.split_at(cursor.len() - 2);
        let forged = format!("{start}{}", if end == "AA" { "BB" } else { "AA" });
        for (api, cursor) in [(&elsewhere.api, cursor), (&ada.api, "ses_aaaaaaaaaaaaaaaa"), (&ada.api, &forged)] {
            api.get(&format!("/v1/sessions?after={cursor}")).await.expect_fields(&[("after", "invalid_cursor")]);
        }
        ada.api.get("/v1/sessions?limit=101").await.expect_fields(&[("limit", "out_of_range")]);
        ada.api.get("/v1/sessions?who=bob").await.expect_problem(422, "invalid_fields");
    });
}

#[test]
fn others_sessions_and_unknown_ones_are_one_and_the_same() {
    story(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let (_, eve) = world.account("invoicing", "eve@example.com").await;
        let of_ada = current(&ada.api).await["id"].as_str().expect("an id").to_owned();
        let mut answers = Vec::new();
        for id in [of_ada.as_str(), "ses_aaaaaaaaaaaaaaaa", "ses_nonsense", "nonsense"] {
            answers.push(seen(eve.api.delete(&format!("/v1/sessions/{id}")).await));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0] && answer.0 == 404), "{answers:?}");
        current(&ada.api).await;
        // One's own current one can be named, too; twice is once too often.
        let again = world.sign_in("ada@example.com").await;
        ada.api.delete(&format!("/v1/sessions/{of_ada}")).await.expect(204);
        ada.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        again.api.delete(&format!("/v1/sessions/{of_ada}")).await.expect_problem(404, "not_found");
    });
}

#[test]
fn ending_all_others_leaves_this_one_and_ends_what_was_begun_before() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let others = [world.sign_in("ada@example.com").await, world.sign_in("ada@example.com").await];
        ada.api.delete("/v1/sessions").await.expect(204);
        for other in &others {
            for path in ["/v1/me", "/v1/sessions/current", &account.path("/users")] {
                other.api.get(path).await.expect_problem(401, "unauthenticated");
            }
            other.api.delete("/v1/sessions").await.expect_problem(401, "unauthenticated");
        }
        assert_eq!(ids(&ada.api, "/v1/sessions?limit=100").await.len(), 1);
        ada.api.get(&account.path("/users")).await.expect(200);
        let again = world.sign_in("ada@example.com").await;
        again.api.get("/v1/me").await.expect(200);
        again.api.delete("/v1/sessions").await.expect(204);
        ada.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        let events = Table::of(world).events(&account).await;
        let ended: Vec<&Value> = events.iter().filter(|event| event["action"] == "user.sessions_ended").collect();
        assert_eq!(ended.len(), 2);
        assert_eq!(
            (&ended[0]["actor"]["id"], &ended[0]["target"]),
            (&json!(account.administrator), &json!(account.administrator))
        );
    });
}

#[test]
fn an_administrator_ends_sessions_of_those_who_manage_no_more_than_they_do() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let (_, eve) = world.account("invoicing", "eve@example.com").await;
        let bob = invited(world, &account, &ada, "bob@example.com").await;
        let more = [world.sign_in("bob@example.com").await, world.sign_in("bob@example.com").await];
        let path = user_path(&ada, &account, "bob@example.com", "/sessions").await;

        let unknown = path.replace("/users/usr_", "/users/usr_aaaa").replace("/sessions", "");
        let unknown = format!("{}/sessions", &unknown[..unknown.len() - 4]);
        assert_eq!(seen(eve.api.delete(&path).await), seen(eve.api.delete(&unknown).await));
        ada.api.delete(&unknown).await.expect_problem(404, "not_found");
        bob.api.delete(&path).await.expect_problem(403, "forbidden");
        bob.api
            .delete(&user_path(&ada, &account, "ada@example.com", "/sessions").await)
            .await
            .expect_problem(403, "forbidden");

        ada.api.delete(&path).await.expect(204);
        for member in more.iter().chain([&bob]) {
            member.api.get(&account.path("")).await.expect_problem(401, "unauthenticated");
            member
                .api
                .post("/v1/sessions/switch", json!({ "account": account.id }))
                .await
                .expect_problem(401, "unauthenticated");
            member
                .api
                .post("/v1/sessions/token", json!({ "account": account.id }))
                .await
                .expect_problem(401, "unauthenticated");
        }
        // Nothing is left to end, and nothing is recorded.
        ada.api.delete(&path).await.expect(204);
        let events = Table::of(world).events(&account).await;
        let ended: Vec<&Value> = events.iter().filter(|event| event["action"] == "user.sessions_ended").collect();
        assert_eq!(
            (ended.len(), &ended[0]["after"], &ended[0]["actor"]["id"]),
            (1, &json!({ "sessions": 3 }), &json!(account.administrator))
        );

        // One's own, the present one too.
        ada.api.delete(&user_path(&ada, &account, "ada@example.com", "/sessions").await).await.expect(204);
        ada.api.get(&account.path("")).await.expect_problem(401, "unauthenticated");
        ada.api.get("/v1/me").await.expect(200);
    });
}

#[test]
fn ending_the_sessions_of_someone_who_never_came_tells_nothing_of_them() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let (elsewhere, bob) = world.account("invoicing", "bob@example.com").await;
        ada.invite(&account, &["bob@example.com", "nobody@example.com"]).await;
        let before = Table::of(world).events(&account).await.len();
        let mut answers = Vec::new();
        for email in ["bob@example.com", "nobody@example.com"] {
            answers.push(seen(ada.api.delete(&user_path(&ada, &account, email, "/sessions").await).await));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(Table::of(world).events(&account).await.len(), before);
        bob.api.get(&elsewhere.path("")).await.expect(200);
    });
}

#[test]
fn a_session_moves_between_the_accounts_of_its_person_and_into_no_other() {
    story(async |world| {
        let (one, ada) = world.account("invoicing", "ada@example.com").await;
        let (two, zoe) = world.account("warranty", "zoe@example.com").await;
        let mut row = Member::row("ada@example.com", "claims_manager");
        row["grants"] = json!([{ "role": "claims_manager", "units": "all" }]);
        zoe.invite_rows(&two, vec![row]).await.expect(200);
        ada.api
            .post("/v1/invitations/accept", json!({ "token": world.link("ada@example.com").await }))
            .await
            .expect(200);

        let to = |account: &str| ada.api.post("/v1/sessions/switch", json!({ "account": account }));
        let in_use = to(&two.id).await.expect(200);
        let me = ada.api.get("/v1/me").await.expect(200);
        let there = me["accounts"]
            .as_array()
            .expect("accounts")
            .iter()
            .find(|account| account["id"] == two.id.as_str())
            .expect("it")
            .clone();
        assert_eq!(
            in_use["account"],
            json!({ "id": two.id, "name": there["name"], "product_name": there["product_name"] })
        );
        assert_eq!((&in_use["user"], &in_use["permissions"]), (&there["user"]["id"], &there["permissions"]));
        assert_eq!(current(&ada.api).await["account"], two.id.as_str());
        assert_eq!(to(&one.id).await.expect(200)["user"], one.administrator.as_str());
        ada.api.get(&two.path("")).await.expect(200);

        let (other, _) = world.account("invoicing", "eve@example.com").await;
        let mut refused = Vec::new();
        for id in [other.id.as_str(), "acc_aaaaaaaaaaaaaaaaaaaaaaaaaa", "acc_", "nonsense"] {
            refused.push(seen(to(id).await));
        }
        assert!(refused.iter().all(|answer| *answer == refused[0] && answer.0 == 404), "{refused:?}");
        ada.api.post("/v1/sessions/switch", json!({})).await.expect_fields(&[("account", "required")]);
        ada.api
            .post("/v1/sessions/switch", json!({ "account": one.id, "user": "x" }))
            .await
            .expect_problem(422, "invalid_fields");
        assert_eq!(current(&ada.api).await["account"], one.id.as_str(), "refusals change nothing");
    });
}

#[test]
fn if_a_second_factor_is_asked_for_a_session_without_one_does_not_come_in() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        require_second_factor(world, &account, &ada).await;
        for path in ["/v1/sessions/switch", "/v1/sessions/token"] {
            ada.api.post(path, json!({ "account": account.id })).await.expect_problem(403, "second_factor_required");
        }
        ada.api.get("/v1/sessions").await.expect_problem(403, "second_factor_required");
        ada.api.delete("/v1/sessions").await.expect_problem(403, "second_factor_required");
        current(&ada.api).await;
        ada.api.delete("/v1/sessions/current").await.expect(204);
    });
}
