//! The dependency rule of docs/architecture.md: functions → http → store and mail → domain, and nothing points back.

use std::path::{Path, PathBuf};

/// What must not be imported below a directory.
const FORBIDDEN: [(&str, &[&str]); 3] = [
    (
        "shared/src/domain",
        &[
            "aws_",
            "axum",
            "http::",
            "http_body",
            "lambda_",
            "reqwest",
            "serde_dynamo",
            "tokio",
            "tower",
            "futures_",
            "crate::store",
            "crate::http",
            "crate::mail",
            "crate::app",
        ],
    ),
    ("shared/src/store", &["crate::http", "crate::mail", "axum", "lambda_"]),
    ("shared/src/mail", &["crate::http", "axum", "lambda_"]),
];

/// Every Rust file below these directories of the repository: its path and its text.
pub fn sources(directories: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files: Vec<PathBuf> = directories.iter().map(|directory| root.join(directory)).collect();
    let mut sources = Vec::new();
    while let Some(path) = files.pop() {
        if path.is_dir() {
            let entries = path.read_dir().unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            files.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            sources.push((path.display().to_string(), source));
        }
    }
    sources
}

/// The first line of code in which a path begins with `name`.
fn mentions<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let is_start = |line: &str, at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'));
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.into_iter().find(|line| line.match_indices(name).any(|(at, _)| is_start(line, at) && (name.contains("::") || names_a_crate(&line[at..]))))
}

/// Whether a text begins with the path of a crate's item, and not with a word that merely begins alike.
fn names_a_crate(text: &str) -> bool {
    let after = text.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    after.starts_with("::") || after.starts_with(';')
}

#[test]
fn nothing_points_back_from_the_inner_rooms_to_the_outer_ones() {
    for (directory, forbidden) in FORBIDDEN {
        let sources = sources(&[directory]);
        assert!(sources.len() > 3, "{directory} is elsewhere");
        for (path, source) in sources {
            for name in forbidden {
                let found = mentions(&source, name);
                assert_eq!(found, None, "{path} reaches for `{name}`");
            }
        }
    }
}

#[test]
fn the_domain_waits_for_nothing() {
    for (path, source) in sources(&["shared/src/domain"]) {
        let found = source.lines().find(|line| !line.trim_start().starts_with("//") && (line.contains("async ") || line.contains(".await")));
        assert_eq!(found, None, "{path}");
    }
}

#[test]
fn an_import_is_told_from_a_word_that_begins_alike() {
    for line in ["use aws_sdk_dynamodb::Client;", "    let x = tokio::spawn(y);", "pub use axum;", "fn f(key: crate::store::Key) {}"] {
        assert!(["aws_", "tokio", "axum", "crate::store"].iter().any(|name| mentions(line, name).is_some()), "{line}");
    }
    for line in ["//! unlike axum::Router", "let axum_like = 1;", "let tokio = 2;", "mycrate::store::x()", "let paws_x::y;"] {
        assert!(["aws_", "tokio", "axum", "crate::store"].iter().all(|name| mentions(line, name).is_none()), "{line}");
    }
}

/// How fields of requests and answers begin that hold a secret.
const SECRETS: [&str; 11] = [
    "password: Option<String>",
    "current_password: Option<String>",
    "new_password: Option<String>",
    "token: Option<String>",
    "token: String",
    "code: Option<String>",
    "recovery_code: Option<String>",
    "recovery_codes: Vec<String>",
    "secret: String",
    "challenge: Option<String>",
    "challenge: String",
];

#[test]
fn requests_and_answers_with_a_secret_in_them_cannot_be_printed() {
    let mut found = 0;
    for (path, source) in sources(&["functions"]) {
        for item in source.split("\n#[derive(").skip(1) {
            let (derived, body) = item.split_once(")]").expect("the end of a derive");
            let body = body.split("\n}").next().expect("a body");
            let mut fields = body.lines().map(|line| line.trim_start().trim_start_matches("pub "));
            let holds_a_secret = fields.any(|field| SECRETS.iter().any(|secret| field.starts_with(secret)));
            found += usize::from(holds_a_secret);
            assert!(!(holds_a_secret && derived.contains("Debug")), "{path}: {body}");
        }
    }
    assert!(found > 10, "only {found}: the fields are called otherwise");
}
