//! How users leave, and come back: by the access model's offboarding policy.

use jiff::Timestamp;

use super::{User, UserStatus};
use crate::domain::Coded;
use crate::domain::access::grant::Grant;
use crate::domain::access::model::OffboardingPolicy;

/// Why a user cannot leave in this way, or come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeavingFault {
    /// The access model knows no deactivation.
    #[error("this account does not allow deactivation; remove the user instead")]
    DeactivationNotAllowed,
    /// The access model does not allow removal.
    #[error("this account does not allow removal; deactivate the user instead")]
    RemovalNotAllowed,
    /// Someone has done it already.
    #[error("the user is already deactivated")]
    AlreadyDeactivated,
    /// There is nothing to undo.
    #[error("the user is not deactivated")]
    NotDeactivated,
}

impl Coded for LeavingFault {
    fn code(&self) -> &'static str {
        match self {
            Self::DeactivationNotAllowed => "deactivation_not_allowed",
            Self::RemovalNotAllowed => "removal_not_allowed",
            Self::AlreadyDeactivated => "already_deactivated",
            Self::NotDeactivated => "not_deactivated",
        }
    }
}

impl User {
    /// The user, kept on record and no more from `now` on; without grants if the policy takes them away.
    pub fn deactivate(self, policy: &OffboardingPolicy, now: Timestamp) -> Result<Self, LeavingFault> {
        if !policy.deactivate {
            return Err(LeavingFault::DeactivationNotAllowed);
        }
        if self.status == UserStatus::Deactivated {
            return Err(LeavingFault::AlreadyDeactivated);
        }
        let grants = if policy.deactivation_clears_roles { Vec::new() } else { self.grants };
        Ok(Self { status: UserStatus::Deactivated, grants, deactivated_at: Some(now), ..self })
    }

    /// The user, let in again with `grants`: active if they were active before, and pending if they are still to accept
    /// or to sign in.
    pub fn reactivate(self, grants: Vec<Grant>) -> Result<Self, LeavingFault> {
        if self.status != UserStatus::Deactivated {
            return Err(LeavingFault::NotDeactivated);
        }
        let status = if self.activated_at.is_some() { UserStatus::Active } else { UserStatus::Pending };
        Ok(Self { status, grants, ..self })
    }

    /// What comes of a user who leaves as the policy lets people leave: nothing if they may be removed, and otherwise
    /// the user, deactivated.
    pub fn leaves(&self, policy: &OffboardingPolicy, now: Timestamp) -> Result<Option<Self>, LeavingFault> {
        if policy.remove { Ok(None) } else { self.clone().deactivate(policy, now).map(Some) }
    }

    /// Goes on only if users may be removed.
    pub fn check_removal(policy: &OffboardingPolicy) -> Result<(), LeavingFault> {
        if policy.remove { Ok(()) } else { Err(LeavingFault::RemovalNotAllowed) }
    }
}
