//! What `PutEvents` accepts, checked the way EventBridge checks it.

use serde::Deserialize;
use serde_json::Value;

/// How many entries a request takes.
const MOST: usize = 10;

/// How many bytes a request takes.
const MOST_BYTES: usize = 256 * 1024;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    entries: Vec<Given>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Given {
    event_bus_name: String,
    source: String,
    detail_type: String,
    detail: String,
    #[expect(dead_code, reason = "it must be a number")]
    time: f64,
}

/// An event that was taken.
pub(crate) struct Entry {
    pub(crate) event_bus_name: String,
    pub(crate) source: String,
    pub(crate) detail_type: String,
    pub(crate) detail: Value,
}

/// Reads and checks a request; the error is the name of EventBridge's.
pub(crate) fn read(body: &[u8]) -> Result<Vec<Entry>, &'static str> {
    let request: Request = serde_json::from_slice(body).map_err(|_| "ValidationException")?;
    let size = |entry: &Given| 14 + entry.source.len() + entry.detail_type.len() + entry.detail.len();
    if !(1..=MOST).contains(&request.entries.len()) || request.entries.iter().map(size).sum::<usize>() > MOST_BYTES {
        return Err("ValidationException");
    }
    request.entries.into_iter().map(Given::read).collect()
}

impl Given {
    fn read(self) -> Result<Entry, &'static str> {
        let detail = serde_json::from_str(&self.detail).ok().filter(Value::is_object).ok_or("MalformedDetail")?;
        let is_named = !self.event_bus_name.is_empty() && !self.source.is_empty() && !self.detail_type.is_empty();
        let Self { event_bus_name, source, detail_type, .. } = self;
        is_named.then_some(Entry { event_bus_name, source, detail_type, detail }).ok_or("InvalidArgument")
    }
}
