//! An account whose grants choose units, and the lists of its users.

use serde_json::{Value, json};
use usher::domain::email::EmailAddress;
use usher::domain::id::{PersonKey, UserKey};
use usher::domain::people::user::User;
use usher::store::{Change, Key};

use crate::{Account, Member, World, shop, whole_table};

/// Two units of every account here.
pub const NORTH: &str = "unt_aaaaaaaaaaaaaaaa";
pub const SOUTH: &str = "unt_bbbbbbbbbbbbbbbb";

/// A shop whose grants choose units, where a user may hold several roles.
pub fn model() -> Value {
    let mut model = shop::model();
    model["units"] = json!({ "noun": "store", "reach": "selected" });
    model["policies"]["roles_per_user"] = "several".into();
    model
}

/// An account that follows `model`, with two units; its owner is signed in.
pub async fn open(world: &World, model: Value) -> (Account, Member) {
    let (account, owner) = shop::open_with(world, model, "olga@example.com").await;
    for unit in [NORTH, SOUTH] {
        whole_table::add_unit(world, &account, unit).await;
    }
    (account, owner)
}

/// A row with these grants; `Grace Hopper` unless it is said otherwise.
pub fn row(email: &str, grants: Value) -> Value {
    json!({ "email": email, "given_name": "Grace", "family_name": "Hopper", "grants": grants })
}

/// Invites; all of them must be invited.
pub async fn invite(account: &Account, by: &Member, rows: Vec<Value>) {
    let invited = by.invite_rows(account, rows).await.expect(200);
    assert!(
        invited["results"]
            .as_array()
            .expect("what the tests have made")
            .iter()
            .all(|result| result["verdict"] == "invited"),
        "{invited}"
    );
}

/// Changes a user as an endpoint would, lists and all.
pub async fn change(world: &World, account: &Account, email: &str, changed: impl FnOnce(&mut User)) {
    let (store, id) = (world.store(), account.id.parse().expect("what the tests have made"));
    let key =
        Key::user(id, UserKey::of(id, PersonKey::of(&EmailAddress::parse(email).expect("what the tests have made"))));
    let before: User = store.get(&key).await.expect("what the tests have made").expect("what the tests have made");
    let mut after = before.clone();
    changed(&mut after);
    store.commit(Change::new().replace_user(&before, &mut after)).await.expect("what the tests have made");
}

/// The addresses that a list shows, page by page, each page as large as it may be.
pub async fn listed(account: &Account, by: &Member, query: &str) -> Vec<String> {
    listed_by(account, by, query, 100).await
}

/// The same with pages of another size.
pub async fn listed_by(account: &Account, by: &Member, query: &str, limit: usize) -> Vec<String> {
    let users = by.pages(&account.path(&format!("/users?limit={limit}&{query}"))).await;
    users.iter().map(|user| user["email"].as_str().expect("what the tests have made").to_owned()).collect()
}
