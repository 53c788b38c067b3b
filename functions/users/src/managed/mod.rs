//! The users of any account, as the vendor's support sees them.

pub mod get;
pub mod list;
