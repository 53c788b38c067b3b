//! Ids and the operator token, from the system's randomness.

use std::fmt::Write;

/// `bytes` random bytes in hexadecimal.
///
/// # Errors
/// When the operating system has no randomness to give.
pub(crate) fn hex(bytes: usize) -> Result<String, getrandom::Error> {
    let mut buffer = vec![0; bytes];
    getrandom::fill(&mut buffer)?;
    Ok(buffer.iter().fold(String::with_capacity(bytes * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// A random id in the form of a UUID, as AWS writes request and event ids.
pub(crate) fn uuid() -> Result<String, getrandom::Error> {
    let hex = hex(16)?;
    Ok([&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-"))
}
