//! Making a call of the document's.

use std::io::Read;

use clap::ArgMatches;
use serde_json::{Map, Value};

use crate::client::{Client, Request};
use crate::document::{Operation, Parameter};
use crate::failure::Failure;
use crate::output::{Output, rows_of};

/// Makes the call, and shows the answer.
pub async fn run(
    client: &Client,
    operation: &Operation,
    arguments: &ArgMatches,
    output: Output,
) -> Result<(), Failure> {
    let mut query = Vec::new();
    for parameter in &operation.query {
        if let Some(value) = given(parameter, arguments) {
            query.push((parameter.name.clone(), value.to_owned()));
        }
    }
    let body = operation.body.as_ref().map(|fields| body(fields, arguments)).transpose()?;
    let is_all = arguments.try_get_one::<bool>("all").ok().flatten() == Some(&true);
    let mut all: Option<Value> = None;
    loop {
        let request = Request {
            method: operation.method.clone(),
            path: path(operation, arguments),
            query: query.clone(),
            body: body.clone(),
            is_repeatable: operation.is_repeatable,
            if_match: text(arguments, "if-match").map(str::to_owned),
        };
        let answer = client.send(request).await?;
        let after = answer.pointer("/page/after").and_then(Value::as_str).map(str::to_owned);
        let seen = match all.take() {
            None => answer,
            Some(seen) => joined(seen, answer),
        };
        match after.filter(|_| is_all) {
            Some(after) => {
                query.retain(|(name, _)| name != "after");
                query.push(("after".to_owned(), after));
                all = Some(seen);
            }
            None => {
                output.show(&seen);
                return Ok(());
            }
        }
    }
}

/// Two pages as one.
fn joined(mut first: Value, second: Value) -> Value {
    let Some(name) = rows_of(&second).map(|(name, _)| name.to_owned()) else { return first };
    if let (Some(Value::Array(rows)), Some(Value::Array(more))) = (first.get_mut(&name), second.get(&name)) {
        rows.extend(more.iter().cloned());
    }
    first["page"] = second["page"].clone();
    first
}

fn path(operation: &Operation, arguments: &ArgMatches) -> String {
    operation.places.iter().fold(operation.path.clone(), |path, place| {
        let value = text(arguments, &place.name).unwrap_or_default();
        path.replace(&format!("{{{}}}", place.name), &encoded(value))
    })
}

/// A value as it is in a path or a query.
pub fn encoded(value: &str) -> String {
    let mut encoded = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn body(fields: &[Parameter], arguments: &ArgMatches) -> Result<Value, Failure> {
    let mut body = match text(arguments, "data") {
        Some(data) => object(data)?,
        None => Map::new(),
    };
    for field in fields {
        let Some(value) = given(field, arguments) else { continue };
        let value = if field.is_text {
            Value::from(value)
        } else {
            let wrong = |cause| Failure::usage(format!("--{} is no JSON: {cause}", field.name.replace('_', "-")));
            serde_json::from_str(value).map_err(wrong)?
        };
        body.insert(field.name.clone(), value);
    }
    Ok(body.into())
}

fn object(data: &str) -> Result<Map<String, Value>, Failure> {
    let read = match data {
        "-" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            text
        }
        data => match data.strip_prefix('@') {
            Some(file) => std::fs::read_to_string(file).map_err(|cause| Failure::usage(format!("{file}: {cause}")))?,
            None => data.to_owned(),
        },
    };
    serde_json::from_str(&read).map_err(|cause| Failure::usage(format!("--data is no JSON object: {cause}")))
}

fn given<'a>(parameter: &Parameter, arguments: &'a ArgMatches) -> Option<&'a str> {
    text(arguments, &format!("={}", parameter.name))
}

fn text<'a>(arguments: &'a ArgMatches, name: &str) -> Option<&'a str> {
    arguments.try_get_one::<String>(name).ok().flatten().map(String::as_str)
}
