//! The access model that an operator chooses for an account: a document of its own, or a version of a model.

use std::sync::Arc;

use crate::app::App;
use crate::domain::access::model::AccessModel;
use crate::domain::access::vendors::{Follows, ModelVersion, VendorModel};
use crate::domain::id::ModelId;
use crate::http::{Answer, Fields, Json, document};
use crate::presets::Preset;
use crate::store::{Key, StoreFault};

/// The fields of a request that choose a model between them.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// The name of a preset.
    pub preset: Option<&'a str>,
    /// A document.
    pub access_model: Option<&'a Json>,
    /// The id of a model.
    pub model: Option<&'a str>,
    /// The version of the model or the preset at which the account stays.
    pub model_version: Option<u32>,
}

/// A model of the vendor's, and the document of one of its versions, if there is such a version.
#[derive(Debug)]
pub struct Loaded {
    /// The model.
    pub model: VendorModel,
    /// The number of the version.
    pub number: u32,
    /// The version's document.
    pub document: Option<Arc<AccessModel>>,
}

/// What an account is to follow.
#[derive(Debug)]
pub struct Chosen {
    /// The document.
    pub document: Arc<AccessModel>,
    /// The model that it is of, if it is of one.
    pub follows: Option<Follows>,
}

/// The model with this id, with the document of one version: of the one that is rolled out if none is named.
///
/// # Errors
///
/// The store failed.
pub async fn load(app: &App, id: ModelId, version: Option<u32>) -> Result<Option<Loaded>, StoreFault> {
    let (model_key, version_key) = (Key::vendor_model(id), version.map(|number| Key::model_version(id, number)));
    let keys = [model_key.any()].into_iter().chain(version_key.as_ref().map(Key::any));
    let found = app.store.read(keys).await?;
    let preset = Preset::of_id(id);
    let Some(model) = found.get(&model_key)?.or_else(|| preset.map(Preset::unchanged)) else { return Ok(None) };
    let number = version.unwrap_or(model.current);
    let stored: Option<ModelVersion> = version_key.map(|key| found.get(&key)).transpose()?.flatten();
    let document = match (stored, preset) {
        (Some(stored), _) => Some(stored.document),
        _ if number == model.current => Some(Arc::clone(&model.document)),
        (None, Some(preset)) if number == 1 => Some(preset.model().into()),
        _ => None,
    };
    Ok(Some(Loaded { model, number, document }))
}

impl Choice<'_> {
    /// The model of the vendor's that is chosen, if one is: what is to be looked up before the choice is read.
    ///
    /// # Errors
    ///
    /// The store failed.
    pub async fn load(&self, app: &App) -> Answer<Option<Loaded>> {
        let preset = self.preset.and_then(Preset::parse).map(Preset::id);
        match preset.or_else(|| self.model?.parse().ok()) {
            Some(id) => Ok(load(app, id, self.model_version).await?),
            None => Ok(None),
        }
    }

    /// The choice; exactly one of the fields is to be there. `loaded` is what was looked up.
    pub fn read(&self, loaded: Option<&Loaded>, fields: &mut Fields) -> Option<Chosen> {
        match (self.preset, self.model, self.access_model) {
            (Some(preset), None, None) => {
                fields.one_of("preset", Some(preset), Preset::parse)?;
                self.version(loaded?, fields)
            }
            (None, Some(_), None) => match loaded {
                Some(loaded) => self.version(loaded, fields),
                None => refuse("model", "unknown_model", "there is no such model", fields),
            },
            (None, None, Some(document)) => {
                if self.model_version.is_some() {
                    fields.refuse("model_version", "mutually_exclusive", "a document of its own has no versions");
                }
                let document = document::read(document, "access_model").map_err(|faults| fields.append(faults)).ok()?;
                Some(Chosen { document: document.into(), follows: None })
            }
            (None, None, None) => {
                let message = "one of `preset`, `model` and `access_model` is required";
                refuse("preset", "required", message, fields)
            }
            _ => {
                let message = "`preset`, `model` and `access_model` cannot be combined";
                refuse("preset", "mutually_exclusive", message, fields)
            }
        }
    }

    fn version(&self, loaded: &Loaded, fields: &mut Fields) -> Option<Chosen> {
        let Some(document) = &loaded.document else {
            return refuse("model_version", "unknown_version", "the model has no such version", fields);
        };
        let follows = Follows::of(loaded.model.id, loaded.number, self.model_version.is_some());
        Some(Chosen { document: Arc::clone(document), follows: Some(follows) })
    }
}

fn refuse(field: &str, code: &str, message: &str, fields: &mut Fields) -> Option<Chosen> {
    fields.refuse(field, code, message);
    None
}
