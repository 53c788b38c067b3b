//! What each operation asks of DynamoDB, and what that costs: the table in docs/data-model.md, and the aims of
//! docs/performance.md.

mod aims;
mod longer;
mod operations;

use std::sync::LazyLock;

use serde_json::Value;
use usher_tests::Table;

use usher_tests::committed::{compare_section, file, section};
use usher_tests::cost::{Cost, still, units_count};

/// Where the table of costs is.
const DOCUMENT: &str = "docs/data-model.md";

/// Operations by name, and what each costs.
type Costs = Vec<(String, Cost)>;

/// Every operation's cost, and the items that are left then; done once for all tests here.
static STORY: LazyLock<(Costs, Vec<Value>)> = LazyLock::new(|| {
    let mut story = None;
    still(async |world| story = Some((operations::all(world).await, Table::of(world).items().await)));
    story.expect("the story is told")
});
static COSTS: LazyLock<&Vec<(String, Cost)>> = LazyLock::new(|| &STORY.0);

/// The cost of one operation.
fn of(name: &str) -> &'static Cost {
    let found = COSTS.iter().find(|(operation, _)| operation == name);
    &found.unwrap_or_else(|| panic!("nothing is called {name}")).1
}

#[test]
fn the_documented_costs_are_the_measured_ones() {
    let mut table = "| operation | requests | read units | write units |\n|---|---|--:|--:|\n".to_owned();
    for (name, cost) in COSTS.iter() {
        table.push_str(&format!("| {name} | {} | {} | {} |\n", cost.requests(), cost.read_units, cost.write_units));
    }
    if units_count() {
        return compare_section(DOCUMENT, "costs", &table);
    }
    let requests = |table: &str| -> Vec<String> { table.lines().map(|row| row.split('|').take(3).collect()).collect() };
    assert_eq!(requests(&table), requests(&section(DOCUMENT, "costs")));
}

#[test]
fn every_item_is_documented_with_its_attributes() {
    let document = file(DOCUMENT);
    let rows: Vec<Vec<&str>> =
        document.lines().map(|line| line.trim_matches([' ', '|']).split(" | ").collect()).collect();
    let documented = |kind: &str| {
        rows.iter().find(|row| row.len() == 4 && row[0] == format!("`{kind}`")).unwrap_or_else(|| panic!("`{kind}`"))
    };
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
        // Counts have an attribute for each user, `by_{user}`, or each account, `by_{account}`.
        let by = match row[0] {
            "`invitation_count`" | "`sent_reset_count`" => Some("by_usr_"),
            "`recipient_count`" => Some("by_acc_"),
            _ => None,
        };
        let is_known = |name: &str| {
            ["pk", "sk", "kind"].contains(&name) || by.is_some_and(|beginning| name.starts_with(beginning))
        };
        let undocumented: Vec<&String> = written.keys().filter(|name| !is_known(name)).collect();
        assert!(missing.is_empty() && undocumented.is_empty(), "{}: lacks {missing:?}, has {undocumented:?}", row[0]);
    }
}

#[test]
fn nothing_in_usher_scans_the_table() {
    let sources = usher_tests::sources(&["shared/src", "functions", "infra/local/src"]);
    assert!(sources.len() > 50, "the sources are elsewhere");
    for (path, source) in sources {
        for request in
            [".scan()", ".execute_statement()", ".batch_execute_statement()", ".execute_transaction()", "Scan\""]
        {
            assert!(!source.contains(request), "{path}: {request}");
        }
    }
}
