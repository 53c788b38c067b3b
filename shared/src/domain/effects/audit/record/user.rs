//! Of users.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::access::grant::Grant;
use crate::domain::email::EmailAddress;
use crate::domain::external_id::ExternalId;
use crate::domain::id::InvitationId;
use crate::domain::metadata::Metadata;
use crate::domain::status::UserStatus;
use crate::domain::text::PersonName;

/// Given and family name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamesRecord {
    /// Given name; null if there is none.
    #[schema(required, value_type = Option<String>)]
    pub given_name: Option<PersonName>,
    /// Family name; null if there is none.
    #[schema(required, value_type = Option<String>)]
    pub family_name: Option<PersonName>,
}

/// A user who was created active, with the invitation that tells them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NewUserRecord {
    /// The address.
    #[schema(value_type = String)]
    pub email: EmailAddress,
    /// The names.
    pub names: NamesRecord,
    /// What the portal calls the user; absent if it has no such name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    pub external_id: Option<ExternalId>,
    /// What the portal notes on the user, by key; absent if that is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = std::collections::BTreeMap<String, String>, required = false)]
    pub metadata: Option<Metadata>,
    /// The user's status.
    pub status: UserStatus,
    /// The user's grants.
    pub grants: Vec<Grant>,
    /// The invitation.
    #[schema(value_type = String)]
    pub invitation: InvitationId,
    /// Until when the invitation can be taken.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// All that is recorded of a user.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UserRecord {
    /// The address.
    #[schema(value_type = String)]
    pub email: EmailAddress,
    /// The names.
    pub names: NamesRecord,
    /// What the portal calls the user; absent if it has no such name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    pub external_id: Option<ExternalId>,
    /// What the portal notes on the user, by key; absent if that is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = std::collections::BTreeMap<String, String>, required = false)]
    pub metadata: Option<Metadata>,
    /// The user's status.
    pub status: UserStatus,
    /// The user's grants.
    pub grants: Vec<Grant>,
}

/// The status of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserStatusRecord {
    /// The user's status.
    pub status: UserStatus,
}

/// What changed of a user, and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UserChangeRecord {
    /// The names; absent if they stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = NamesRecord, required = false)]
    pub names: Option<NamesRecord>,
    /// What the portal calls the user, null for nothing; absent if that stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, required = false)]
    pub external_id: Option<Option<ExternalId>>,
    /// What the portal notes on the user, by key, null for nothing; absent if that stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, String>>, required = false)]
    pub metadata: Option<Option<Metadata>>,
    /// What the user holds; absent if that stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<Grant>, required = false)]
    pub grants: Option<Vec<Grant>>,
}

/// Whether a user may act, and what they hold.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UserStandingRecord {
    /// The user's status.
    pub status: UserStatus,
    /// The user's grants.
    pub grants: Vec<Grant>,
}

/// A user who was let in again.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReactivatedUserRecord {
    /// The user's status.
    pub status: UserStatus,
    /// The user's grants.
    pub grants: Vec<Grant>,
    /// The new invitation; absent if the person had come in before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    pub invitation: Option<InvitationId>,
    /// Until when the new invitation can be taken; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime, required = false)]
    pub expires_at: Option<Timestamp>,
}
