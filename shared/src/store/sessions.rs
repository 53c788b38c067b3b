//! Sessions. An ended session is deleted; one that has expired is garbage.

use jiff::Timestamp;

use super::key::Key;
use super::record::Record;
use crate::domain::session::Session;

impl Record for Session {
    const KIND: &'static str = "session";

    fn key(&self) -> Key {
        Key::session(self.person(), self.id)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}
