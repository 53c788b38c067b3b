//! Why a command did not do what it was asked for, and what it exits with.

use std::fmt;

/// What went wrong.
#[derive(Debug)]
pub enum Failure {
    /// Usher refused: its status, its code and what it said.
    Refused { status: u16, code: String, detail: String },
    /// The command is wrong, or what it reads is.
    Usage(String),
    /// Some rows were refused, or are left.
    Rows { refused: usize },
    /// Nobody answered, or there is nothing to sign with.
    Unreachable(String),
}

impl Failure {
    pub fn usage(what: impl Into<String>) -> Self {
        Self::Usage(what.into())
    }

    pub fn unreachable(what: impl fmt::Display) -> Self {
        Self::Unreachable(what.to_string())
    }

    /// What the process exits with.
    pub fn code(&self) -> u8 {
        match self {
            Self::Refused { .. } => 1,
            Self::Usage(_) => 2,
            Self::Rows { .. } => 3,
            Self::Unreachable(_) => 4,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { status, code, detail } => write!(f, "{status} {code}: {detail}"),
            Self::Usage(what) | Self::Unreachable(what) => f.write_str(what),
            Self::Rows { refused } => write!(f, "{refused} rows were not done; the verdicts say why"),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(cause: std::io::Error) -> Self {
        Self::Usage(cause.to_string())
    }
}
