//! How people and programs prove who they are: passwords, second factors, sessions, tokens, and the links that reset
//! them.

pub mod api_token;
pub mod attempts;
pub mod challenge;
pub mod credential_reset;
pub mod jwk;
pub mod jwt;
pub mod network;
pub mod password;
pub mod recovery_code;
pub mod sealed;
pub mod second_factor;
pub mod session;
pub mod token;
pub mod totp;
