//! What documents mention between backticks exists: files, routes, types and their members, tests, variables of the
//! environment, commands.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use super::Document;
use super::sources::Sources;
use usher_tests::committed::file;

/// Names that are not Usher's: AWS's, and those of protocols, formats and libraries' own words.
const OTHERS: [&str; 11] = [
    "AuthorizationScopes",
    "GenerateMac",
    "MessageType",
    "SIGN_VERIFY",
    "access_token",
    "application/json",
    "iOS",
    "pre_commit",
    "serde_dynamo",
    "snake_case",
    "text_only",
];

/// Commands that cargo itself has.
const CARGO: [&str; 10] = ["bench", "build", "check", "clippy", "doc", "fmt", "install", "lambda", "run", "test"];

const METHODS: [&str; 5] = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE "];

#[test]
fn whatever_documents_name_exists() {
    let mut missing = BTreeSet::new();
    for document in Document::all() {
        for name in named(&document.prose()) {
            if !exists(name) {
                missing.insert(format!("{}: `{name}`", document.path));
            }
        }
        for command in commands(&document.text).filter(|command| !is_command(command)) {
            missing.insert(format!("{}: cargo {command}", document.path));
        }
    }
    assert!(missing.is_empty(), "documents name what is not there:\n{missing:#?}");
}

#[test]
fn a_name_of_nothing_is_seen() {
    for there in [
        "shared/src/store",
        "functions/*/Cargo.toml",
        "shared/src/presets/{billing,portal}.yaml",
        "clippy.toml",
        "POST …/invitations/{invitation}/resend",
        "GET $api/v1/accounts/$account/users?status=active",
        "/v1/me",
        "Bearer::enter",
        "Person.epoch",
        "EmailAddress",
        "requirement_07",
        "invitation.resent",
        "USHER_TABLE",
        "any text, which is no name",
    ] {
        assert!(exists(there), "{there}");
    }
    for gone in [
        "shared/src/stores",
        "functions/*/Cargo.yaml",
        "shared/src/presets/{billing,shop}.yaml",
        "clip.toml",
        "POST …/invitations/{invitation}/extends",
        "PUT /v1/me",
        "/v1/you",
        "Bearer::abscond",
        "Person.epochs",
        "EmailAddresses",
        "requirement_77",
        "invitation.resented",
        "USHER_TABLES",
    ] {
        assert!(!exists(gone), "{gone}");
    }
    assert!(is_command("dev") && is_command("test") && !is_command("develop"));
}

/// What is between backticks.
fn named(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// Whether a text names nothing, or something that is there.
fn exists(text: &str) -> bool {
    let method = METHODS.iter().find(|method| text.starts_with(*method)).map(|method| method.trim_end());
    let path = text.split_once(' ').map_or(text, |(_, path)| if method.is_some() { path } else { text });
    if OTHERS.contains(&text) {
        return true;
    }
    if method.is_some() || path.starts_with("/v1") || path.starts_with('…') && path.contains('/') {
        return is_route(method, path);
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./*{},:".contains(c);
    if !text.chars().all(is_plain) || text.starts_with('/') || text.contains("//") {
        return true;
    }
    if text.contains('/') {
        return is_path(text) || is_route(None, text);
    }
    is_item(text)
}

/// A type, a member, a test, a variable, a file by its name, or a word that is none of them.
fn is_item(text: &str) -> bool {
    let sources = Sources::all();
    let is_file = ["rs", "md", "yaml", "toml", "json", "csv"]
        .iter()
        .any(|extension| text.strip_suffix(extension).is_some_and(|stem| stem.ends_with('.') && stem.len() > 1));
    if is_file {
        return sources.paths.iter().any(|path| path == text || path.ends_with(&format!("/{text}")));
    }
    if let Some((owner, item)) = text.rsplit_once("::") {
        return sources.has_item(owner.rsplit("::").next().unwrap_or(owner), item);
    }
    if let Some((owner, item)) = text.split_once('.') {
        let is_word = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_word(owner) || !is_word(item) {
            return true;
        }
        let is_type = owner.starts_with(|c: char| c.is_ascii_uppercase());
        return if is_type {
            sources.has_item(owner, item)
        } else {
            sources.have(text) || sources.has_both(owner, item)
        };
    }
    let of = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let is_camel_case = of(|c| c.is_ascii_uppercase()) > 1 && of(|c| c.is_ascii_lowercase()) > 0;
    let is_word = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    // The beginning of a test's name or of an id is told by the `_` that follows.
    let is_beginning =
        || ["fn ", "\""].iter().any(|before| sources.have(&format!("{before}{}_", text.trim_end_matches('_'))));
    !is_word || !(is_camel_case || text.contains('_')) || sources.has(text) || is_beginning()
}

/// Whether files or folders of this name are there; `*` and `{a,b}` are understood.
fn is_path(text: &str) -> bool {
    let sources = Sources::all();
    if let Some((before, rest)) = text.split_once('{') {
        let Some((choices, after)) = rest.split_once('}') else { return false };
        return choices.split(',').all(|choice| is_path(&format!("{before}{choice}{after}")));
    }
    let text = text.trim_end_matches('/');
    match text.split_once('*') {
        None => sources.paths.contains(text),
        Some((before, after)) => sources.paths.iter().any(|path| path.starts_with(before) && path.ends_with(after)),
    }
}

/// Whether the API has a path that is this one or ends like it, with this method.
fn is_route(method: Option<&str>, text: &str) -> bool {
    let text = text.strip_prefix("$api").unwrap_or(text);
    let text = text.split(['?', '#', ' ']).next().unwrap_or(text);
    let is_end = !text.starts_with('/') || method.is_none();
    let asked = segments(text.trim_start_matches('…'));
    static DOCUMENT: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(&file("docs/openapi.json")).expect("a document"));
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    paths.iter().any(|(path, operations)| {
        let path = segments(path);
        let is_it = if is_end { path.ends_with(&asked) } else { path == asked };
        is_it && method.is_none_or(|method| operations.get(method.to_lowercase()).is_some())
    })
}

/// The parts of a path, ids for ids.
fn segments(path: &str) -> Vec<&str> {
    let is_id = |part: &str| part.starts_with(['{', '$', '<']);
    path.split('/').filter(|part| !part.is_empty()).map(|part| if is_id(part) { "{}" } else { part }).collect()
}

/// The commands of cargo that a document mentions, also in its blocks of code.
fn commands(text: &str) -> impl Iterator<Item = &str> {
    let words = ["`cargo ", "$ cargo "].into_iter().flat_map(|before| text.split(before).skip(1));
    words.filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next())
}

fn is_command(name: &str) -> bool {
    CARGO.contains(&name) || file(".cargo/config.toml").lines().any(|line| line.starts_with(&format!("{name} = ")))
}
