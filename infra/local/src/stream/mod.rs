//! The table's stream, and Lambda's event source mappings that bring it to the mailer.

mod event;
pub mod mapping;
mod pump;
pub(crate) mod pumps;
mod reader;
pub(crate) mod writes;

pub(crate) use self::reader::Stream;
