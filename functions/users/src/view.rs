//! A user as other users of the account see them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::access::grant::{Grant, UnitScope};
use usher::domain::decision::{Telling, UserAction};
use usher::domain::id::UserId;
use usher::domain::people::invitation::Inviter;
use usher::domain::people::user::{User, UserStatus};
use usher::http::metadata;
use utoipa::ToSchema;

use crate::inviters::Inviters;

/// A user of an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserView {
    /// The user's id, in this account only.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    id: String,
    /// The address, which never changes.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The given name, if it is known.
    #[schema(required, example = "Ada")]
    given_name: Option<String>,
    /// The family name, if it is known.
    #[schema(required, example = "Lovelace")]
    family_name: Option<String>,
    /// The user's id in the portal's own systems.
    #[schema(required, example = "crm-4711")]
    external_id: Option<String>,
    #[schema(schema_with = metadata::schema)]
    metadata: BTreeMap<String, String>,
    /// The user's status.
    status: UserStatus,
    /// Whether the person's home is another account: one that they joined before this one.
    external: bool,
    /// The user's grants.
    grants: Vec<GrantView>,
    /// The user's invitation, until they have accepted it.
    #[schema(required)]
    invitation: Option<String>,
    /// When the user was invited.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When the user became active.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    activated_at: Option<Timestamp>,
    /// Who invited the user, or moved them in; null if that is not known, of users from before it was kept.
    #[schema(required)]
    invited_by: Option<InvitedByView>,
    /// When the person accepted, or was moved in; null until then, and if that was before it was kept.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    joined_at: Option<Timestamp>,
    /// The hour in which the person last used the account in a session; null if they have not yet. Calls of programs do
    /// not count. Noting it changes no version.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    last_active_at: Option<Timestamp>,
    /// Whether the person has a second factor: false until they join, and as it was when they were deactivated.
    second_factor: bool,
    /// What the caller may do to the user now. Limits, such as that of emails, are not considered.
    allowed_actions: Vec<UserAction>,
}

/// Who invited a user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schema(as = InvitedBy)]
enum InvitedByView {
    /// A user of the account.
    #[schema(title = "InvitedByUser")]
    User {
        /// The user's id.
        #[schema(value_type = String, example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
        id: UserId,
        /// Their name; null if they have none, are not in the account any more, or are not seen by the caller. The
        /// answer to a change knows the name of the caller alone.
        #[schema(required, example = "Grace Hopper")]
        name: Option<String>,
    },
    /// An engineer of the portal.
    #[schema(title = "InvitedByOperator")]
    Operator,
}

/// A grant: a role, its units, added permissions, and perhaps an end.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldGrant)]
pub struct GrantView {
    /// The role.
    #[schema(example = "read")]
    role: String,
    /// `"all"`, or a list of unit ids.
    units: UnitScope,
    /// Permissions added to the role.
    permissions: Vec<String>,
    /// When the grant ends.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
}

impl UserView {
    /// The user, with what the one who is told may do to them.
    pub fn of(user: User, telling: &Telling<'_>) -> Self {
        let allowed_actions = telling.user_actions(&user);
        let mut view = Self { allowed_actions, ..Self::looked_at(user) };
        let teller = telling.acting().user;
        if let Some(InvitedByView::User { id, name }) = &mut view.invited_by
            && *id == teller.id
        {
            *name = teller.names.full();
        }
        view
    }

    /// The same with the name of who invited them.
    pub fn naming(mut self, inviters: &Inviters) -> Self {
        if let Some(InvitedByView::User { id, name }) = &mut self.invited_by {
            *name = inviters.name(*id);
        }
        self
    }

    /// The user, for someone who only looks.
    pub fn looked_at(user: User) -> Self {
        let invitation = is_on_the_way(&user).then(|| user.invitation.to_string());
        Self {
            id: user.id.to_string(),
            email: user.email.to_string(),
            given_name: user.names.given_name.map(String::from),
            family_name: user.names.family_name.map(String::from),
            external_id: user.labels.external_id.map(String::from),
            metadata: user.labels.metadata.into(),
            status: user.status,
            external: user.external,
            grants: user.grants.into_iter().map(GrantView::from).collect(),
            invitation,
            created_at: user.created_at,
            activated_at: user.activated_at,
            invited_by: user.invited_by.map(InvitedByView::from),
            joined_at: user.joined_at,
            last_active_at: user.last_active_at,
            second_factor: user.second_factor,
            allowed_actions: Vec::new(),
        }
    }
}

/// Whether there is still something to accept.
fn is_on_the_way(user: &User) -> bool {
    user.status != UserStatus::Deactivated && !user.joined
}

impl From<Inviter> for InvitedByView {
    fn from(inviter: Inviter) -> Self {
        match inviter {
            Inviter::Operator => Self::Operator,
            Inviter::User { id } => Self::User { id, name: None },
        }
    }
}

impl From<Grant> for GrantView {
    fn from(grant: Grant) -> Self {
        Self {
            role: grant.role.to_string(),
            units: grant.units,
            permissions: grant.permissions.iter().map(ToString::to_string).collect(),
            ends_at: grant.ends_at,
        }
    }
}
