//! The project's own sources, for tests that hold rules to them.

use std::path::{Path, PathBuf};

/// Every Rust file below these directories of the repository: its path from there and its text.
pub fn sources(directories: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
    let mut files: Vec<PathBuf> = directories.iter().map(|directory| root.join(directory)).collect();
    let mut sources = Vec::new();
    while let Some(path) = files.pop() {
        if path.is_dir() {
            let entries = path.read_dir().unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            files.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if !path.exists() {
            panic!("{}: no such file or directory", path.display());
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            let path = path.strip_prefix(root).expect("a path in the repository");
            sources.push((path.display().to_string(), source));
        }
    }
    sources
}
