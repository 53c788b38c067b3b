//! Why the local system could not start, or did not come to rest.

/// A failure of the local system itself.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A port that was asked for is not free.
    #[error("cannot listen on 127.0.0.1:{port}: {reason}; choose another with `{option}`")]
    Port {
        /// The port that was asked for.
        port: u16,
        /// The command-line option that chooses it.
        option: &'static str,
        /// What the operating system said.
        reason: std::io::Error,
    },
    /// The embedded DynamoDB did not start.
    #[error("the embedded DynamoDB did not start: {0}")]
    Engine(String),
    /// The table could not be created or described.
    #[error("the table cannot be used: {0}")]
    Table(String),
    /// What was waited for did not happen in time.
    #[error("timed out after {1:?} waiting for {0}")]
    TooSlow(&'static str, std::time::Duration),
    /// The keys of the local KMS could not be read or created.
    #[error("the keys of the local KMS cannot be read or created: {0}")]
    Keys(std::io::Error),
    /// How far the clock had been moved could not be read.
    #[error("the position of the clock cannot be read: {0}")]
    Clock(std::io::Error),
    /// A run of the sweeper failed.
    #[error("the sweep failed: {0}")]
    Sweep(String),
    /// The demonstration data could not be created.
    #[error("the demonstration data could not be created: {0}")]
    Demo(String),
    /// The secret of the webhook is none.
    #[error("`--webhook-secret`: {0}")]
    WebhookSecret(usher::domain::effects::signature::MalformedSecret),
    /// A setting in the environment makes no sense.
    #[error(transparent)]
    Setting(#[from] usher::app::ConfigFault),
    /// The operating system provides no random numbers.
    #[error("the operating system provides no random numbers: {0}")]
    Randomness(#[from] getrandom::Error),
}

impl Error {
    pub(crate) fn engine(reason: impl std::fmt::Display) -> Self {
        Self::Engine(reason.to_string())
    }

    /// Keeps the whole chain of causes: the SDK's own text for a refused connection is just `dispatch failure`.
    pub(crate) fn table(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let reason = reason.into();
        let mut text = reason.to_string();
        let mut cause = reason.source();
        while let Some(deeper) = cause {
            text = format!("{text}: {deeper}");
            cause = deeper.source();
        }
        Self::Table(text)
    }
}
