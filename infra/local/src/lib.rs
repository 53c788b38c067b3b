//! All of Usher on one machine in one process.
//!
//! The functions' code runs unchanged; this crate is what AWS provides around it:
//!
//! | here | on AWS |
//! |---|---|
//! | an embedded engine, or any endpoint | DynamoDB |
//! | [`ses`] and the mailbox page | SES and its events through EventBridge |
//! | [`Bus`] and a webhook | EventBridge, API destinations, Secrets Manager |
//! | [`kms`], with keys of its own | KMS |
//! | the gateway, with an operator token in the place of IAM | API Gateway |
//! | the pumps | Lambda's event source mappings on the table's stream |
//! | the scheduler, on a clock that can be moved | EventBridge Scheduler |
//!
//! ```no_run
//! # async fn example() -> Result<(), usher_local::Error> {
//! let system = usher_local::System::start(usher_local::Options::default()).await?;
//! println!("{}", system.api_url);
//! system.settle().await?;
//! system.stop().await;
//! # Ok(())
//! # }
//! ```

mod aws;
mod clock;
pub mod demo;
mod error;
mod lambda;
mod mailbox;
mod pages;
mod stream;
mod system;

pub use aws::bus::{Bus, BusFault};
pub use aws::kms::{self, Kms, KmsFault};
pub use aws::ses::events::Events;
pub use aws::ses::{self, Fault, Ses};
pub use aws::table;
pub use clock::scheduler::SWEEP_EVERY;
pub use clock::{BadAdvance, MovableClock};
pub use error::Error;
pub use lambda::functions::{HTTP_FUNCTIONS, HttpFunction, OPERATOR_ROUTES, ROUTE_KEYS, api, openapi};
pub use lambda::{Function, cors};
pub use mailbox::{Mailbox, Message};
pub use stream::fault::StreamFault;
pub use stream::mapping;
pub use system::System;
pub use system::options::Options;
pub use usher_pages::PATHS as PAGE_PATHS;
