//! Accounts: created by operators, seen by their users.

use serde_json::{Value, json};
use usher_tests::{Reply, World, scenario, scenario_with};

use usher_tests::presets;
use usher_tests::{shop, whole_table};

/// A request that creates an account, with these fields added or replaced; null takes a field away.
fn account_with(fields: Value) -> Value {
    let mut body =
        json!({ "name": "Northwind Dental", "preset": "invoicing", "administrator": { "email": "ada@example.com" } });
    for (name, value) in fields.as_object().expect("an object") {
        match value {
            Value::Null => drop(body.as_object_mut().expect("an object").remove(name)),
            value => body[name] = value.clone(),
        }
    }
    body
}

async fn create(world: &World, fields: Value) -> Reply {
    world.operator().post("/v1/accounts", account_with(fields)).await
}

#[test]
fn the_first_administrator_of_a_new_account_gets_an_email_accepts_and_signs_in() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let seen = ada.api.get(&account.path("")).await.expect(200);
        assert_eq!((&seen["name"], &seen["access_model"]), (&json!("Northwind Dental"), &json!("invoicing")));
        assert_eq!(ada.users(&account, "active").await, ["ada@example.com"]);
    });
}

#[test]
fn every_preset_makes_an_account_whose_first_administrator_manages_users() {
    let presets = [
        ("invoicing", "admin"),
        ("portal", "admin"),
        ("mailing", "administrator"),
        ("billing", "admin_user"),
        ("warranty", "admin"),
    ];
    for (preset, role) in presets {
        scenario(async |world| {
            let (account, ada) = presets::open(world, preset, "ada@example.com").await;
            let user = ada.api.get(&account.path(&format!("/users/{}", account.administrator))).await.expect(200);
            assert_eq!((&user["grants"][0]["role"], &user["grants"][0]["units"]), (&json!(role), &json!("all")));
            presets::invite(&account, &ada, "grace@example.com", json!([{ "role": role, "units": "all" }])).await;
        });
    }
}

#[test]
fn an_account_is_changed_field_by_field_and_the_change_is_on_record() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let patch = async |body: Value| {
            ada.api.send(reqwest::Method::PATCH, &account.path(""), &[], Some(body.to_string())).await
        };
        let before = ada.api.get(&account.path("")).await;
        let (etag, mut expected) = (before.etag(), before.expect(200));
        let reply = patch(json!({ "name": " Southwind ", "locale": "fr" })).await;
        assert_ne!(reply.etag(), etag);
        expected["name"] = json!("Southwind");
        expected["locale"] = json!("fr");
        assert_eq!(reply.expect(200), expected);
        expected["support_address"] = Value::Null;
        expected["product_name"] = json!("Brightbill");
        assert_eq!(patch(json!({ "support_address": null, "product_name": "Brightbill" })).await.expect(200), expected);
        assert_eq!(ada.api.get(&account.path("")).await.expect(200), expected);
        let mut events = usher_tests::Table::of(world).events(&account).await;
        events.retain(|event| event["action"] == "account.updated");
        assert_eq!(events.len(), 2);
        assert_eq!(
            (&events[0]["before"]["name"], &events[0]["after"]["name"]),
            (&json!("Northwind Dental"), &json!("Southwind"))
        );
        assert_eq!(
            (&events[1]["before"]["support_address"], &events[1]["after"]["support_address"]),
            (&json!("help@icorepay.example"), &Value::Null)
        );
    });
}

#[test]
fn of_an_account_only_the_support_address_can_be_taken_away() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        whole_table::unchanged(world, async || {
            let body = json!({ "name": null, "product_name": null, "support_address": null, "locale": null });
            let reply = ada.api.send(reqwest::Method::PATCH, &account.path(""), &[], Some(body.to_string())).await;
            reply.expect_fields(&[("name", "required"), ("product_name", "required"), ("locale", "required")]);
        })
        .await;
    });
}

#[test]
fn an_account_is_changed_by_those_who_manage_it_from_the_version_that_they_read() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let clerk = shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
        let patch = async |by: &usher_tests::Member, etag: &str, body: Value| {
            by.api.send(reqwest::Method::PATCH, &account.path(""), &[("if-match", etag)], Some(body.to_string())).await
        };
        let stale = olga.api.get(&account.path("")).await.etag();
        patch(&olga, &stale, json!({ "name": "Corner shop" })).await.expect(200);
        whole_table::unchanged(world, async || {
            patch(&olga, &stale, json!({ "name": "Other shop" })).await.expect_problem(412, "stale_version");
            patch(&clerk, "*", json!({ "name": "Mine" })).await.expect_problem(403, "forbidden");
            patch(&olga, "*", json!({ "name": "Corner shop" })).await.expect(200);
            patch(&olga, "*", json!({})).await.expect(200);
            let faults = [
                ("name", "required"),
                ("product_name", "too_long"),
                ("support_address", "invalid_email"),
                ("locale", "unknown_value"),
            ];
            let body =
                json!({ "name": "", "product_name": "x".repeat(121), "support_address": "nobody", "locale": "xx" });
            patch(&olga, "*", body).await.expect_fields(&faults);
            patch(&olga, "*", json!({ "cursor_key": "x" })).await.expect_fields(&[("cursor_key", "unknown_field")]);
            patch(&olga, "*", json!({ "support_address": 7 }))
                .await
                .expect_fields(&[("support_address", "invalid_type")]);
        })
        .await;
    });
}

#[test]
fn an_account_follows_an_access_model_of_its_own() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        assert_eq!(olga.api.get(&account.path("")).await.expect(200)["access_model"], "shop");
        let permissions = &olga.api.get("/v1/me").await.expect(200)["accounts"][0]["permissions"];
        assert_eq!((&permissions["orders:refund"], &permissions["users:invite"]), (&json!("all"), &json!("all")));
    });
}

#[test]
fn the_answer_to_a_creation_says_where_the_account_is_and_whom_it_invited() {
    scenario(async |world| {
        let fields = json!({
            "name": "  Cabinet Müller ", "product_name": "iCorePay", "support_address": "Help@ICorePay.example",
            "locale": "fr",
            "administrator": {
                "email": "Ada@Bücher.example", "given_name": "Ada", "family_name": "Lovelace", "role": "admin",
            },
        });
        let reply = create(world, fields).await;
        let (etag, location) =
            (reply.etag(), reply.headers["location"].to_str().expect("a readable Location").to_owned());
        let created = reply.expect(201);
        let account = &created["account"];
        assert_eq!(location, format!("/v1/accounts/{}", account["id"].as_str().expect("an id")));
        let shown =
            ["name", "product_name", "support_address", "locale", "access_model"].map(|field| account[field].clone());
        assert_eq!(shown, ["Cabinet Müller", "iCorePay", "help@icorepay.example", "fr", "invoicing"].map(Value::from));
        let invited = &created["administrator"];
        assert_eq!(invited["email"], "ada@xn--bcher-kva.example");
        assert!(invited["user"].as_str().is_some_and(|id| id.starts_with("usr_")), "{invited}");
        assert!(invited["invitation"].as_str().is_some_and(|id| id.starts_with("inv_")), "{invited}");

        world.accept("ada@xn--bcher-kva.example").await.expect(200);
        let ada = world.sign_in("ada@xn--bcher-kva.example").await;
        let read = ada.api.get(&location).await;
        assert_eq!(read.etag(), etag);
        assert_eq!(&read.expect(200), account);
    });
}

#[test]
fn what_a_creation_leaves_out_has_a_default() {
    scenario(async |world| {
        let created = create(world, json!({})).await.expect(201);
        let account = &created["account"];
        let shown = ["product_name", "support_address", "locale"].map(|field| account[field].clone());
        assert_eq!(shown, [json!("Northwind Dental"), Value::Null, json!("en")]);
    });
}

#[test]
fn every_active_user_sees_their_account_whatever_their_role() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let clerk = shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
        let (hers, his) = (olga.api.get(&account.path("")).await, clerk.api.get(&account.path("")).await);
        assert_eq!((hers.etag(), hers.expect(200)), (his.etag(), his.expect(200)));
    });
}

#[test]
fn an_account_takes_either_a_preset_or_an_access_model() {
    scenario_with(whole_table::quiet(), async |world| {
        world.account("invoicing", "someone@example.com").await;
        whole_table::unchanged(world, async || {
            create(world, json!({ "access_model": shop::model() }))
                .await
                .expect_fields(&[("preset", "mutually_exclusive")]);
            create(world, json!({ "preset": null })).await.expect_fields(&[("preset", "required")]);
            create(world, json!({ "preset": "banking" })).await.expect_fields(&[("preset", "unknown_value")]);
        })
        .await;
    });
}

#[test]
fn every_fault_of_an_access_model_is_named_by_its_path() {
    scenario_with(whole_table::quiet(), async |world| {
        world.account("invoicing", "someone@example.com").await;
        let mut model = shop::model();
        model["title"] = json!("");
        model["plan"] = json!("gold");
        model["roles"]["owner"]["includes"] = json!(["boss"]);
        model["roles"]["clerk"]["permissions"] = json!(["orders:read", "cars:read", "orders:burn"]);
        model["policies"]["invitation"]["lifetime"] = json!("0h");
        whole_table::unchanged(world, async || {
            create(world, json!({ "preset": null, "access_model": model })).await.expect_fields(&[
                ("access_model.title", "required"),
                ("access_model.plan", "unknown_key"),
                ("access_model.roles.owner.includes[0]", "unknown_role"),
                ("access_model.roles.clerk.permissions[1]", "unknown_resource"),
                ("access_model.roles.clerk.permissions[2]", "unknown_action"),
                ("access_model.policies.invitation.lifetime", "invalid_duration"),
            ]);
        })
        .await;
    });
}

#[test]
fn an_access_model_that_is_no_table_is_one_fault_of_that_field() {
    scenario(async |world| {
        for document in [json!("invoicing"), json!(7), json!([])] {
            create(world, json!({ "preset": null, "access_model": document }))
                .await
                .expect_fields(&[("access_model", "invalid_type")]);
        }
    });
}

#[test]
fn a_key_that_comes_twice_in_an_access_model_is_refused() {
    scenario(async |world| {
        let body = account_with(json!({ "preset": null, "access_model": shop::model() })).to_string();
        let doubled = body.replacen("\"name\":\"shop\"", "\"name\":\"shop\",\"name\":\"shop\"", 1);
        assert_ne!(doubled, body);
        let reply = world.operator().send(reqwest::Method::POST, "/v1/accounts", &[], Some(doubled)).await;
        reply.expect_fields(&[("access_model.name", "duplicate_field")]);
    });
}

#[test]
fn an_administrator_gets_the_role_that_may_do_most_not_the_one_with_the_longest_list() {
    scenario(async |world| {
        let model = json!({
            "name": "mini", "title": "Mini", "resources": { "r": { "title": "R" } },
            "roles": {
                "worker": { "title": "W", "permissions": ["r:*:own"] },
                "lead": { "title": "L", "includes": ["worker"], "permissions": ["r:*", "users:*"] },
                "owner": { "title": "O", "permissions": ["*:*"] },
            },
        });
        let (account, ada) = world.account_with(json!({ "access_model": model }), "worker", "ada@example.com").await;
        let second = json!({ "email": "eve@example.com" });
        world.operator().post(&account.path("/administrators"), second).await.expect(201);
        for email in ["ada@example.com", "eve@example.com"] {
            assert_eq!(usher_tests::office::user(&ada, &account, email).await["grants"][0]["role"], "owner", "{email}");
        }
    });
}

#[test]
fn the_first_administrator_gets_no_role_that_does_not_manage_users() {
    scenario(async |world| {
        for role in ["lead", "clerk", "boss", "Owner"] {
            let administrator = json!({ "email": "ada@example.com", "role": role });
            let fields = json!({ "preset": null, "access_model": shop::model(), "administrator": administrator });
            create(world, fields).await.expect_fields(&[("administrator.role", "unknown_role")]);
        }
    });
}

#[test]
fn all_wrong_fields_of_a_creation_are_named_at_once() {
    scenario_with(whole_table::quiet(), async |world| {
        world.account("invoicing", "someone@example.com").await;
        whole_table::unchanged(world, async || {
            let fields = json!({
                "name": " ", "product_name": "x".repeat(121), "support_address": "nobody", "locale": "xx",
                "preset": "banking",
                "administrator": { "email": "ada＠example.com", "given_name": "A\u{202E}da", "family_name": "" },
            });
            create(world, fields).await.expect_fields(&[
                ("name", "required"),
                ("product_name", "too_long"),
                ("support_address", "invalid_email"),
                ("locale", "unknown_value"),
                ("preset", "unknown_value"),
                ("administrator.email", "invalid_email"),
                ("administrator.given_name", "forbidden_character"),
                ("administrator.family_name", "required"),
            ]);
            world.operator().post("/v1/accounts", json!({})).await.expect_fields(&[
                ("name", "required"),
                ("preset", "required"),
                ("administrator", "required"),
            ]);
        })
        .await;
    });
}

#[test]
fn only_an_operator_creates_accounts() {
    scenario_with(whole_table::quiet(), async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        whole_table::unchanged(world, async || {
            world.dynamodb.clear();
            for api in [&world.api, &ada.api, &world.api.with_token("operator_0000")] {
                assert_eq!(api.post("/v1/accounts", account_with(json!({}))).await.status, 403);
            }
            assert_eq!(world.dynamodb.take().len(), 0, "a stranger costs nothing");
        })
        .await;
    });
}

#[test]
fn the_api_describes_itself_and_says_that_it_is_well() {
    scenario(async |world| {
        assert_eq!(world.api.get("/openapi.json").await.status, 200);
        assert_eq!(world.api.get("/healthz").await.expect(204), Value::Null);
    });
}
