//! What the faults of the domain and the store are to a client.

use axum::http::StatusCode;
use jiff::Timestamp;

use super::{FieldFault, FieldFaults, Problem};
use crate::domain::Coded;
use crate::domain::access::grant::GrantFault;
use crate::domain::credentials::credential_reset::ResetFault;
use crate::domain::credentials::password::{HashFault, PasswordFault};
use crate::domain::decision::Refusal;
use crate::domain::people::invitation::InvitationFault;
use crate::domain::people::user::LeavingFault;
use crate::keys::KeyFault;
use crate::store::{CommitFault, CountFault, Limited, StoreFault};

impl From<StoreFault> for Problem {
    fn from(cause: StoreFault) -> Self {
        Self::unavailable(&cause)
    }
}

/// A change that met something newer. Handlers that can say what it met, or decide again, do so before it comes to
/// this.
impl From<CommitFault> for Problem {
    fn from(cause: CommitFault) -> Self {
        match cause {
            CommitFault::Refused(_) => Self::contended(),
            CommitFault::Limited(limited) => limited.into(),
            CommitFault::Store(cause) => cause.into(),
        }
    }
}

impl From<Limited> for Problem {
    fn from(Limited { at, again }: Limited) -> Self {
        Self::rate_limited("too many emails for now; try again later", at, again)
    }
}

impl From<CountFault> for Problem {
    fn from(cause: CountFault) -> Self {
        match cause {
            CountFault::Limited(limited) => limited.into(),
            CountFault::Store(cause) => cause.into(),
        }
    }
}

/// Who may not, is told so; what is against it in the state of things is a conflict.
impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match &refusal {
            Refusal::Unseen => return Self::not_found(),
            Refusal::OwnerNotActive => {
                return Self::invalid_field("owner", refusal.code(), refusal);
            }
            Refusal::Lacks(_)
            | Refusal::LacksOver(_)
            | Refusal::Outranked
            | Refusal::OnSelf
            | Refusal::OwnGrants
            | Refusal::ExceedsOwn
            | Refusal::NameNotEditable
            | Refusal::SessionRequired => StatusCode::FORBIDDEN,
            Refusal::LastAdministrator
            | Refusal::Leaving(_)
            | Refusal::Deactivated
            | Refusal::NotAccepted
            | Refusal::Invitation(_)
            | Refusal::Unit(_)
            | Refusal::NoApiTokens
            | Refusal::ShownOnce => StatusCode::CONFLICT,
        };
        Self::new(status, refusal.code(), refusal.to_string())
    }
}

impl From<LeavingFault> for Problem {
    fn from(fault: LeavingFault) -> Self {
        Self::conflict(fault.code(), fault.to_string())
    }
}

impl From<HashFault> for Problem {
    fn from(cause: HashFault) -> Self {
        Self::unavailable(&cause)
    }
}

impl From<KeyFault> for Problem {
    fn from(cause: KeyFault) -> Self {
        Self::unavailable(&cause)
    }
}

/// A link that leads nowhere is a thing that is not there; one whose time is over is gone.
impl From<ResetFault> for Problem {
    fn from(fault: ResetFault) -> Self {
        match fault {
            ResetFault::Dead => Self::not_found(),
            ResetFault::Expired => Self::new(StatusCode::GONE, fault.code(), fault.to_string()),
        }
    }
}

impl From<FieldFaults> for Problem {
    fn from(faults: FieldFaults) -> Self {
        Self::invalid_fields(faults)
    }
}

impl From<GrantFault> for FieldFault {
    fn from(fault: GrantFault) -> Self {
        Self::new(fault.field, fault.code, fault.message)
    }
}

impl Problem {
    /// Why the password in `field` is not taken.
    pub fn of_password(field: &str, fault: PasswordFault) -> Self {
        Self::invalid_field(field, fault.code(), fault)
    }

    /// Why nothing can be done with an invitation at `now`.
    pub fn of_invitation(fault: InvitationFault, now: Timestamp) -> Self {
        match fault {
            InvitationFault::TooMany { again } => Self::rate_limited(fault.to_string(), now, again),
            InvitationFault::Expired => Self::new(StatusCode::GONE, fault.code(), fault.to_string()),
            InvitationFault::NotPending(_) | InvitationFault::Lapsed | InvitationFault::NotExpired => {
                Self::conflict(fault.code(), fault.to_string())
            }
        }
    }
}
