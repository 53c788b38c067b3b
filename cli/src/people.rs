//! People from CSV files, a thousand a call: moved in, or invited.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::client::{Client, Request};
use crate::failure::Failure;
use crate::operation::encoded;
use crate::output::Output;
use crate::rows;

/// How many rows a call has, unless others are asked for.
const ROWS: usize = 1_000;

/// How many bytes of rows a call has at most: less than the function takes.
const LARGEST: usize = 900_000;

/// How often the rows that a call had no time for are sent again.
const ROUNDS: usize = 20;

/// Verdicts after which nothing is left to do.
const DONE: [&str; 6] = ["imported", "invited", "unchanged", "already_invited", "already_member", "duplicate"];

/// A run over all rows.
struct Run<'a> {
    client: &'a Client,
    path: String,
    /// What the rows are called in the request.
    field: &'static str,
    /// What goes with them in each call.
    common: Value,
    rows_per_call: usize,
}

/// Moves people in.
pub async fn import(client: &Client, arguments: &ArgMatches, output: Output) -> Result<(), Failure> {
    let mut common = json!({
        "dry_run": arguments.get_flag("dry-run"), "send_invitations": arguments.get_flag("send-invitations"),
    });
    if let Some(file) = arguments.get_one::<String>("firebase") {
        let text = std::fs::read_to_string(file).map_err(|cause| Failure::usage(format!("{file}: {cause}")))?;
        common["firebase"] = serde_json::from_str(&text).map_err(|cause| Failure::usage(format!("{file}: {cause}")))?;
    }
    run(client, arguments, output, ("imports", "people"), common).await
}

/// Invites people.
pub async fn invite(client: &Client, arguments: &ArgMatches, output: Output) -> Result<(), Failure> {
    let common = json!({ "dry_run": arguments.get_flag("dry-run") });
    run(client, arguments, output, ("invitations", "invitations"), common).await
}

async fn run(
    client: &Client,
    arguments: &ArgMatches,
    output: Output,
    (place, field): (&str, &'static str),
    common: Value,
) -> Result<(), Failure> {
    let text = |name: &str| arguments.get_one::<String>(name).map(String::as_str);
    let rows = rows::read(text("file").unwrap_or_default(), text("role"), place == "imports")?;
    let path = format!("/v1/accounts/{}/{place}", encoded(text("account").unwrap_or_default()));
    let rows_per_call = arguments.get_one::<u32>("rows").map_or(ROWS, |rows| *rows as usize);
    let run = Run { client, path, field, common, rows_per_call };
    let results = run.all(&rows).await?;
    report(&results, &rows, output)
}

impl Run<'_> {
    /// The results of all rows, in their order. Rows that a call had no time for are sent again.
    async fn all(&self, rows: &[Value]) -> Result<Vec<Value>, Failure> {
        let mut results: Vec<Option<Value>> = vec![None; rows.len()];
        let mut left: Vec<usize> = (0..rows.len()).collect();
        for _ in 0..ROUNDS {
            let before = left.len();
            for call in self.calls(rows, &left) {
                let sent: Vec<&Value> = call.iter().map(|row| &rows[*row]).collect();
                let mut body = self.common.clone();
                body[self.field] = json!(sent);
                let request = Request {
                    method: "POST".to_owned(),
                    path: self.path.clone(),
                    query: Vec::new(),
                    body: Some(body),
                    is_repeatable: true,
                    if_match: None,
                };
                let mut answer = self.client.send(request).await.inspect_err(|_| progress_ends(&results))?;
                let told = answer["results"].as_array_mut().map(std::mem::take).unwrap_or_default();
                for (row, mut result) in call.iter().zip(told) {
                    result["index"] = json!(row);
                    if let Some(of) = result["duplicate_of"].as_u64().and_then(|of| call.get(of as usize)) {
                        result["duplicate_of"] = json!(of);
                    }
                    results[*row] = Some(result);
                }
                progress(&results);
            }
            left.retain(|row| results[*row].as_ref().is_none_or(|result| result["verdict"] == "try_again"));
            if left.is_empty() || left.len() == before {
                break;
            }
        }
        progress_ends(&results);
        Ok(results.into_iter().flatten().collect())
    }

    /// The rows that are left, in calls of so many and so much.
    fn calls(&self, rows: &[Value], left: &[usize]) -> Vec<Vec<usize>> {
        let mut calls: Vec<Vec<usize>> = Vec::new();
        let mut size = LARGEST;
        for row in left {
            let length = rows[*row].to_string().len() + 1;
            let is_full = calls.last().is_none_or(|call| call.len() == self.rows_per_call);
            if is_full || size + length > LARGEST {
                calls.push(Vec::new());
                size = 0;
            }
            size += length;
            calls.last_mut().into_iter().for_each(|call| call.push(*row));
        }
        calls
    }
}

fn done(results: &[Option<Value>]) -> usize {
    results.iter().flatten().filter(|result| result["verdict"] != "try_again").count()
}

/// How far it is, on a terminal.
fn progress(results: &[Option<Value>]) {
    if std::io::stderr().is_terminal() {
        eprint!("\r{} of {} rows", done(results), results.len());
    }
}

fn progress_ends(results: &[Option<Value>]) {
    if std::io::stderr().is_terminal() {
        eprintln!("\r{} of {} rows", done(results), results.len());
    }
}

/// All results as JSON; as a table how many there are of each verdict, and the rows that are not done.
fn report(results: &[Value], rows: &[Value], output: Output) -> Result<(), Failure> {
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    for result in results {
        *verdicts.entry(result["verdict"].as_str().unwrap_or_default()).or_default() += 1;
    }
    let is_done = |result: &&Value| result["verdict"].as_str().is_some_and(|verdict| DONE.contains(&verdict));
    let undone: Vec<&Value> = results.iter().filter(|result| !is_done(result)).collect();
    match output {
        Output::Json => output.show(&json!({ "verdicts": verdicts, "results": results })),
        Output::Table => {
            output.show(&json!(verdicts));
            let row = |result: &&Value| {
                let errors = result["errors"].as_array().into_iter().flatten();
                let errors: Vec<String> = errors
                    .map(|error| {
                        let part = |name: &str| error[name].as_str().unwrap_or_default();
                        format!("{}: {}", part("field"), part("message"))
                    })
                    .collect();
                // As a spreadsheet counts: from 1, with the names above.
                let index = result["index"].as_u64().unwrap_or_default();
                let email = rows.get(index as usize).map(|row| &row["email"]);
                let (line, why) = (index + 2, errors.join("; "));
                json!({ "line": line, "email": email, "verdict": result["verdict"], "why": why })
            };
            if !undone.is_empty() {
                output.show(&json!({ "rows": undone.iter().map(row).collect::<Vec<_>>() }));
            }
        }
    }
    if undone.is_empty() { Ok(()) } else { Err(Failure::Rows { refused: undone.len() }) }
}
