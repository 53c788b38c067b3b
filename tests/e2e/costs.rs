//! What each operation asks of DynamoDB, and what that costs: the table in docs/data-model.md, and the bars that it must stay under.

mod cost;
mod operations;

use std::sync::LazyLock;

use serde_json::{Value, json};
use usher_local::Options;
use usher_tests::{Table, World, scenario_with};

pub use self::cost::{Cost, measure};
use crate::committed::{compare, file};
use crate::stream;

/// Where the table stands, and between what.
const DOCUMENT: &str = "docs/data-model.md";
const BEGIN: &str = "<!-- costs: USHER_UPDATE=1 cargo test costs -->\n";
const END: &str = "<!-- end of the costs -->";

/// Operations by name, and what each costs.
type Costs = Vec<(String, Cost)>;

/// Every operation's cost, and the items that are left then; done once for all tests here.
static STORY: LazyLock<(Costs, Vec<Value>)> = LazyLock::new(|| {
    let mut story = None;
    still(async |world| story = Some((operations::all(world).await, Table::of(world).items().await)));
    story.expect("the story is told")
});
static COSTS: LazyLock<&Vec<(String, Cost)>> = LazyLock::new(|| &STORY.0);

/// Runs a story in which nothing happens by itself.
pub fn still(story: impl AsyncFnOnce(&World)) {
    scenario_with(Options { scheduler: false, ..Options::default() }, story);
}

/// DynamoDB Local counts the requests as DynamoDB does, but not the units: it charges nothing for what is missing, doubles what a transaction
/// writes to indexes, and takes hundreds of writes for one unit each dozen. The embedded engine follows the documented rules.
#[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
pub fn units_count() -> bool {
    std::env::var("USHER_TEST_DYNAMODB").is_err()
}

/// The cost of one operation.
fn of(name: &str) -> &'static Cost {
    let found = COSTS.iter().find(|(operation, _)| operation == name);
    &found.unwrap_or_else(|| panic!("nothing is called {name}")).1
}

/// What a list costs beyond authentication.
fn list(name: &str) -> f64 {
    of(name).read_units - of("`GET /v1/accounts/{account}`").read_units
}

#[test]
fn the_documented_costs_are_the_measured_ones() {
    let document = file(DOCUMENT);
    let (before, rest) = document.split_once(BEGIN).expect("the beginning of the table");
    let (documented, after) = rest.split_once(END).expect("the end of the table");
    let mut table = "| operation | requests | read units | write units |\n|---|---|--:|--:|\n".to_owned();
    for (name, cost) in COSTS.iter() {
        table.push_str(&format!("| {name} | {} | {} | {} |\n", cost.requests(), cost.read_units, cost.write_units));
    }
    if units_count() {
        return compare(DOCUMENT, &format!("{before}{BEGIN}{table}{END}{after}"));
    }
    let requests = |table: &str| -> Vec<String> { table.lines().map(|row| row.split('|').take(3).collect()).collect() };
    assert_eq!(requests(&table), requests(documented));
}

#[test]
fn every_item_is_documented_with_its_attributes() {
    let document = file(DOCUMENT);
    let rows: Vec<Vec<&str>> = document.lines().map(|line| line.trim_matches([' ', '|']).split(" | ").collect()).collect();
    let documented = |kind: &str| rows.iter().find(|row| row.len() == 4 && row[0] == format!("`{kind}`")).unwrap_or_else(|| panic!("`{kind}`"));
    for item in &STORY.1 {
        let row = documented(item["kind"].as_str().expect("a kind"));
        let (pk, sk) = (item["pk"].as_str().expect("a key"), item["sk"].as_str().expect("a key"));
        for (key, form) in [(pk, row[1]), (sk, row[2])] {
            let fixed = form.trim_matches('`').split('{').next().expect("a beginning");
            assert!(key.starts_with(fixed), "{key} is not {form}");
        }
        let (mut missing, mut written) = (Vec::new(), item.as_object().expect("an item").clone());
        for attribute in row[3].split(' ') {
            let is_there = written.remove(attribute.trim_matches(['`', '[', ']'])).is_some();
            if !is_there && !attribute.starts_with('[') {
                missing.push(attribute);
            }
        }
        // Counts have an attribute for each user who invites, `by_{user}`.
        let is_known = |name: &str| {
            ["pk", "sk", "kind"].contains(&name) || (["`invitation_count`", "`sent_reset_count`"].contains(&row[0]) && name.starts_with("by_usr_"))
        };
        let undocumented: Vec<&String> = written.keys().filter(|name| !is_known(name)).collect();
        assert!(missing.is_empty() && undocumented.is_empty(), "{}: lacks {missing:?}, has {undocumented:?}", row[0]);
    }
}

#[test]
fn every_endpoint_waits_for_dynamodb_at_most_twice() {
    // Once for each person and account: the first sign-in makes the user active. See docs/data-model.md, also for the others.
    let exception = "`POST /v1/sessions`, the first, which activates";
    let counted_before = "`POST …/invitations`, 50 rows";
    let never_came = ["`POST …/users/{user}/deactivate`, pending", "`DELETE …/users/{user}`, pending", "`PATCH /v1/me`"];
    // An attempt is counted after it was judged, and before anything is said or written: docs/decisions/0021.
    let is_sign_in = |name: &str| name.starts_with("`POST /v1/sessions`");
    // What concerns a person alone is refused where all of their accounts ask for a second factor that the session lacks: the accounts' models
    // are read after the memberships. An administrator's act on sessions reads them after the user.
    let of_person = ["`GET /v1/sessions`", "`DELETE /v1/sessions/{session}`", "`DELETE /v1/sessions`", "`DELETE …/users/{user}/sessions`"];
    // The person is found by the user; all of the person's accounts are found by the person.
    let of_credentials = [
        ("`POST …/users/{user}/credential-resets`, both", 3),
        ("`POST …/users/{user}/credential-resets`, never accepted", 3),
        ("`POST /v1/me/password`", 5),
        ("`POST /v1/second-factor-resets/complete`", 4),
    ];
    for (name, rounds) in of_credentials {
        assert_eq!(of(name).rounds.len(), rounds, "{name}: {}", of(name).requests());
    }
    // A second factor is guarded like a sign-in, and what the accounts say of it is read after the memberships.
    let is_of_a_factor = |name: &str| name.contains("/second-factor`");
    let is_of_a_person = |name: &str| of_person.contains(&name) || of_credentials.iter().any(|(other, _)| *other == name) || is_of_a_factor(name);
    let longer = |name: &str| is_sign_in(name) || is_of_a_person(name) || name == counted_before || never_came.contains(&name);
    for name in never_came {
        assert_eq!(of(name).rounds.len(), 3, "{name}: {}", of(name).requests());
    }
    // Its transactions run at once; on a busy machine the first may be answered before the last is sent.
    assert!((3..=6).contains(&of(counted_before).rounds.len()), "{}", of(counted_before).requests());
    for name in of_person {
        assert_eq!(of(name).rounds.len(), 3, "{name}: {}", of(name).requests());
    }
    for (name, cost) in COSTS.iter().filter(|(name, _)| name.starts_with('`') && !longer(name)) {
        assert!(cost.rounds.len() <= 2, "{name}: {}", cost.requests());
        // A search looks at addresses by status and at both names, side by side; 50 people are invited in four transactions.
        let most = if name.contains("?query=") || name.contains("50 rows") { 6 } else { 3 };
        assert!(cost.count() <= most, "{name}: {}", cost.requests());
    }
    let rounds = |name: &str| of(name).rounds.len();
    assert_eq!(
        (rounds("`POST /v1/sessions`"), rounds("`POST /v1/sessions`, wrong password"), rounds("`POST /v1/sessions`, unknown address")),
        (3, 2, 2)
    );
    assert_eq!(rounds(exception), 6);
    for name in COSTS
        .iter()
        .map(|(name, _)| name)
        .filter(|name| name.starts_with("`GET ") && !["/me`", "users?query=", "unit=", "/v1/sessions`"].iter().any(|part| name.contains(part)))
    {
        assert!(of(name).count() <= 2, "{name}: {}", of(name).requests());
    }
}

#[test]
fn what_is_done_most_stays_under_its_bar() {
    if !units_count() {
        return;
    }
    let sign_in = of("`POST /v1/sessions`");
    assert!(sign_in.read_units <= 2.0 && sign_in.write_units <= 3.0, "{sign_in:?}");
    assert!(of("`POST …/invitations`, one row").write_units <= 22.0, "the bar is 12: docs/decisions/0012-lists-cost-writes.md");
    assert!(list("`GET …/users`, a page of 50") <= 2.0);
    assert!(list("`GET …/users?role=`, a page of 50") <= 2.0);
    assert!(list("`GET …/invitations`, a page of 50") <= 2.0);
    assert!(list("`GET …/users?query=&status=`, which finds 20") <= 1.5);
}

#[test]
fn a_forged_token_costs_nothing() {
    assert_eq!(of("any request with a malformed or forged token"), &Cost { rounds: Vec::new(), read_units: 0.0, write_units: 0.0 });
}

#[test]
fn a_thousand_invitations_take_at_most_a_hundred_requests_whether_or_not_they_are_new() {
    still(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        stream::end(world).await;
        // DynamoDB Local takes longer for a thousand than a call may take; what holds of two hundred there holds of a thousand.
        let count = if units_count() { 1_000 } else { 200 };
        let body = json!({ "invitations": operations::rows(&account, count) });
        for (verdict, most) in [("invited", count / 10), ("already_invited", count / 100 + 1)] {
            let (reply, cost) = measure(world, ada.api.post(&account.path("/invitations"), body.clone())).await;
            let results = reply.expect(200)["results"].as_array().expect("results").clone();
            assert!(results.len() == count && results.iter().all(|result| result["verdict"] == verdict));
            assert!(cost.count() <= most, "{}", cost.requests());
        }
    });
}

#[test]
fn nothing_in_usher_scans_the_table() {
    let sources = crate::structure::sources(&["shared/src", "functions", "infra/local/src"]);
    assert!(sources.len() > 50, "the sources are elsewhere");
    for (path, source) in sources {
        for request in [".scan()", ".execute_statement()", ".batch_execute_statement()", ".execute_transaction()", "Scan\""] {
            assert!(!source.contains(request), "{path}: {request}");
        }
    }
}
