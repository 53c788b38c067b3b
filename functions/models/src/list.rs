//! `GET /v1/models`: the models that accounts can follow.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use usher::app::App;
use usher::caller::Operator;
use usher::domain::access::vendors::{VendorModel, VendorModelSummary};
use usher::domain::id::ModelId;
use usher::http::pages::{PageInfo, PageRequest, Paged};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::query::NoFilters;
use usher::http::{Answer, ListQuery};
use usher::presets::Preset;
use usher::store::{Key, List};

use crate::model_view::ModelView;

/// A page of models.
type ModelPage = Paged<ModelView>;

/// List models
///
/// For operators. The presets come first, on the first page in addition to `limit`.
#[utoipa::path(
    get,
    operation_id = "listModels",
    path = "/v1/models",
    tag = "access models",
    params(PageRequest),
    responses((status = 200, description = "A page of models", body = ModelPage), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    operator: Operator,
    query: ListQuery<NoFilters>,
) -> Answer<Json<ModelPage>> {
    let (_, page) = query.read(operator.known, |_, _| Some(()))?;
    let after: Option<ModelId> = page.after_id()?;
    let keys = Preset::ALL.map(|preset| Key::vendor_model(preset.id()));
    let wanted = keys.iter().filter(|_| after.is_none()).map(Key::any);
    let list = List::vendor_models(after);
    let (presets, models) =
        tokio::try_join!(app.store.read(wanted), app.store.list::<VendorModelSummary>(&list, None, page.limit()))?;
    let mut data = Vec::new();
    if after.is_none() {
        for (preset, key) in Preset::ALL.into_iter().zip(&keys) {
            let model: VendorModel = presets.get(key)?.unwrap_or_else(|| preset.unchanged());
            data.push(model.summary());
        }
    }
    let more = models.next.is_some();
    data.extend(models.entries.into_iter().map(|(_, model)| model));
    let after = data.last().filter(|_| more).map(|model| model.id.to_string());
    Ok(Json(Paged { data: data.into_iter().map(ModelView::from).collect(), page: PageInfo { after } }))
}
