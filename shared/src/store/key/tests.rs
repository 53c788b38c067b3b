//! Keys are composed in this room and nowhere else.

use std::path::{Path, PathBuf};

/// Whether a text in a source looks like part of a key: words in capitals, or a separator behind one or behind a value.
/// What expressions call attributes begins with the separator.
fn is_of_key(text: &str) -> bool {
    let is_word = text.len() > 1 && text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let separates = |(at, _): (usize, &str)| text[..at].ends_with(|c: char| c.is_ascii_uppercase() || c == '}');
    is_word || ["#", "$"].into_iter().any(|separator| text.match_indices(separator).any(separates))
}

fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in directory.read_dir().expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("key") {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_other_room_of_the_store_composes_a_key() {
    let mut paths = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store"), &mut paths);
    assert!(paths.len() > 20);
    for path in paths {
        let source = std::fs::read_to_string(&path).expect("a source");
        for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let text = line.split('"').skip(1).step_by(2).find(|text| is_of_key(text));
            assert_eq!(text, None, "{}: {line}", path.display());
        }
    }
}

#[test]
fn parts_of_keys_are_told_from_other_texts() {
    for text in ["SESSION#", "ROLE#{role}", "{}#{email}", "UNITS", "{last}$"] {
        assert!(is_of_key(text), "{text}");
    }
    for text in ["#kind", "#c{place}", "(attribute_not_exists(#c{place}) OR #c{place} <= :room{place})", "pk", "U", "+"]
    {
        assert!(!is_of_key(text), "{text}");
    }
}
