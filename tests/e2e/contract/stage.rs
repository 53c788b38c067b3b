//! Something for every path of the OpenAPI document, and a caller who may call each operation.

use serde_json::{Map, Value, json};
use usher_tests::desk::Desk;
use usher_tests::{Api, World};

/// An account with a user, an invitation, an API token and all that the paths of the document name.
pub struct Stage<'a> {
    pub desk: Desk<'a>,
    operator: Api,
    places: Vec<(&'static str, String)>,
}

impl<'a> Stage<'a> {
    pub async fn set(world: &'a World) -> Self {
        let desk = Desk::open_as(world, "invoicing", "ada@example.com").await;
        let ada = &desk.admin.api;
        desk.let_deactivate().await;
        let unit = desk.unit("Harbour Street").await;
        desk.join(desk.row("bob@example.com", "read")).await;
        desk.invite(json!([desk.row("grace@example.com", "read")])).await;
        let listed = ada.get(&desk.path("/invitations?status=pending")).await.expect(200);
        let user = desk.user("bob@example.com").await;
        let id = |value: &Value| value.as_str().expect("an id").to_owned();
        let token = ada.post(&desk.path("/api-tokens"), json!({ "name": "Export" })).await.expect(201);
        let model = json!({ "name": "Shops", "access_model": usher_tests::shop::model() });
        let model = world.operator().post("/v1/models", model).await.expect(201);
        let session = ada.get("/v1/sessions/current").await.expect(200);
        let places = vec![
            ("{preset}", "invoicing".to_owned()),
            ("{account}", desk.account.id.clone()),
            ("{user}", id(&user["id"])),
            ("{invitation}", id(&listed["data"][0]["id"])),
            ("{unit}", unit),
            ("{token}", id(&token["api_token"]["id"])),
            ("{model}", id(&model["model"]["id"])),
            ("{version}", "1".to_owned()),
            ("{session}", id(&session["id"])),
        ];
        Self { operator: world.operator(), desk, places }
    }

    /// The path, with what is there in place of its parameters.
    pub fn path(&self, path: &str) -> String {
        let filled = self.places.iter().fold(path.to_owned(), |path, (name, place)| path.replace(name, place));
        assert!(!filled.contains('{'), "say in `places` what `{path}` is to name");
        filled
    }

    /// A caller with the rights that an operation takes: an operator, the administrator, or anyone.
    pub fn caller(&self, operation: &Value) -> &Api {
        match () {
            () if is_for("operator", operation) => &self.operator,
            () if is_public(operation) => &self.desk.world.api,
            () => &self.desk.admin.api,
        }
    }
}

pub fn is_for(scheme: &str, operation: &Value) -> bool {
    operation["security"].as_array().is_some_and(|ways| ways.iter().any(|way| way.get(scheme).is_some()))
}

/// Whether anyone may call, signed in or not.
pub fn is_public(operation: &Value) -> bool {
    let ways = operation["security"].as_array().expect("security, be it none");
    ways.is_empty() || ways.iter().any(|way| *way == json!({}))
}

/// An example of what a schema describes: its own, or one made of those of its properties, as tools make one.
pub fn example(document: &Value, schema: &Value) -> Option<Value> {
    if let Some(own) = schema.get("example").or_else(|| schema["examples"].get(0)) {
        return Some(own.clone());
    }
    if let Some(reference) = schema["$ref"].as_str() {
        return example(document, document.pointer(reference.strip_prefix('#')?)?);
    }
    if let Some(item) = schema.get("items") {
        return Some(json!([example(document, item)?]));
    }
    let either = ["oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten();
    if let Some(one) = either.filter_map(|one| example(document, one)).next() {
        return Some(one);
    }
    let properties = schema["properties"].as_object()?;
    let examples: Map<String, Value> =
        properties.iter().filter_map(|(name, property)| Some((name.clone(), example(document, property)?))).collect();
    Some(Value::Object(examples))
}
