//! Links within the repository lead to a file, and to a heading in it.

use super::Document;
use super::sources::Sources;
use usher_tests::committed::file;

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let mut broken = Vec::new();
    for document in Document::all() {
        for link in links(&document.prose()) {
            if !leads_somewhere(&document, link) {
                broken.push(format!("{}: {link}", document.path));
            }
        }
    }
    assert_eq!(broken, [""; 0]);
}

#[test]
fn a_broken_link_is_seen() {
    let document = Document { path: "docs/api.md".to_owned(), text: String::new() };
    for good in ["jwt.md", "decisions/0001-one-table.md", "../README.md", "runbook.md#rotating-keys", "decisions"] {
        assert!(leads_somewhere(&document, good), "{good}");
    }
    for bad in ["nowhere.md", "docs/jwt.md", "runbook.md#nothing", "#nothing"] {
        assert!(!leads_somewhere(&document, bad), "{bad}");
    }
}

/// The targets of links that do not leave the repository.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    targets.filter(|target| !target.contains("://")).collect()
}

fn leads_somewhere(document: &Document, link: &str) -> bool {
    let (target, heading) = link.split_once('#').map_or((link, None), |(target, heading)| (target, Some(heading)));
    let path = if target.is_empty() { document.path.clone() } else { resolved(document.folder(), target) };
    if !Sources::all().paths.contains(&path) {
        return false;
    }
    heading.is_none_or(|heading| headings(&file(&path)).iter().any(|other| other == heading))
}

/// A path as seen from the root.
fn resolved(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            ".." => parts.truncate(parts.len().saturating_sub(1)),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The headings of a document, as links name them.
fn headings(text: &str) -> Vec<String> {
    let named = text.lines().filter(|line| line.starts_with('#'));
    let slug = |line: &str| -> String {
        let kept = line.trim_start_matches('#').trim().to_lowercase();
        kept.chars()
            .filter(|c| c.is_alphanumeric() || "-_ ".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    };
    named.map(slug).collect()
}
