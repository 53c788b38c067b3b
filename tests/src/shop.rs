//! A portal of the tests' own: an access model that no preset has and that its owner may replace, and the people who
//! work in it.

use crate::{Account, Member, World};
use serde_json::{Value, json};

/// An owner who may do everything, a lead who invites but holds little, and a clerk who manages nobody.
pub fn model() -> Value {
    json!({
        "name": "shop",
        "title": "Shop",
        "customization": "everything",
        "resources": { "orders": { "title": "Orders", "actions": ["read", "create", "refund"] } },
        "roles": {
            "owner": { "title": "Owner", "permissions": ["*:*"] },
            "lead": { "title": "Lead", "permissions": ["users:read", "users:invite", "orders:read", "orders:create"] },
            "clerk": { "title": "Clerk", "permissions": ["orders:read"], "customizable": ["orders:*"] },
        },
        "policies": { "invitation": { "lifetime": "48h", "names": "inviter" } },
    })
}

/// The model with one policy of inviting set otherwise.
pub fn model_with(policy: &str, value: Value) -> Value {
    let mut model = model();
    model["policies"]["invitation"][policy] = value;
    model
}

/// A shop; its owner is signed in.
pub async fn open(world: &World, owner: &str) -> (Account, Member) {
    open_with(world, model(), owner).await
}

/// A shop that follows `model`; its owner is signed in.
pub async fn open_with(world: &World, model: Value, owner: &str) -> (Account, Member) {
    world.account_with(json!({ "access_model": model }), "clerk", owner).await
}

/// Someone new in the account with a role: invited by `by`, accepted and signed in.
pub async fn hire(world: &World, account: &Account, by: &Member, email: &str, role: &str) -> Member {
    let invited = by.invite_rows(account, vec![Member::row(email, role)]).await.expect(200);
    assert_eq!(invited["results"][0]["verdict"], "invited", "{invited}");
    world.accept(email).await.expect(200);
    world.sign_in(email).await
}
