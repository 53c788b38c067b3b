//! Mail: the table's stream into SES, and SES's events into what is known of each mail.
//!
//! One function takes both, because both end in the same place. A stream batch answers which of its records failed, so that Lambda
//! sends those again; everything else that can go wrong is the sweep's to mend.

mod ses_event;
mod stream;

use std::sync::Arc;

use serde_json::{Value, json};
use usher::app::{App, Aws};
use usher::mail::delivery::Post;

/// The function's handler.
pub struct Mailer {
    app: Arc<App>,
    post: Post,
}

/// An event that is none of the function's, or that it could not deal with. Lambda retries, then puts the event aside.
#[derive(Debug, thiserror::Error)]
pub enum MailerFault {
    /// Neither a batch of stream records nor an event of SES.
    #[error("not an event of this function")]
    UnknownEvent,
    /// A report of SES could not be noted.
    #[error(transparent)]
    Note(#[from] usher::mail::delivery::PostFault),
}

impl Mailer {
    /// A mailer for `app`, which reaches SES through `aws`.
    pub fn new(app: Arc<App>, aws: &Aws) -> Self {
        let post = Post::new(Arc::clone(&app), aws);
        Self { app, post }
    }

    /// Handles one event.
    pub async fn handle(&self, mut event: Value) -> Result<Value, MailerFault> {
        if let Some(Value::Array(records)) = event.get_mut("Records").map(Value::take) {
            let failed = stream::send_all(&self.post, records).await;
            return Ok(json!({ "batchItemFailures": failed }));
        }
        if event["source"] != "aws.ses" {
            return Err(MailerFault::UnknownEvent);
        }
        if let Some(report) = ses_event::report(&event) {
            usher::mail::delivery::note(&self.app, report).await?;
        }
        Ok(Value::Null)
    }
}
