//! The client as a process, against the local system.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;
use usher_tests::{World, scenario};

/// People with hashes of the password of the stories, which other programs made.
const PEOPLE: &str = "\
email,First name,family_name,role,units,password_hash,external_id,metadata.desk
bcrypt@example.com,Grace,Hopper,read,all,$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG,crm-1,7
pbkdf2@example.com,Alan,Turing,,all,pbkdf2_sha256$1000$seasalt$3xmXbyk2QpiyNcnoBbzRPwEBsYPTbDlRdtmLyBvQltA=,,
nobody,No,Body,read,all,,,
";

/// A directory for one test.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// The client, with nothing in its environment but what is given.
    fn usher(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_usher"));
        command.env_clear().env("HOME", self.0.path()).envs(environment.iter().copied()).args(arguments);
        command.output().unwrap()
    }

    /// The client as an operator of the local system calls it.
    fn operator(&self, world: &World, arguments: &[&str]) -> Output {
        let system = &world.system;
        self.usher(
            arguments,
            &[("USHER_URL", system.api_url.as_str()), ("USHER_TOKEN", system.operator_token.as_str())],
        )
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[track_caller]
fn answer(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)))
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn an_operator_creates_an_account_and_moves_people_in_from_a_file() {
    scenario(async |world| {
        let home = Home::new();
        let ada = r#"{"email":"ada@example.com","given_name":"Ada","family_name":"Lovelace"}"#;
        let created = home.operator(
            world,
            &["create-account", "--name", "Northwind", "--preset", "invoicing", "--administrator", ada],
        );
        let account = answer(&created)["account"]["id"].as_str().unwrap().to_owned();
        let people = home.file("people.csv", PEOPLE);
        let import = |more: &[&str]| {
            let arguments = ["import", &account, &people, "--role", "read", "--rows", "2"];
            home.operator(world, &[&arguments[..], more].concat())
        };
        let dry = answer(&import(&["--dry-run"]));
        assert_eq!(dry["verdicts"], json!({ "imported": 2, "invalid": 1 }));
        let imported = import(&[]);
        assert_eq!(code(&imported), 3, "one row is not done");
        assert_eq!(answer(&imported)["verdicts"], json!({ "imported": 2, "invalid": 1 }));
        let again = text(&import(&["-o", "table"]).stdout);
        assert!(again.contains("unchanged  2") && again.contains("nobody"), "{again}");
        let called = home.operator(world, &["list-managed-users", &account, "--external-id", "crm-1"]);
        let called = &answer(&called)["data"][0];
        assert_eq!((&called["email"], &called["metadata"]["desk"]), (&json!("bcrypt@example.com"), &json!("7")));
        for email in ["bcrypt@example.com", "pbkdf2@example.com"] {
            world.sign_in(email).await;
        }
    });
}

/// Accounts, one of them twice, and one whose language there is not.
const ACCOUNTS: &str = "\
external_id,name,administrator_email,locale,preset,metadata.plan
crm-1,Northwind,ada@example.com,en,,gold
crm-2,Southwind,bob@example.com,,warranty,
crm-3,Westwind,carl@example.com,xx,,
crm-1,Northwind,ada@example.com,en,,gold
";

#[test]
fn an_operator_creates_accounts_from_a_file_once() {
    scenario(async |world| {
        let home = Home::new();
        let file = home.file("accounts.csv", ACCOUNTS);
        let import = |more: &[&str]| {
            let arguments = ["import-accounts", &file, "--preset", "invoicing"];
            home.operator(world, &[&arguments[..], more].concat())
        };
        let verdicts = |output: &Output| answer(output)["verdicts"].clone();
        assert_eq!(verdicts(&import(&["--dry-run"])), json!({ "would_be_created": 3, "duplicate": 1 }));
        let listed = || answer(&home.operator(world, &["list-accounts", "--sort", "name"]))["data"].clone();
        assert_eq!(listed(), json!([]));
        let made = import(&[]);
        assert_eq!((code(&made), verdicts(&made)), (3, json!({ "created": 2, "duplicate": 1, "invalid": 1 })));
        assert!(answer(&made)["results"][2]["why"].as_str().unwrap().contains("locale"), "{}", answer(&made));
        let listed = listed();
        assert_eq!((&listed[0]["external_id"], &listed[0]["metadata"]["plan"]), (&json!("crm-1"), &json!("gold")));
        assert_eq!((&listed[1]["external_id"], listed.get(2)), (&json!("crm-2"), None));
        let follows = home.operator(world, &["get-managed-account", listed[1]["id"].as_str().unwrap()]);
        assert_eq!(answer(&follows)["access_model"], "warranty");
        world.accept("ada@example.com").await.expect(200);
        world.sign_in("ada@example.com").await;
        let again = verdicts(&import(&[]));
        assert_eq!(again, json!({ "unchanged": 2, "duplicate": 1, "invalid": 1 }));
        let other = home.file("other.csv", "external_id,name,administrator_email\ncrm-2,Eastwind,eve@example.com\n");
        let other = home.operator(world, &["import-accounts", &other, "--preset", "invoicing"]);
        assert_eq!((code(&other), verdicts(&other)), (3, json!({ "different": 1 })));
        let wrong = home.file("wrong.csv", "external_id,name\ncrm-9,Eastwind\n");
        let wrong = home.operator(world, &["import-accounts", &wrong]);
        assert_eq!((code(&wrong), text(&wrong.stderr).contains("administrator_email")), (2, true));
    });
}

#[test]
fn people_are_invited_from_a_file_with_a_token_of_the_account() {
    scenario(async |world| {
        let home = Home::new();
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let people = home.file("people.csv", "email,given_name,family_name,units\nbob@example.com,Bob,Builder,all\n");
        let environment = [("USHER_URL", world.system.api_url.as_str()), ("USHER_TOKEN", ada.api.token().unwrap())];
        let invited = home.usher(&["invite", &account.id, &people, "--role", "read"], &environment);
        assert_eq!(code(&invited), 0, "{}", text(&invited.stderr));
        world.accept("bob@example.com").await.expect(200);
    });
}

#[test]
fn profiles_are_kept_for_their_owner_alone() {
    scenario(async |world| {
        let home = Home::new();
        let set = ["profile", "set", "local", "--url", &world.system.api_url, "--token", &world.system.operator_token];
        assert_eq!(code(&home.usher(&set, &[])), 0);
        let listed = text(&home.usher(&["profile", "list"], &[]).stdout);
        assert!(listed.contains("local") && !listed.contains(&world.system.operator_token), "{listed}");
        let path = home.0.path().join(".config/usher/profiles.json");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions()) & 0o777,
            0o600
        );
        let arguments =
            ["-p", "local", "invite-administrator", "acc_aaaaaaaaaaaaaaaaaaaaaaaaaa", "--email", "a@b.example"];
        let refused = home.usher(&arguments, &[]);
        assert_eq!((code(&refused), text(&refused.stderr).contains("404 not_found")), (1, true), "{refused:?}");
        assert_eq!(code(&home.usher(&["profile", "remove", "other"], &[])), 2);
        assert_eq!(code(&home.usher(&["-p", "other", "export", "--table", "t"], &[])), 2);
    });
}

#[test]
fn what_goes_wrong_is_told_by_the_exit_code() {
    let home = Home::new();
    let create = ["create-account", "--name", "Northwind"];
    assert_eq!(code(&home.usher(&create, &[])), 2, "no URL");
    let signed = [("USHER_URL", "http://127.0.0.1:9"), ("AWS_REGION", "eu-west-1")];
    let unsigned = home.usher(&create, &signed);
    assert_eq!((code(&unsigned), text(&unsigned.stderr).contains("no AWS credentials")), (4, true));
    assert_eq!(code(&home.usher(&["nonsense"], &[])), 2);
    let help = text(&home.usher(&["--help"], &[]).stdout);
    assert!(help.contains("create-account") && help.contains("Exit codes"), "{help}");
    let file = home.file("people.csv", "email,colour\na@b.example,red\n");
    let wrong = home.usher(&["import", "acc_a", &file], &[("USHER_URL", "http://127.0.0.1:9"), ("USHER_TOKEN", "t")]);
    assert_eq!((code(&wrong), text(&wrong.stderr).contains("colour")), (2, true), "{wrong:?}");
}
