//! docs/security.md names tests; here it is seen that they exist.

use std::collections::BTreeSet;

use usher_tests::committed::file;
use usher_tests::sources;

#[test]
fn each_requirement_names_tests_and_each_of_them_exists() {
    let tests = tests();
    let mut numbers = Vec::new();
    for line in file("docs/security.md").lines() {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let Some(Ok(number)) = cells.first().map(|cell| cell.parse::<u8>()) else { continue };
        let named: Vec<&str> = cells[cells.len() - 1].split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "requirement {number} names no test");
        for name in named {
            let is_there =
                tests.iter().any(|test| test == name || (name.starts_with("requirement_") && test.starts_with(name)));
            assert!(is_there, "requirement {number}: there is no test `{name}`");
        }
        if number <= 25 {
            assert_eq!(cells[cells.len() - 1], format!("`requirement_{number:02}`"));
        }
        numbers.push(number);
    }
    assert!(numbers.is_sorted() && (1..=40).all(|number| numbers.contains(&number)), "{numbers:?}");
}

/// The names of all functions that are marked as tests.
fn tests() -> BTreeSet<String> {
    let marked = sources(&["tests/e2e", "shared/src", "infra/local/src"]);
    let named = |text: &str| -> Vec<String> {
        let after: Vec<&str> =
            text.split("#[test]").skip(1).filter_map(|rest| rest.split_once("fn ").map(|(_, rest)| rest)).collect();
        after.iter().filter_map(|rest| rest.split_once('(').map(|(name, _)| name.to_owned())).collect()
    };
    marked.iter().flat_map(|(_, text)| named(text)).collect()
}
