//! What the API promises to every client, whatever it calls.

mod audit_events;
mod documents;
mod events;
mod examples;
mod idempotency;
mod judged;
pub mod openapi;
mod pages;
mod permission_table;
mod refusals;
mod replays;
mod schemas;
pub mod stage;
mod texts;
mod times;
