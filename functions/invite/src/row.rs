//! What becomes of one row of a bulk invitation.

use serde::Serialize;
use usher::domain::invitation::Invitee;
use usher::domain::user::{User, UserStatus};
use usher::http::invitee::{InviteeFields, Unfit};
use usher::http::problem::FieldFault;
use usher::http::{Caller, Json};
use usher::store::Found;
use utoipa::ToSchema;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Invited; in a dry run, would be. Where the access model says so, the user is active at once.
    Invited,
    /// There is an invitation already, pending or expired. Send it again instead.
    AlreadyInvited,
    /// Is a user of the account already: active, deactivated, or yet to sign in for the first time after accepting.
    AlreadyMember,
    /// The address is thrown away after use, and the access model refuses such.
    DisposableAddress,
    /// The address stands in an earlier row of the same call.
    Duplicate,
    /// The row is wrong; see `errors`.
    Invalid,
    /// The grants are more than the caller holds.
    NotAllowed,
}

/// Why a row is not invited.
pub struct Refused {
    pub email: Option<String>,
    pub verdict: Verdict,
    pub errors: Vec<FieldFault>,
}

impl Refused {
    fn invalid(errors: Vec<FieldFault>) -> Self {
        Self { email: None, verdict: Verdict::Invalid, errors }
    }

    /// The address of `invitee` stands in an earlier row.
    pub fn duplicate(invitee: &Invitee) -> Self {
        Self { email: Some(invitee.email.to_string()), verdict: Verdict::Duplicate, errors: Vec::new() }
    }

    fn because(unfit: Unfit, row: &InviteeFields) -> Self {
        let email = row.address().map(String::from);
        match unfit {
            Unfit::Invalid(errors) => Self { email, ..Self::invalid(errors) },
            Unfit::ExceedsOwn => Self { email, verdict: Verdict::NotAllowed, errors: Vec::new() },
            Unfit::Disposable => Self { email, verdict: Verdict::DisposableAddress, errors: Vec::new() },
        }
    }
}

/// Reads the shape of a row.
pub fn parse(json: &Json) -> Result<InviteeFields, Refused> {
    json.read().map_err(Refused::invalid)
}

/// The person that `caller` invites with this row. Whether the address is taken is another matter.
pub fn invitee(row: &InviteeFields, caller: &Caller, found: &Found) -> Result<Invitee, Refused> {
    row.invitee(caller, found).map_err(|unfit| Refused::because(unfit, row))
}

/// The verdict on a row whose address is taken by `user`.
pub fn taken_by(user: &User) -> Verdict {
    match user.status {
        UserStatus::Pending if !user.joined => Verdict::AlreadyInvited,
        UserStatus::Pending | UserStatus::Active | UserStatus::Deactivated => Verdict::AlreadyMember,
    }
}
