//! Audit events: written once, with the change that they record.

use super::key::Key;
use super::record::Record;
use crate::domain::audit::AuditEvent;

impl Record for AuditEvent {
    const KIND: &'static str = "audit_event";

    fn key(&self) -> Key {
        Key::event(self.account, self.at, self.id)
    }
}
