//! Mail: the table's stream into SES, and SES's events into what is known of each email.
//!
//! One function takes both, because both end in the same place. The emails of one queue come from the stream itself,
//! and those of the other through the function `events` (docs/decisions/0073). A stream batch answers which of its
//! records failed, so
//! that Lambda sends those again; everything else that can go wrong is the sweep's to mend.

mod event;
mod ses_event;
mod stream;

use std::sync::Arc;

use serde_json::{Value, json};
use usher::app::{App, Aws};
use usher::mail::delivery::Post;

use self::event::MailerEvent;
pub use self::event::MalformedEvent;
use self::ses_event::MailEvent;

/// The function's handler.
pub struct Mailer {
    app: Arc<App>,
    post: Post,
}

/// An event that is none of the function's, or that it could not deal with. Lambda retries, then puts the event aside.
#[derive(Debug, thiserror::Error)]
pub enum MailerFault {
    /// Not an event of the function.
    #[error(transparent)]
    Event(#[from] MalformedEvent),
    /// Emails were handed over that could not be sent.
    #[error("an email could not be sent")]
    Unsent,
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
    pub async fn handle(&self, event: Value) -> Result<Value, MailerFault> {
        match MailerEvent::try_from(event)? {
            MailerEvent::Stream(records) => Ok(json!(stream::send_all(&self.post, records).await)),
            MailerEvent::Handed(records) => {
                let answer = stream::send_all(&self.post, records).await;
                if answer.batch_item_failures.is_empty() { Ok(Value::Null) } else { Err(MailerFault::Unsent) }
            }
            MailerEvent::Ses(event) => {
                if let Some(report) = event.detail.and_then(MailEvent::report) {
                    usher::mail::delivery::note(&self.app, report).await?;
                }
                Ok(Value::Null)
            }
        }
    }
}
