//! Models of the vendor's: named, in versions, followed by accounts, and rolled out to them.

use reqwest::Method;
use serde_json::{Value, json};
use usher::presets::Preset;
use usher_tests::presets::{check, enlist};
use usher_tests::{Account, Api, Member, World, office, scenario, scenario_with, shop, whole_table};

/// The shop's model, in which nobody customizes anything.
fn fixed() -> Value {
    let mut model = shop::model();
    model["customization"] = json!("none");
    model
}

/// The same, in which clerks also refund, and create no more.
fn refunding() -> Value {
    let mut model = fixed();
    model["roles"]["clerk"]["permissions"] = json!(["orders:refund"]);
    model["roles"]["clerk"]["customizable"] = json!(["orders:create"]);
    model
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// A new model; its path.
async fn made(world: &World, model: &Value) -> String {
    let body = json!({ "name": "Shops", "access_model": model });
    let created = world.operator().post("/v1/models", body).await.expect(201);
    format!("/v1/models/{}", text(&created["model"]["id"]))
}

async fn publish(operator: &Api, path: &str, model: &Value) -> Value {
    operator.post(&format!("{path}/versions"), json!({ "access_model": model })).await.expect(201)
}

async fn roll_out(operator: &Api, path: &str, body: Value) -> Value {
    operator.post(&format!("{path}/roll-out"), body).await.expect(200)
}

/// An account that follows the model; its owner is signed in.
async fn follower(world: &World, path: &str, owner: &str) -> (Account, Member) {
    let id = path.rsplit_once('/').expect("an id").1;
    world.account_with(json!({ "model": id }), "clerk", owner).await
}

async fn followed(world: &World, account: &Account) -> Value {
    world.operator().get(&account.path("/model")).await.expect(200)["follows"].clone()
}

async fn may(account: &Account, by: &Member, permission: &str) -> bool {
    check(account, by, json!({ "permission": permission })).await["allowed"] == true
}

fn outcomes(rolled_out: &Value) -> Vec<String> {
    rolled_out["accounts"].as_array().expect("accounts").iter().map(|one| text(&one["outcome"])).collect()
}

#[test]
fn the_presets_are_there_from_the_start_and_get_versions_like_others() {
    scenario(async |world| {
        let operator = world.operator();
        let listed = operator.get("/v1/models").await.expect(200);
        let presets: Vec<_> =
            listed["data"].as_array().expect("models").iter().map(|one| text(&one["preset"])).collect();
        assert_eq!(presets, Preset::ALL.map(Preset::as_str));
        let path = format!("/v1/models/{}", text(&listed["data"][0]["id"]));
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let mut model = operator.get(&path).await.expect(200)["access_model"].clone();
        model["policies"]["offboarding"]["deactivate"] = json!(true);
        assert_eq!(publish(&operator, &path, &model).await["version"], 2);
        assert_eq!(followed(world, &account).await["version"], 1);
        roll_out(&operator, &path, json!({ "version": 2 })).await;
        assert_eq!(ada.api.get(&account.path("/access-model")).await.expect(200), model);
        let (later, zoe) = world.account("invoicing", "zoe@example.com").await;
        assert_eq!(zoe.api.get(&later.path("/access-model")).await.expect(200), model);
        let versions = operator.get(&format!("{path}/versions")).await.expect(200)["data"].clone();
        assert_eq!([&versions[0]["version"], &versions[1]["version"]], [2, 1]);
        let first = operator.get(&format!("{path}/versions/1")).await.expect(200)["access_model"].clone();
        assert_eq!(first, world.api.get("/v1/access-models/invoicing").await.expect(200));
    });
}

#[test]
fn a_version_changes_nothing_until_it_is_rolled_out_and_there_is_a_way_back() {
    scenario(async |world| {
        let operator = world.operator();
        let path = made(world, &fixed()).await;
        let (account, olga) = follower(world, &path, "olga@example.com").await;
        let carl = shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
        assert_eq!(publish(&operator, &path, &refunding()).await["version"], 2);
        assert!(!may(&account, &carl, "orders:refund").await);
        let model = operator.get(&path).await.expect(200)["model"].clone();
        assert_eq!((&model["latest_version"], &model["current_version"]), (&json!(2), &json!(1)));
        let done = roll_out(&operator, &path, json!({ "version": 2 })).await;
        assert_eq!((outcomes(&done), &done["progress"]), (vec!["changed".to_owned()], &json!(1.0)));
        assert!(may(&account, &carl, "orders:refund").await && !may(&account, &carl, "orders:read").await);
        let event = office::event(world, &account, "access_model.replaced").await;
        assert_eq!(event["actor"]["type"], "operator");
        assert_eq!(outcomes(&roll_out(&operator, &path, json!({ "version": 2 })).await), ["unchanged"]);
        roll_out(&operator, &path, json!({ "version": 1 })).await;
        assert!(!may(&account, &carl, "orders:refund").await && may(&account, &carl, "orders:read").await);
        assert_eq!(followed(world, &account).await["version"], 1);
        let (next, _) = follower(world, &path, "zoe@example.com").await;
        assert_eq!(followed(world, &next).await["version"], 1);
    });
}

#[test]
fn a_dry_run_tells_who_gains_and_loses_what_and_what_is_in_the_way() {
    scenario_with(whole_table::quiet(), async |world| {
        let operator = world.operator();
        let path = made(world, &fixed()).await;
        let (account, olga) = follower(world, &path, "olga@example.com").await;
        shop::hire(world, &account, &olga, "carl@example.com", "clerk").await;
        shop::hire(world, &account, &olga, "cleo@example.com", "clerk").await;
        whole_table::unchanged(world, async || {
            let told = roll_out(&operator, &path, json!({ "access_model": refunding(), "dry_run": true })).await;
            assert_eq!(told["counts"], json!({ "changed": 1, "unchanged": 0, "pinned": 0, "refused": 0 }));
            let change = &told["accounts"][0]["changes"][0];
            assert_eq!((&change["role"], &change["holders"]), (&json!("clerk"), &json!(2)));
            assert_eq!(change["gains"], json!({ "count": 1, "examples": ["orders:refund"] }));
            assert_eq!(change["loses"], json!({ "count": 1, "examples": ["orders:read"] }));
            let mut without = fixed();
            without["roles"].as_object_mut().expect("roles").remove("clerk");
            without["roles"]["owner"]["permissions"] = json!(["orders:*"]);
            without["roles"]["chief"] = json!({ "title": "Chief", "permissions": ["*:*"] });
            let told = roll_out(&operator, &path, json!({ "access_model": without, "dry_run": true })).await;
            let errors = told["accounts"][0]["errors"].as_array().expect("errors").clone();
            let codes: Vec<_> = errors.iter().map(|error| text(&error["code"])).collect();
            assert_eq!(codes, ["role_in_use", "last_administrator"]);
            operator
                .post(&format!("{path}/roll-out"), json!({ "access_model": fixed() }))
                .await
                .expect_fields(&[("version", "required")]);
            let unknown = operator.post(&format!("{path}/roll-out"), json!({ "version": 9 })).await;
            unknown.expect_fields(&[("version", "unknown_version")]);
        })
        .await;
    });
}

#[test]
fn a_roll_out_goes_on_from_call_to_call_past_those_that_something_is_in_the_way_of() {
    scenario(async |world| {
        let operator = world.operator();
        let path = made(world, &fixed()).await;
        let mut accounts = Vec::new();
        for number in 0..5 {
            accounts.push(follower(world, &path, &format!("owner{number}@example.com")).await);
        }
        let (held, holder) = &accounts[0];
        shop::hire(world, held, holder, "carl@example.com", "clerk").await;
        let pin = json!({ "model": path.rsplit_once('/').expect("an id").1, "model_version": 1 }).to_string();
        operator.send(Method::PUT, &accounts[1].0.path("/model"), &[], Some(pin)).await.expect(200);
        let mut without = fixed();
        without["roles"].as_object_mut().expect("roles").remove("clerk");
        publish(&operator, &path, &without).await;
        let (mut seen, mut after, mut calls) = (Vec::new(), Value::Null, 0);
        loop {
            let mut body = json!({ "version": 2, "limit": 2 });
            if !after.is_null() {
                body["after"] = after.clone();
            }
            let done = roll_out(&operator, &path, body).await;
            seen.extend(outcomes(&done));
            (after, calls) = (done["page"]["after"].clone(), calls + 1);
            if after.is_null() {
                break;
            }
        }
        seen.sort();
        assert_eq!(
            (seen, calls),
            (["changed", "changed", "changed", "pinned", "refused"].map(str::to_owned).into(), 3)
        );
        assert_eq!(followed(world, held).await["version"], 1);
        assert_eq!(followed(world, held).await["current_version"], 2);
        assert_eq!(followed(world, &accounts[1].0).await["pinned"], true);
        assert_eq!(followed(world, &accounts[2].0).await["version"], 2);
        roll_out(&operator, &path, json!({ "version": 1, "limit": 1 })).await;
        let late = json!({ "version": 2, "after": accounts[0].0.id });
        operator.post(&format!("{path}/roll-out"), late).await.expect_problem(409, "roll_out_superseded");
    });
}

#[test]
fn roles_of_an_account_s_own_stay_and_what_it_replaced_is_not_overwritten() {
    scenario(async |world| {
        let operator = world.operator();
        let mut model = fixed();
        model["customization"] = json!("roles");
        model["assignable"] = json!(["orders:read", "orders:refund"]);
        let path = made(world, &model).await;
        let (account, olga) = follower(world, &path, "olga@example.com").await;
        let mut own = olga.api.get(&account.path("/access-model")).await.expect(200);
        own["roles"]["helper"] = json!({ "title": "Helper", "custom": true, "permissions": ["orders:refund"] });
        let put = async |by: &Member, account: &Account, model: &Value| {
            by.api.send(Method::PUT, &account.path("/access-model"), &[], Some(model.to_string())).await.expect(200)
        };
        put(&olga, &account, &own).await;
        let hal = enlist(world, &account, &olga, "hal@example.com", json!([{ "role": "helper" }])).await;
        model["title"] = json!("Shops of today");
        publish(&operator, &path, &model).await;
        assert_eq!(outcomes(&roll_out(&operator, &path, json!({ "version": 2 })).await), ["changed"]);
        assert!(may(&account, &hal, "orders:refund").await);
        model["assignable"] = json!(["orders:read"]);
        let told = roll_out(&operator, &path, json!({ "access_model": model, "dry_run": true })).await;
        assert_eq!(told["accounts"][0]["errors"][0]["code"], "not_assignable");
        let everything = made(world, &shop::model()).await;
        let (other, zoe) = follower(world, &everything, "zoe@example.com").await;
        let mut hers = shop::model();
        hers["title"] = json!("Hers");
        put(&zoe, &other, &hers).await;
        publish(&operator, &everything, &fixed()).await;
        let done = roll_out(&operator, &everything, json!({ "version": 2 })).await;
        assert_eq!(done["accounts"][0]["errors"][0]["code"], "customized");
        assert_eq!(zoe.api.get(&other.path("/access-model")).await.expect(200)["title"], "Hers");
    });
}

#[test]
fn models_are_the_operators_alone() {
    scenario_with(whole_table::quiet(), async |world| {
        let path = made(world, &fixed()).await;
        let (account, olga) = follower(world, &path, "olga@example.com").await;
        let unknown = "/v1/models/mod_aaaaaaaaaaaaaaaa";
        whole_table::unchanged(world, async || {
            for place in ["/v1/models", &path, &format!("{path}/versions"), &account.path("/model")] {
                olga.api.get(place).await.expect(403);
            }
            olga.api.post(&format!("{path}/roll-out"), json!({ "version": 1 })).await.expect(403);
            let operator = world.operator();
            operator.get(unknown).await.expect_problem(404, "not_found");
            operator.post(&format!("{unknown}/roll-out"), json!({})).await.expect_problem(404, "not_found");
            operator.get(&format!("{path}/versions/2")).await.expect_problem(404, "not_found");
            let mut custom = shop::model();
            custom["customization"] = json!("roles");
            custom["assignable"] = json!(["orders:read"]);
            custom["roles"]["clerk"]["custom"] = json!(true);
            custom["roles"]["clerk"]["customizable"] = json!([]);
            let refused = operator.post("/v1/models", json!({ "name": "X", "access_model": custom })).await;
            refused.expect_fields(&[("access_model.roles.clerk.custom", "impossible_policy")]);
            let body = json!({ "name": "X", "model": "mod_x", "administrator": { "email": "a@example.com" } });
            operator.post("/v1/accounts", body).await.expect_fields(&[("model", "unknown_model")]);
        })
        .await;
    });
}
