//! What the end-to-end tests share: a whole Usher of one's own, people to act in it, and an eye on what it asks of
//! DynamoDB.
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
pub mod committed;
mod conformance;
pub mod cost;
pub mod crowd;
pub mod desk;
pub mod directory;
pub mod dynamodb;
pub mod environment;
pub mod guessing;
pub mod invariants;
mod kinds;
pub mod offers;
pub mod office;
pub mod presets;
mod recorder;
pub mod resets;
pub mod shop;
mod sources;
pub mod stream;
mod table;
pub mod trail;
pub mod whole_table;
mod world;

pub use actors::{Account, Member};
pub use api::{Api, Reply};
pub use authenticator::Authenticator;
pub use recorder::{Recorder, Request, Sabotage};
pub use sources::sources;
pub use table::{Item, Table, plain, text, wire};
pub use world::{PASSWORD, World, scenario, scenario_on_one_thread, scenario_with};
