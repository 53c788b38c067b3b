//! What audit events record of users.

use super::{Names, User};
use crate::domain::effects::audit::record::{
    NamesRecord, ReactivatedUserRecord, UserChangeRecord, UserRecord, UserStandingRecord,
};
use crate::domain::people::invitation::Invitation;

impl From<&Names> for NamesRecord {
    fn from(names: &Names) -> Self {
        Self { given_name: names.given_name.clone(), family_name: names.family_name.clone() }
    }
}

impl User {
    /// All that is recorded of the user.
    pub fn recorded(&self) -> UserRecord {
        let (external_id, metadata) = self.labels.recorded();
        UserRecord {
            email: self.email.clone(),
            names: (&self.names).into(),
            external_id,
            metadata,
            status: self.status,
            grants: self.grants.clone(),
        }
    }

    /// Whether the user may act, and what they hold.
    pub fn standing(&self) -> UserStandingRecord {
        UserStandingRecord { status: self.status, grants: self.grants.clone() }
    }

    /// The user as they are let in again, with the new invitation if they need one.
    pub fn reactivated_with(&self, invitation: Option<&Invitation>) -> ReactivatedUserRecord {
        ReactivatedUserRecord {
            status: self.status,
            grants: self.grants.clone(),
            invitation: invitation.map(|invitation| invitation.id),
            expires_at: invitation.map(|invitation| invitation.expires_at),
        }
    }

    /// What of the user is not as in `other`, and nothing else.
    pub fn recorded_beside(&self, other: &Self) -> UserChangeRecord {
        let (external_id, metadata) = self.labels.recorded();
        UserChangeRecord {
            names: (self.names != other.names).then(|| (&self.names).into()),
            external_id: (self.labels.external_id != other.labels.external_id).then_some(external_id),
            metadata: (self.labels.metadata != other.labels.metadata).then_some(metadata),
            grants: (self.grants != other.grants).then(|| self.grants.clone()),
        }
    }
}
