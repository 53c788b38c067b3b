//! Ids and the operator token, from the system's randomness.

use std::fmt::Write;

use jiff::Timestamp;

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

/// So many random bytes.
pub(crate) fn bytes<const COUNT: usize>() -> Result<[u8; COUNT], getrandom::Error> {
    let mut buffer = [0; COUNT];
    getrandom::fill(&mut buffer)?;
    Ok(buffer)
}

/// An id for what happens at `now`: a UUID of version 7.
pub(crate) fn uuid(now: Timestamp) -> Result<String, getrandom::Error> {
    let random = bytes::<10>()?;
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string())
}
