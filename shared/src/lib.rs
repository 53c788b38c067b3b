//! The domain of Usher and everything its functions share.
//!
//! The dependency rule is `functions → http → store, mail → domain`; nothing points back.
//! [`domain`] is pure: no async, no AWS, no HTTP, and time and randomness come in as arguments.

pub mod app;
pub mod domain;
pub mod hasher;
pub mod http;
pub mod keys;
pub mod mail;
pub mod presets;
pub mod store;
