//! `GET /v1/operator/audit-events`: what operators did, the newest first.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::Operator;
use usher::domain::effects::audit::{Action, VendorEvent, VendorFilter};
use usher::domain::id::AccountId;
use usher::domain::time;
use usher::http::openapi::TimeOrDate;
use usher::http::pages::{PageInfo, PageRequest, Paged};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Fields, ListQuery};
use usher::store::List;
use utoipa::{IntoParams, ToSchema};

use crate::audit_events::EventFields;

/// Which events to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VendorAuditEventsQuery {
    /// The account in which it was done.
    #[param(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: Option<String>,
    /// The ARN of the operator.
    #[param(example = "arn:aws:iam::123456789012:user/grace", max_length = 400)]
    principal: Option<String>,
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

/// Something that an operator did. What it changed is in the trail of the account, in the event with the same id.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VendorAuditEvent)]
pub struct VendorAuditEventView {
    /// The account in which it was done; null if it concerns none, or more than one.
    #[schema(required, example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: Option<String>,
    /// The action.
    action: Action,
    #[serde(flatten)]
    fields: EventFields,
}

/// A page of events.
type VendorAuditEventPage = Paged<VendorAuditEventView>;

/// List what operators did
///
/// The vendor's own audit trail, newest first; all given filters apply. If two of `account`, `principal` and `action`
/// are given, a page may hold fewer events than `limit`, or none, although `page.after` says that there are more.
#[utoipa::path(
    get,
    operation_id = "listVendorAuditEvents",
    path = "/v1/operator/audit-events",
    tag = "operators",
    params(VendorAuditEventsQuery, PageRequest),
    responses(
        (status = 200, description = "A page of events", body = VendorAuditEventPage), OperatorProblems, Problems,
    ),
    security(("operator" = []))
)]
pub async fn list_vendor(
    State(app): State<Arc<App>>,
    operator: Operator,
    query: ListQuery<VendorAuditEventsQuery>,
) -> Answer<Json<VendorAuditEventPage>> {
    let (asked, page) = query.read(operator.known, |query, fields| Some(query.read(fields)))?;
    let Some(list) = List::vendor_events(&asked) else {
        return Ok(Json(Paged { data: Vec::new(), page: PageInfo { after: None } }));
    };
    let chosen = [asked.account.is_some(), asked.principal.is_some(), asked.action.is_some()];
    let is_narrowed = chosen.into_iter().filter(|is_given| *is_given).count() > 1;
    let left_out = if is_narrowed { format!("{asked:?}") } else { String::new() };
    let shown = |event: VendorEvent| asked.admits(&event).then(|| event.into());
    page.read_for_vendor(&app, list, &left_out, shown).await.map(Json)
}

impl VendorAuditEventsQuery {
    fn read(&self, fields: &mut Fields) -> VendorFilter {
        let account = self.account.as_deref().and_then(|id| {
            let account = id.parse::<AccountId>().ok();
            if account.is_none() {
                fields.refuse("account", "invalid_id", "not an account's id");
            }
            account
        });
        let principal = self.principal.clone().filter(|principal| {
            let is_short = principal.chars().count() <= LONGEST_ARN;
            if !is_short {
                fields.refuse("principal", "too_long", format_args!("at most {LONGEST_ARN} characters"));
            }
            is_short
        });
        VendorFilter {
            account,
            principal,
            action: fields.one_of("action", self.action.as_deref(), Action::parse),
            from: fields.optional("from", self.from.as_deref(), time::beginning),
            to: fields.optional("to", self.to.as_deref(), time::end),
        }
    }
}

/// The longest name of something on AWS.
const LONGEST_ARN: usize = 400;

impl From<VendorEvent> for VendorAuditEventView {
    fn from(event: VendorEvent) -> Self {
        let account = event.account.map(|account| account.to_string());
        Self { account, action: event.action, fields: event.into() }
    }
}
