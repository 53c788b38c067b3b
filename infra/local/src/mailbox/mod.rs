//! The emails that SES took, kept in memory for people and tests to read.

pub(crate) mod web;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

/// One email, as `GET /api/messages` shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// The message id that SES answered.
    pub id: String,
    /// When it was sent, by the movable clock.
    pub at: jiff::Timestamp,
    /// The sender as given, with the display name.
    pub from: String,
    /// The recipients' addresses, without names.
    pub to: Vec<String>,
    /// Where answers go, as given.
    pub reply_to: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The plain-text body.
    pub text: String,
    /// The HTML body.
    pub html: String,
    /// The pictures that come with it, by what the HTML body calls them, as `data:` URLs.
    pub inline: BTreeMap<String, String>,
    /// The absolute URLs in the text, in order, each once.
    pub links: Vec<String>,
    /// The extra headers.
    pub headers: BTreeMap<String, String>,
    /// The message tags.
    pub tags: BTreeMap<String, String>,
}

/// All emails, oldest first. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Mailbox {
    messages: Arc<Mutex<Vec<Message>>>,
}

impl Mailbox {
    /// Every email, newest last.
    pub fn all(&self) -> Vec<Message> {
        self.read(|messages| messages.to_vec())
    }

    /// The emails to one address, newest last. Case does not matter.
    pub fn to(&self, address: &str) -> Vec<Message> {
        let wanted = |message: &&Message| message.to.iter().any(|to| to.eq_ignore_ascii_case(address));
        self.read(|messages| messages.iter().filter(wanted).cloned().collect())
    }

    /// How many emails there are.
    pub fn count(&self) -> usize {
        self.read(<[Message]>::len)
    }

    /// Deletes all emails.
    pub fn clear(&self) {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The emails that came after the one with this id; all when it is unknown.
    pub(crate) fn after(&self, id: &str) -> Vec<Message> {
        self.read(|messages| {
            let seen = messages.iter().rposition(|message| message.id == id).map_or(0, |at| at + 1);
            messages[seen..].to_vec()
        })
    }

    /// Adds an email at its place in time: of two that are sent at once, the later may get here first.
    pub(crate) fn add(&self, message: Message) {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        let place = messages.partition_point(|earlier| earlier.at <= message.at);
        messages.insert(place, message);
    }

    fn read<T>(&self, look: impl FnOnce(&[Message]) -> T) -> T {
        look(&self.messages.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The absolute web addresses in `text`, in order, each once, without the punctuation that follows them.
pub(crate) fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control() || "<>\"`".contains(c)) {
        let starts = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min();
        let Some(start) = starts else { continue };
        let link = word[start..].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '»', '”']);
        if !found.iter().any(|known| known == link) {
            found.push(link.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn finds_each_link_once_and_without_its_punctuation() {
        let text = "Accept: http://127.0.0.1:8080/links/invitation#token=a-b_c.\n\
            Or (https://example.com/?a=1&b=2), <https://example.com/x>\nhttps://example.com/x\nhttp ://no ftp://no";
        assert_eq!(
            links(text),
            [
                "http://127.0.0.1:8080/links/invitation#token=a-b_c",
                "https://example.com/?a=1&b=2",
                "https://example.com/x"
            ]
        );
    }
}
