//! What becomes of a model of the vendor's.

use std::sync::Arc;

use crate::app::App;
use crate::domain::access::model::AccessModel;
use crate::domain::access::vendors::{ModelVersion, VendorModel};
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::id::ModelId;
use crate::domain::text::Title;
use crate::store::Change;

/// A new model, whose first version `document` is.
pub fn created(app: &App, name: Title, document: AccessModel, by: &Author) -> (VendorModel, Change) {
    let (id, document) = (ModelId::random(&mut app.rng()), Arc::new(document));
    let first = version(id, 1, Arc::clone(&document), by);
    let model = VendorModel { id, name, latest: 1, current: 1, document, created_at: Some(by.at), version: 1 };
    let change = Change::new().create(&model).create(&first).and(told(app, &Happened::ModelCreated(id, (), ()), by));
    (model, change)
}

/// The model with another version, whose document is `document`. Nothing follows it until it is rolled out.
pub fn published(app: &App, model: VendorModel, document: AccessModel, by: &Author) -> (VendorModel, Change) {
    let mut next = VendorModel { latest: model.latest + 1, ..model };
    let version = version(next.id, next.latest, document.into(), by);
    let happened = Happened::ModelPublished(next.id, (), ());
    let change = written(&mut next).create(&version).and(told(app, &happened, by));
    (next, change)
}

/// The model once the version `number` is the one that is rolled out.
pub fn rolled_out(app: &App, model: VendorModel, number: u32, document: Arc<AccessModel>, by: &Author) -> Change {
    let happened = Happened::ModelRolledOut(model.id, (), ());
    written(&mut VendorModel { current: number, document, ..model }).and(told(app, &happened, by))
}

fn version(model: ModelId, number: u32, document: Arc<AccessModel>, by: &Author) -> ModelVersion {
    let published_by = by.actor.principal().cloned().unwrap_or_default();
    ModelVersion { model, number, document, published_at: by.at, published_by }
}

/// The vendor's trail says so.
fn told(app: &App, happened: &Happened, by: &Author) -> Change {
    Change::new().create(&by.vendor_event(happened, &mut app.rng()))
}

/// A preset is stored with its first change.
fn written(model: &mut VendorModel) -> Change {
    if model.version == 0 {
        model.version = 1;
        return Change::new().create(model);
    }
    Change::new().replace(model)
}
