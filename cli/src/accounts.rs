//! Accounts from CSV files, one a call. What the vendor calls each of them makes it safe to send a file again.

use std::collections::{BTreeMap, HashSet};
use std::io::IsTerminal;

use clap::ArgMatches;
use serde_json::{Map, Value, json};

use crate::client::{Client, Request};
use crate::failure::Failure;
use crate::output::Output;
use crate::rows::{METADATA, Row, table};

/// The columns that there may be, beside those of the metadata.
const COLUMNS: [&str; 13] = [
    "external_id",
    "name",
    "product_name",
    "support_address",
    "locale",
    "preset",
    "model",
    "model_version",
    "administrator_email",
    "administrator_given_name",
    "administrator_family_name",
    "administrator_role",
    "administrator_locale",
];

/// What the name of a column begins with that is about the first administrator.
const ADMINISTRATOR: &str = "administrator_";

/// What rows say of the account itself, which is compared with an account that is there.
const SETTINGS: [&str; 5] = ["name", "product_name", "support_address", "locale", "metadata"];

/// Verdicts after which nothing is left to do.
const DONE: [&str; 3] = ["created", "unchanged", "would_be_created"];

/// Creates the accounts that are not there.
pub async fn import(client: &Client, arguments: &ArgMatches, output: Output) -> Result<(), Failure> {
    let text = |name: &str| arguments.get_one::<String>(name).map(String::as_str);
    let (preset, model) = (text("preset"), text("model"));
    let rows = table(text("file").unwrap_or_default(), &COLUMNS, &["external_id", "name"])?;
    let rows: Result<Vec<Value>, Failure> = rows.iter().map(|row| body(row, preset, model)).collect();
    let (rows, dry_run) = (rows?, arguments.get_flag("dry-run"));
    let (mut results, mut seen) = (Vec::with_capacity(rows.len()), HashSet::new());
    for row in &rows {
        let is_new = seen.insert(row["external_id"].to_string());
        let result = if is_new { one(client, row, dry_run).await? } else { json!({ "verdict": "duplicate" }) };
        results.push(result);
        if std::io::stderr().is_terminal() {
            eprint!("\r{} of {} rows", results.len(), rows.len());
        }
    }
    report(&rows, results, output)
}

/// What becomes of a row.
async fn one(client: &Client, row: &Value, dry_run: bool) -> Result<Value, Failure> {
    if let Some(account) = called(client, row).await? {
        let is_same = SETTINGS.iter().all(|setting| row.get(*setting).is_none_or(|value| account[*setting] == *value));
        let verdict = if is_same { "unchanged" } else { "different" };
        return Ok(json!({ "verdict": verdict, "account": account["id"] }));
    }
    if dry_run {
        return Ok(json!({ "verdict": "would_be_created" }));
    }
    let request = Request { body: Some(row.clone()), is_repeatable: true, ..get("/v1/accounts") };
    match client.send(Request { method: "POST".to_owned(), ..request }).await {
        Ok(created) => Ok(json!({ "verdict": "created", "account": created["account"]["id"] })),
        Err(Failure::Refused { status: 409 | 422, detail, .. }) => Ok(json!({ "verdict": "invalid", "why": detail })),
        Err(Failure::Refused { status: 429 | 500.., detail, .. }) => {
            Ok(json!({ "verdict": "try_again", "why": detail }))
        }
        Err(failure) => Err(failure),
    }
}

/// The account that the vendor calls so.
async fn called(client: &Client, row: &Value) -> Result<Option<Value>, Failure> {
    let id = row["external_id"].as_str().unwrap_or_default().to_owned();
    let query = vec![("external_id".to_owned(), id)];
    let found = client.send(Request { query, ..get("/v1/operator/accounts") }).await?;
    Ok(found["data"].get(0).cloned())
}

fn get(path: &str) -> Request {
    Request {
        method: "GET".to_owned(),
        path: path.to_owned(),
        query: Vec::new(),
        body: None,
        is_repeatable: false,
        if_match: None,
    }
}

/// The request that creates the account of a row. What it follows is the row's, or else that of the command.
fn body(row: &Row, preset: Option<&str>, model: Option<&str>) -> Result<Value, Failure> {
    let (mut body, mut administrator, mut metadata) = (Map::new(), Map::new(), Map::new());
    for (name, cell) in &row.cells {
        if let Some(key) = name.strip_prefix(METADATA) {
            metadata.insert(key.to_owned(), cell.as_str().into());
        } else if let Some(field) = name.strip_prefix(ADMINISTRATOR) {
            administrator.insert(field.to_owned(), cell.as_str().into());
        } else if name == "model_version" {
            let version: u32 = cell.parse().map_err(|_| row.wrong("`model_version` is no number"))?;
            body.insert(name.clone(), version.into());
        } else {
            body.insert(name.clone(), cell.as_str().into());
        }
    }
    for needed in ["external_id", "name"] {
        if !body.contains_key(needed) {
            return Err(row.wrong(&format!("there is no `{needed}`")));
        }
    }
    if !(body.contains_key("preset") || body.contains_key("model")) {
        let follows = [("preset", preset), ("model", model)].into_iter().filter_map(|(name, id)| Some((name, id?)));
        body.extend(follows.map(|(name, id)| (name.to_owned(), id.into())));
    }
    if !administrator.contains_key("email") {
        return Err(row.wrong("there is no `administrator_email`"));
    }
    body.insert("administrator".to_owned(), administrator.into());
    if !metadata.is_empty() {
        body.insert("metadata".to_owned(), metadata.into());
    }
    Ok(body.into())
}

/// All results as JSON; as a table how many there are of each verdict, and the rows that are not done.
fn report(rows: &[Value], mut results: Vec<Value>, output: Output) -> Result<(), Failure> {
    let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
    for (index, (row, result)) in rows.iter().zip(&mut results).enumerate() {
        result["line"] = json!(index + 2);
        result["external_id"] = row["external_id"].clone();
        *verdicts.entry(result["verdict"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    let is_done = |result: &Value| result["verdict"].as_str().is_some_and(|verdict| DONE.contains(&verdict));
    let undone: Vec<Value> = results.iter().filter(|result| !is_done(result)).cloned().collect();
    match output {
        Output::Json => output.show(&json!({ "verdicts": verdicts, "results": results })),
        Output::Table => {
            output.show(&json!(verdicts));
            if !undone.is_empty() {
                output.show(&json!({ "rows": undone }));
            }
        }
    }
    if undone.is_empty() { Ok(()) } else { Err(Failure::Rows { refused: undone.len() }) }
}
