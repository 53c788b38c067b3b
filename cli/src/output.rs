//! Showing answers: JSON for programs, tables for people.

use std::io::{IsTerminal, Write};

use clap::ArgMatches;
use serde_json::{Map, Value};

/// How to show answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    Table,
    Json,
}

/// A column is no wider.
const WIDEST: usize = 60;

impl Output {
    /// As it is asked for; otherwise as is best on a terminal, or for a program.
    pub fn of(matches: &ArgMatches) -> Self {
        match matches.get_one::<String>("output").map(String::as_str) {
            Some("table") => Self::Table,
            Some(_) => Self::Json,
            None if std::io::stdout().is_terminal() => Self::Table,
            None => Self::Json,
        }
    }

    /// Shows an answer; nothing if there is none.
    pub fn show(self, answer: &Value) {
        if answer.is_null() {
            return;
        }
        let text = match self {
            Self::Json => serde_json::to_string_pretty(answer).unwrap_or_default(),
            Self::Table => match rows_of(answer) {
                Some((_, rows)) => table(rows),
                None => pairs(answer),
            },
        };
        // The reader may have read enough.
        let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
    }
}

/// The list of things in an answer, and what it is called.
pub fn rows_of(answer: &Value) -> Option<(&str, &[Value])> {
    let lists = answer.as_object()?.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_array()?)));
    let mut lists = lists.filter(|(_, rows)| rows.iter().all(Value::is_object));
    let (name, rows) = lists.next()?;
    Some((name, rows.as_slice()))
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= WIDEST {
        return text;
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}

fn pairs(answer: &Value) -> String {
    let Some(object) = answer.as_object() else { return cell(answer) };
    let mut lines = Vec::new();
    flatten("", object, &mut lines);
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    lines.iter().map(|(name, value)| format!("{name:<width$}  {value}\n")).collect()
}

fn flatten(path: &str, object: &Map<String, Value>, lines: &mut Vec<(String, String)>) {
    for (name, value) in object {
        match value {
            Value::Object(inner) => flatten(&format!("{path}{name}."), inner, lines),
            value => lines.push((format!("{path}{name}"), cell(value))),
        }
    }
}

fn table(rows: &[Value]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in rows.iter().filter_map(Value::as_object).flat_map(Map::keys) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let mut lines = vec![names.iter().map(|name| name.to_uppercase()).collect::<Vec<_>>()];
    lines.extend(rows.iter().map(|row| names.iter().map(|name| cell(&row[*name])).collect()));
    let widths: Vec<usize> = (0..names.len())
        .map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default())
        .collect();
    let line = |cells: &Vec<String>| {
        let cells = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    lines.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_is_a_table_and_a_thing_its_fields() {
        let answer =
            json!({ "users": [{ "id": "a", "n": 1 }, { "id": "long", "x": null }], "page": { "after": null } });
        assert_eq!(table(rows_of(&answer).expect("rows").1), "ID    N  X\na     1\nlong\n");
        assert_eq!(pairs(&json!({ "id": "a", "in": { "er": true } })), "id     a\nin.er  true\n");
    }
}
