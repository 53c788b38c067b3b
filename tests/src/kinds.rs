//! What kinds of requests a test makes of DynamoDB, and what kinds of answers it gets, whatever the data.
//!
//! CI runs every test on the embedded engine with `USHER_TEST_KINDS=<directory>`, and gets a file for each test that
//! asks DynamoDB anything. From these it chooses the tests that it runs on DynamoDB Local as well
//! (`.ci/choose_tests.py`).

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

/// What decides how an engine goes about a request, beside the data.
const EXPRESSIONS: [&str; 8] = [
    "IndexName",
    "KeyConditionExpression",
    "FilterExpression",
    "ConditionExpression",
    "UpdateExpression",
    "ProjectionExpression",
    "ScanIndexForward",
    "ReturnValues",
];

/// The kinds that one test has met, in a file as soon as they are known: a test may be killed.
pub(crate) struct Kinds {
    file: PathBuf,
    seen: Mutex<BTreeSet<String>>,
}

impl Kinds {
    /// For the test that runs on this thread, if anybody wants to know.
    pub(crate) fn of_this_test() -> Option<Self> {
        let directory = std::env::var_os("USHER_TEST_KINDS")?;
        let thread = std::thread::current();
        // Tests run on threads that have their names; a test's own tasks and a single test in a process do not.
        let test = thread.name().filter(|name| name.contains("::"))?;
        Some(Self { file: PathBuf::from(directory).join(test), seen: Mutex::default() })
    }

    /// Notes a request and its answer.
    pub(crate) fn note(&self, operation: &str, sent: &Value, answer: &[u8]) {
        let answer = serde_json::from_slice(answer).unwrap_or(Value::Null);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let new: String =
            kinds(operation, sent, &answer).filter(|kind| seen.insert(kind.clone())).map(|kind| kind + "\n").collect();
        if !new.is_empty() {
            use std::io::Write;
            let file = std::fs::OpenOptions::new().create(true).append(true).open(&self.file);
            file.and_then(|mut file| file.write_all(new.as_bytes())).expect("the kinds can be written");
        }
    }
}

/// One for each part of a request, with what became of it, and one for the request as a whole.
fn kinds<'a>(operation: &'a str, sent: &'a Value, answer: &'a Value) -> impl Iterator<Item = String> + 'a {
    let writes = sent["TransactItems"].as_array().into_iter().flatten().enumerate().map(move |(place, write)| {
        let (verb, write) = write.as_object().and_then(|write| write.iter().next()).expect("one verb");
        let became = answer["CancellationReasons"][place]["Code"].as_str().unwrap_or("done");
        format!("{operation}: {verb} {}: {became}", shape(write))
    });
    let reads = sent["RequestItems"].as_object().into_iter().flat_map(|tables| tables.values());
    let reads = reads.flat_map(|read| read["Keys"].as_array().into_iter().flatten());
    let reads = reads.map(move |key| format!("{operation}: {}", words(key)));
    let parts = writes.chain(reads);
    let whole = format!("{operation} {}: {}", shape(sent), outcome(answer));
    parts.chain([whole])
}

/// The request without its data: its expressions, and of keys and values the fixed words.
fn shape(request: &Value) -> String {
    let expressions = EXPRESSIONS.iter().filter(|name| !request[**name].is_null());
    let expressions: Vec<String> = expressions.map(|name| format!("{name}={}", request[*name])).collect();
    let parts = ["TransactItems", "RequestItems"].iter().find_map(|name| count(&request[*name]));
    let is_page = !request["ExclusiveStartKey"].is_null();
    let key = if request["Key"].is_null() { &request["Item"] } else { &request["Key"] };
    let values: Vec<String> = request["ExpressionAttributeValues"]
        .as_object()
        .filter(|_| !request["KeyConditionExpression"].is_null())
        .map(|values| values.values().map(fixed).collect())
        .unwrap_or_default();
    format!("{} {values:?} {} parts={parts:?} page={is_page}", words(key), expressions.join(" "))
}

/// How many parts a request has, roughly: one, some, or close to what DynamoDB takes.
fn count(parts: &Value) -> Option<&'static str> {
    let count = match parts {
        Value::Array(parts) => parts.len(),
        Value::Object(tables) => tables.values().filter_map(|table| table["Keys"].as_array()).map(Vec::len).sum(),
        _ => return None,
    };
    Some(match count {
        0..=1 => "one",
        2..=25 => "some",
        _ => "many",
    })
}

/// What kind of item a key leads to.
fn words(key: &Value) -> String {
    format!("{} {}", fixed(&key["pk"]), fixed(&key["sk"]))
}

/// The words of a text that are not data, such as `ACCOUNT#USER` of `ACCOUNT#acc_1#USER#x`.
fn fixed(value: &Value) -> String {
    let is_fixed = |word: &&str| word.len() < 20 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let words: Vec<&str> = value["S"].as_str().unwrap_or_default().split('#').filter(is_fixed).collect();
    words.join("#")
}

/// What an answer tells of the engine.
fn outcome(answer: &Value) -> String {
    if let Some(kind) = answer["__type"].as_str() {
        return kind.rsplit('#').next().unwrap_or_default().to_owned();
    }
    let found = match answer["Count"].as_u64() {
        Some(0) => "none",
        Some(1) => "one",
        Some(_) => "several",
        None => "done",
    };
    let has_more = !answer["LastEvaluatedKey"].is_null();
    let is_cut = answer["UnprocessedKeys"].as_object().is_some_and(|keys| !keys.is_empty());
    format!("{found} more={has_more} cut={is_cut}")
}
