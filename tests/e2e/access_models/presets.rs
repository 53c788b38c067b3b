//! The five presets over HTTP: every cell of their golden tables, asked by the users themselves, and an account from
//! each of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use usher_tests::presets::{check, enlist, open, own_id};
use usher_tests::{Account, Member, World, scenario};

/// The table of a preset: its roles, and for each permission a cell for each role.
fn table(preset: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = usher_tests::committed::file(&format!("shared/src/presets/golden/{preset}.txt"));
    let mut rows = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    let roles = rows.next().expect("roles")[1..].to_vec();
    (roles, rows.collect())
}

async fn is_allowed(account: &Account, by: &Member, question: Value) -> bool {
    check(account, by, question).await["allowed"].as_bool().expect("a truth value")
}

/// Asks for every cell of the table of `preset`: each role's holder asks for themselves.
fn ask_every_cell(preset: &str, roles_of_administrators: &[&str]) {
    scenario(async |world| {
        let (account, ada) = open(world, preset, "ada@example.com").await;
        let (roles, rows) = table(preset);
        let mut asked = BTreeMap::new();
        for (column, role) in roles.iter().enumerate() {
            let holder = if roles_of_administrators.contains(&role.as_str()) {
                ada.clone()
            } else {
                let email = format!("{}@example.com", role.replace('_', "-"));
                enlist(world, &account, &ada, &email, json!([{ "role": role, "units": "all" }])).await
            };
            let id = own_id(&account, &holder).await;
            for row in &rows {
                let (permission, cell) = (&row[0], row[column + 1].as_str());
                let over_all = is_allowed(&account, &holder, json!({ "permission": permission })).await;
                let over_own = is_allowed(&account, &holder, json!({ "permission": permission, "owner": id })).await;
                assert_eq!(
                    (over_all, over_own),
                    (cell == "all", matches!(cell, "all" | "own")),
                    "{preset}: {permission} of {role}"
                );
                *asked.entry(cell.to_owned()).or_insert(0) += 1;
            }
            add_what_can_be_added(world, &account, &ada, role, column, &rows).await;
        }
        assert_eq!(asked.values().sum::<usize>(), roles.len() * rows.len());
    });
}

/// All that can be added to a role, added to one user, is allowed to that user; anything else cannot be added.
async fn add_what_can_be_added(
    world: &World,
    account: &Account,
    ada: &Member,
    role: &str,
    column: usize,
    rows: &[Vec<String>],
) {
    let addition = |row: &Vec<String>| match row[column + 1].as_str() {
        "add" => Some(row[0].clone()),
        "add_own" => Some(format!("{}:own", row[0])),
        _ => None,
    };
    let added: Vec<String> = rows.iter().filter_map(addition).collect();
    if !added.is_empty() {
        let email = format!("more-{}@example.com", role.replace('_', "-"));
        let holder =
            enlist(world, account, ada, &email, json!([{ "role": role, "units": "all", "permissions": added }])).await;
        for permission in &added {
            let decision = check(account, &holder, json!({ "permission": permission })).await;
            assert_eq!(
                (&decision["allowed"], &decision["reason"]["code"]),
                (&json!(true), &json!("added_permission_allows")),
                "{permission}"
            );
        }
    }
    let never: Vec<&String> = rows.iter().filter(|row| row[column + 1] == "-").map(|row| &row[0]).collect();
    if never.is_empty() {
        return;
    }
    let mut row = Member::row("never@example.com", role);
    row["grants"][0]["units"] = json!("all");
    row["grants"][0]["permissions"] = json!(never);
    let refused = ada.invite_rows(account, vec![row]).await.expect(200);
    let errors = refused["results"][0]["errors"].as_array().expect("errors").clone();
    assert_eq!(errors.iter().filter(|error| error["code"] == "not_customizable").count(), never.len(), "{refused}");
}

#[test]
fn invoicing_is_the_ladder_of_its_document_cell_by_cell() {
    ask_every_cell("invoicing", &["admin"]);
}

#[test]
fn portal_users_have_nothing_but_the_modules_that_are_added_cell_by_cell() {
    ask_every_cell("portal", &["admin"]);
}

#[test]
fn mailing_is_the_three_types_of_its_document_cell_by_cell() {
    ask_every_cell("mailing", &["administrator"]);
}

#[test]
fn billing_is_the_table_of_its_document_as_its_prose_fills_it_cell_by_cell() {
    ask_every_cell("billing", &["admin_user"]);
}

#[test]
fn warranty_is_the_table_of_its_document_cell_by_cell() {
    ask_every_cell("warranty", &["admin"]);
}

#[test]
fn several_roles_of_warranty_add_up() {
    scenario(async |world| {
        let (account, ada) = open(world, "warranty", "ada@example.com").await;
        let grants = json!([{ "role": "claims_manager" }, { "role": "transaction_manager" }]);
        let both = enlist(world, &account, &ada, "both@example.com", grants).await;
        let decision = check(&account, &both, json!({ "permission": "leads:delete" })).await;
        assert_eq!((&decision["allowed"], &decision["reason"]["role"]), (&json!(true), &json!("transaction_manager")));
        let decision = check(&account, &both, json!({ "permission": "claims:delete" })).await;
        assert_eq!((&decision["reason"]["role"], &decision["reason"]["grant"]), (&json!("claims_manager"), &json!(0)));
        assert!(!is_allowed(&account, &both, json!({ "permission": "contracts:delete" })).await);
    });
}

#[test]
fn users_of_mailing_read_and_change_themselves_and_no_other() {
    scenario(async |world| {
        let (account, ada) = open(world, "mailing", "ada@example.com").await;
        let user = enlist(world, &account, &ada, "user@example.com", json!([{ "role": "user" }])).await;
        let (own, other) = (own_id(&account, &user).await, account.administrator.clone());
        assert!(is_allowed(&account, &user, json!({ "permission": "users:update", "owner": own })).await);
        let decision = check(&account, &user, json!({ "permission": "users:update", "owner": other })).await;
        assert_eq!((&decision["allowed"], &decision["reason"]["code"]), (&json!(false), &json!("not_owner")));
        user.api.get(&account.path(&format!("/users/{own}"))).await.expect(200);
        user.api.get(&account.path(&format!("/users/{other}"))).await.expect_problem(403, "forbidden");
        user.api.get(&account.path("/users")).await.expect_problem(403, "forbidden");
        let question = json!({ "permission": "mailings:read", "user": other });
        user.api.post(&account.path("/access/check"), question).await.expect_problem(403, "forbidden");
    });
}

/// `001_f2365443c584e145.txt`: "set the module permissions", then "the sub-accounts your user can access".
#[test]
fn a_user_of_portal_has_modules_in_the_sub_accounts_that_are_chosen_and_needs_only_a_password() {
    scenario(async |world| {
        let (account, ada) = open(world, "portal", "ada@example.com").await;
        let mut units = Vec::new();
        for name in ["North", "South", "West"] {
            let unit = ada.api.post(&account.path("/units"), json!({ "name": name })).await.expect(201);
            units.push(unit["id"].as_str().expect("an id").to_owned());
        }
        let grants = json!([{ "role": "user", "units": units[..2], "permissions": ["reports:use", "numbers:use"] }]);
        let row = json!({ "email": "user@example.com", "grants": grants });
        let invited = ada.invite_rows(&account, vec![row]).await.expect(200);
        assert_eq!(invited["results"][0]["verdict"], "invited", "nobody gives a name: {invited}");
        world.accept("user@example.com").await.expect(200);
        let user = world.sign_in("user@example.com").await;
        for (unit, expected) in units.iter().zip([true, true, false]) {
            for (permission, is_added) in
                [("reports:use", true), ("numbers:use", true), ("dashboard:use", false), ("pricing:use", false)]
            {
                let allowed = is_allowed(&account, &user, json!({ "permission": permission, "unit": unit })).await;
                assert_eq!(allowed, expected && is_added, "{permission} in {unit}");
            }
        }
    });
}

/// `001_f2365443c584e145.txt`: "users with disposable email addresses will not be shown".
#[test]
fn disposable_addresses_are_those_of_the_list_with_what_the_model_adds_and_takes() {
    scenario(async |world| {
        let (account, ada) = open(world, "portal", "ada@example.com").await;
        let verdict = async |email: &str| {
            let row = json!({ "email": email, "grants": [{ "role": "user", "units": "all" }] });
            let body = json!({ "invitations": [row], "dry_run": true });
            let invited = ada.api.post(&account.path("/invitations"), body).await.expect(200);
            invited["results"][0]["verdict"].as_str().expect("a verdict").to_owned()
        };
        assert_eq!(verdict("a@mailinator.com").await, "disposable_address");
        assert_eq!(verdict("a@throw.example").await, "invited");
        let mut model = ada.api.get(&account.path("/access-model")).await.expect(200);
        model["policies"]["invitation"]["disposable_domains"] =
            json!({ "refuse": ["throw.example"], "allow": ["mailinator.com"] });
        account.follow(world, &model).await.expect(200);
        assert_eq!(verdict("a@mailinator.com").await, "invited");
        assert_eq!(verdict("a@throw.example").await, "disposable_address");
        assert_eq!(verdict("a@sub.throw.example").await, "disposable_address");
    });
}
