//! The dependency rule of docs/architecture.md, held to the sources: rooms reach for what is further in, and nothing
//! points back.

use std::collections::BTreeSet;
use std::path::Path;

use usher_tests::sources;

/// The rooms of `shared/src`, the outermost first. Each may reach for those behind it.
const ROOMS: [&str; 13] = [
    "service", "changes", "caller", "http", "mail", "app", "hasher", "keys", "aws", "store", "machine", "presets",
    "domain",
];

/// What must not be imported in a room although it lies further in, or comes from another crate.
const FORBIDDEN: [(&str, &[&str]); 9] = [
    ("service", &["crate::mail"]),
    ("changes", &["crate::mail", "lambda_"]),
    ("caller", &["crate::mail"]),
    ("http", &["crate::mail"]),
    ("mail", &["axum", "lambda_"]),
    ("aws", &["axum", "lambda_"]),
    ("store", &["axum", "lambda_"]),
    ("presets", &["aws_", "axum", "http::", "lambda_", "tokio"]),
    (
        "domain",
        &["aws_", "axum", "http::", "http_body", "lambda_", "reqwest", "serde_dynamo", "tokio", "tower", "futures_"],
    ),
];

/// The first line of code in which a path begins with `name`.
fn mentions<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let is_start =
        |line: &str, at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'));
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.into_iter().find(|line| {
        line.match_indices(name)
            .any(|(at, _)| is_start(line, at) && (name.contains("::") || names_a_crate(&line[at..])))
    })
}

/// Whether a text begins with the path of a crate's item, and not with a word that merely begins alike.
fn names_a_crate(text: &str) -> bool {
    let after = text.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    after.starts_with("::") || after.starts_with(';')
}

/// The code of a room of `shared/src`, which is a directory or a file, without its tests: they may reach anywhere.
fn room(name: &str) -> Vec<(String, String)> {
    let directory = format!("shared/src/{name}");
    let is_file = !Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&directory).exists();
    let files = sources(&[&if is_file { format!("{directory}.rs") } else { directory }]);
    let code = files.into_iter().filter(|(path, _)| !path.contains("/tests"));
    code.map(|(path, source)| (path, source.split("\nmod tests {").next().unwrap_or_default().to_owned())).collect()
}

#[test]
fn nothing_points_back_from_the_inner_rooms_to_the_outer_ones() {
    for (depth, name) in ROOMS.iter().enumerate() {
        let outer = ROOMS[..depth].iter().map(|outer| format!("crate::{outer}"));
        let others = FORBIDDEN.iter().filter(|(room, _)| room == name).flat_map(|(_, others)| *others);
        let forbidden: Vec<String> = outer.chain(others.map(ToString::to_string)).collect();
        for (path, source) in room(name) {
            for name in &forbidden {
                assert_eq!(mentions(&source, name), None, "{path} reaches for `{name}`");
            }
        }
    }
}

/// The rooms of the domain, the outermost first, in front of the values that all of them use.
const ROOMS_OF_THE_DOMAIN: [&str; 5] = ["decision", "credentials", "people", "effects", "access"];

#[test]
fn the_rooms_of_the_domain_form_no_circle() {
    let values = ["credential", "email", "id", "locale", "secret", "text"];
    for (depth, name) in ROOMS_OF_THE_DOMAIN.iter().chain(&values).enumerate() {
        let outer = ROOMS_OF_THE_DOMAIN.iter().take(depth);
        for outer in outer.filter(|outer| *outer != name).map(|outer| format!("crate::domain::{outer}")) {
            for (path, source) in room(&format!("domain/{name}")) {
                assert_eq!(mentions(&source, &outer), None, "{path} reaches for `{outer}`");
            }
        }
    }
}

/// How an audit event or a promised email comes to be. `shared/src/changes` composes each kind of change once, with
/// both, for all the operations that make it.
const COMPOSED: [&str; 5] = ["Happened", ".event(", ".activation(", "PromisedMail::new", ".promise_mail("];

#[test]
fn no_handler_composes_an_audit_event_or_promises_an_email() {
    for (path, source) in sources(&["functions"]) {
        let found = COMPOSED.iter().find(|composed| source.contains(*composed));
        assert_eq!(found, None, "{path}: belongs in `shared/src/changes`");
    }
}

#[test]
fn every_room_has_its_place() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/src");
    let entries = shared.read_dir().expect("shared/src").map(|entry| entry.expect("an entry").path());
    let found: BTreeSet<String> = entries.map(|path| path.file_stem().expect("a name").display().to_string()).collect();
    assert_eq!(found, ROOMS.iter().chain(&["lib"]).map(ToString::to_string).collect());
}

#[test]
fn the_domain_waits_for_nothing() {
    for (path, source) in sources(&["shared/src/domain"]) {
        let found = source
            .lines()
            .find(|line| !line.trim_start().starts_with("//") && (line.contains("async ") || line.contains(".await")));
        assert_eq!(found, None, "{path}");
    }
}

#[test]
fn an_import_is_told_from_a_word_that_begins_alike() {
    for line in [
        "use aws_sdk_dynamodb::Client;",
        "    let x = tokio::spawn(y);",
        "pub use axum;",
        "fn f(key: crate::store::Key) {}",
    ] {
        assert!(["aws_", "tokio", "axum", "crate::store"].iter().any(|name| mentions(line, name).is_some()), "{line}");
    }
    for line in
        ["//! unlike axum::Router", "let axum_like = 1;", "let tokio = 2;", "mycrate::store::x()", "let paws_x::y;"]
    {
        assert!(["aws_", "tokio", "axum", "crate::store"].iter().all(|name| mentions(line, name).is_none()), "{line}");
    }
}

/// How fields of requests and answers begin that hold a secret.
const SECRETS: [&str; 11] = [
    "password: Option<String>",
    "password: String",
    "current_password: String",
    "new_password: String",
    "token: String",
    "code: Option<String>",
    "recovery_code: Option<String>",
    "recovery_codes: Vec<String>",
    "secret: String",
    "code: String",
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

/// What has the proof reads what a stranger could have made large.
#[test]
fn only_what_finds_out_who_calls_proves_it() {
    let proves = |source: &String| source.contains("Known::proven()");
    let rooms = sources(&["shared/src", "functions"]);
    let provers: Vec<_> = rooms.iter().filter(|(_, source)| proves(source)).map(|(path, _)| path).collect();
    assert!(provers.len() >= 3 && provers.iter().all(|path| path.starts_with("shared/src/caller/")), "{provers:?}");
}

#[test]
fn a_public_route_takes_a_small_body_and_no_other_route_one_that_is_read_at_once() {
    let handlers = sources(&["functions"]);
    let takes = |source: &str, kind: &str| source.contains(&format!("body: {kind}<"));
    for (path, source) in &handlers {
        let is_public = source.contains("security(()");
        assert!(!takes(source, "PublicBody") || is_public, "{path}: nobody is asked who they are");
        assert!(!takes(source, "Body") || !is_public, "{path}: a stranger is not to be known");
    }
    let public = handlers.iter().filter(|(_, source)| takes(source, "PublicBody")).count();
    assert!(public >= 8, "{public}: public bodies are called otherwise");
}

/// As wide as `rustfmt.toml` says; rustfmt leaves long texts, comments and macros as they are.
#[test]
fn no_line_is_wider_than_120_columns() {
    for (path, source) in sources(&["shared", "functions", "infra", "fuzz", "tests/src", "tests/e2e"]) {
        let wide = source.lines().zip(1..).find(|(line, _)| line.chars().count() > 120);
        assert_eq!(wide, None, "{path} has a line that rustfmt leaves wider than 120 columns: its text and number");
    }
}

/// A library or program without tests is not built a second time to find that out. What has some must be.
#[test]
fn whatever_is_not_built_for_tests_has_none() {
    let mut found = 0;
    for package in packages() {
        let manifest = std::fs::read_to_string(root().join(&package).join("Cargo.toml")).expect("a manifest");
        for section in manifest.split("\n[").filter(|section| section.contains("\ntest = false")) {
            let is_program = section.starts_with("[bin]]");
            let mut code = sources(&[&format!("{package}/src")]);
            code.retain(|(path, _)| !is_program || path.ends_with("/main.rs"));
            assert!(!code.is_empty(), "{package} has no code");
            for (path, source) in code {
                let test = ["#[test]", "::test]", "proptest!", "#[cfg(test)]"].iter().find(|way| source.contains(*way));
                assert_eq!(test, None, "{path} has a test, but {package}/Cargo.toml says `test = false`");
            }
            found += 1;
        }
        if manifest.contains("\ndoctest = false") {
            for (path, source) in sources(&[&format!("{package}/src")]) {
                let example = source.lines().find(|line| is_example(line));
                assert_eq!(example, None, "{path} has an example, but {package}/Cargo.toml says `doctest = false`");
            }
        }
    }
    assert!(found > 10, "only {found}");
}

fn is_example(line: &str) -> bool {
    line.trim_start().strip_prefix("//").is_some_and(|line| line[1.min(line.len())..].trim_start().starts_with("```"))
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The directories of the workspace's packages that hold code of their own.
fn packages() -> Vec<String> {
    let functions = root().join("functions").read_dir().expect("the functions");
    let functions = functions.map(|entry| format!("functions/{}", entry.expect("an entry").file_name().display()));
    functions.chain(["fuzz", "infra/bench", "infra/bench/hash", "infra/local", "tests"].map(str::to_owned)).collect()
}
