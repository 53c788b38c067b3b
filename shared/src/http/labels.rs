//! External ids and metadata of users and units in requests.

use super::metadata::{self, MetadataChange, NewMetadata};
use super::{Edit, Fields, Problem};
use crate::domain::external_id::ExternalId;
use crate::domain::labels::Labels;

/// What a request that creates something says of them.
pub fn created(external_id: Option<&str>, metadata: Option<&NewMetadata>, fields: &mut Fields) -> Labels {
    Labels {
        external_id: fields.optional("external_id", external_id, ExternalId::parse),
        metadata: metadata::created(metadata, "metadata", fields),
    }
}

/// What becomes of them by a request that changes something.
pub fn changed(before: &Labels, external_id: &Edit, metadata: &Edit<MetadataChange>, fields: &mut Fields) -> Labels {
    let external_id = match external_id {
        Edit::Leave => before.external_id.clone(),
        Edit::Clear => None,
        Edit::Set(id) => fields.optional("external_id", Some(id), ExternalId::parse),
    };
    Labels { external_id, metadata: metadata::changed(&before.metadata, metadata, "metadata", fields) }
}

/// The external id that a request asks for, before it is judged: for what is to be looked up to judge it, and for
/// nothing else.
pub fn wanted(external_id: Option<&String>) -> Option<ExternalId> {
    ExternalId::parse(external_id?).ok()
}

/// Something else of its kind in the account has the external id.
pub const TAKEN: &str = "external_id_taken";

/// Another user of the account has the external id.
pub const TAKEN_BY_A_USER: &str = "another user of the account has this `external_id`";

/// Another user of the account has the external id.
pub fn taken_by_a_user() -> Problem {
    Problem::conflict(TAKEN, TAKEN_BY_A_USER)
}

/// Another unit of the account has the external id.
pub fn taken_by_a_unit() -> Problem {
    Problem::conflict(TAKEN, "another unit of the account has this `external_id`")
}
