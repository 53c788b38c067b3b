//! What the end-to-end tests share: a whole Usher of one's own, people to act in it, and an eye on what it asks of DynamoDB.
//!
//! A test reads like the story that it proves:
//!
//! ```no_run
//! use usher_tests::scenario;
//!
//! scenario(async |world| {
//!     let (account, ada) = world.account("invoicing", "ada@example.com").await;
//!     let verdicts = ada.invite(&account, &["bob@example.com"]).await;
//!     assert_eq!(verdicts, ["invited"]);
//! });
//! ```
//!
//! Set `USHER_TEST_DYNAMODB` to an endpoint to run all of it on another engine than the embedded one.

mod actors;
mod api;
mod authenticator;
mod recorder;
mod table;
mod world;

pub use actors::{Account, Member};
pub use api::{Api, Reply};
pub use authenticator::Authenticator;
pub use recorder::{Recorder, Request, Sabotage};
pub use table::{Item, Table, plain, text, wire};
pub use world::{PASSWORD, World, scenario, scenario_on_one_thread, scenario_with};
