//! What Usher is about, without any machinery: values that are valid by construction, and decisions as pure functions.

pub mod access;
pub mod brand;
pub mod credential;
pub mod credentials;
pub mod decision;
pub mod edge_secret;
pub mod effects;
pub mod email;
pub mod external_id;
pub mod id;
pub mod labels;
pub mod locale;
pub mod metadata;
pub mod noted;
pub mod people;
pub mod return_url;
pub mod secret;
pub mod status;
pub mod text;
pub mod time;
pub(crate) mod words;

/// A refusal with a name that clients can rely on.
pub trait Coded: std::error::Error {
    /// The stable, `snake_case` name of the refusal.
    fn code(&self) -> &'static str;
}
