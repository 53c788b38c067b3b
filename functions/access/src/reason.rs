//! Why something is allowed or not, as it is answered.

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::access::grant::{AccessRefusal, Allowance, Reason, UnitScope};
use usher::domain::decision::NotAllowed;
use utoipa::ToSchema;

/// The reason of a decision. Which fields are there depends on the `code`.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionReason {
    /// The reason, for programs.
    code: Reason,
    /// The reason, for people.
    #[schema(example = "the role `write` allows `invoices:read`, which it has from `read`")]
    message: String,
    /// The user's grant that allows it, allowed it, or comes nearest: its place in the user's `grants`, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    grant: Option<usize>,
    /// The role of that grant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "write")]
    role: Option<String>,
    /// The role that names the permission itself: that one, or one that it includes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "read")]
    source: Option<String>,
    /// The permission that is held; with `:own` if it is held for the user's own records only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "invoices:read")]
    permission: Option<String>,
    /// The units where it is held: `"all"`, or a list of unit ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    units: Option<UnitScope>,
    /// When the grant ends, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = String, format = DateTime)]
    ends_at: Option<Timestamp>,
}

impl From<Allowance> for DecisionReason {
    fn from(allowance: Allowance) -> Self {
        Self {
            code: allowance.reason(),
            message: message(&allowance),
            grant: Some(allowance.grant),
            role: Some(allowance.role.to_string()),
            source: Some(allowance.source.to_string()),
            permission: Some(allowance.permission.to_string()),
            units: Some(allowance.units),
            ends_at: allowance.ends_at,
        }
    }
}

fn message(allowance: &Allowance) -> String {
    let Allowance { role, source, permission, .. } = allowance;
    if allowance.added {
        format!("`{permission}` is added to the role `{role}` for this user")
    } else if role == source {
        format!("the role `{role}` allows `{permission}`")
    } else {
        format!("the role `{role}` allows `{permission}`, which it has from `{source}`")
    }
}

impl From<NotAllowed> for DecisionReason {
    fn from(not: NotAllowed) -> Self {
        let reason = Self {
            code: not.reason(),
            message: not.to_string(),
            grant: None,
            role: None,
            source: None,
            permission: None,
            units: None,
            ends_at: None,
        };
        match not {
            NotAllowed::NotHeld(AccessRefusal::GrantEnded { grant, role, ended_at }) => {
                Self { grant: Some(grant), role: Some(role.to_string()), ends_at: Some(ended_at), ..reason }
            }
            NotAllowed::NotHeld(AccessRefusal::NotOwner { grant, role }) => {
                Self { grant: Some(grant), role: Some(role.to_string()), ..reason }
            }
            NotAllowed::NotHeld(AccessRefusal::UnitNotReached { held_in }) => Self { units: Some(held_in), ..reason },
            NotAllowed::NotHeld(AccessRefusal::PermissionNotHeld)
            | NotAllowed::UserNotActive(_)
            | NotAllowed::UnitRetired(_)
            | NotAllowed::TokenLimited => reason,
        }
    }
}
