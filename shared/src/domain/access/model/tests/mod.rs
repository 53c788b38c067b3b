mod bounds;
mod faults;
mod resolution;
mod role_faults;
mod upgrade;

use serde_json::{Value, json};

use super::*;
use crate::domain::access::permission::Permission;

/// A small valid model, for tests to change.
fn document() -> Value {
    json!({
        "name": "shop",
        "title": "Shop",
        "units": { "noun": "shop", "reach": "selected" },
        "resources": {
            "orders": { "title": "Orders", "actions": ["read", "create"] },
            "products": { "title": "Products" },
        },
        "roles": {
            "clerk": { "title": "Clerk", "permissions": ["orders:read:own"], "customizable": ["orders:*"] },
            "owner": { "title": "Owner", "includes": ["clerk"], "permissions": ["*:*"] },
        },
        "policies": { "invitation": { "lifetime": "48h" } },
    })
}

fn permissions(texts: &[&str]) -> Vec<Permission> {
    let mut permissions: Vec<Permission> = texts.iter().map(|text| text.parse().unwrap()).collect();
    permissions.sort();
    permissions
}

fn role<'a>(model: &'a AccessModel, name: &str) -> &'a Role {
    model.role(&name.parse().unwrap()).unwrap()
}

/// Where [`document`] says which addresses are disposable.
const DISPOSABLE: &str = "/policies/invitation/disposable_domains";

/// The paths and codes of the faults of [`document`] with `value` at `pointer`.
fn faults_with(pointer: &str, value: Value) -> Vec<(String, &'static str)> {
    let mut document = document();
    put(&mut document, pointer, value);
    faults(document)
}

fn faults(document: Value) -> Vec<(String, &'static str)> {
    let faults = AccessModel::from_json(document).expect_err("the document has a fault");
    faults.iter().map(|fault| (fault.path.clone(), fault.code)).collect()
}

fn put(document: &mut Value, pointer: &str, value: Value) {
    if pointer == DISPOSABLE {
        document["policies"]["invitation"]["refuse_disposable"] = json!(true);
    }
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap()[key] = value;
}

/// The faults of [`document`] with every value at its pointer, as `path code`, sorted.
fn all_faults_with(values: &[(&str, Value)]) -> Vec<String> {
    let mut document = document();
    for (pointer, value) in values {
        put(&mut document, pointer, value.clone());
    }
    let mut faults: Vec<String> = faults(document).into_iter().map(|(path, code)| format!("{path} {code}")).collect();
    faults.sort();
    faults
}
