//! Every word that programs meet is in docs/api.md: the codes of problems and of fields, which the OpenAPI document
//! lists, too, and the actions of audit events.

use std::collections::BTreeSet;

use usher::domain::effects::audit::Action;

use crate::contract::openapi::document;
use usher_tests::committed::file;
use usher_tests::sources;

/// The text in the first pair of quotes.
fn quoted(text: &str) -> Option<&str> {
    text.split_once('"')?.1.split_once('"').map(|(word, _)| word)
}

fn is_code(word: &str) -> bool {
    word.len() > 2
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// What follows so many commas, if it is a literal word.
fn argument(call: &str, number: usize) -> Option<&str> {
    let argument = call.split(',').nth(number)?.trim();
    let word = argument.strip_prefix('"')?.split_once('"')?.0;
    is_code(word).then_some(word)
}

/// The codes that a source gives, anywhere in it: as an argument of what makes problems and faults, or in `fn code`.
fn codes(source: &str) -> BTreeSet<&str> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let makers = [
        ("Problem::new(", 1),
        ("Self::new(", 1),
        ("conflict(", 0),
        ("invalid_field(", 1),
        (".refuse(", 1),
        (" fault(", 1),
        ("(fault(", 1),
        ("faults.add(", 1),
        ("faults.add(", 2),
    ];
    let called = makers
        .iter()
        .flat_map(|(maker, number)| source.split(maker).skip(1).filter_map(|call| argument(call, *number)));
    let literal = source.split("code: \"").skip(1).filter_map(|rest| rest.split_once('"').map(|(word, _)| word));
    let functions = source.split("fn code(").skip(1).map(|rest| rest.split("\n    }").next().unwrap_or_default());
    let worded = functions.flat_map(|body| body.lines().filter_map(quoted));
    called.chain(literal).chain(worded).filter(|word| is_code(word)).collect()
}

fn documented(word: &str) -> bool {
    file("docs/api.md").contains(&format!("`{word}`"))
}

/// The codes that the OpenAPI document lists for a schema.
fn listed(schema: &str) -> BTreeSet<String> {
    let code = &document()["components"]["schemas"][schema]["properties"]["code"]["x-extensible-enum"];
    code.as_array().expect("a list").iter().map(|code| code.as_str().expect("a code").to_owned()).collect()
}

/// The codes in a column of the table that begins with `head` in docs/api.md.
fn explained(head: &str, column: usize) -> BTreeSet<String> {
    let text = file("docs/api.md");
    let rows = text.split_once(head).expect("the table").1.lines().skip(1).take_while(|row| row.starts_with('|'));
    let cells = rows.filter_map(|row| row.split('|').nth(column).map(str::to_owned));
    let words = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
    words.filter(|word| is_code(word)).collect()
}

#[test]
fn every_code_that_the_openapi_document_lists_is_explained_and_no_other() {
    assert_eq!(explained("| status | codes | when |", 2), listed("Problem"));
    assert_eq!(explained("| code | what is wrong |", 1), listed("FieldFault"));
}

#[test]
fn every_code_is_listed_and_every_code_that_is_listed_is_given() {
    let all = sources(&["functions", "shared/src"]);
    // Reasons within a decision on access are words of their own (docs/access-models.md).
    let others = ["domain/access/check.rs", "grant/explain.rs", "/tests.rs"];
    let sources = all.iter().filter(|(path, _)| !others.iter().any(|other| path.ends_with(other)));
    let found: BTreeSet<&str> = sources.flat_map(|(_, source)| codes(source)).collect();
    for known in [
        "unauthenticated",
        "invalid_fields",
        "shown_once",
        "in_the_past",
        "not_held",
        "rate_limited",
        "role_in_use",
        "too_long",
        "impossible_policy",
    ] {
        assert!(found.contains(known), "`{known}` is looked for in the wrong way");
    }
    let listed: BTreeSet<String> = listed("Problem").union(&listed("FieldFault")).cloned().collect();
    let missing: Vec<_> = found.into_iter().filter(|code| !listed.contains(*code)).collect();
    assert_eq!(missing, [""; 0], "shared/src/http/problem/codes.rs does not list these codes");
    let given = |code: &&String| {
        let word = format!("\"{code}\"");
        all.iter().any(|(path, source)| !path.ends_with("problem/codes.rs") && source.contains(&word))
    };
    let stale: Vec<_> = listed.iter().filter(|code| !given(code)).collect();
    assert_eq!(stale, [""; 0], "no source gives these codes");
}

#[test]
fn every_action_of_the_trail_is_explained() {
    let actions = Action::ALL.map(Action::as_str);
    let missing: Vec<_> = actions.into_iter().filter(|action| !documented(action)).collect();
    assert_eq!(missing, [""; 0], "docs/api.md does not explain these actions");
}

/// A client that trusts a key to repeat such an answer would lose it (docs/decisions/0032).
#[test]
fn what_an_idempotency_key_does_not_repeat_says_so() {
    let sources = sources(&["functions"]);
    let says = |source: &str| source.contains("UnrepeatedIdempotencyKey");
    let silent: Vec<&String> = sources
        .iter()
        .filter(|(_, source)| source.contains("Unrepeated(") != says(source))
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
    assert_eq!(sources.iter().filter(|(_, source)| says(source)).count(), 10);
}
