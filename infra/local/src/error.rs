//! Why the local system could not start, or did not come to rest.

/// A failure of the local system itself.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A port that was asked for cannot be had.
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
    #[error("no table to work on: {0}")]
    Table(String),
    /// Something that was to be ready or at rest was not.
    #[error("{0} did not happen within {1:?}")]
    TooSlow(&'static str, std::time::Duration),
    /// The keys of the local KMS could not be read or made.
    #[error("no keys for the local KMS: {0}")]
    Keys(std::io::Error),
    /// How far the clock had been moved could not be read.
    #[error("the clock cannot go on where it was: {0}")]
    Clock(std::io::Error),
    /// A run of the sweeper failed.
    #[error("the sweep failed: {0}")]
    Sweep(String),
    /// The demonstration data could not be made.
    #[error("the demonstration data could not be made: {0}")]
    Demo(String),
    /// The operating system has no randomness to give.
    #[error("no randomness: {0}")]
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
