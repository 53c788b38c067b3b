//! The webhook: each event is posted to a URL, signed as it was published, one after the other.

use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc;

/// How often an event is posted again that was not taken, and how long the first wait is.
const RETRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(100);

/// How long the other side has to answer: as long as an API destination gives it.
const TIMEOUT: Duration = Duration::from_secs(5);

/// What is sent in a header of its own, by the Standard Webhooks specification: `webhook-id` and so on.
const SIGNATURE: [&str; 3] = ["id", "timestamp", "signature"];

/// Where events are left to be posted. Clones are the same.
#[derive(Clone)]
pub(crate) struct Webhook(mpsc::UnboundedSender<Value>);

impl Webhook {
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<Value>) {
        let (queue, receiver) = mpsc::unbounded_channel();
        (Self(queue), receiver)
    }

    pub(crate) fn post(&self, detail: &Value) {
        let _ = self.0.send(detail.clone());
    }
}

/// Posts what is left to be posted to `url`, until nobody leaves any more.
pub(crate) async fn post_all(mut queue: mpsc::UnboundedReceiver<Value>, url: String) {
    let client = reqwest::Client::new();
    while let Some(detail) = queue.recv().await {
        for tried in 0..=RETRIES {
            match post(&client, &url, &detail).await {
                Ok(()) => break,
                Err(why) if tried == RETRIES => tracing::error!(url, why, "an event was given up"),
                Err(why) => {
                    tracing::warn!(url, why, "an event was not taken");
                    tokio::time::sleep(PAUSE * 2_u32.pow(tried)).await;
                }
            }
        }
    }
}

async fn post(client: &reqwest::Client, url: &str, detail: &Value) -> Result<(), String> {
    let request = client.post(url).header("content-type", "application/json").timeout(TIMEOUT);
    let request = SIGNATURE.iter().fold(request, |request, name| {
        request.header(format!("webhook-{name}"), detail["webhook"][name].as_str().unwrap_or_default())
    });
    let answer = request.body(detail["event"].to_string()).send().await.map_err(|failure| failure.to_string())?;
    if answer.status().is_success() { Ok(()) } else { Err(format!("answered {}", answer.status())) }
}
