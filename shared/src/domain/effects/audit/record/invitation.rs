//! Of invitations.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::user::NamesRecord;
use crate::domain::access::grant::Grant;
use crate::domain::email::EmailAddress;
use crate::domain::external_id::ExternalId;
use crate::domain::metadata::Metadata;
use crate::domain::status::InvitationStatus;

/// An invitation that was made, with the user that it is for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NewInvitationRecord {
    /// The address.
    #[schema(value_type = String)]
    pub email: EmailAddress,
    /// The user's names, as far as they are known.
    pub names: NamesRecord,
    /// What the portal calls the user; absent if it has no such name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    pub external_id: Option<ExternalId>,
    /// What the portal notes on the user, by key; absent if that is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = std::collections::BTreeMap<String, String>, required = false)]
    pub metadata: Option<Metadata>,
    /// The grants that the user will hold.
    pub grants: Vec<Grant>,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// An invitation that gets another link.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvitationRecord {
    /// The status.
    pub status: InvitationStatus,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// What its user holds; absent unless that changed with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<Grant>, required = false)]
    pub grants: Option<Vec<Grant>>,
}

/// The status of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InvitationStatusRecord {
    /// The status.
    pub status: InvitationStatus,
}

/// An invitation that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AcceptedInvitationRecord {
    /// The status.
    pub status: InvitationStatus,
    /// The user's names from now on.
    pub names: NamesRecord,
}

/// An invitation that the invited person asked to be sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RenewalRecord {
    /// When they asked.
    #[schema(value_type = String, format = DateTime)]
    pub renewal_requested_at: Timestamp,
}
