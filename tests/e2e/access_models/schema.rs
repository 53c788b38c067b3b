//! The JSON Schema of access models, held to the reader: it accepts what the reader accepts, and refuses what a schema
//! can refuse.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};
use usher::domain::access::model::AccessModel;
use usher::presets::Preset;
use usher_tests::scenario;

use usher_tests::committed::file;
use usher_tests::shop;

const PATH: &str = "docs/access-model.schema.json";

/// The compiled schema. Compiling checks it against the meta-schema of JSON Schema 2020-12.
struct Checker(Schemas, SchemaIndex);

impl Checker {
    fn new() -> Self {
        let schema: Value = serde_json::from_str(&file(PATH)).expect("JSON");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("schema.json", schema).expect("a resource");
        let index = compiler.compile("schema.json", &mut schemas).unwrap_or_else(|why| panic!("{why:#}"));
        Self(schemas, index)
    }

    fn check(&self, document: &Value) -> Result<(), String> {
        self.0.validate(document, self.1).map_err(|why| format!("{why:#}"))
    }
}

fn of_yaml(text: &str) -> Value {
    // YAML 1.1 would read the second factor `off` as `false`.
    serde_saphyr::from_str_with_options(text, serde_saphyr::options! { strict_booleans: true }).expect("YAML")
}

#[test]
fn the_presets_and_the_examples_fit_as_they_are_written_and_with_every_default() {
    let checker = Checker::new();
    let mut documents: Vec<(String, String)> =
        Preset::ALL.map(|preset| (preset.as_str().to_owned(), preset.source().to_owned())).into();
    documents.push(("school".to_owned(), file("examples/school.yaml")));
    for (name, text) in documents {
        checker.check(&of_yaml(&text)).unwrap_or_else(|why| panic!("{name}: {why}"));
        let model = AccessModel::from_yaml(&text).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        checker
            .check(&serde_json::to_value(model).expect("a document"))
            .unwrap_or_else(|why| panic!("{name} with defaults: {why}"));
    }
}

/// Where a value is, and one that is wrong there.
fn wrong() -> Vec<(&'static str, Value)> {
    let names = |count: usize| json!((0..count).map(|n| format!("a{n}")).collect::<Vec<_>>());
    vec![
        ("", json!([])),
        ("/name", json!("My shop")),
        ("/title", json!("")),
        ("/title", json!(7)),
        ("/title", json!("x".repeat(121))),
        ("/plan", json!("gold")),
        ("/customization", json!("all")),
        ("/assignable", json!("orders:*")),
        ("/assignable", json!(["orders"])),
        ("/roles/clerk/custom", json!("yes")),
        ("/first_administrator", json!(7)),
        ("/default_role", json!("The clerk")),
        ("/resources/orders/actions", json!({})),
        ("/resources/orders/actions", json!({ "read": 7 })),
        ("/resources/orders/actions", json!({ "read": "Read", "own": "Own" })),
        ("/units", json!([])),
        ("/units/plural", json!("stores")),
        ("/units/reach", json!("some")),
        ("/units/reach", json!(null)),
        ("/units", json!({ "visibility": "shared_unit" })),
        ("/units", json!({ "reach": "all", "visibility": "shared_unit" })),
        ("/units/noun", json!("x".repeat(41))),
        ("/resources", json!({})),
        ("/resources/users", json!({ "title": "Users" })),
        ("/resources/Cars", json!({ "title": "Cars" })),
        ("/resources/orders/title", json!(null)),
        ("/resources/orders/verbs", json!([])),
        ("/resources/orders/actions", json!([])),
        ("/resources/orders/actions", json!(["read", "read"])),
        ("/resources/orders/actions", json!(["read", "own"])),
        ("/resources/orders/actions", json!(["read", "*"])),
        ("/resources/orders/actions", names(21)),
        ("/roles", json!({})),
        ("/roles/clerk", json!("clerk")),
        ("/roles/clerk/title", json!("")),
        ("/roles/clerk/permission", json!([])),
        ("/roles/clerk/description", json!("")),
        ("/roles/clerk/permissions", json!(["orders"])),
        ("/roles/clerk/permissions", json!(["orders:read:all"])),
        ("/roles/clerk/permissions", json!(["orders:read", "orders:read"])),
        ("/roles/clerk/customizable", json!("orders:*")),
        ("/roles/clerk/includes", json!(["Boss"])),
        ("/roles/clerk/includes", names(101)),
        ("/roles/clerk/levels", json!({ "orders": "some" })),
        ("/policies/colour", json!("red")),
        ("/policies/invitation/lifetime", json!("2 days")),
        ("/policies/invitation/lifetime", json!(48)),
        ("/policies/invitation/names", json!("nobody")),
        ("/policies/invitation/bulk", json!("yes")),
        ("/policies/invitation/refuse_disposable", json!(1)),
        ("/policies/invitation/disposable_domains", json!({ "block": [] })),
        ("/policies/invitation/disposable_domains", json!({ "refuse": "x.example" })),
        ("/policies/activation", json!("on_delete")),
        ("/policies/names", json!("nobody")),
        ("/policies/roles_per_user", json!(2)),
        ("/policies/offboarding", json!({ "deactivate": false, "remove": false })),
        ("/policies/offboarding", json!({ "deactivate": false, "deactivation_clears_roles": true })),
        ("/policies/offboarding/archive", json!(true)),
        ("/policies/second_factor", json!(false)),
        ("/policies/api_tokens", json!({ "who": "everybody" })),
        ("/policies/api_tokens", json!({ "who": "nobody", "display": "again" })),
        ("/policies/credential_reset", json!({ "reopens": true })),
    ]
}

#[test]
fn what_is_wrong_in_itself_is_refused_by_the_schema_and_by_the_reader() {
    let checker = Checker::new();
    checker.check(&shop::model()).expect("the model that is changed");
    for (pointer, value) in wrong() {
        let mut document = shop::model();
        let what = format!("{value} at {pointer}");
        match pointer.rsplit_once('/') {
            None => document = value,
            Some((parent, key)) => {
                let parent = pointer_to(&mut document, parent);
                parent[key] = value;
            }
        }
        assert!(checker.check(&document).is_err(), "the schema takes {what}");
        assert!(AccessModel::from_json(document).is_err(), "the reader takes {what}");
    }
    for required in ["name", "title", "resources", "roles"] {
        let mut document = shop::model();
        document.as_object_mut().expect("a table").remove(required);
        assert!(checker.check(&document).is_err() && AccessModel::from_json(document).is_err(), "{required}");
    }
}

/// The table at `pointer`, made if it is not there.
fn pointer_to<'a>(document: &'a mut Value, pointer: &str) -> &'a mut Value {
    pointer.split('/').filter(|key| !key.is_empty()).fold(document, |value, key| &mut value[key])
}

/// Everything that the reader writes out the schema describes, and the other way round.
#[test]
fn the_schema_knows_the_keys_and_the_defaults_of_the_reader_and_no_others() {
    let schema: Value = serde_json::from_str(&file(PATH)).expect("JSON");
    let minimal = json!({
        "name": "least", "title": "Least",
        "resources": { "r": { "title": "R" } },
        "roles": { "a": { "title": "A", "permissions": ["*:*"] } },
    });
    let written = serde_json::to_value(AccessModel::from_json(minimal).expect("a model")).expect("a document");
    compare("units", &schema["properties"]["units"], &written["units"]);
    compare("policies", &schema["properties"]["policies"], &written["policies"]);
    for key in ["customization", "assignable"] {
        compare(key, &schema["properties"][key], &written[key]);
    }
    let mut all = keys(&written);
    let (first, default) = ("first_administrator".to_owned(), "default_role".to_owned());
    // Without them, nobody is named.
    all.extend([&first, &default]);
    assert_eq!(keys(&schema["properties"]), all);
    let actions = &schema["properties"]["resources"]["additionalProperties"]["properties"]["actions"]["default"];
    assert_eq!(actions, &written["resources"]["r"]["actions"]);
}

fn compare(path: &str, schema: &Value, written: &Value) {
    let Some(properties) = schema["properties"].as_object() else {
        if let Some(default) = schema.get("default") {
            assert_eq!(default, written, "{path}");
        }
        assert!(schema["description"].is_string(), "{path} says what it is");
        return;
    };
    assert_eq!(keys(&schema["properties"]), keys(written), "{path}");
    for (key, property) in properties {
        compare(&format!("{path}.{key}"), property, &written[key]);
    }
}

fn keys(value: &Value) -> std::collections::BTreeSet<&String> {
    value.as_object().expect("a table").keys().collect()
}

#[test]
fn the_schema_is_served_as_it_is_committed() {
    scenario(async |world| {
        let reply = world.api.get("/access-model.schema.json").await;
        assert_eq!(reply.headers["content-type"], "application/json");
        assert_eq!(reply.expect(200), serde_json::from_str::<Value>(&file(PATH)).expect("JSON"));
    });
}

#[test]
fn the_reference_names_every_key_of_the_language_and_every_code_of_a_fault() {
    let reference = file("docs/access-models.md");
    let schema: Value = serde_json::from_str(&file(PATH)).expect("JSON");
    let mut missing = Vec::new();
    name_keys(&schema["properties"], &reference, &mut missing);
    assert!(missing.is_empty(), "not in the reference: {missing:?}");
    let sources = usher_tests::sources(&["shared/src/domain/access/model"]);
    for (path, source) in sources.iter().filter(|(path, _)| !path.contains("/tests")) {
        for code in source.lines().filter(|line| line.contains("faults.add(")).filter_map(|line| line.split('"').nth(1))
        {
            let is_code = code.contains('_')
                && code.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                && code != "deactivation_clears_roles";
            assert!(
                !is_code || code == "disposable_domains" || reference.contains(&format!("`{code}`")),
                "{path}: `{code}`"
            );
        }
    }
}

/// Keys are named in the reference as `key` or `table.key`.
fn name_keys(properties: &Value, reference: &str, missing: &mut Vec<String>) {
    for (key, property) in properties.as_object().into_iter().flatten() {
        if !reference.contains(&format!("`{key}`"))
            && !reference.contains(&format!(".{key}`"))
            && !reference.contains(&format!("`{key}."))
        {
            missing.push(key.clone());
        }
        name_keys(&property["properties"], reference, missing);
        name_keys(&property["additionalProperties"]["properties"], reference, missing);
    }
}
