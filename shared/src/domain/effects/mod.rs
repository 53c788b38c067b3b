//! What a change brings with it: the audit event, the email that it promises, and what it counts towards limits.

pub mod audit;
pub mod limit;
pub mod outbox;
