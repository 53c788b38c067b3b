//! What Usher is about, without any machinery: values that are valid by construction, and decisions as pure functions.

pub mod access_model;
pub mod account;
pub mod api_token;
pub mod attempts;
pub mod audit;
pub mod challenge;
pub mod check;
pub mod credential_reset;
pub mod disposable;
pub mod email;
pub mod grant;
pub mod id;
pub mod invitation;
pub mod jwk;
pub mod jwt;
pub mod limit;
pub mod locale;
pub mod network;
pub mod outbox;
pub mod password;
pub mod permission;
pub mod person;
pub mod recovery_code;
pub mod sealed;
pub mod search;
pub mod second_factor;
pub mod session;
pub mod text;
pub mod token;
pub mod totp;
pub mod unit;
pub mod user;

/// A refusal with a name that clients can rely on.
pub trait Coded: std::error::Error {
    /// The stable, `snake_case` name of the refusal.
    fn code(&self) -> &'static str;
}
