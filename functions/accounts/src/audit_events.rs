//! `GET /v1/accounts/{account}/audit-events`: who did what to whom, the newest first.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use usher::app::App;
use usher::domain::audit::{Action, Actor, AuditEvent, EventFilter, Target};
use usher::domain::id::AccountId;
use usher::domain::permission::Operation;
use usher::http::pages::{Next, PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Fields, InPath, InQuery};
use usher::store::List;
use utoipa::{IntoParams, ToSchema};

/// Which events to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Who did it: the id of a user, `operator` or `system`.
    #[param(example = "system")]
    actor: Option<String>,
    /// The id of whom or what it was done to. A user's id and an invitation's find all that was done to that person here, as a user and by
    /// invitation, before a removal and after it.
    target: Option<String>,
    /// What was done.
    #[param(example = "invitation.created")]
    action: Option<String>,
    /// The first instant.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<String>,
    /// The first instant that is too late.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<String>,
    /// How many at most, from 1 to 100; 25 where it is left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `page.after` of the page before.
    after: Option<String>,
}

/// Something that happened in an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEvent)]
pub struct AuditEventView {
    /// The event's id.
    #[schema(example = "evt_a2b3c4d5e6f7a2b3")]
    id: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who.
    actor: ActorView,
    /// What.
    #[schema(example = "invitation.created")]
    action: String,
    /// The id of whom or what it was done to.
    #[schema(example = "inv_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    target: String,
    /// The gateway's id of the request; null where Usher did it by itself.
    request_id: Option<String>,
    /// The network address that the gateway saw.
    #[schema(example = "203.0.113.7")]
    source_ip: Option<String>,
    /// What changed, before; null where there was nothing.
    before: Value,
    /// What changed, after; null where there is nothing any more.
    after: Value,
}

/// Who did something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Actor)]
struct ActorView {
    /// `user`, `api_token`, `operator` or `system`.
    #[serde(rename = "type")]
    #[schema(example = "user")]
    kind: String,
    /// The id, of a user or an API token.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// On whose behalf an API token acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    /// The ARN, of an operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<String>,
}

/// List audit events
///
/// The newest first; every filter that is given applies. Needs `audit:read`, which shows what was done to everybody, whomever the caller sees otherwise. A
/// page that leaves events out, as two of `actor`, `target` and `action` do, may hold fewer than `limit`, or none, while `page.after`
/// says that there is more.
#[utoipa::path(
    get,
    operation_id = "listAuditEvents",
    path = "/v1/accounts/{account}/audit-events",
    tag = "accounts",
    params(("account" = String, Path, description = "The account"), Filter),
    responses((status = 200, description = "A page of events", body = Paged<AuditEventView>), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    InQuery(filter): InQuery<Filter>,
) -> Answer<Json<Paged<AuditEventView>>> {
    let mut fields = Fields::new();
    let asked = filter.read(&mut fields);
    let page = PageRequest::parse(filter.limit.as_deref(), filter.after, &mut fields);
    let (caller, _) = bearer.enter(&app, account, []).await?;
    caller.require(Operation::AuditRead)?;
    fields.finish()?;
    let Some(list) = List::events(account, &asked) else {
        return Ok(Json(Paged { data: Vec::new(), page: Next { after: None } }));
    };
    let chosen = [asked.actor.is_some(), asked.target.is_some(), asked.action.is_some()].into_iter().filter(|is_given| *is_given).count();
    let left_out = if chosen > 1 { format!("{asked:?}") } else { String::new() };
    let shown = |_, event: AuditEvent| asked.admits(&event).then(|| event.into());
    page.read(&app, &caller.account, &[list], &left_out, shown).await.map(Json)
}

impl Filter {
    fn read(&self, fields: &mut Fields) -> EventFilter {
        EventFilter {
            actor: fields.one_of("actor", self.actor.as_deref(), |word| Actor::is_word(word).then(|| word.to_owned())),
            target: self.target.as_deref().and_then(|target| read_target(target, fields)),
            action: fields.one_of("action", self.action.as_deref(), Action::parse),
            from: read_time("from", self.from.as_deref(), fields),
            to: read_time("to", self.to.as_deref(), fields),
        }
    }
}

fn read_target(target: &str, fields: &mut Fields) -> Option<Target> {
    let is_id = (5..=100).contains(&target.len()) && target.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_id {
        fields.refuse("target", "invalid_id", "not an id");
    }
    is_id.then(|| Target::of(target))
}

fn read_time(field: &str, time: Option<&str>, fields: &mut Fields) -> Option<Timestamp> {
    let time = time?.parse();
    time.map_err(|_| fields.refuse(field, "invalid_timestamp", "not an RFC 3339 timestamp")).ok()
}

impl From<AuditEvent> for AuditEventView {
    fn from(event: AuditEvent) -> Self {
        Self {
            id: event.id.to_string(),
            at: event.at,
            actor: event.actor.into(),
            action: event.action.word(),
            target: event.target,
            request_id: event.origin.request_id,
            source_ip: event.origin.source_ip,
            before: event.before,
            after: event.after,
        }
    }
}

impl From<Actor> for ActorView {
    fn from(actor: Actor) -> Self {
        let view = |kind: &str| Self { kind: kind.to_owned(), id: None, user: None, principal: None };
        match actor {
            Actor::Operator { principal } => Self { principal: Some(principal), ..view("operator") },
            Actor::ApiToken { id, user } => Self { id: Some(id.to_string()), user: Some(user.to_string()), ..view("api_token") },
            Actor::User { id } => Self { id: Some(id.to_string()), ..view("user") },
            Actor::System => view("system"),
        }
    }
}
