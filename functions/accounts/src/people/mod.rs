//! What operators do with a person: one address, in whichever accounts it is.

pub mod erase;
pub mod export;
mod exported;
mod places;
