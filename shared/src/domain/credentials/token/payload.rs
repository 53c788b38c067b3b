//! How a token is written: its kind, and in base64url the ids, the secret and a checksum.

use data_encoding::BASE64URL_NOPAD;

use super::{MalformedToken, TokenKind};

/// Writes a token.
pub(super) fn encode(kind: TokenKind, parts: &[&[u8]]) -> String {
    let mut payload = parts.concat();
    payload.extend(checksum(kind, &payload));
    format!("{}{}", kind.as_str(), BASE64URL_NOPAD.encode(&payload))
}

/// Tells typing errors and blind guesses from tokens; secrecy is not its business.
fn checksum(kind: TokenKind, payload: &[u8]) -> [u8; 4] {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(kind.as_str().as_bytes());
    hasher.update(payload);
    hasher.finalize().to_be_bytes()
}

/// The bytes of a token whose kind and checksum are right, read front to back.
pub(super) struct Payload {
    bytes: Vec<u8>,
    read: usize,
}

impl Payload {
    pub(super) fn decode(kind: TokenKind, text: &str) -> Result<Self, MalformedToken> {
        let encoded = text.strip_prefix(kind.as_str()).ok_or(MalformedToken)?;
        let mut bytes = BASE64URL_NOPAD.decode(encoded.as_bytes()).map_err(|_| MalformedToken)?;
        let sum = bytes.split_off(bytes.len().checked_sub(4).ok_or(MalformedToken)?);
        if sum != checksum(kind, &bytes) {
            return Err(MalformedToken);
        }
        Ok(Self { bytes, read: 0 })
    }

    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], MalformedToken> {
        let part = self.bytes.get(self.read..self.read + N).ok_or(MalformedToken)?;
        self.read += N;
        part.try_into().map_err(|_| MalformedToken)
    }

    pub(super) fn end(self) -> Result<(), MalformedToken> {
        if self.read == self.bytes.len() { Ok(()) } else { Err(MalformedToken) }
    }
}
