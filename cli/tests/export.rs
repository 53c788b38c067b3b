//! The export of everything, as a process against the local system, and moving in from it.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use std::process::Command;

use serde_json::{Value, json};
use usher_tests::{World, scenario};

fn export(world: &World, more: &[&str]) -> Vec<Value> {
    let system = &world.system;
    let endpoint = system.aws.dynamodb_endpoint.clone().unwrap();
    let keys = [("AWS_ACCESS_KEY_ID", "AKIA"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_REGION", "eu-west-1")];
    let output = Command::new(env!("CARGO_BIN_EXE_usher"))
        .env_clear()
        .envs(keys)
        .args(["export", "--table", &system.table, "--dynamodb", &endpoint])
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of_kind<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["kind"] == kind).collect()
}

/// The rows of an import, from the lines of an export.
fn rows(lines: &[Value]) -> Vec<Value> {
    let people = of_kind(lines, "person");
    let row = |user: &&Value| {
        let person = people.iter().find(|person| person["email"] == user["email"]).unwrap();
        let mut row = json!({ "password_hash": person["password"] });
        for name in ["email", "given_name", "family_name", "status", "grants"] {
            row[name] = user[name].clone();
        }
        row
    };
    of_kind(lines, "user").iter().map(row).collect()
}

#[test]
fn everything_is_exported_and_secrets_only_on_demand_and_people_move_in_from_it() {
    scenario(async |world| {
        let (_, ada) = world.account("invoicing", "ada@example.com").await;
        let lines = export(world, &[]);
        for kind in [
            "account",
            "access_model",
            "user",
            "listing",
            "invitation",
            "audit_event",
            "person",
            "membership",
            "session",
        ] {
            assert!(!of_kind(&lines, kind).is_empty(), "{kind}");
        }
        let text = serde_json::to_string(&lines).unwrap();
        assert!(!text.contains("$argon2id") && !text.contains("\"p1\"") && !text.contains("cursor_key"), "{text}");
        assert!(of_kind(&lines, "session").iter().all(|session| session.get("token").is_none()));
        let lines = export(world, &["--secrets"]);
        assert!(of_kind(&lines, "person")[0]["password"].as_str().unwrap().starts_with("$argon2id"));
        let rows = rows(&lines);
        drop(ada);
        scenario_elsewhere(rows);
    });
}

/// They move into another installation, and sign in with their passwords.
fn scenario_elsewhere(rows: Vec<Value>) {
    std::thread::spawn(move || {
        scenario(async |world| {
            let (account, _) = world.account("invoicing", "eve@example.com").await;
            let body = json!({ "people": rows });
            let imported = world.operator().post(&account.path("/imports"), body).await.expect(200);
            assert_eq!(imported["results"][0]["verdict"], "imported", "{imported}");
            world.sign_in("ada@example.com").await;
        });
    })
    .join()
    .unwrap();
}
