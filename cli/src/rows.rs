//! Rows of people in CSV files.

use std::io::Read;

use serde_json::{Map, Value, json};

use crate::failure::Failure;

/// The columns that there may be. Spreadsheets write names as they like.
const COLUMNS: [&str; 9] =
    ["email", "given_name", "family_name", "status", "role", "units", "grants", "password_hash", "password_salt"];

/// The rows of a CSV file with a line of names. `-` is the standard input. Empty cells are left out.
pub fn read(file: &str, role: Option<&str>, is_import: bool) -> Result<Vec<Value>, Failure> {
    let source: Box<dyn Read> = match file {
        "-" => Box::new(std::io::stdin()),
        file => Box::new(std::fs::File::open(file).map_err(|cause| Failure::usage(format!("{file}: {cause}")))?),
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(false).from_reader(source);
    let wrong = |cause: csv::Error| Failure::usage(format!("{file}: {cause}"));
    let names: Vec<String> = reader.headers().map_err(wrong)?.iter().map(column).collect();
    if let Some(name) = names.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
        return Err(Failure::usage(format!("{file}: no such column: `{name}`; there are {}", COLUMNS.join(", "))));
    }
    if !names.iter().any(|name| name == "email") {
        return Err(Failure::usage(format!("{file}: the first line must name the columns, `email` among them")));
    }
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(wrong)?;
        let cells = names.iter().map(String::as_str).zip(record.iter()).filter(|(_, cell)| !cell.is_empty());
        let row = row(cells, role, is_import);
        rows.push(row.map_err(|what| Failure::usage(format!("{file}, row {}: {what}", index + 1)))?);
    }
    Ok(rows)
}

/// The name of a column as the API has it.
fn column(name: &str) -> String {
    let name = name.trim_start_matches('\u{feff}').trim().to_lowercase().replace([' ', '-'], "_");
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
    let mut row = Map::new();
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
            name => drop(row.insert(name.to_owned(), cell.into())),
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
        assert!(row([("email", "a@b.example")].into_iter(), None, true).is_err());
        assert!(row([("password_hash", "x")].into_iter(), Some("read"), false).is_err());
        assert_eq!(column("\u{feff}First Name"), "given_name");
    }
}
