//! All of Usher on one machine in one process.
//!
//! The functions' code runs unchanged; this crate is what AWS provides around it:
//!
//! | here | on AWS |
//! |---|---|
//! | an embedded engine, or any endpoint | DynamoDB |
//! | [`ses`] and the mailbox page | SES and its events through EventBridge |
//! | [`kms`], with keys of its own | KMS |
//! | the gateway, with an operator token in the place of IAM | API Gateway |
//! | the pump | Lambda's event source mapping on the table's stream |
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
mod dynamodb;
mod error;
mod function;
mod functions;
mod gateway;
pub mod kms;
mod links;
mod mailbox;
mod mailbox_web;
pub mod mapping;
mod options;
mod page;
mod probe;
mod pump;
mod random;
mod scheduler;
mod serve;
pub mod ses;
mod ses_events;
mod ses_request;
mod stream;
mod stream_event;
mod system;
pub mod table;

pub use clock::{BadAdvance, MovableClock};
pub use error::Error;
pub use function::Function;
pub use functions::openapi;
pub use kms::{Kms, KmsFault};
pub use mailbox::{Mailbox, Message};
pub use options::Options;
pub use scheduler::SWEEP_EVERY;
pub use ses::{Fault, Ses};
pub use ses_events::Events;
pub use system::System;

/// The region that everything claims to be in.
pub(crate) const REGION: &str = "us-east-1";
