//! The wire: how requests are read and answers are written, for every caller.

pub mod body;
pub mod brand;
pub mod cookie;
pub mod created;
pub mod document;
pub mod edge;
pub mod edit;
pub mod envelope;
pub mod etag;
pub mod fields;
pub(crate) mod idempotency;
pub mod json;
pub mod known;
pub mod labels;
pub mod metadata;
pub mod openapi;
pub mod origin;
pub mod pages;
pub mod path;
pub mod problem;
pub mod query;
pub mod retry;
pub mod sent;
pub mod unrepeated;

pub use self::body::{Body, PublicBody};
pub use self::created::Created;
pub use self::edit::Edit;
pub use self::envelope::Envelope;
pub use self::fields::Fields;
pub use self::json::Json;
pub use self::known::Known;
pub use self::origin::Source;
pub use self::path::InPath;
pub use self::problem::{Problem, Problems};
pub use self::query::ListQuery;
pub use self::retry::until_decided;
pub use self::sent::Sent;
pub use self::unrepeated::Unrepeated;

/// What a handler answers: its response, or a problem.
pub type Answer<T> = Result<T, Problem>;
