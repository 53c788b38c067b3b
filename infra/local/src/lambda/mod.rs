//! Usher's functions, as Lambda and API Gateway run them.

pub mod cors;
pub(crate) mod function;
pub(crate) mod functions;
pub(crate) mod gateway;

pub use self::function::Function;
