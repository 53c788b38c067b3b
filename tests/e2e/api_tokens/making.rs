//! Who makes tokens, and what these may do.

use serde_json::{Value, json};
use usher_tests::{Member, Table, scenario};

use super::{made, own_id, path, program};
use usher_tests::{office, shop};

#[test]
fn a_program_acts_on_behalf_of_the_tokens_owner_and_the_trail_tells_them_apart() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let token = made(&ada, &account, json!({})).await;
        assert!(token["token"].as_str().is_some_and(|token| token.starts_with("ush_tok_")), "{token}");
        let shown = &token["api_token"];
        assert_eq!(
            (&shown["name"], &shown["owner"], &shown["permissions"]),
            (&json!("Nightly export"), &json!(account.administrator), &Value::Null)
        );
        let program = Member { email: "ada@example.com".to_owned(), api: program(world, &token) };
        program.invite_one(&account, "grace@example.com").await;
        let invited = office::event(world, &account, "invitation.created").await;
        assert_eq!(invited["actor"], json!({ "type": "api_token", "id": shown["id"], "user": account.administrator }));
        let created = office::event(world, &account, "api_token.created").await;
        assert_eq!((&created["actor"]["type"], &created["target"]), (&json!("user"), &shown["id"]));
        assert_eq!((&created["after"]["name"], &created["after"]["owner"]), (&shown["name"], &shown["owner"]));
        let actor = shown["id"].as_str().expect("an id");
        let trail = ada.pages(&account.path(&format!("/audit-events?actor={actor}"))).await;
        assert_eq!(trail.len(), 1, "{trail:?}");
        assert_eq!(trail[0]["actor"], json!({ "type": "api_token", "id": actor, "user": account.administrator }));
    });
}

#[test]
fn a_token_is_limited_to_its_permissions_also_in_what_it_gives() {
    scenario(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let limited = json!({ "permissions": ["users:read", "users:invite", "users:update", "tasks:read"] });
        let program =
            Member { email: "ada@example.com".to_owned(), api: program(world, &made(&ada, &account, limited).await) };
        program.api.get(&account.path("/users")).await.expect(200);
        program.api.get(&account.path("/audit-events")).await.expect_problem(403, "forbidden");
        let verdicts = async |role: &str, email: &str| {
            let answer = program.invite_rows(&account, vec![Member::row(email, role)]).await.expect(200);
            answer["results"][0]["verdict"].clone()
        };
        assert_eq!(verdicts("worker", "wanda@example.com").await, "invited");
        assert_eq!(
            verdicts("manager", "mona@example.com").await,
            "not_allowed",
            "the owner may give it, the token may not"
        );
        assert_eq!(verdicts("owner", "olga@example.com").await, "not_allowed");
        let asked = async |permission: &str| {
            program.api.post(
                &account.path("/access/check"), json!({ "permission": permission }),
            ).await.expect(200)["reason"]["code"].clone()
        };
        assert_eq!(asked("tasks:read").await, "role_allows");
        assert_eq!(asked("tasks:sign").await, "token_limited");
        let about_itself = json!({ "permission": "tasks:sign", "user": account.administrator });
        let answer = program.api.post(&account.path("/access/check"), about_itself).await.expect(200);
        assert_eq!(answer["reason"]["code"], "token_limited", "named or not");
        let reader = self::program(world, &made(&ada, &account, json!({ "permissions": ["users:read"] })).await);
        let own = account.path(&format!("/users/{}", account.administrator));
        let rename = json!({ "given_name": "Eve" }).to_string();
        reader.send(reqwest::Method::PATCH, &own, &[], Some(rename)).await.expect_problem(403, "forbidden");
        reader
            .send(reqwest::Method::PUT, &account.path("/access-model"), &[], Some(office::model(json!({})).to_string()))
            .await
            .expect_problem(403, "forbidden");
        let root = self::program(world, &made(&ada, &account, json!({})).await);
        root.send(
            reqwest::Method::PUT,
            &account.path("/access-model"),
            &[],
            Some(office::model(json!({})).to_string()),
        )
        .await
        .expect_problem(403, "session_required");
    });
}

#[test]
fn a_token_never_does_more_than_its_owner_may_on_the_day() {
    scenario(async |world| {
        let mut model = office::model(json!({}));
        model["roles"]["keeper"] = json!({ "title": "Keeper", "permissions": ["api_tokens:manage:own", "tasks:read"] });
        let (account, ada) = world.account_with(json!({ "access_model": model }), "worker", "ada@example.com").await;
        let bob = shop::hire(world, &account, &ada, "bob@example.com", "owner").await;
        let program = program(world, &made(&bob, &account, json!({})).await);
        program.get(&account.path("/users")).await.expect(200);
        let bobs = office::path(&ada, &account, "bob@example.com").await;
        office::patch(&ada, &bobs, json!({ "grants": [office::grant("keeper")] })).await.expect(200);
        program.get(&account.path("/users")).await.expect_problem(403, "forbidden");
        program.get(&account.path("")).await.expect(200);
        office::patch(&ada, &bobs, json!({ "grants": [office::grant("owner")] })).await.expect(200);
        program.get(&account.path("/users")).await.expect(200);
        office::post(&ada, &bobs, "deactivate").await.expect(200);
        program.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        assert_eq!(
            Table::of(world).of_kind("api_token").await,
            Vec::<Value>::new(),
            "none that would be listed, rotated or shown once he is back"
        );
        office::post(&ada, &bobs, "reactivate").await.expect(200);
        program.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        let bob = world.sign_in("bob@example.com").await;
        let anew = self::program(world, &made(&bob, &account, json!({})).await);
        anew.get(&account.path("/users")).await.expect(200);
        ada.api.delete(&bobs).await.expect(204);
        anew.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        assert_eq!(Table::of(world).of_kind("api_token").await, Vec::<Value>::new(), "gone with the user");
    });
}

#[test]
fn a_token_is_worth_nothing_outside_of_its_account_and_where_a_person_is_asked_for() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let (other, _) = world.account("invoicing", "ada@example.org").await;
        let program = program(world, &made(&ada, &account, json!({})).await);
        program.get(&account.path("/users")).await.expect(200);
        program.get(&other.path("/users")).await.expect_problem(404, "not_found");
        for path in ["/v1/me", "/v1/sessions/current"] {
            program.get(path).await.expect_problem(401, "unauthenticated");
        }
        program.delete("/v1/sessions/current").await.expect_problem(401, "unauthenticated");
        program
            .post(&account.path("/api-tokens"), json!({ "name": "More" }))
            .await
            .expect_problem(403, "session_required");
    });
}

#[test]
fn tokens_are_made_by_those_whom_the_access_model_allows() {
    scenario(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let walt = shop::hire(world, &account, &ada, "walt@example.com", "worker").await;
        let new = json!({ "name": "Mine" });
        walt.api.post(&account.path("/api-tokens"), new.clone()).await.expect_problem(403, "forbidden");
        walt.api.get(&account.path("/api-tokens")).await.expect_problem(403, "forbidden");

        let mut nobody = office::model(json!({}));
        nobody["policies"]["api_tokens"] = json!({ "who": "nobody" });
        let token = made(&ada, &account, json!({})).await;
        ada.api
            .send(reqwest::Method::PUT, &account.path("/access-model"), &[], Some(nobody.to_string()))
            .await
            .expect(200);
        ada.api.post(&account.path("/api-tokens"), new).await.expect_problem(409, "no_api_tokens");
        program(world, &token).get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        ada.api.get(&path(&account, &token)).await.expect(200);
        ada.api.delete(&path(&account, &token)).await.expect(204);
    });
}

#[test]
fn own_tokens_are_made_by_those_who_may_manage_their_own_and_nobody_elses() {
    scenario(async |world| {
        let (account, ada) = world.account("billing", "ada@example.com").await;
        let grant = json!([{ "role": "normal_user", "units": "all", "permissions": ["api_tokens:manage:own"] }]);
        let mut row = Member::row("dev@example.com", "normal_user");
        row["grants"] = grant;
        ada.invite_rows(&account, vec![row]).await.expect(200);
        world.accept("dev@example.com").await.expect(200);
        let dev = world.sign_in("dev@example.com").await;
        let own = made(&dev, &account, json!({ "permissions": ["customers:read"] })).await;
        let adas = made(&ada, &account, json!({})).await;
        let for_ada = json!({ "name": "Hers", "owner": account.administrator });
        // Whom the developer does not see does not exist for them.
        dev.api.post(&account.path("/api-tokens"), for_ada).await.expect_fields(&[("owner", "unknown_user")]);
        dev.api.get(&path(&account, &adas)).await.expect_problem(404, "not_found");
        dev.api.delete(&path(&account, &adas)).await.expect_problem(404, "not_found");
        dev.api.post(&format!("{}/rotate", path(&account, &adas)), json!({})).await.expect_problem(404, "not_found");
        dev.api.post(&format!("{}/reveal", path(&account, &adas)), json!({})).await.expect_problem(404, "not_found");
        let listed = dev.pages(&account.path("/api-tokens?limit=10")).await;
        assert_eq!(
            listed.iter().map(|token| token["id"].clone()).collect::<Vec<_>>(),
            [own["api_token"]["id"].clone()]
        );
        let listed = ada.pages(&account.path("/api-tokens?limit=1")).await;
        assert_eq!(listed.len(), 2, "{listed:?}");
        let devs = own_id(&dev, &account).await;
        let listed = ada.pages(&account.path(&format!("/api-tokens?owner={devs}"))).await;
        assert_eq!((listed.len(), &listed[0]["owner"]), (1, &json!(devs)));
        assert_eq!(listed[0].get("token"), None);
    });
}

#[test]
fn a_token_that_someone_made_for_themselves_opens_nothing_while_they_may_have_none() {
    // Seed 003: "select API access to generate API credentials".
    scenario(async |world| {
        let (account, ada) = world.account("billing", "ada@example.com").await;
        let grants =
            |permissions: &[&str]| json!([{ "role": "normal_user", "units": "all", "permissions": permissions }]);
        let mut row = Member::row("dev@example.com", "normal_user");
        row["grants"] = grants(&["api_tokens:manage:own"]);
        ada.invite_rows(&account, vec![row]).await.expect(200);
        world.accept("dev@example.com").await.expect(200);
        let dev = world.sign_in("dev@example.com").await;
        let devs = own_id(&dev, &account).await;
        let own = program(world, &made(&dev, &account, json!({})).await);
        let for_dev = program(world, &made(&ada, &account, json!({ "owner": devs })).await);
        let path = account.path(&format!("/users/{devs}"));
        office::patch(&ada, &path, json!({ "grants": grants(&[]) })).await.expect(200);
        own.get(&account.path("")).await.expect_problem(401, "unauthenticated");
        for_dev.get(&account.path("")).await.expect(200);
        office::patch(&ada, &path, json!({ "grants": grants(&["api_tokens:manage:own"]) })).await.expect(200);
        own.get(&account.path("")).await.expect(200);
    });
}

#[test]
fn nobody_gets_a_token_that_does_more_than_they_may() {
    scenario(async |world| {
        let mut model = office::model(json!({}));
        model["roles"]["keys"] =
            json!({ "title": "Keys", "permissions": ["users:read", "api_tokens:manage", "tasks:read"] });
        let (account, ada) = world.account_with(json!({ "access_model": model }), "worker", "ada@example.com").await;
        let ken = shop::hire(world, &account, &ada, "ken@example.com", "keys").await;
        let walt = shop::hire(world, &account, &ada, "walt@example.com", "worker").await;
        let walts = own_id(&walt, &account).await;
        let for_walt = made(&ken, &account, json!({ "owner": walts })).await;
        assert_eq!(
            (&for_walt["api_token"]["owner"], &for_walt["api_token"]["created_by"]),
            (&json!(walts), &json!(own_id(&ken, &account).await))
        );
        assert_eq!(
            for_walt["api_token"]["permissions"],
            json!(["tasks:read"]),
            "it does not grow with what Walt is given"
        );
        office::patch(&ada, &account.path(&format!("/users/{walts}")), json!({ "grants": [office::grant("owner")] }))
            .await
            .expect(200);
        program(world, &for_walt).get(&account.path("/users")).await.expect_problem(403, "forbidden");
        office::patch(&ada, &account.path(&format!("/users/{walts}")), json!({ "grants": [office::grant("worker")] }))
            .await
            .expect(200);
        let for_ada = json!({ "name": "Crown", "owner": account.administrator });
        ken.api.post(&account.path("/api-tokens"), for_ada).await.expect_problem(403, "user_outranks_caller");
        let adas = made(&ada, &account, json!({})).await;
        ken.api
            .post(&format!("{}/rotate", path(&account, &adas)), json!({}))
            .await
            .expect_problem(403, "user_outranks_caller");
        ken.api.delete(&path(&account, &adas)).await.expect(204);
    });
}

#[test]
fn what_is_wrong_with_a_token_is_said_at_once_and_there_are_at_most_twenty() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let wrong = json!({
            "permissions": ["invoices", "unicorns:read", "invoices:read"], "expires_at": "2020-01-01T00:00:00Z",
        });
        let faults = [
            ("name", "required"),
            ("permissions[0]", "invalid_permission"),
            ("permissions[1]", "unknown_permission"),
            ("expires_at", "in_the_past"),
        ];
        ada.api.post(&account.path("/api-tokens"), wrong).await.expect_fields(&faults);
        for (field, value, code) in [
            ("expires_at", json!("2999-01-01T00:00:00Z"), "out_of_range"),
            ("expires_at", json!("tomorrow"), "invalid_timestamp"),
            ("permissions", json!([]), "required"),
            ("owner", json!("usr_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "unknown_user"),
        ] {
            ada.api
                .post(&account.path("/api-tokens"), json!({ "name": "Export", field: value }))
                .await
                .expect_fields(&[(field, code)]);
        }
        for _ in 0..20 {
            made(&ada, &account, json!({})).await;
        }
        ada.api
            .post(&account.path("/api-tokens"), json!({ "name": "One more" }))
            .await
            .expect_problem(409, "too_many_api_tokens");
    });
}
