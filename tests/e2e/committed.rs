//! Files that are generated and committed.

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
    if let Some((number, (found, wanted))) = file(path).lines().zip(expected.lines()).enumerate().find(|(_, (found, wanted))| found != wanted) {
        panic!("{path}, line {}: `{found}`, where `{wanted}` is generated; USHER_UPDATE=1 cargo test rewrites it", number + 1);
    }
    assert_eq!(file(path).len(), expected.len(), "{path} has another length; USHER_UPDATE=1 cargo test rewrites it");
}

/// Whether the tests are to rewrite what they would compare.
#[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
pub fn is_update() -> bool {
    std::env::var("USHER_UPDATE").is_ok_and(|value| value == "1")
}

fn place(path: &str) -> String {
    format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))
}
