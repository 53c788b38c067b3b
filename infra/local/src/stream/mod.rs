//! The table's stream, and Lambda's event source mappings that bring it to functions.

mod event;
pub mod fault;
pub mod mapping;
mod pump;
pub(crate) mod pumps;
mod reader;
pub(crate) mod writes;

pub(crate) use self::reader::Stream;
