//! A portal of the tests' own, with units and people of different say, whose policies each test chooses.

use crate::{Account, Member, Reply, Table, World};
use reqwest::Method;
use serde_json::{Value, json};

/// An owner who may do everything, a manager who manages users, staff of human resources who manage them but invite
/// nobody, porters who let people in and out, and workers.
pub fn model(policies: Value) -> Value {
    let mut model = json!({
        "name": "office",
        "title": "Office",
        "customization": "everything",
        "units": { "noun": "floor", "reach": "selected" },
        "resources": { "tasks": { "title": "Tasks", "actions": ["read", "write", "sign"] } },
        "roles": {
            "owner": { "title": "Owner", "permissions": ["*:*"] },
            "manager": {
                "title": "Manager",
                "permissions": ["users:read", "users:invite", "users:update", "tasks:read", "tasks:write"],
            },
            "personnel": {
                "title": "Personnel",
                "permissions": ["users:read", "users:update", "users:deactivate", "users:remove", "tasks:read"],
            },
            "porter": { "title": "Porter", "permissions": ["users:read", "users:deactivate", "tasks:read"] },
            "worker": {
                "title": "Worker", "permissions": ["tasks:read"], "customizable": ["tasks:write", "tasks:sign"],
            },
        },
        "policies": { "invitation": { "lifetime": "48h", "names": "inviter" }, "roles_per_user": "several" },
    });
    for (name, value) in policies.as_object().expect("policies") {
        model["policies"][name] = value.clone();
    }
    model
}

/// An office with these policies; its owner is signed in.
pub async fn open(world: &World, policies: Value, owner: &str) -> (Account, Member) {
    world.account_with(json!({ "access_model": model(policies) }), "worker", owner).await
}

/// A grant of a role for the whole account.
pub fn grant(role: &str) -> Value {
    json!({ "role": role, "units": "all" })
}

/// The user with this address, as `by` finds them in the list.
pub async fn user(by: &Member, account: &Account, email: &str) -> Value {
    let users = by.pages(&account.path("/users?limit=100")).await;
    users.into_iter().find(|user| user["email"] == email).unwrap_or_else(|| panic!("no user {email}"))
}

/// The path of the user with this address.
pub async fn path(by: &Member, account: &Account, email: &str) -> String {
    account.path(&format!("/users/{}", user(by, account, email).await["id"].as_str().expect("an id")))
}

/// PATCH.
pub async fn patch(by: &Member, path: &str, body: Value) -> Reply {
    by.api.send(Method::PATCH, path, &[], Some(body.to_string())).await
}

/// The same of a request with `If-Match`.
pub async fn matching(by: &Member, method: Method, path: &str, etag: &str, body: Value) -> Reply {
    by.api.send(method, path, &[("if-match", etag)], Some(body.to_string())).await
}

/// POST of nothing to what is below a path.
pub async fn post(by: &Member, path: &str, what: &str) -> Reply {
    by.api.post(&format!("{path}/{what}"), json!({})).await
}

/// The last event of the account with this action.
pub async fn event(world: &World, account: &Account, action: &str) -> Value {
    let events = Table::of(world).events(account).await;
    let found = events.into_iter().rfind(|event| event["action"] == action);
    found.unwrap_or_else(|| panic!("no event {action}"))
}

/// The grants as audit events keep them.
pub fn recorded(roles: &[&str]) -> Value {
    roles.iter().map(|role| grant(role)).collect()
}
