//! Cursors: they say where the next page begins, unreadable to those who get them, worthless anywhere else.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{List, Range};
use crate::domain::people::account::CursorKey;

/// A place in a list: behind the entry with these sort keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The sort key in the index, if the list is in one.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub(super) listed: Option<String>,
    /// The partition in the table, if it is not the one that follows from the list.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub(super) pk: Option<String>,
    /// The sort key in the table.
    #[serde(rename = "s")]
    pub(super) sk: String,
}

/// Where the next page of a few lists, one after the other, begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The place of the list among those read.
    #[serde(rename = "n")]
    pub list: usize,
    /// Behind what; at the list's beginning if there is nothing.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Position>,
}

/// A text that is not a cursor of these lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this list")]
pub struct MalformedCursor;

/// The first character of every cursor; changes when their content does.
const VERSION: &str = "2";

/// A cursor's content is filled up to a multiple of this, so that its length does not tell what it holds.
const BLOCK: usize = 128;

impl Cursor {
    /// The cursor as a client gets it: good for these lists, these filters and this account alone. The same place gives
    /// the same text.
    pub fn seal(&self, lists: &[List], filters: &str, key: &CursorKey) -> Result<String, MalformedCursor> {
        let mut content = serde_json::to_vec(self).map_err(|_| MalformedCursor)?;
        content.resize(content.len().next_multiple_of(BLOCK), b' ');
        let bound_to = bound_to(lists, filters);
        // Derived from all that is sealed, so that no nonce is ever used for two contents.
        let mut nonce =
            Hmac::<Sha256>::new_from_slice(&derived(key, b"usher cursor nonce\0")).map_err(|_| MalformedCursor)?;
        nonce.update(&bound_to);
        nonce.update(&content);
        let nonce = nonce.finalize().into_bytes();
        let nonce: [u8; 12] = nonce.first_chunk().copied().ok_or(MalformedCursor)?;
        let sealed = cipher(key)
            .encrypt(&Nonce::from(nonce), Payload { msg: &content, aad: &bound_to })
            .map_err(|_| MalformedCursor)?;
        Ok(format!("{VERSION}{}", BASE64URL_NOPAD.encode(&[nonce.as_slice(), &sealed].concat())))
    }

    /// The cursor that a client sends back.
    pub fn open(sealed: &str, lists: &[List], filters: &str, key: &CursorKey) -> Result<Self, MalformedCursor> {
        let encoded = sealed.strip_prefix(VERSION).ok_or(MalformedCursor)?;
        let bytes = BASE64URL_NOPAD.decode(encoded.as_bytes()).map_err(|_| MalformedCursor)?;
        let (nonce, sealed) = bytes.split_first_chunk::<12>().ok_or(MalformedCursor)?;
        let payload = Payload { msg: sealed, aad: &bound_to(lists, filters) };
        let content = cipher(key).decrypt(&Nonce::from(*nonce), payload).map_err(|_| MalformedCursor)?;
        let cursor: Self = serde_json::from_slice(&content).map_err(|_| MalformedCursor)?;
        if cursor.list < lists.len() { Ok(cursor) } else { Err(MalformedCursor) }
    }
}

fn cipher(key: &CursorKey) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&derived(key, b"usher cursor\0").into())
}

fn derived(key: &CursorKey, purpose: &[u8]) -> [u8; 32] {
    Sha256::new_with_prefix(purpose).chain_update(key.as_bytes()).finalize().into()
}

/// What a cursor is good for: all that makes the lists these lists, each part with its length before it.
fn bound_to(lists: &[List], filters: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut add = |part: &str| {
        bytes.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend(part.as_bytes());
    };
    add(filters);
    for list in lists {
        let (first, last) = match &list.range {
            Range::Whole => ("", ""),
            Range::Prefix(prefix) => (prefix.as_str(), ""),
            Range::Between(first, last) => (first.as_str(), last.as_str()),
        };
        [list.index.map_or("", |index| index.name), &list.partition, first, last].into_iter().for_each(&mut add);
    }
    bytes
}
