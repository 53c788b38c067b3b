//! Mail: what it says, and how it gets from the outbox to SES.

pub mod delivery;
pub mod message;
