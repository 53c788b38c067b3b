//! The whole table as lines of JSON (docs/export.md), read from DynamoDB with the operator's own credentials: no
//! function of Usher's may read a table from end to end.

use std::io::{BufWriter, IsTerminal, Write};

use clap::ArgMatches;
use http::header::{CONTENT_TYPE, HOST};
use serde_json::{Map, Value, json};

use crate::client::{Connections, connections, send};
use crate::credentials;
use crate::environment::now;
use crate::failure::Failure;
use crate::profile::Profile;
use crate::signing::signed;

/// What opens something, or could be made to; left out unless it is asked for.
const SECRETS: [&str; 8] =
    ["cursor_key", "fingerprint", "links", "password", "previous", "recovery", "sealed", "secret"];

/// What follows from the rest: the places in the indexes, and what lists show.
const DERIVED: [&str; 9] = ["card", "due_pk", "due_sk", "p1", "p2", "p3", "s1", "s2", "s3"];

/// A table.
struct Table<'a> {
    connections: Connections,
    credentials: aws_credential_types::Credentials,
    region: String,
    endpoint: String,
    name: &'a str,
}

/// Writes all of it.
pub async fn run(profile: &Profile, arguments: &ArgMatches) -> Result<(), Failure> {
    let text = |name: &str| arguments.get_one::<String>(name).map(String::as_str);
    let aws_profile = profile.aws_profile.as_deref();
    let region = profile.region.clone().or_else(|| credentials::region(aws_profile));
    let region = region.ok_or_else(|| Failure::usage("which region? Give --region, or set AWS_REGION"))?;
    let table = Table {
        connections: connections()?,
        credentials: credentials::find(aws_profile)?,
        endpoint: text("dynamodb").map_or_else(|| format!("https://dynamodb.{region}.amazonaws.com"), str::to_owned),
        region,
        name: text("table").unwrap_or_default(),
    };
    let has_secrets = arguments.get_flag("secrets");
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut after, mut count) = (Value::Null, 0_u64);
    loop {
        let mut page = table.page(&after).await?;
        for item in page["Items"].as_array_mut().map(std::mem::take).unwrap_or_default() {
            serde_json::to_writer(&mut out, &line(&item, has_secrets)).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
            count += 1;
        }
        if std::io::stderr().is_terminal() {
            eprint!("\r{count} items");
        }
        after = page["LastEvaluatedKey"].take();
        if after.is_null() {
            break;
        }
    }
    out.flush()?;
    eprintln!("{count} items{}", if has_secrets { ", with secrets: keep them safe" } else { "" });
    Ok(())
}

impl Table<'_> {
    async fn page(&self, after: &Value) -> Result<Value, Failure> {
        let mut body = json!({ "TableName": self.name, "ConsistentRead": true });
        if !after.is_null() {
            body["ExclusiveStartKey"] = after.clone();
        }
        let wait = [200, 800, 3_200, 10_000];
        for milliseconds in wait.map(Some).into_iter().chain([None]) {
            let (status, answer) = self.ask(&body).await?;
            let kind = answer["__type"].as_str().unwrap_or_default();
            match milliseconds {
                _ if status == 200 => return Ok(answer),
                Some(wait) if status >= 500 || kind.contains("Throttl") || kind.contains("Throughput") => {
                    tokio::time::sleep(std::time::Duration::from_millis(wait)).await;
                }
                _ => {
                    let detail = answer["message"].as_str().or(answer["Message"].as_str()).unwrap_or_default();
                    let code = kind.rsplit('#').next().unwrap_or_default().to_owned();
                    return Err(Failure::Refused { status, code, detail: detail.to_owned() });
                }
            }
        }
        Err(Failure::unreachable("DynamoDB is too busy"))
    }

    async fn ask(&self, body: &Value) -> Result<(u16, Value), Failure> {
        let url: http::Uri = format!("{}/", self.endpoint.trim_end_matches('/'))
            .parse()
            .map_err(|_| Failure::usage(format!("{} is no URL", self.endpoint)))?;
        let host = url.authority().map(ToString::to_string).unwrap_or_default();
        let request = http::Request::post(url)
            .header(HOST, host)
            .header(CONTENT_TYPE, "application/x-amz-json-1.0")
            .header("x-amz-target", "DynamoDB_20120810.Scan")
            .body(body.to_string().into_bytes())
            .map_err(Failure::unreachable)?;
        let request = signed(request, &self.credentials, "dynamodb", &self.region, now())?;
        let (parts, body) = send(&self.connections, request).await?;
        Ok((parts.status.as_u16(), serde_json::from_slice(&body).unwrap_or_default()))
    }
}

/// An item as a line: its attributes as plain JSON, without what follows from the rest, and without secrets unless they
/// are asked for.
fn line(item: &Value, has_secrets: bool) -> Value {
    let kind = item.pointer("/kind/S").and_then(Value::as_str).unwrap_or_default();
    let is_secret = |name: &str| {
        // A session, an API token and a challenge have a hash of their token; an email names a token that is none.
        SECRETS.contains(&name) || (name == "token" && matches!(kind, "session" | "api_token" | "challenge"))
    };
    let attributes = item.as_object().into_iter().flatten();
    let kept = attributes
        .filter(|(name, _)| !DERIVED.contains(&name.as_str()) && (has_secrets || !is_secret(name)))
        .map(|(name, value)| (name.clone(), plain(value)));
    kept.collect::<Map<_, _>>().into()
}

/// What DynamoDB calls a value, as JSON has it. Bytes are base64.
fn plain(value: &Value) -> Value {
    let Some((kind, value)) = value.as_object().and_then(|typed| typed.iter().next()) else { return Value::Null };
    match (kind.as_str(), value) {
        ("N", Value::String(number)) => number.parse().map_or_else(|_| value.clone(), Value::Number),
        ("NULL", _) => Value::Null,
        ("L", Value::Array(list)) => list.iter().map(plain).collect(),
        ("M", Value::Object(map)) => {
            map.iter().map(|(name, value)| (name.clone(), plain(value))).collect::<Map<_, _>>().into()
        }
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_plain_json_without_secrets() {
        let item = json!({
            "pk": { "S": "PERSON#a" }, "kind": { "S": "person" }, "password": { "S": "$argon2id$…" },
            "epoch": { "N": "7" }, "more": { "L": [{ "M": { "a": { "BOOL": true } } }] }, "p1": { "S": "x" },
        });
        let expected = json!({ "pk": "PERSON#a", "kind": "person", "epoch": 7, "more": [{ "a": true }] });
        assert_eq!(line(&item, false), expected);
        assert_eq!(line(&item, true)["password"], "$argon2id$…");
    }
}
