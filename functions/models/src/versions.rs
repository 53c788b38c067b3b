//! `GET /v1/models/{model}/versions`: the versions of a model.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::following;
use usher::domain::access::vendors::ModelVersionSummary;
use usher::domain::id::ModelId;
use usher::http::pages::{PageInfo, PageRequest, Paged};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::query::NoFilters;
use usher::http::{Answer, InPath, ListQuery, Problem};
use usher::presets::Preset;
use usher::store::List;
use utoipa::ToSchema;

/// A version of a model, without its document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModelVersionSummary)]
pub struct VersionSummaryView {
    /// The number.
    #[schema(example = 3)]
    version: u32,
    /// When it was published; null for the first version of a preset, which came with Usher.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    published_at: Option<Timestamp>,
    /// The principal of the operator who published it; null for the first version of a preset.
    #[schema(required, example = "arn:aws:iam::123456789012:user/ops")]
    published_by: Option<String>,
}

/// A page of versions.
type VersionPage = Paged<VersionSummaryView>;

/// List the versions of a model
///
/// For operators. The newest comes first.
#[utoipa::path(
    get,
    operation_id = "listModelVersions",
    path = "/v1/models/{model}/versions",
    tag = "access models",
    params(("model" = String, Path, description = "The model"), PageRequest),
    responses((status = 200, description = "A page of versions", body = VersionPage), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(model): InPath<ModelId>,
    query: ListQuery<NoFilters>,
) -> Answer<Json<VersionPage>> {
    following::load(&app, model, None).await?.ok_or_else(Problem::not_found)?;
    let (_, page) = query.read(operator.known, |_, _| Some(()))?;
    let before: Option<u32> = page.after_id()?;
    let found = app.store.list::<ModelVersionSummary>(&List::model_versions(model, before), None, page.limit()).await?;
    let more = found.next.is_some();
    let mut data: Vec<_> = found.entries.into_iter().map(|(_, version)| VersionSummaryView::from(version)).collect();
    let after = data.last().filter(|_| more).map(|version| version.version.to_string());
    if !more && Preset::of_id(model).is_some() && before != Some(1) {
        data.push(VersionSummaryView { version: 1, published_at: None, published_by: None });
    }
    Ok(Json(Paged { data, page: PageInfo { after } }))
}

impl From<ModelVersionSummary> for VersionSummaryView {
    fn from(version: ModelVersionSummary) -> Self {
        let (published_at, published_by) = (Some(version.published_at), Some(version.published_by));
        Self { version: version.number, published_at, published_by }
    }
}
