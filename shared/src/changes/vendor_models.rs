//! What becomes of a model of the vendor's.

use std::sync::Arc;

use crate::app::App;
use crate::domain::access::model::AccessModel;
use crate::domain::access::vendors::{ModelVersion, VendorModel};
use crate::domain::id::ModelId;
use crate::domain::text::Title;
use crate::store::Change;

/// A new model, whose first version `document` is.
pub fn created(app: &App, name: Title, document: AccessModel, by: String) -> (VendorModel, Change) {
    let (id, document, now) = (ModelId::random(&mut app.rng()), Arc::new(document), app.now());
    let created_at = Some(now);
    let first =
        ModelVersion { model: id, number: 1, document: Arc::clone(&document), published_at: now, published_by: by };
    let model = VendorModel { id, name, latest: 1, current: 1, document, created_at, version: 1 };
    let change = Change::new().create(&model).create(&first);
    (model, change)
}

/// The model with another version, whose document is `document`. Nothing follows it until it is rolled out.
pub fn published(app: &App, model: VendorModel, document: AccessModel, by: String) -> (VendorModel, Change) {
    let mut next = VendorModel { latest: model.latest + 1, ..model };
    let (document, published_at) = (Arc::new(document), app.now());
    let version = ModelVersion { model: next.id, number: next.latest, document, published_at, published_by: by };
    let change = written(&mut next).create(&version);
    (next, change)
}

/// The model once the version `number` is the one that is rolled out.
pub fn rolled_out(model: VendorModel, number: u32, document: Arc<AccessModel>) -> Change {
    written(&mut VendorModel { current: number, document, ..model })
}

/// A preset is stored with its first change.
fn written(model: &mut VendorModel) -> Change {
    if model.version == 0 {
        model.version = 1;
        return Change::new().create(model);
    }
    Change::new().replace(model)
}
