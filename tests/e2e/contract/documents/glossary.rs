//! The glossary of CONTRIBUTING.md explains words that the code uses, where it says.

use super::sources::Sources;
use usher_tests::committed::file;

#[test]
fn every_word_of_the_glossary_is_used_where_it_is_said_to_live() {
    let document = file("CONTRIBUTING.md");
    let (_, glossary) = document.split_once("\n## Glossary\n").expect("a glossary");
    let rows = glossary.lines().filter(|line| line.starts_with("| ")).skip(1);
    let rows: Vec<Vec<&str>> = rows.map(|line| line.trim_matches(['|', ' ']).split(" | ").collect()).collect();
    assert!(rows.len() > 15, "{rows:?}");
    for row in rows {
        let (word, place) = (row[0], row[2].trim_matches('`'));
        assert!(is_used(word, place), "`{word}` is not a word of {place}");
    }
}

#[test]
fn a_word_that_the_code_does_not_use_is_seen() {
    assert!(is_used("witness", "shared/src/changes/administrators.rs"));
    assert!(!is_used("quorum", "shared/src/changes/administrators.rs") && !is_used("witness", "shared/src/nowhere"));
}

/// Whether a source at this place has the word, by itself or in another.
fn is_used(word: &str, place: &str) -> bool {
    let texts = Sources::all().texts.iter().filter(|(path, _)| path == place || path.starts_with(&format!("{place}/")));
    texts.into_iter().any(|(_, text)| text.to_lowercase().contains(word))
}
