//! Where a page may lead back to: pages of origins that the installation names, and no others.

use std::sync::Arc;

/// The origins, such as `https://app.example.com`.
#[derive(Debug, Clone, Default)]
pub struct ReturnTo(Arc<[String]>);

impl ReturnTo {
    /// Those of `USHER_RETURN_ORIGINS`, with commas between them.
    pub fn from_env() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one setting of a function that needs no `App`")]
        let listed = std::env::var("USHER_RETURN_ORIGINS").unwrap_or_default();
        Self::new(listed.split(',').map(str::to_owned))
    }

    /// These.
    pub fn new(origins: impl IntoIterator<Item = String>) -> Self {
        Self(origins.into_iter().map(|origin| origin.trim().to_owned()).filter(|origin| !origin.is_empty()).collect())
    }

    /// `address`, as it is in a query, if a page may lead to it. What a browser might read in two ways is no address.
    pub(crate) fn allowed(&self, address: &str) -> Option<String> {
        let address = decoded(address)?;
        let is_plain = |c: char| c.is_ascii_graphic() && !"\"'<>\\^`{|}@".contains(c);
        let within = |origin: &String| {
            let rest = address.strip_prefix(origin.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        };
        (address.chars().all(is_plain) && self.0.iter().any(within)).then_some(address)
    }
}

/// Without what a query encodes, once.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut plain = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        let read = |digit: Option<u8>| char::from(digit?).to_digit(16).and_then(|value| u8::try_from(value).ok());
        plain.push(if byte == b'%' { read(bytes.next())? * 16 + read(bytes.next())? } else { byte });
    }
    String::from_utf8(plain).ok()
}
