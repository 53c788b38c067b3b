//! `POST /v1/models/{model}/roll-out`: the accounts that follow a model come to follow another version of it, some of
//! them with each call.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::Operator;
use usher::changes::{following, vendor_models};
use usher::domain::access::model::AccessModel;
use usher::domain::access::vendors::Follows;
use usher::domain::effects::audit::Author;
use usher::domain::id::{AccountId, ModelId};
use usher::http::body::LARGEST_MODEL;
use usher::http::pages::PageInfo;
use usher::http::problem::{FieldFault, OperatorProblems, Problems};
use usher::http::{Answer, Body, Fields, InPath, Json as Raw, Problem, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::{Follower, List};
use utoipa::ToSchema;

use crate::model_view::read_document;
use crate::progress::{self, Counts};
use crate::rolling::{RoleChangeView, Target};
use crate::step;

/// How many accounts a call looks at unless the client says otherwise, and at most.
const ACCOUNTS: u32 = 10;
const MOST_ACCOUNTS: u32 = 25;

/// What to roll out, and to which accounts next.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "version": 1, "dry_run": true }))]
pub struct RollOutModelRequest {
    /// The version: a newer one, or an older one to go back to. Either this or, in a dry run, `access_model`.
    version: Option<u32>,
    /// A document that is not published yet, to see what it would do.
    #[schema(value_type = Option<AccessModel>)]
    access_model: Option<Raw>,
    /// If true, nothing changes: the answer tells what would.
    dry_run: Option<bool>,
    /// How many accounts to look at, from 1 to 25; by default 10.
    limit: Option<u32>,
    /// The `page.after` of the call before.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    after: Option<String>,
}

/// What became of some of the accounts that follow a model.
#[derive(Debug, Serialize, ToSchema)]
pub struct RollOut {
    /// Whether nothing was changed.
    dry_run: bool,
    /// The version; null for a document that is not published.
    #[schema(required, example = 2)]
    version: Option<u32>,
    /// How many of these accounts came to what.
    counts: Counts,
    /// The accounts that this call has looked at, by their ids.
    accounts: Vec<RolledOutAccount>,
    /// About how far it is, from 0 to 1: accounts are visited in the order of their ids, which are random.
    #[schema(example = 0.4)]
    progress: f64,
    /// How to go on.
    page: PageInfo,
}

/// What became of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct RolledOutAccount {
    /// The account.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    pub account: String,
    /// The version that it had.
    #[schema(example = 1)]
    pub from_version: u32,
    /// What became of it; in a dry run, what would.
    pub outcome: RollOutOutcome,
    /// What is in the way, if it was refused.
    pub errors: Vec<FieldFault>,
    /// Who gains and loses what, by role; roles that nobody holds are left out.
    pub changes: Vec<RoleChangeView>,
}

/// What became of an account in a roll-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RollOutOutcome {
    /// It follows the version.
    Changed,
    /// It had that document already.
    Unchanged,
    /// It stays at the version that it is pinned to.
    Pinned,
    /// Something is in the way, and it stays as it was.
    Refused,
}

/// Roll out a version of a model
///
/// For operators. The first call makes the version the model's current one, which new accounts get; each call brings it
/// to some of the accounts that follow the model, and answers where to go on. An account in which something is in the
/// way is named with all of it and left as it was; the others go on. Calling again from the beginning brings it to
/// those that were left. With `dry_run` nothing changes, and the answer tells who would gain and lose which permission.
#[utoipa::path(
    post,
    operation_id = "rollOutModel",
    path = "/v1/models/{model}/roll-out",
    tag = "access models",
    params(("model" = String, Path, description = "The model"), IdempotencyKey),
    request_body = Option<RollOutModelRequest>,
    extensions(("x-max-body-bytes" = json!(LARGEST_MODEL))),
    responses((status = 200, description = "What became of some accounts", body = RollOut), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn roll_out(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(model): InPath<ModelId>,
    source: Source,
    body: Body<RollOutModelRequest>,
) -> Answer<Json<RollOut>> {
    let wanted = body.peek().and_then(|request| request.version);
    let loaded = following::load(&app, model, wanted).await?.ok_or_else(Problem::not_found)?;
    let (document, after) = body.read(operator.known, |request, fields| {
        (request.document(loaded.document.clone(), fields), request.after(fields))
    })?;
    let request = body.shape(operator.known)?;
    let dry_run = request.dry_run == Some(true);
    let number = request.version.unwrap_or(loaded.model.latest + 1);
    let target = Target { follows: Follows::of(model, number, false), document };
    let author = operator.author(&source, app.now());
    if !dry_run && loaded.model.current != number {
        make_current(&app, &target, after, &author).await?;
    }
    let list = List::followers(model, after);
    let limit = u16::try_from(request.limit.unwrap_or(ACCOUNTS)).unwrap_or(1);
    let page = app.store.list::<Follower>(&list, None, limit).await?;
    let followers = page.entries.into_iter().map(|(_, follower)| follower.account).collect();
    let accounts = all(&app, model, followers, &target, (!dry_run).then_some(&author)).await?;
    let last = accounts.last().filter(|_| page.next.is_some()).map(|one| one.account.clone());
    Ok(Json(RollOut {
        dry_run,
        version: request.version,
        counts: Counts::of(&accounts),
        progress: progress::of(last.as_deref()),
        accounts,
        page: PageInfo { after: last },
    }))
}

/// One account after the other, so that what is in the way of one says nothing of the next.
async fn all(
    app: &App,
    model: ModelId,
    followers: Vec<AccountId>,
    target: &Target,
    author: Option<&Author>,
) -> Answer<Vec<RolledOutAccount>> {
    let mut accounts = Vec::new();
    for account in followers {
        accounts.push(step::of(app, model, account, target, author).await?);
    }
    Ok(accounts)
}

/// The version becomes the model's current one. A call that goes on with another one comes too late.
async fn make_current(app: &App, target: &Target, after: Option<AccountId>, author: &Author) -> Answer<()> {
    if after.is_some() {
        let detail = "another version was rolled out meanwhile; begin again, without `after`";
        return Err(Problem::conflict("roll_out_superseded", detail));
    }
    until_decided(|| async {
        let Follows { model, version, .. } = target.follows;
        let found = following::load(app, model, None).await?.ok_or_else(Problem::not_found)?.model;
        let change = vendor_models::rolled_out(app, found, version, Arc::clone(&target.document), author);
        Ok(app.store.commit(change).await?)
    })
    .await
}

impl RollOutModelRequest {
    /// The document to roll out, where `published` is the one of the version.
    fn document(&self, published: Option<Arc<AccessModel>>, fields: &mut Fields) -> Option<Arc<AccessModel>> {
        if self.limit.is_some_and(|limit| !(1..=MOST_ACCOUNTS).contains(&limit)) {
            fields.refuse("limit", "out_of_range", format_args!("must be a number from 1 to {MOST_ACCOUNTS}"));
        }
        match (self.version, &self.access_model) {
            (Some(_), None) => {
                if published.is_none() {
                    fields.refuse("version", "unknown_version", "the model has no such version");
                }
                published
            }
            (None, Some(document)) => {
                if self.dry_run != Some(true) {
                    let message = "only a version is rolled out: publish it, or set `dry_run`";
                    fields.refuse("version", "required", message);
                }
                read_document(document, fields).map(Arc::new)
            }
            (None, None) => {
                fields.refuse("version", "required", "`version` is required, or in a dry run `access_model`");
                None
            }
            (Some(_), Some(document)) => {
                fields.refuse("version", "mutually_exclusive", "`version` and `access_model` cannot be combined");
                read_document(document, fields).map(Arc::new)
            }
        }
    }

    fn after(&self, fields: &mut Fields) -> Option<Option<AccountId>> {
        let Some(after) = &self.after else { return Some(None) };
        let account = after.parse().ok();
        if account.is_none() {
            fields.refuse("after", "invalid_cursor", "not the `after` of a roll-out");
        }
        Some(account)
    }
}
