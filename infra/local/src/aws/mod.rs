//! The AWS services that Usher calls, each over real HTTP, and clients for them.

pub mod bus;
pub(crate) mod client;
pub(crate) mod dynamodb;
pub mod kms;
pub mod ses;
pub mod table;

/// The region that everything claims to be in.
pub(crate) const REGION: &str = "us-east-1";
