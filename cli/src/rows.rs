//! Rows of people in CSV files.

use std::io::Read;

use serde_json::{Map, Value, json};

use crate::failure::Failure;

/// The columns that there may be. Spreadsheets write names as they like.
const COLUMNS: [&str; 10] = [
    "email",
    "given_name",
    "family_name",
    "external_id",
    "status",
    "role",
    "units",
    "grants",
    "password_hash",
    "password_salt",
];

/// What the name of a column begins with that holds an entry of the metadata.
pub const METADATA: &str = "metadata.";

/// A row of a CSV file: its cells that are not empty, each with the name of its column.
pub struct Row {
    pub cells: Vec<(String, String)>,
    /// Where it is, for people.
    place: String,
}

impl Row {
    /// What is wrong with it.
    pub fn wrong(&self, what: &str) -> Failure {
        Failure::usage(format!("{}: {what}", self.place))
    }
}

/// The rows of people of a CSV file with a line of names. `-` is the standard input.
pub fn read(file: &str, role: Option<&str>, is_import: bool) -> Result<Vec<Value>, Failure> {
    let rows = table(file, &COLUMNS, &["email"])?;
    let read = |of: &Row| {
        let cells = of.cells.iter().map(|(name, cell)| (name.as_str(), cell.as_str()));
        row(cells, role, is_import).map_err(|what| of.wrong(&what))
    };
    rows.iter().map(read).collect()
}

/// The rows of a CSV file whose line of names has some of `columns`, and all that are `needed`.
pub fn table(file: &str, columns: &[&str], needed: &[&str]) -> Result<Vec<Row>, Failure> {
    let source: Box<dyn Read> = match file {
        "-" => Box::new(std::io::stdin()),
        file => Box::new(std::fs::File::open(file).map_err(|cause| Failure::usage(format!("{file}: {cause}")))?),
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(false).from_reader(source);
    let wrong = |cause: csv::Error| Failure::usage(format!("{file}: {cause}"));
    let names: Vec<String> = reader.headers().map_err(wrong)?.iter().map(column).collect();
    let is_known = |name: &&String| columns.contains(&name.as_str()) || name.starts_with(METADATA);
    if let Some(name) = names.iter().find(|name| !is_known(name)) {
        let columns = columns.join(", ");
        return Err(Failure::usage(format!("{file}: no such column: `{name}`; there are {columns}, and {METADATA}…")));
    }
    if let Some(name) = needed.iter().find(|needed| !names.iter().any(|name| name == *needed)) {
        return Err(Failure::usage(format!("{file}: the first line must name the columns, `{name}` among them")));
    }
    let row = |(index, record): (usize, Result<csv::StringRecord, csv::Error>)| {
        let record = record.map_err(wrong)?;
        let cells = names.iter().cloned().zip(record.iter().map(str::to_owned));
        let cells = cells.filter(|(_, cell)| !cell.is_empty()).collect();
        Ok(Row { cells, place: format!("{file}, row {}", index + 1) })
    };
    reader.records().enumerate().map(row).collect()
}

/// The name of a column as the API has it.
fn column(name: &str) -> String {
    let name = name.trim_start_matches('\u{feff}').trim();
    if name.starts_with(METADATA) {
        return name.to_owned();
    }
    let name = name.to_lowercase().replace([' ', '-'], "_");
    match name.as_str() {
        "e_mail" | "email_address" => "email".to_owned(),
        "first_name" => "given_name".to_owned(),
        "last_name" | "surname" => "family_name".to_owned(),
        _ => name,
    }
}

fn row<'a>(
    cells: impl Iterator<Item = (&'a str, &'a str)>,
    role: Option<&str>,
    is_import: bool,
) -> Result<Value, String> {
    let (mut row, mut metadata) = (Map::new(), Map::new());
    let (mut role, mut units) = (role.map(str::to_owned), None);
    for (name, cell) in cells {
        match name {
            "role" => role = Some(cell.to_owned()),
            "units" if cell == "all" => units = Some(json!("all")),
            "units" => units = Some(cell.split_whitespace().collect()),
            "grants" => {
                drop(row.insert(name.to_owned(), serde_json::from_str(cell).map_err(|_| "`grants` is no JSON")?))
            }
            "status" | "password_hash" | "password_salt" if !is_import => {
                return Err(format!("`{name}` is for imports"));
            }
            name => match name.strip_prefix(METADATA) {
                Some(key) => drop(metadata.insert(key.to_owned(), cell.into())),
                None => drop(row.insert(name.to_owned(), cell.into())),
            },
        }
    }
    if !row.contains_key("grants") {
        let role = role.ok_or("there is neither a role nor grants; `--role` is for rows without")?;
        let mut grant = json!({ "role": role });
        if let Some(units) = units {
            grant["units"] = units;
        }
        row.insert("grants".to_owned(), json!([grant]));
    }
    if !metadata.is_empty() {
        row.insert("metadata".to_owned(), metadata.into());
    }
    Ok(row.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_become_fields_and_a_role_a_grant() {
        let cells = [("email", "a@b.example"), ("role", "read"), ("units", "unt_a unt_b")];
        let expected = json!({ "email": "a@b.example", "grants": [{ "role": "read", "units": ["unt_a", "unt_b"] }] });
        assert_eq!(row(cells.into_iter(), None, true), Ok(expected));
        let everywhere = row([("units", "all")].into_iter(), Some("read"), true).expect("a row");
        assert_eq!(everywhere["grants"], json!([{ "role": "read", "units": "all" }]));
        let labelled = [("external_id", "crm-7"), ("metadata.Plan", "gold")].into_iter();
        let labelled = row(labelled, Some("read"), false).expect("a row");
        assert_eq!((&labelled["external_id"], &labelled["metadata"]), (&json!("crm-7"), &json!({ "Plan": "gold" })));
        assert_eq!(column("metadata.Plan"), "metadata.Plan");
        assert!(row([("email", "a@b.example")].into_iter(), None, true).is_err());
        assert!(row([("password_hash", "x")].into_iter(), Some("read"), false).is_err());
        assert_eq!(column("\u{feff}First Name"), "given_name");
    }
}
