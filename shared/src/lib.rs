//! The domain of Usher and everything its functions share.
//!
//! Dependencies point one way: functions → [`service`] → [`changes`] → [`caller`] → [`http`] → [`app`] → [`store`] →
//! [`domain`], and [`mail`] → [`app`]. `tests/e2e/system/structure.rs` holds the sources to it.
//! [`domain`] is pure: no async, no AWS, no HTTP, and time and randomness come in as arguments.

pub mod app;
pub mod aws;
pub mod caller;
pub mod changes;
pub mod domain;
pub mod hasher;
pub mod http;
pub mod keys;
pub mod machine;
pub mod mail;
pub mod presets;
pub mod service;
pub mod store;
