//! All text of the repository that documents can speak of.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// What is not the repository's own.
const FOREIGN: [&str; 4] = [".git", "target", "node_modules", ".aws-sam"];

/// What can hold a name that a document mentions.
const TEXTS: [&str; 10] = ["rs", "yaml", "toml", "json", "py", "html", "js", "css", "txt", "pem"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file and folder, as seen from the root.
pub fn paths() -> Vec<String> {
    let (root, mut folders, mut paths) = (root(), vec![String::new()], Vec::new());
    while let Some(folder) = folders.pop() {
        let entries = root.join(&folder).read_dir().unwrap_or_else(|why| panic!("{folder}: {why}"));
        for entry in entries.map(|entry| entry.expect("an entry")) {
            let name = entry.file_name().to_string_lossy().into_owned();
            if FOREIGN.contains(&name.as_str()) {
                continue;
            }
            let path = format!("{folder}{name}");
            if entry.path().is_dir() {
                folders.push(format!("{path}/"));
            }
            paths.push(path);
        }
    }
    paths.sort_unstable();
    paths
}

/// What the repository consists of, but for its documents.
pub struct Sources {
    /// Every path.
    pub paths: HashSet<String>,
    /// Every source, by its path.
    pub texts: Vec<(String, String)>,
    /// Every word of letters, digits and `_` in a source.
    words: HashSet<String>,
}

impl Sources {
    /// All of it, read once. What these tests say is no evidence.
    pub fn all() -> &'static Self {
        static ALL: LazyLock<Sources> = LazyLock::new(|| {
            let paths = paths();
            let is_text = |path: &&String| {
                let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
                extension.map_or_else(|| root().join(path).is_file(), |extension| TEXTS.contains(&extension))
                    && !path.contains("contract/documents/")
            };
            let read = |path: &String| Some((path.clone(), std::fs::read_to_string(root().join(path)).ok()?));
            let texts: Vec<(String, String)> = paths.iter().filter(is_text).filter_map(read).collect();
            let words = texts.iter().flat_map(|(_, text)| words(text)).map(str::to_owned).collect();
            Sources { paths: paths.into_iter().collect(), texts, words }
        });
        &ALL
    }

    /// Whether a source has this word, whole.
    pub fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Whether a source has this text.
    pub fn have(&self, text: &str) -> bool {
        self.texts.iter().any(|(_, source)| source.contains(text))
    }

    /// Whether one source has both words: a key of a document and one below it.
    pub fn has_both(&self, outer: &str, inner: &str) -> bool {
        self.texts.iter().any(|(_, text)| [outer, inner].iter().all(|name| words(text).any(|word| word == *name)))
    }

    /// Whether something that `owner` names, a type or a module, has a member or an item of this name.
    pub fn has_item(&self, owner: &str, item: &str) -> bool {
        let is_there = |(path, text): &&(String, String)| {
            let is_module = path.ends_with(&format!("/{owner}.rs")) || path.contains(&format!("/{owner}/"));
            is_module || words(text).any(|word| word == owner)
        };
        let declared = ["fn ", "struct ", "enum ", "trait ", "type ", "const ", "static ", "mod ", "pub "];
        self.texts.iter().filter(|(path, _)| path.ends_with(".rs")).filter(is_there).any(|(_, text)| {
            declared.iter().any(|keyword| {
                let name = format!("{keyword}{item}");
                text.match_indices(&name).any(|(at, _)| !text[at + name.len()..].starts_with(is_of_a_word))
            }) || words(text).any(|word| word == item) && item.starts_with(|c: char| c.is_uppercase())
        })
    }
}

/// Whether words are made of it.
fn is_of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_of_a_word(c)).filter(|word| !word.is_empty())
}
