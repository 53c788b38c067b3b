//! Accounts, and the people in them: invited, accepted, active, gone.

pub mod account;
pub mod disposable;
pub mod invitation;
pub mod moving;
pub mod person;
pub mod search;
pub mod user;
