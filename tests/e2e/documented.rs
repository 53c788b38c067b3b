//! Every word that programs meet is in docs/api.md: the codes of problems and of fields, and the actions of audit events.

use std::collections::BTreeSet;

use crate::committed::file;
use crate::structure::sources;

/// The text in the first pair of quotes.
fn quoted(text: &str) -> Option<&str> {
    text.split_once('"')?.1.split_once('"').map(|(word, _)| word)
}

fn is_code(word: &str) -> bool {
    word.len() > 2 && word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// What follows so many commas, if it is a literal word.
fn argument(call: &str, number: usize) -> Option<&str> {
    let argument = call.split(',').nth(number)?.trim();
    let word = argument.strip_prefix('"')?.split_once('"')?.0;
    is_code(word).then_some(word)
}

/// The codes that a source gives, wherever one stands: as an argument of what makes problems and faults, or in `fn code`.
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
    let called = makers.iter().flat_map(|(maker, number)| source.split(maker).skip(1).filter_map(|call| argument(call, *number)));
    let literal = source.split("code: \"").skip(1).filter_map(|rest| rest.split_once('"').map(|(word, _)| word));
    let functions = source.split("fn code(").skip(1).map(|rest| rest.split("\n    }").next().unwrap_or_default());
    let worded = functions.flat_map(|body| body.lines().filter_map(quoted));
    called.chain(literal).chain(worded).filter(|word| is_code(word)).collect()
}

fn documented(word: &str) -> bool {
    file("docs/api.md").contains(&format!("`{word}`"))
}

#[test]
fn every_code_is_explained() {
    let sources = sources(&["functions", "shared/src/http", "shared/src/domain"]);
    // Reasons within a decision on access are words of their own (docs/access-models.md).
    let others = ["domain/check.rs", "grant/explain.rs", "/tests.rs"];
    let sources = sources.iter().filter(|(path, _)| !others.iter().any(|other| path.ends_with(other)));
    let found: BTreeSet<&str> = sources.flat_map(|(_, source)| codes(source)).collect();
    for known in
        ["unauthenticated", "invalid_fields", "shown_once", "in_the_past", "not_held", "rate_limited", "role_in_use", "too_long", "impossible_policy"]
    {
        assert!(found.contains(known), "`{known}` is looked for in the wrong way");
    }
    let missing: Vec<_> = found.into_iter().filter(|code| !documented(code)).collect();
    assert_eq!(missing, [""; 0], "docs/api.md does not explain these codes");
}

#[test]
fn every_action_of_the_trail_is_explained() {
    let source = file("shared/src/domain/audit.rs");
    let actions: Vec<&str> = source.split("#[serde(rename = \"").skip(1).filter_map(|rest| rest.split_once('"').map(|(word, _)| word)).collect();
    assert!(actions.len() > 30, "{actions:?}");
    let missing: Vec<_> = actions.into_iter().filter(|action| !documented(action)).collect();
    assert_eq!(missing, [""; 0], "docs/api.md does not explain these actions");
}

/// A client that trusts a key to repeat such an answer would lose it (docs/decisions/0032).
#[test]
fn what_an_idempotency_key_does_not_repeat_says_so() {
    let sources = sources(&["functions"]);
    let says = |source: &str| source.contains("UnrepeatedIdempotencyKey");
    let silent: Vec<&String> = sources.iter().filter(|(_, source)| source.contains("Unrepeated(") != says(source)).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "{silent:?}");
    assert_eq!(sources.iter().filter(|(_, source)| says(source)).count(), 8);
}
