//! Who may do what: to records of the portal's, to users, to invitations, to units and to API tokens.
//!
//! Each action is decided once, by a pure function of who acts and what they act on. The endpoint calls it before it
//! does anything, and answers call it to tell what the caller may do now: the two never differ.

mod acting;
mod api_tokens;
mod check;
mod facing;
mod givable;
mod invitations;
mod keepers;
mod oneself;
mod refusal;
mod telling;
#[cfg(test)]
mod tests;
mod units;

pub use self::acting::{Acting, own_editable};
pub use self::api_tokens::ApiTokenAction;
pub use self::check::{Check, NotAllowed};
pub use self::facing::{Facing, Reset, UserAction};
pub use self::givable::Givable;
pub use self::invitations::{InvitationAction, Invited};
pub use self::keepers::{Keepers, loses_administrator};
pub use self::oneself::MyAccountAction;
pub use self::refusal::{Decided, Refusal};
pub use self::telling::Telling;
pub use self::units::UnitAction;
