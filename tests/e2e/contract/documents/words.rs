//! Plain English in all that people read: the words of [`HABITS`] are nowhere in messages, comments, names of tests,
//! the OpenAPI document and the documents.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Document;
use super::prose::{plain, prose_of_rust, prose_of_settings};
use super::sources::Sources;
use usher_tests::committed::file;

/// What is not said, what may follow it all the same, and what to say instead.
const HABITS: [(&str, &[&str], &str); 19] = [
    ("whoever", &[], "anyone who, a user who"),
    ("whomever", &[], "anyone whom"),
    ("wherever", &[], "everywhere that"),
    ("somebody", &[], "a user, someone"),
    ("anew", &[], "again"),
    ("a mail", &["client", "server", "template"], "an email"),
    ("mails", &[], "emails"),
    ("is dead", &[], "no longer works"),
    ("are dead", &[], "no longer work"),
    ("stands", &["for", "in for"], "is"),
    ("stand", &["for", "in for"], "be"),
    ("in force", &[], "active"),
    ("knows removal", &[], "allows removal"),
    ("knows deactivation", &[], "allows deactivation"),
    ("knows no removal", &[], "does not allow removal"),
    ("takes no such", &[], "does not accept"),
    ("where it is left out", &[], "if it is left out, by default"),
    ("where the access model", &[], "if the access model"),
    ("where there is none", &[], "if there is none"),
];

/// What follows the comma of a sentence that does tell a place.
const ASIDES: [&str; 8] = ["and", "as", "if", "one", "or", "such", "which", "without"];

/// Where a habit is right: the beginning of a path, the words, and why.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

/// Sources in Rust that are held to it, by the beginning of their paths. All documents, settings and scripts are.
const SOURCES: [&str; 5] = ["functions/", "fuzz/", "infra/", "shared/", "tests/"];

/// Documents for programs that people read descriptions in.
const DESCRIBED: [&str; 2] = ["docs/access-model.schema.json", "docs/openapi.json"];

#[test]
fn what_people_read_is_plain_english() {
    let mut found = BTreeSet::new();
    for (path, text) in texts() {
        found.extend(habits(&text).into_iter().map(|(words, better)| (path.clone(), words, better)));
    }
    let is_excused = |path: &str, words: &str| {
        EXCEPTIONS.iter().find(|(begin, excused, _)| path.starts_with(begin) && *excused == words)
    };
    let used: BTreeSet<_> = found.iter().filter_map(|(path, words, _)| is_excused(path, words)).collect();
    assert_eq!(used.len(), EXCEPTIONS.len(), "exceptions that nothing needs: only {used:?} are used");
    found.retain(|(path, words, _)| is_excused(path, words).is_none());
    let lines: Vec<String> =
        found.iter().map(|(path, words, better)| format!("{path}: “{words}”, better: {better}")).collect();
    assert!(lines.is_empty(), "words to avoid:\n{}", lines.join("\n"));
}

#[test]
fn a_habit_is_seen() {
    for (text, count) in [
        ("Whoever gives it, holds it", 1),
        ("where it stands, and what it stands for", 1),
        ("an email; a mail server", 0),
        ("Sends a mail.", 1),
        ("It ends. Where the role is gone, nothing is sent.", 1),
        ("Where the time goes. One part, another", 0),
        ("Where it is stored, if anywhere.", 0),
        ("the folder where it is", 0),
        ("It `stands`", 0),
    ] {
        assert_eq!(habits(text).len(), count, "{text}");
    }
    let source =
        "/// Gives it\n/// anew.\nfn whoever_is_in(mails: u8) { say(\"it \\\"stands\\\" \\\n still\") } // in force";
    let found: Vec<&str> = habits(&prose_of_rust(source)).into_iter().map(|(words, _)| words).collect();
    assert_eq!(found, ["whoever", "anew", "stands", "in force"]);
    assert_eq!(habits(&prose_of_settings("a: mails # mails\n# whoever\n# it is")).len(), 2);
}

/// All that is held to it: its path, and what people read of it.
fn texts() -> Vec<(String, String)> {
    let is_held = |path: &str| SOURCES.iter().any(|begin| path.starts_with(begin));
    let read = |(path, text): &(String, String)| match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "rs" => is_held(path).then(|| prose_of_rust(text)),
        "" | "ci/run" | "py" | "toml" | "yaml" => Some(prose_of_settings(text)),
        _ => None,
    };
    let sources = Sources::all().texts.iter().filter_map(|source| Some((source.0.clone(), read(source)?)));
    let documents = Document::all().into_iter().map(|document| (document.path.clone(), document.prose()));
    let described = DESCRIBED.map(|path| (path.to_owned(), described(path)));
    let texts: Vec<(String, String)> = sources.chain(documents).chain(described).collect();
    for known in [".ci/run", "CHANGELOG.md", "infra/bench/run", "infra/keys.yaml", "samconfig.toml", "template.yaml"] {
        assert!(texts.iter().any(|(path, _)| path == known), "{known} is not read");
    }
    texts
}

/// The texts of a document for programs.
fn described(path: &str) -> String {
    fn read(value: &Value, texts: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    match member {
                        Value::String(text) if key == "description" || key == "summary" => texts.push(text.clone()),
                        _ => read(member, texts),
                    }
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| read(element, texts)),
            _ => {}
        }
    }
    let mut texts = Vec::new();
    read(&serde_json::from_str(&file(path)).expect("a document"), &mut texts);
    assert!(texts.len() > 30, "the texts of {path} are elsewhere");
    texts.join("\n\n")
}

/// The habits in a text, with what to say instead.
fn habits(text: &str) -> Vec<(&'static str, &'static str)> {
    let text = plain(text);
    let is_there = |words: &str, but: &[&str]| {
        text.match_indices(&format!(" {words} ")).any(|(at, found)| {
            let rest = &text[at + found.len()..];
            !but.iter().any(|but| rest.starts_with(&format!("{but} ")))
        })
    };
    let mut found: Vec<_> = HABITS
        .iter()
        .filter(|(words, but, _)| is_there(words, but))
        .map(|(words, _, better)| (*words, *better))
        .collect();
    if is_condition(&text) {
        found.push(("Where …,", "If …,"));
    }
    found
}

/// Whether a sentence begins with “Where” and has its main clause after a comma: a condition, said as if it were a
/// place.
fn is_condition(text: &str) -> bool {
    text.split(" . ").filter(|sentence| sentence.trim_start().starts_with("where ")).any(|sentence| {
        let rest = sentence.split_once(" , ").map(|(_, rest)| rest);
        rest.is_some_and(|rest| !ASIDES.iter().any(|aside| rest.starts_with(&format!("{aside} "))))
    })
}
