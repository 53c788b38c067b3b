//! What a change brings with it: the audit event, the email that it promises, and what it counts towards limits; and
//! what of it leaves Usher.

pub mod audit;
pub mod limit;
pub mod outbox;
pub mod published;
pub mod signature;
