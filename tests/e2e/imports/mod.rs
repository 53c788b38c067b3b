//! People who move in from other systems.

mod bars;
mod known;
mod passwords;
mod rows;

use serde_json::{Value, json};
use usher_tests::{Account, Reply, World, office};

/// Hashes of [`usher_tests::PASSWORD`] that other programs made: bcrypt, scrypt, PBKDF2 as Django has it, and argon2.
const HASHES: [(&str, &str); 4] = [
    ("bcrypt@example.com", "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG"),
    ("scrypt@example.com", "$scrypt$ln=10,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$7AnzIswxwEinpwz+ntydndYfVHPvOACmX9Vvo8hO1qM"),
    ("pbkdf2@example.com", "pbkdf2_sha256$1000$seasalt$3xmXbyk2QpiyNcnoBbzRPwEBsYPTbDlRdtmLyBvQltA="),
    ("none@example.com", ""),
];

/// A row for someone who moves in, with a role that every user of the preset `invoicing` may have.
fn row(email: &str, more: Value) -> Value {
    let mut row = json!({
        "email": email, "given_name": "Grace", "family_name": "Hopper", "grants": [office::grant("read")],
    });
    for (name, value) in more.as_object().expect("an object") {
        row[name] = value.clone();
    }
    row
}

/// A row with a hash, if there is one.
fn with_hash(email: &str, hash: &str) -> Value {
    row(email, if hash.is_empty() { json!({}) } else { json!({ "password_hash": hash }) })
}

async fn import(world: &World, account: &Account, body: Value) -> Reply {
    world.operator().post(&account.path("/imports"), body).await
}

/// The verdicts on these rows.
async fn verdicts(world: &World, account: &Account, rows: Value) -> Vec<String> {
    of(&import(world, account, json!({ "people": rows })).await.expect(200))
}

fn of(answer: &Value) -> Vec<String> {
    let results = answer["results"].as_array().expect("results");
    results.iter().map(|result| result["verdict"].as_str().expect("a verdict").to_owned()).collect()
}
