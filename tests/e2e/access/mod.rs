//! Deciding and explaining what a user may do.

mod deciding;
mod many;
mod told;
