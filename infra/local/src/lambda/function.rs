//! A Lambda function as the services that invoke it see it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

type Answer = Pin<Box<dyn Future<Output = Result<Value, String>> + Send>>;

/// A function that takes and returns JSON. Clones invoke the same function.
#[derive(Clone)]
pub struct Function(Arc<dyn Fn(Value) -> Answer + Send + Sync>);

/// As long as the slowest function may take in `template.yaml`.
const TIMEOUT: Duration = Duration::from_secs(60);

impl Function {
    /// Wraps `handle`; its failures become text, as Lambda reports them.
    pub fn new<Handle, Answered, Failure>(handle: Handle) -> Self
    where
        Handle: Fn(Value) -> Answered + Send + Sync + 'static,
        Answered: Future<Output = Result<Value, Failure>> + Send + 'static,
        Failure: std::fmt::Display,
    {
        Self(Arc::new(move |event| {
            let answered = handle(event);
            Box::pin(async move { answered.await.map_err(|failure| failure.to_string()) })
        }))
    }

    /// Invokes it. Like an invocation on AWS, it goes on when the invoker stops listening, and a panic
    /// is a failure of this invocation alone.
    ///
    /// # Errors
    /// What the function failed with, a panic or a time-out, as text.
    pub async fn invoke(&self, event: Value) -> Result<Value, String> {
        let running = tokio::spawn((self.0)(event));
        let abort = running.abort_handle();
        match tokio::time::timeout(TIMEOUT, running).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err("the function panicked".to_owned()),
            Err(_) => {
                abort.abort();
                Err("the function timed out".to_owned())
            }
        }
    }
}
