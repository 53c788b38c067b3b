//! What people read is true as far as a machine can tell: names that documents mention exist, links lead somewhere,
//! every code is explained, decisions know each other.

mod codes;
mod decisions;
mod glossary;
mod left_out;
mod links;
mod names;
mod prose;
mod sources;
mod summaries;
mod words;

use usher_tests::committed::file;

/// A document, and its text.
struct Document {
    path: String,
    text: String,
}

impl Document {
    /// Every document that people read.
    fn all() -> Vec<Self> {
        let paths = sources::paths().into_iter().filter(|path| path.ends_with(".md"));
        let documents: Vec<Self> = paths.map(|path| Self { text: file(&path), path }).collect();
        assert!(documents.len() > 30, "the documents are elsewhere");
        documents
    }

    /// The folder that it is in, with a slash behind it if there is one.
    fn folder(&self) -> &str {
        self.path.rfind('/').map_or("", |end| &self.path[..=end])
    }

    /// Its text without blocks of code.
    fn prose(&self) -> String {
        let outside = self.text.split("```").step_by(2);
        outside.collect()
    }
}
