//! A user as other users of the account see them.

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::grant::{Grant, UnitScope};
use usher::domain::user::{User, UserStatus};
use utoipa::ToSchema;

/// Someone in an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserView {
    /// The user's id, in this account only.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    id: String,
    /// The address. Never changes.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The given name, where it is known.
    #[schema(example = "Ada")]
    given_name: Option<String>,
    /// The family name, where it is known.
    #[schema(example = "Lovelace")]
    family_name: Option<String>,
    /// `pending`, `active` or `deactivated`.
    #[schema(example = "active")]
    status: String,
    /// Whether the person has another home account: they had joined one before they joined this one.
    external: bool,
    /// What the user holds.
    grants: Vec<GrantView>,
    /// The invitation that is the user's way in, until they have come in.
    invitation: Option<String>,
    /// When the user was invited.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When the user became active.
    #[schema(value_type = Option<String>, format = DateTime)]
    activated_at: Option<Timestamp>,
}

/// A role, where it counts, what is added to it, and until when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldGrant)]
pub struct GrantView {
    /// The role.
    #[schema(example = "read")]
    role: String,
    /// `"all"`, or a list of unit ids.
    #[schema(value_type = serde_json::Value, example = "all")]
    units: UnitScope,
    /// What is added to the role.
    permissions: Vec<String>,
    /// When the grant ends.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        let invitation = is_on_the_way(&user).then(|| user.invitation.to_string());
        Self {
            id: user.id.to_string(),
            email: user.email.to_string(),
            given_name: user.names.given_name.map(String::from),
            family_name: user.names.family_name.map(String::from),
            status: user.status.as_str().to_owned(),
            external: user.external,
            grants: user.grants.into_iter().map(GrantView::from).collect(),
            invitation,
            created_at: user.created_at,
            activated_at: user.activated_at,
        }
    }
}

/// Whether there is still something to accept.
fn is_on_the_way(user: &User) -> bool {
    user.status != UserStatus::Deactivated && !user.joined
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
