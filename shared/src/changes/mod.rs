//! Each kind of change, composed once for all operations that make it: the new state together with the audit event, the
//! emails and the counts that go with it. Beside it, what several operations do alike to decide on one: reading grants,
//! finding another administrator.

pub mod accounts;
pub mod administrators;
pub mod api_tokens;
pub mod credential_resets;
pub mod credentials;
pub mod erasure;
pub mod following;
pub mod giving;
pub mod greeting;
pub mod imports;
pub mod invitations;
pub mod invitee;
pub mod leaving;
pub mod personal;
pub mod resending;
pub mod returning;
pub mod sessions;
pub mod units;
pub mod users;
pub mod vendor_models;

pub use self::giving::{Giving, GrantFields};
