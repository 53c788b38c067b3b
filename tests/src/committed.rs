//! Files that are generated and committed.

use std::sync::{Mutex, PoisonError};

/// A file of the repository.
pub fn file(path: &str) -> String {
    let path = place(path);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// Fails the test unless the file holds `expected`; with `USHER_UPDATE=1` rewrites it instead.
#[track_caller]
pub fn compare(path: &str, expected: &str) {
    if is_update() {
        return std::fs::write(place(path), expected).unwrap_or_else(|why| panic!("{path}: {why}"));
    }
    if let Some((number, (found, wanted))) =
        file(path).lines().zip(expected.lines()).enumerate().find(|(_, (found, wanted))| found != wanted)
    {
        panic!(
            "{path}, line {}: `{found}`, where `{wanted}` is generated; USHER_UPDATE=1 cargo test rewrites it",
            number + 1
        );
    }
    assert_eq!(file(path).len(), expected.len(), "{path} has another length; USHER_UPDATE=1 cargo test rewrites it");
}

/// Like [`compare`], of what a document has between `<!-- name: … -->` and the next `<!-- end of the name -->`.
#[track_caller]
pub fn compare_section(path: &str, name: &str, expected: &str) {
    // Several tests may rewrite sections of one document.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let document = file(path);
    let (before, after) = parts(&document, name).unwrap_or_else(|| panic!("{path} has no section of the {name}"));
    compare(path, &format!("{before}{expected}{after}"));
}

/// What a document has between the marks of this name.
pub fn section(path: &str, name: &str) -> String {
    let document = file(path);
    let (before, after) = parts(&document, name).unwrap_or_else(|| panic!("{path} has no section of the {name}"));
    document[before.len()..document.len() - after.len()].to_owned()
}

/// What is before a section and behind it, marks included.
fn parts<'a>(document: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let mark = document.find(&format!("<!-- {name}: "))?;
    let begin = mark + document[mark..].find("-->\n")? + "-->\n".len();
    let end = begin + document[begin..].find(&format!("<!-- end of the {name} -->"))?;
    Some((&document[..begin], &document[end..]))
}

/// Whether the tests are to rewrite what they would compare.
#[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
pub fn is_update() -> bool {
    std::env::var("USHER_UPDATE").is_ok_and(|value| value == "1")
}

fn place(path: &str) -> String {
    format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))
}
