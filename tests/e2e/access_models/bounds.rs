//! An access model is read with every request of its account, so what its roles come to is bounded.

use serde_json::{Value, json};
use usher::presets::Preset;
use usher_tests::scenario;

/// The portal's model with 98 more roles, which hold everything and include the next five, and with so many more
/// resources of ten actions.
fn wide(resources: usize) -> Value {
    let mut model = serde_json::to_value(Preset::Portal.model()).expect("a document");
    for n in 0..98 {
        let includes: Vec<String> = (n + 1..98).take(5).map(|next| format!("r{next}")).collect();
        let all = json!(["*:*"]);
        model["roles"][format!("r{n}")] =
            json!({ "title": format!("R{n}"), "permissions": all, "customizable": all, "includes": includes });
    }
    let actions: Vec<String> = (0..10).map(|n| format!("a{n}")).collect();
    for n in 0..resources {
        model["resources"][format!("s{n}")] = json!({ "title": format!("S{n}"), "actions": actions });
    }
    model
}

#[test]
fn very_many_roles_with_very_many_permissions_are_refused() {
    scenario(async |world| {
        let (account, ada) = world.account("portal", "ada@example.com").await;
        let put = async |model: Value| account.follow(world, &model).await;
        put(wide(10)).await.expect_fields(&[("access_model.roles", "too_large")]);
        put(wide(20)).await.expect_fields(&[("access_model.roles", "too_large")]);
        put(wide(49)).await.expect_fields(&[("access_model.resources", "too_large")]);
        put(wide(8)).await.expect(200);
        ada.api.get(&account.path("/users")).await.expect(200);
    });
}
