//! `POST /v1/accounts/{account}/invitations`: invite from 1 to 1,000 people, with a verdict for each.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::{Bearer, Caller, READ_WITH_THE_CALLER};
use usher::changes::greeting::GreetingFields;
use usher::changes::invitee::{Called, InviteeFields, Terms};
use usher::domain::access::permission::Operation;
use usher::domain::id::AccountId;
use usher::http::body::LARGEST;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, InPath, Json as Raw, Problem, Source};
use usher::service::IdempotencyKey;
use usher::store::{AnyKey, Key};
use utoipa::ToSchema;

use crate::offers::{Candidate, Inviting};
use crate::result::{InvitationResult, fit};
use crate::row::{RefusedRow, Row};

/// How many people one call may invite.
const MOST_ROWS: usize = 1_000;

/// How many keys are read in all: for each row a user and who has the external id, and as many units as rows.
const MOST_KEYS: usize = 3 * MOST_ROWS;

/// For how long a call begins to invite. What has begun takes eight seconds at most, what is not done is given back in
/// three, and the answer is kept in eight: all is told before the gateway gives up, after 29.
const BEGINS_FOR: SignedDuration = SignedDuration::from_secs(9);

/// The people to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteUsersRequest {
    /// The people, from 1 to 1,000. A wrong row is reported and does not stop the others.
    #[schema(value_type = Vec<InviteeFields>, min_items = 1, max_items = 1000)]
    invitations: Vec<Raw>,
    /// What all of them have, unless their own row says otherwise.
    defaults: Option<GreetingFields>,
    /// If true, only verdicts are reported, and nothing changes.
    dry_run: Option<bool>,
}

/// The results, in the order of the rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationResults {
    /// Whether nothing was changed.
    dry_run: bool,
    /// A verdict for each row.
    results: Vec<InvitationResult>,
}

/// Invite people
///
/// Each person gets an email with a link. The answer has a verdict for each row, in the order of the rows; inviting the
/// same people again changes nothing. A call does as much as there is time for; rows that are left have the verdict
/// `try_again`. Requires `users:invite`, and every permission that is granted, in every unit for
/// which it is granted.
#[utoipa::path(
    post,
    operation_id = "inviteUsers",
    path = "/v1/accounts/{account}/invitations",
    tag = "invitations",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = InviteUsersRequest,
    extensions(("x-max-body-bytes" = json!(LARGEST))),
    responses((status = 200, description = "A verdict for each row", body = InvitationResults), Problems),
    security(("bearer" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    source: Source,
    body: Body<InviteUsersRequest>,
) -> Answer<Json<InvitationResults>> {
    let until = app.now() + BEGINS_FOR;
    let mut early = body.peek().map(|request| keys(&read(request), account)).unwrap_or_default();
    early.truncate(READ_WITH_THE_CALLER);
    let (caller, found) = bearer.enter(&app, account, early.iter().cloned()).await?;
    caller.require_somewhere(Operation::UsersInvite)?;
    let origins = &app.config.return_origins;
    let (request, defaults) = body.read(caller.known, |request, fields| {
        check_count(request.invitations.len(), &caller, fields);
        let defaults = request.defaults.as_ref().map(|defaults| defaults.read("defaults.", origins, fields));
        (Some(request), Some(defaults.unwrap_or_default()))
    })?;
    let dry_run = request.dry_run == Some(true);
    let rows = read(request);
    let mut later = keys(&rows, account);
    later.retain(|key| !early.contains(key));
    if later.len() > MOST_KEYS {
        return Err(Problem::invalid_field("invitations", "out_of_range", "too many different units in one call"));
    }
    let found = found.and(app.store.read(later).await?);
    let (mut results, free) = judge(rows, Terms { caller: &caller, found: &found, origins, defaults: &defaults });
    if !fit(&mut results, &free) {
        let message = "the addresses are too long together: send fewer rows";
        return Err(Problem::invalid_field("invitations", "out_of_range", message));
    }
    if dry_run {
        results.extend(free.iter().map(|(index, invitee)| InvitationResult::would_be_invited(*index, invitee)));
    } else {
        let author = caller.author(&source);
        results.extend(Inviting { app: &app, caller: &caller, author: &author, until }.all(free).await?);
    }
    results.sort_unstable_by_key(|result| result.index);
    Ok(Json(InvitationResults { dry_run, results }))
}

/// The rows, no more than there may be.
fn read(request: &InviteUsersRequest) -> Vec<Row> {
    request.invitations.iter().take(MOST_ROWS).map(Row::of).collect()
}

/// What is to be looked up to judge rows.
fn keys(rows: &[Row], account: AccountId) -> Vec<AnyKey> {
    let mut seen = HashSet::new();
    let keys = rows.iter().filter_map(Row::peek).flat_map(|row| row.keys(account));
    keys.filter(|key| seen.insert(key.clone())).collect()
}

fn check_count(count: usize, caller: &Caller, fields: &mut Fields) {
    let most = if caller.model.policies().invitation.bulk { MOST_ROWS } else { 1 };
    if !(1..=most).contains(&count) {
        fields.refuse("invitations", "out_of_range", format!("must have from 1 to {most} rows"));
    }
}

/// Tells the rows that can be invited from those that cannot.
fn judge(rows: Vec<Row>, terms: Terms<'_>) -> (Vec<InvitationResult>, Vec<Candidate>) {
    let Terms { caller, found, .. } = terms;
    let account = caller.account.id;
    let (mut results, mut free) = (Vec::new(), Vec::new());
    let (mut seen, mut called) = (HashMap::new(), Called::default());
    for (index, row) in rows.into_iter().enumerate() {
        let invitee = match row.invitee(terms) {
            Ok(invitee) => invitee,
            Err(refused) => {
                results.push(InvitationResult::refused(index, refused));
                continue;
            }
        };
        let key = invitee.key(account);
        let first = *seen.entry(key).or_insert(index);
        if first != index {
            results.push(InvitationResult::refused(index, RefusedRow::duplicate(&invitee, first)));
            continue;
        }
        match found.get(&Key::user(account, key)) {
            Ok(Some(user)) => results.push(InvitationResult::taken(index, &user, caller)),
            Ok(None) if !called.insert_new(&invitee) => {
                let email = Some(invitee.email.to_string());
                results.push(InvitationResult::refused(index, RefusedRow::called_as_another(email)));
            }
            Ok(None) => free.push((index, invitee)),
            Err(_) => results.push(InvitationResult::refused(index, RefusedRow::unreadable(&invitee))),
        }
    }
    (results, free)
}
