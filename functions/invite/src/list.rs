//! `GET /v1/accounts/{account}/invitations`: the invitations of an account, the newest first.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::changes::administrators;
use usher::domain::access::permission::Operation;
use usher::domain::decision::Telling;
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::invitation::{DeliveryStatus, InvitationStatus, InvitationSummary};
use usher::domain::people::search::Prefix;
use usher::domain::people::user::User;
use usher::http::pages::{PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, Fields, InPath, ListQuery};
use usher::store::{Key, List};
use utoipa::IntoParams;

use crate::known::Known;
use crate::view::InvitationView;

/// Which invitations to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InvitationsQuery {
    /// The status; by default all, grouped by status.
    #[param(value_type = Option<InvitationStatus>)]
    status: Option<String>,
    /// The delivery status of the email that was sent last.
    #[param(value_type = Option<DeliveryStatus>)]
    delivery: Option<String>,
    /// The user who vouches for the invitations: if this user loses what they give, they can no longer be accepted.
    #[param(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    vouched_by: Option<String>,
    /// The beginning of the address, ignoring case; an international domain also as it is typed. The list is then
    /// sorted by address.
    #[param(example = "ada")]
    query: Option<String>,
}

/// The filters, read.
#[derive(Debug)]
pub struct InvitationFilter {
    status: Option<InvitationStatus>,
    delivery: Option<DeliveryStatus>,
    vouched_by: Option<UserId>,
    query: Option<Prefix>,
}

/// A page of invitations.
pub type InvitationPage = Paged<InvitationView>;

/// List invitations
///
/// Newest first, or by address if `query` is given; all given filters apply. Requires `users:read`. If the access model
/// shows users only to those who share a unit with them, other invitations are left out. A page may then hold fewer
/// invitations than `limit`, or none, although `page.after` says that there are more.
#[utoipa::path(
    get,
    operation_id = "listInvitations",
    path = "/v1/accounts/{account}/invitations",
    tag = "invitations",
    params(("account" = String, Path, description = "The account"), InvitationsQuery, PageRequest),
    responses((status = 200, description = "A page of invitations", body = InvitationPage), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    query: ListQuery<InvitationsQuery>,
) -> Answer<Json<InvitationPage>> {
    let (caller, _) = bearer.enter(&app, account, []).await?;
    caller.require_somewhere(Operation::UsersRead)?;
    let (asked, page) = query.read(caller.known, InvitationsQuery::read)?;
    let (lists, filters) = ([asked.list(account)], asked.left_out(&caller));
    let (examined, keepers) =
        tokio::join!(page.examine(&app, &caller.account, &lists, &filters), administrators::keepers(&app, &caller));
    let (examined, telling) = (examined?, Telling::new(caller.acting(), &keepers));
    let candidates: Vec<&InvitationSummary> = examined.records().filter(|one| asked.may_admit(one)).collect();
    let users = users_of(&caller, &candidates);
    let known = Known::read(&app, &caller, candidates, users).await?;
    let shown = |_, invitation: InvitationSummary| {
        let voucher = known.voucher_of(&invitation);
        let user = known.user(invitation.user).cloned().or_else(|| invitation.waiting_user());
        let is_shown =
            asked.admits(&invitation, voucher, &caller) && caller.acting().sees_invitation(&invitation, user.as_ref());
        is_shown.then(|| InvitationView::of(invitation, voucher, user.as_ref(), &telling))
    };
    examined.page(shown).map(Json)
}

impl InvitationsQuery {
    /// The filters; what is wrong is noted in `fields`.
    pub fn read(&self, fields: &mut Fields) -> Option<InvitationFilter> {
        Some(InvitationFilter {
            status: fields.one_of("status", self.status.as_deref(), InvitationStatus::parse),
            delivery: fields.one_of("delivery", self.delivery.as_deref(), DeliveryStatus::parse),
            vouched_by: fields.one_of("vouched_by", self.vouched_by.as_deref(), |id| id.parse().ok()),
            query: fields.optional("query", self.query.as_deref(), Prefix::parse),
        })
    }
}

impl InvitationFilter {
    /// The list that holds all of them.
    pub fn list(&self, account: AccountId) -> List {
        match &self.query {
            Some(query) => List::invitations_to(account, query),
            None => List::invitations(account, self.status),
        }
    }

    /// An invitation that expired a moment ago is no longer pending, though the sweep may not have moved it yet; nor is
    /// one that nobody can give any more.
    fn admits(&self, invitation: &InvitationSummary, voucher: Option<&User>, caller: &Caller) -> bool {
        self.admits_as(invitation, || invitation.status_at(voucher, &caller.model, caller.now))
    }

    /// The same of an invitation that has come to `status`.
    pub fn admits_as(&self, invitation: &InvitationSummary, status: impl FnOnce() -> InvitationStatus) -> bool {
        self.may_admit(invitation) && self.status.is_none_or(|asked| asked == status())
    }

    /// Whether the invitation may be one of those, by what the list holds of it.
    pub fn may_admit(&self, invitation: &InvitationSummary) -> bool {
        self.vouched_by.is_none_or(|user| invitation.vouched_by() == Some(user))
            && self.delivery.is_none_or(|delivery| invitation.delivery.status == delivery)
            && self.query.as_ref().is_none_or(|query| query.begins_address(&invitation.email))
    }

    /// What the list holds and the answer leaves out: what the filters do not admit, and what the caller does not see.
    fn left_out(&self, caller: &Caller) -> String {
        match caller.sees_everybody() {
            true => self.not_admitted(),
            false => format!("{self:?} of those who are seen"),
        }
    }

    /// What the list holds and the filters do not admit.
    pub fn not_admitted(&self) -> String {
        let filters = self.delivery.is_some()
            || self.vouched_by.is_some()
            || self.status == Some(InvitationStatus::Lapsed)
            || (self.query.is_some() && self.status.is_some());
        if filters { format!("{self:?}") } else { String::new() }
    }
}

/// Where the users of invitations are, which are seen as their users are. Only a caller who does not see everybody pays
/// for the look at them, and pays for it even if there is nothing to look at: the time that it takes tells of nobody.
/// For the others, what lists hold of an open invitation tells what they may do about it; they pay only if it does not.
fn users_of(caller: &Caller, invitations: &[&InvitationSummary]) -> Vec<Key<User>> {
    if caller.sees_everybody() {
        let unknown = invitations.iter().filter(|invitation| invitation.needs_user());
        return unknown.map(|invitation| Key::user(caller.account.id, invitation.user.key())).collect();
    }
    let users = invitations.iter().map(|invitation| invitation.user).chain([caller.user.id]);
    users.map(|user| Key::user(caller.account.id, user.key())).collect()
}
