//! Access models in request bodies.

use crate::domain::access::model::{AccessModel, ModelFault};
use crate::http::Json as Raw;
use crate::http::problem::{FieldFault, FieldFaults};

/// Reads the document at `path` in the body; empty if it is the body.
///
/// # Errors
///
/// Everything that is wrong with it, each with its place.
pub fn read(document: &Raw, path: &str) -> Result<AccessModel, FieldFaults> {
    let document = document.value(path)?;
    let place = |fault: String| match (path, fault.as_str()) {
        ("", "") => "body".to_owned(),
        (_, "") | ("", _) => format!("{path}{fault}"),
        _ => format!("{path}.{fault}"),
    };
    let named = |fault: ModelFault| FieldFault::new(place(fault.path), fault.code, fault.message);
    AccessModel::from_json(document).map_err(|faults| faults.map(named))
}
