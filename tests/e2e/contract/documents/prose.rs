//! What people read of a source: its comments, its messages and the names of its functions.

/// A text in lower case, its words apart by one blank each, with the commas and the ends of sentences between them and
/// without code between backticks.
pub fn plain(text: &str) -> String {
    let text: String = text.replace("\n\n", ". ").split('`').step_by(2).collect();
    let mut plain = String::from(" ");
    for word in text.split_whitespace() {
        let ends = word.ends_with(['.', ':', ';', '!', '?']);
        let pauses = word.ends_with(',');
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        for part in word.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|part| !part.is_empty()) {
            plain.push_str(part);
            plain.push(' ');
        }
        if ends || pauses {
            plain.push_str(if ends { ". " } else { ", " });
        }
    }
    plain
}

/// The comments, texts and names of functions of a source in Rust, each a paragraph of its own. A single word is for
/// programs, and no text.
pub fn prose_of_rust(source: &str) -> String {
    let (mut found, mut text, mut is_in_text, mut is_in_comment) = (String::new(), String::new(), false, false);
    for line in source.lines().map(|line| line.trim().replace("\\\\", "").replace("\\\"", "”").replace("'\"'", "")) {
        let comment = line.strip_prefix("//").filter(|_| !is_in_text);
        if let Some(comment) = comment.map(|comment| comment.trim_start_matches(['/', '!']).trim()) {
            found.push_str(if is_in_comment && !comment.is_empty() { "\n" } else { "\n\n" });
            found.push_str(comment);
            is_in_comment = true;
            continue;
        }
        is_in_comment = false;
        for (index, part) in line.split('"').enumerate() {
            if index > 0 {
                is_in_text = !is_in_text;
            }
            if is_in_text && !part.contains(' ') {
                text.push_str("\n\n");
            } else if is_in_text {
                text.push_str(part.trim_end_matches('\\'));
                text.push('\n');
            } else {
                text.push_str("\n\n");
                text.push_str(&of_code(part));
            }
        }
    }
    found + "\n\n" + &text
}

/// The names of functions in a line of code, as words, and the comment at its end.
fn of_code(code: &str) -> String {
    let (code, comment) = code.split_once("// ").unwrap_or((code, ""));
    let names = code.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
    let names = names.filter(|name| name.contains('_'));
    names.map(|name| name.replace('_', " ") + "\n\n").collect::<String>() + comment
}

/// The comments of settings in YAML or TOML, and of scripts.
pub fn prose_of_settings(source: &str) -> String {
    let mut found = String::new();
    for line in source.lines() {
        let comment =
            line.trim_start().strip_prefix('#').or_else(|| line.split_once(" # ").map(|(_, comment)| comment));
        found.push_str(comment.unwrap_or("\n"));
        found.push('\n');
    }
    found
}
