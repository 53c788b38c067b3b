//! Why something is allowed or not, as it is answered.

use jiff::Timestamp;
use serde::Serialize;
use usher::domain::Coded;
use usher::domain::check::NotAllowed;
use usher::domain::grant::{Allowance, Refusal, UnitScope};
use utoipa::ToSchema;

/// The reason of a decision. Which fields are there depends on the `code`.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Because {
    /// The reason, for programs. Allowed: `role_allows`, `added_permission_allows`. Not allowed: `permission_not_held`, `unit_not_reached`,
    /// `not_owner`, `grant_ended`, `user_not_active`, `unit_retired`, `token_limited`.
    #[schema(example = "role_allows")]
    code: String,
    /// The reason, for people.
    #[schema(example = "the role `write` allows `invoices:read`, which it has from `read`")]
    message: String,
    /// The user's grant that allows it, allowed it, or comes nearest: its place in the user's `grants`, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    grant: Option<usize>,
    /// The role of that grant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "write")]
    role: Option<String>,
    /// The role that names the permission itself: that one, or one that it includes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "read")]
    source: Option<String>,
    /// The permission that is held; with `:own` where it is held over own records only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "invoices:read")]
    permission: Option<String>,
    /// Where it is held: `"all"`, or a list of unit ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<serde_json::Value>)]
    units: Option<UnitScope>,
    /// When the grant ends, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
}

impl From<Allowance> for Because {
    fn from(allowance: Allowance) -> Self {
        let (code, message) = words(&allowance);
        Self {
            code: code.to_owned(),
            message,
            grant: Some(allowance.grant),
            role: Some(allowance.role.to_string()),
            source: Some(allowance.source.to_string()),
            permission: Some(allowance.permission.to_string()),
            units: Some(allowance.units),
            ends_at: allowance.ends_at,
        }
    }
}

fn words(allowance: &Allowance) -> (&'static str, String) {
    let Allowance { role, source, permission, .. } = allowance;
    if allowance.added {
        ("added_permission_allows", format!("`{permission}` is added to the role `{role}` for this user"))
    } else if role == source {
        ("role_allows", format!("the role `{role}` allows `{permission}`"))
    } else {
        ("role_allows", format!("the role `{role}` allows `{permission}`, which it has from `{source}`"))
    }
}

impl From<NotAllowed> for Because {
    fn from(not: NotAllowed) -> Self {
        let because = Self { code: not.code().to_owned(), message: not.to_string(), ..Self::default() };
        match not {
            NotAllowed::NotHeld(Refusal::GrantEnded { grant, role, ended_at }) => {
                Self { grant: Some(grant), role: Some(role.to_string()), ends_at: Some(ended_at), ..because }
            }
            NotAllowed::NotHeld(Refusal::NotOwner { grant, role }) => Self { grant: Some(grant), role: Some(role.to_string()), ..because },
            NotAllowed::NotHeld(Refusal::UnitNotReached { held_in }) => Self { units: Some(held_in), ..because },
            NotAllowed::NotHeld(Refusal::PermissionNotHeld)
            | NotAllowed::UserNotActive(_)
            | NotAllowed::UnitRetired(_)
            | NotAllowed::TokenLimited => because,
        }
    }
}
