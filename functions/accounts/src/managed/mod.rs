//! Accounts as operators manage them: all of them, each with what the vendor notes on it.

pub mod cancel_deletion;
pub mod get;
mod limits;
pub mod list;
pub mod resume;
pub mod schedule_deletion;
mod stands;
pub mod suspend;
pub mod update;
mod view;

use usher::http::Problem;

/// Another account has this external id.
pub fn taken() -> Problem {
    Problem::conflict("external_id_taken", "another account has this `external_id`")
}
