//! What audit events record of invitations.

use jiff::Timestamp;

use super::Invitation;
use crate::domain::access::grant::Grant;
use crate::domain::effects::audit::record::{
    InvitationRecord, InvitationStatusRecord, NewInvitationRecord, NewUserRecord,
};
use crate::domain::people::user::User;

impl Invitation {
    /// The invitation that was made for `user`.
    pub fn recorded_with(&self, user: &User) -> NewInvitationRecord {
        let (external_id, metadata) = user.labels.recorded();
        NewInvitationRecord {
            email: user.email.clone(),
            names: (&user.names).into(),
            external_id,
            metadata,
            grants: user.grants.clone(),
            expires_at: self.expires_at,
        }
    }

    /// The invitation at `now`, with what its user holds if that changes, too.
    pub fn recorded(&self, grants: Option<&[Grant]>, now: Timestamp) -> InvitationRecord {
        InvitationRecord {
            status: self.status_at(now),
            expires_at: self.expires_at,
            grants: grants.map(<[Grant]>::to_vec),
        }
    }

    /// What became of the invitation by `now`.
    pub fn recorded_status(&self, now: Timestamp) -> InvitationStatusRecord {
        InvitationStatusRecord { status: self.status_at(now) }
    }

    /// `user`, who was created active, and whom the invitation tells.
    pub fn recorded_active(&self, user: &User) -> NewUserRecord {
        let NewInvitationRecord { email, names, external_id, metadata, grants, expires_at } = self.recorded_with(user);
        let (status, invitation) = (user.status, self.id);
        NewUserRecord { email, names, external_id, metadata, status, grants, invitation, expires_at }
    }
}
