//! What docs/security.md promises: its requirements, each by its number, and what nobody may learn (`privacy`).

mod api_tokens;
mod budgets;
mod edge;
mod enumeration;
mod exact_limits;
mod links;
mod mailbox;
mod map;
mod passwords;
pub mod privacy;
mod second_factor;
mod sessions;
mod sign_in;
