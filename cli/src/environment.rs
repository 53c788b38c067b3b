//! The environment and the clock, read here and nowhere else.

use std::path::PathBuf;
use std::time::SystemTime;

/// A variable that is set to something.
#[expect(clippy::disallowed_methods, reason = "a command-line client is set up by its environment")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A file below the home directory, unless a variable names another.
pub fn file(variable_name: &str, below_home: &str) -> Option<PathBuf> {
    match variable(variable_name) {
        Some(path) => Some(path.into()),
        None => Some(PathBuf::from(variable("HOME")?).join(below_home)),
    }
}

/// The time, which signatures carry.
#[expect(clippy::disallowed_methods, reason = "a signature is of now")]
pub fn now() -> SystemTime {
    SystemTime::now()
}

/// A key under which a request can be sent again.
#[expect(clippy::disallowed_methods, reason = "a key that nobody guesses, and that decides nothing")]
pub fn idempotency_key() -> String {
    let bytes: [u8; 16] = rand::random();
    data_encoding::HEXLOWER.encode(&bytes)
}
