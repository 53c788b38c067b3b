//! What every endpoint shares: who calls, how bodies are read, how refusals look, how pages and retries work.

pub mod administrators;
pub mod api_tokens;
pub mod body;
pub mod caller;
pub mod edit;
pub mod etag;
pub mod fields;
pub mod grants;
pub mod guard;
mod idempotency;
pub mod invitee;
pub mod json;
pub mod openapi;
pub mod operator;
pub mod origin;
pub mod pages;
pub mod path;
pub mod personal;
pub mod places;
pub mod problem;
pub mod reopening;
pub mod retry;
pub mod second_factor;
pub mod service;
pub mod someone;
pub mod unrepeated;

pub use self::body::Body;
pub use self::caller::{Bearer, Caller, Pass, SessionBearer, SignedIn};
pub use self::edit::Edit;
pub use self::fields::Fields;
pub use self::grants::{Giving, GrantFields};
pub use self::guard::Guard;
pub use self::idempotency::{IdempotencyKey, UnrepeatedIdempotencyKey};
pub use self::json::Json;
pub use self::operator::Operator;
pub use self::origin::Source;
pub use self::path::{InPath, InQuery};
pub use self::places::Place;
pub use self::problem::{Problem, Problems};
pub use self::retry::until_decided;
pub use self::service::{serve, service};
pub use self::unrepeated::Unrepeated;

/// What a handler answers: its response, or a problem.
pub type Answer<T> = Result<T, Problem>;
