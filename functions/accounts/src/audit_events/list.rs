//! `GET /v1/accounts/{account}/audit-events`: who did what to whom, the newest first.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::{Bearer, Operator};
use usher::domain::access::permission::Operation;
use usher::domain::effects::audit::{Action, Actor, AuditEvent, EventFilter, Target};
use usher::domain::id::AccountId;
use usher::domain::people::account::Account;
use usher::domain::time;
use usher::http::openapi::TimeOrDate;
use usher::http::pages::{PageInfo, PageRequest, Paged};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Fields, InPath, Known, ListQuery};
use usher::store::List;
use utoipa::IntoParams;

use super::view::AuditEventView;

/// Which events to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditEventsQuery {
    /// The actor: the id of a user or of an API token, `operator` or `system`.
    #[param(example = "system")]
    actor: Option<String>,
    /// The id of the user or thing that was changed. A user's id, or an invitation's, finds everything that was done to
    /// that person in the account, before and after a removal.
    target: Option<String>,
    /// The action.
    #[param(value_type = Option<Action>)]
    action: Option<String>,
    /// The beginning of the period, inclusive; of a date, where it begins in UTC.
    #[param(value_type = Option<TimeOrDate>, inline)]
    from: Option<String>,
    /// The end of the period, exclusive; of a date, where it ends in UTC.
    #[param(value_type = Option<TimeOrDate>, inline)]
    to: Option<String>,
}

/// A page of events.
type AuditEventPage = Paged<AuditEventView>;

/// List audit events
///
/// Newest first; all given filters apply. Requires `audit:read`, which shows the events of all users, also those whom
/// the caller cannot see otherwise. If two of `actor`, `target` and `action` are given, a page may hold fewer events
/// than `limit`, or none, although `page.after` says that there are more.
#[utoipa::path(
    get,
    operation_id = "listAuditEvents",
    path = "/v1/accounts/{account}/audit-events",
    tag = "accounts",
    params(("account" = String, Path, description = "The account"), AuditEventsQuery, PageRequest),
    responses((status = 200, description = "A page of events", body = AuditEventPage), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    query: ListQuery<AuditEventsQuery>,
) -> Answer<Json<AuditEventPage>> {
    let (caller, _) = bearer.enter(&app, account, []).await?;
    caller.require(Operation::AuditRead)?;
    page(&app, caller.known, &caller.account, &query).await
}

/// List audit events as an operator
///
/// Of any account, newest first; all given filters apply, as for `GET /v1/accounts/{account}/audit-events`.
#[utoipa::path(
    get,
    operation_id = "listManagedAuditEvents",
    path = "/v1/operator/accounts/{account}/audit-events",
    tag = "operators",
    params(("account" = String, Path, description = "The account"), AuditEventsQuery, PageRequest),
    responses((status = 200, description = "A page of events", body = AuditEventPage), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn list_managed(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    query: ListQuery<AuditEventsQuery>,
) -> Answer<Json<AuditEventPage>> {
    let (account, ..) = operator.find(&app, account, []).await?;
    page(&app, operator.known, &account, &query).await
}

/// A page of the events of an account, for someone who may see them.
async fn page(
    app: &App,
    known: Known,
    account: &Account,
    query: &ListQuery<AuditEventsQuery>,
) -> Answer<Json<AuditEventPage>> {
    let (asked, page) = query.read(known, |filter, fields| Some(filter.read(fields)))?;
    let Some(list) = List::events(account.id, &asked) else {
        return Ok(Json(Paged { data: Vec::new(), page: PageInfo { after: None } }));
    };
    let chosen = [asked.actor.is_some(), asked.target.is_some(), asked.action.is_some()]
        .into_iter()
        .filter(|is_given| *is_given)
        .count();
    let left_out = if chosen > 1 { format!("{asked:?}") } else { String::new() };
    let shown = |_, event: AuditEvent| asked.admits(&event).then(|| event.into());
    page.read(app, account, &[list], &left_out, shown).await.map(Json)
}

impl AuditEventsQuery {
    fn read(&self, fields: &mut Fields) -> EventFilter {
        EventFilter {
            actor: fields.one_of("actor", self.actor.as_deref(), |word| Actor::is_word(word).then(|| word.to_owned())),
            target: self.target.as_deref().and_then(|target| read_target(target, fields)),
            action: fields.one_of("action", self.action.as_deref(), Action::parse),
            from: fields.optional("from", self.from.as_deref(), time::beginning),
            to: fields.optional("to", self.to.as_deref(), time::end),
        }
    }
}

fn read_target(target: &str, fields: &mut Fields) -> Option<Target> {
    let is_id =
        (5..=100).contains(&target.len()) && target.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_id {
        fields.refuse("target", "invalid_id", "not an id");
    }
    is_id.then(|| Target::of(target))
}
