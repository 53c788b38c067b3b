//! The table's stream, and Lambda's event source mapping that brings it to the mailer.

mod event;
pub mod mapping;
pub(crate) mod pump;
mod reader;

pub(crate) use self::reader::Stream;
