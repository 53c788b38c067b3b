//! The audit trail of an account.

mod list;
mod schema;
mod view;

pub use self::list::*;
pub use self::view::{AuditEventView, EventFields};
