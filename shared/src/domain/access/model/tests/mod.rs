mod faults;
mod resolution;

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
