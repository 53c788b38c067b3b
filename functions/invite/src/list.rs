//! `GET /v1/accounts/{account}/invitations`: the invitations of an account, the newest first.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::domain::id::{AccountId, UserId};
use usher::domain::invitation::{DeliveryStatus, InvitationStatus, InvitationSummary};
use usher::domain::permission::Operation;
use usher::domain::search::Prefix;
use usher::domain::user::User;
use usher::http::pages::{PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Caller, Fields, InPath, InQuery};
use usher::store::{Key, List};
use utoipa::IntoParams;

use crate::seen::is_seen;
use crate::view::InvitationView;

/// Which invitations to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// `pending`, `accepted`, `declined`, `revoked` or `expired`; all of them where it is left out, status by status.
    #[param(example = "pending")]
    status: Option<String>,
    /// How far the mail that was sent last has come: `queued`, `sent`, `delivered`, `failed`, `suppressed`, `bounced` or `complained`.
    #[param(example = "bounced")]
    delivery: Option<String>,
    /// How the address begins, in any case. The list is then by address.
    #[param(example = "ada")]
    query: Option<String>,
    /// How many at most, from 1 to 100; 25 where it is left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `page.after` of the page before.
    after: Option<String>,
}

/// The filters, read.
#[derive(Debug)]
struct Asked {
    status: Option<InvitationStatus>,
    delivery: Option<DeliveryStatus>,
    query: Option<Prefix>,
}

/// List invitations
///
/// The newest first, or by address where `query` is given; every filter that is given applies. Needs `users:read`. Where the access model shows
/// users only to those who share a unit with them, the invitations of others are left out. A page that leaves something out may hold fewer than
/// `limit`, or nothing, while `page.after` says that there is more.
#[utoipa::path(
    get,
    operation_id = "listInvitations",
    path = "/v1/accounts/{account}/invitations",
    tag = "invitations",
    params(("account" = String, Path, description = "The account"), Filter),
    responses((status = 200, description = "A page of invitations", body = Paged<InvitationView>), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    InQuery(filter): InQuery<Filter>,
) -> Answer<Json<Paged<InvitationView>>> {
    let mut fields = Fields::new();
    let asked = Asked {
        status: fields.one_of("status", filter.status.as_deref(), InvitationStatus::parse),
        delivery: fields.one_of("delivery", filter.delivery.as_deref(), DeliveryStatus::parse),
        query: fields.optional("query", filter.query.as_deref(), Prefix::parse),
    };
    let page = PageRequest::parse(filter.limit.as_deref(), filter.after, &mut fields);
    let (caller, _) = bearer.enter(&app, account, []).await?;
    caller.require_somewhere(Operation::UsersRead)?;
    fields.finish()?;
    let list = match &asked.query {
        Some(query) => List::invitations_to(account, query),
        None => List::invitations(account, asked.status),
    };
    let (lists, filters) = ([list], asked.left_out(&caller));
    let examined = page.examine(&app, &caller.account, &lists, &filters).await?;
    let users = users(&app, &caller, examined.records().filter(|invitation| asked.admits(invitation, &caller))).await?;
    let shown = |_, invitation: InvitationSummary| {
        let is_shown = asked.admits(&invitation, &caller) && is_seen(&invitation, users.get(&invitation.user), &caller);
        is_shown.then(|| InvitationView::at(invitation, caller.now))
    };
    examined.page(shown).map(Json)
}

impl Asked {
    /// An invitation that expired a moment ago is no longer pending, though the sweep may not have moved it yet.
    fn admits(&self, invitation: &InvitationSummary, caller: &Caller) -> bool {
        self.status.is_none_or(|status| invitation.status_at(caller.now) == status)
            && self.delivery.is_none_or(|delivery| invitation.delivery.status == delivery)
            && self.query.as_ref().is_none_or(|query| query.begins(invitation.email.canonical()))
    }

    /// What the list holds and the answer leaves out: what the filters do not admit, and what the caller does not see.
    fn left_out(&self, caller: &Caller) -> String {
        let filters = self.delivery.is_some() || (self.query.is_some() && self.status.is_some());
        match caller.sees_everybody() {
            true if filters => format!("{self:?}"),
            true => String::new(),
            false => format!("{self:?} of those who are seen"),
        }
    }
}

/// The users of invitations, which are seen as their users are. Only whoever does not see everybody pays for the look at them, and pays for it even
/// where there is nothing to look at: the time that it takes tells of nobody.
async fn users(app: &App, caller: &Caller, invitations: impl Iterator<Item = &InvitationSummary>) -> Answer<HashMap<UserId, User>> {
    if caller.sees_everybody() {
        return Ok(HashMap::new());
    }
    let account = caller.account.id;
    let mut keys: Vec<Key> = invitations.map(|invitation| Key::user(account, invitation.user.key())).collect();
    if keys.is_empty() {
        keys.push(Key::user(account, caller.user.id.key()));
    }
    let found = app.store.read(keys.clone()).await?;
    let users = keys.iter().map(|key| found.get::<User>(key)).collect::<Result<Vec<_>, _>>()?;
    Ok(users.into_iter().flatten().map(|user| (user.id, user)).collect())
}
