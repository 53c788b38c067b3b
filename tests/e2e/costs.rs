//! What each operation asks of DynamoDB, and what that costs: the table in docs/data-model.md, and the bars that it must stay under.

mod cost;
mod operations;

use std::sync::LazyLock;

use serde_json::{Value, json};
use usher_local::Options;
use usher_tests::{Table, World, scenario_on_one_thread};

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

/// Runs a story in which nothing happens by itself, and what is asked at once is recorded as asked at once.
pub fn still(story: impl AsyncFnOnce(&World)) {
    scenario_on_one_thread(Options { scheduler: false, ..Options::default() }, story);
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

/// What waits for DynamoDB more than twice, how often, and what for. See docs/data-model.md.
const LONGER: [(&str, usize, &str); 22] = [
    ("`POST …/invitations`, 50 rows", 3, "the mails are counted before anything is written"),
    ("`POST /v1/sessions`", 3, ATTEMPT),
    ("`POST /v1/sessions`, the first, which activates", 6, "once for each person and account: whoever was created active is signed in by it"),
    ("`POST /v1/sessions`, with a second factor", 3, ATTEMPT),
    ("`POST /v1/sessions/second-factor`", 3, ATTEMPT),
    ("`POST /v1/invitations/accept`, signed in", 3, PERSON),
    ("`GET /v1/sessions`", 3, PERSON),
    ("`DELETE /v1/sessions/{session}`", 3, PERSON),
    ("`DELETE /v1/sessions`", 4, PERSON),
    ("`PATCH /v1/me`", 3, "all of the person's accounts are found by the person"),
    ("`POST /v1/me/password`", 5, PERSON),
    ("`POST /v1/me/second-factor`", 4, PERSON),
    ("`POST /v1/me/second-factor/confirm`", 4, PERSON),
    ("`POST /v1/me/second-factor/recovery-codes`", 3, PERSON),
    ("`DELETE /v1/me/second-factor`", 4, PERSON),
    ("`DELETE …/users/{user}/sessions`", 3, "the person is found by the user"),
    ("`POST …/users/{user}/deactivate`, pending", 3, "the invitation is found by the user"),
    ("`DELETE …/users/{user}`, pending", 3, "the invitation is found by the user"),
    ("`POST …/users/{user}/credential-resets`, both", 3, "the person is found by the user"),
    ("`POST …/users/{user}/credential-resets`, never accepted", 3, "the person is found by the user"),
    ("`POST /v1/second-factor-resets/complete`", 4, ATTEMPT),
    ("`GET …/users`, by a program, its first call", 3, "it is noted that the token is used, once in five minutes"),
];
const ATTEMPT: &str = "an attempt is counted after it was judged, and before anything is said or written: docs/decisions/0021";
const PERSON: &str = "what the accounts say of second factors is read after the memberships; passwords and codes are counted like at sign-in";

/// The endpoints that are no exception.
fn usual() -> impl Iterator<Item = &'static (String, Cost)> {
    COSTS.iter().filter(|(name, _)| name.starts_with('`') && LONGER.iter().all(|(longer, ..)| longer != name))
}

#[test]
fn every_endpoint_waits_for_dynamodb_at_most_twice() {
    for (name, rounds, why) in LONGER {
        assert_eq!(of(name).rounds.len(), rounds, "{name}, since {why}: {}", of(name).requests());
    }
    for (name, cost) in usual() {
        assert!(cost.rounds.len() <= 2, "{name}: {}", cost.requests());
    }
}

#[test]
fn every_endpoint_makes_three_requests_at_most() {
    // A sign-in looks at the counts of the network too. A search looks at addresses by status and at both names, side by side.
    let most = |name: &str| match name {
        name if name.contains("?query=") => 6,
        name if name.starts_with("`POST /v1/sessions`, ") => 4,
        _ => 3,
    };
    for (name, cost) in usual() {
        assert!(cost.count() <= most(name), "{name}: {}", cost.requests());
    }
    let reads_more = ["/me`", "users?query=", "unit=", "/v1/sessions`", "by a program, its first"];
    for (name, cost) in COSTS.iter().filter(|(name, _)| name.starts_with("`GET ") && !reads_more.iter().any(|part| name.contains(part))) {
        assert!(cost.count() <= 2, "{name}: {}", cost.requests());
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
