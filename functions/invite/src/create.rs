//! `POST /v1/accounts/{account}/invitations`: invite from 1 to 1,000 people, with a verdict for each.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Json;
use axum::extract::State;
use futures_util::future::ready;
use futures_util::stream::{self, StreamExt};
use serde::Serialize;
use usher::app::App;
use usher::domain::audit::Author;
use usher::domain::id::{AccountId, UserKey};
use usher::domain::invitation::{Invitee, Inviter, Offer};
use usher::domain::permission::Operation;
use usher::domain::user::User;
use usher::http::invitee::InviteeFields;
use usher::http::problem::{FieldFault, Problems};
use usher::http::{Answer, Bearer, Body, Caller, IdempotencyKey, InPath, Json as Raw, Problem, Source};
use usher::store::{Change, CommitFault, Found, Key, Limit};
use utoipa::ToSchema;

use crate::row::{self, Refused, Verdict, taken_by};

/// How many people one call may invite.
const MOST_ROWS: usize = 1_000;

/// How many keys are read in the request that tells who calls: few enough for one request, and for a stranger not to cost more.
const KEYS_READ_WITH_THE_CALLER: usize = 90;

/// How many keys are read in all: one for each row, and as many units.
const MOST_KEYS: usize = 2 * MOST_ROWS;

/// How many transactions run at once.
const TRANSACTIONS_AT_ONCE: usize = 8;

/// Whom to invite.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// From 1 to 1,000 people. A row that is wrong is reported and does not stop the others.
    #[serde(default)]
    #[schema(required, value_type = Vec<InviteeFields>, min_items = 1, max_items = 1000)]
    invitations: Vec<Raw>,
    /// Whether to report the verdicts only, and change nothing.
    #[serde(default)]
    dry_run: bool,
}

/// What became of the rows, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invited {
    /// Whether nothing was changed.
    dry_run: bool,
    /// A verdict for each row.
    results: Vec<RowResult>,
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
struct RowResult {
    /// The place of the row in the request, from 0.
    #[schema(example = 0)]
    index: usize,
    /// The address in its canonical form, where the row holds one.
    #[schema(example = "ada@example.com")]
    email: Option<String>,
    /// What became of it.
    verdict: Verdict,
    /// The invitation: the new one, or the one that there is, of somebody whom the caller sees.
    invitation: Option<String>,
    /// The user: the new one, or the one that there is, if the caller sees them.
    user: Option<String>,
    /// What is wrong with the row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldFault>,
}

impl RowResult {
    fn refused(index: usize, refused: Refused) -> Self {
        Self { index, email: refused.email, verdict: refused.verdict, invitation: None, user: None, errors: refused.errors }
    }

    /// Whom the caller does not see stays unnamed: that the address is taken is all there is to know.
    fn taken(index: usize, user: &User, caller: &Caller) -> Self {
        let result = Self::with(index, taken_by(user), user);
        if caller.sees(user) { result } else { Self { invitation: None, user: None, ..result } }
    }

    fn with(index: usize, verdict: Verdict, user: &User) -> Self {
        let (invitation, id) = (Some(user.invitation.to_string()), Some(user.id.to_string()));
        Self { index, email: Some(user.email.to_string()), verdict, invitation, user: id, errors: Vec::new() }
    }
}

/// Invite people
///
/// Each gets a mail with a link. The answer has a verdict for each row, in the order of the rows; inviting the same people again
/// changes nothing. Needs `users:invite`, and every permission that is given, on every unit for which it is given.
#[utoipa::path(
    post,
    operation_id = "inviteUsers",
    path = "/v1/accounts/{account}/invitations",
    tag = "invitations",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = Invite,
    responses((status = 200, description = "A verdict for each row", body = Invited), Problems),
    security(("bearer" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    source: Source,
    Body(request): Body<Invite>,
) -> Answer<Json<Invited>> {
    let rows: Vec<Result<InviteeFields, Refused>> = request.invitations.iter().take(MOST_ROWS).map(row::parse).collect();
    let mut keys: Vec<Key> = rows.iter().flatten().flat_map(|row| row.keys(account)).collect::<HashSet<_>>().into_iter().collect();
    let later = keys.split_off(keys.len().min(KEYS_READ_WITH_THE_CALLER));
    let (caller, found) = bearer.enter(&app, account, keys).await?;
    caller.require_somewhere(Operation::UsersInvite)?;
    check_count(request.invitations.len(), &caller)?;
    if later.len() > MOST_KEYS {
        return Err(Problem::invalid_field("invitations", "out_of_range", "too many different units in one call"));
    }
    let found = found.and(app.store.read(later).await?);
    let (mut results, free) = judge(rows, &caller, &found)?;
    let author = source.author(caller.actor(), app.now());
    results.extend(if request.dry_run { would_be_invited(free) } else { invite_all(&app, &caller, &author, free).await? });
    results.sort_unstable_by_key(|result| result.index);
    Ok(Json(Invited { dry_run: request.dry_run, results }))
}

fn check_count(count: usize, caller: &Caller) -> Answer<()> {
    let most = if caller.model.policies().invitation.bulk { MOST_ROWS } else { 1 };
    if (1..=most).contains(&count) {
        return Ok(());
    }
    Err(Problem::invalid_field("invitations", "out_of_range", format!("from 1 to {most} rows")))
}

/// Someone who can be invited, and the row that they come from.
type Candidate = (usize, Invitee);

/// Tells the rows that can be invited from those that cannot.
fn judge(rows: Vec<Result<InviteeFields, Refused>>, caller: &Caller, found: &Found) -> Answer<(Vec<RowResult>, Vec<Candidate>)> {
    let account = caller.account.id;
    let (mut results, mut free) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for (index, row) in rows.into_iter().enumerate() {
        let invitee = match row.and_then(|row| row::invitee(&row, caller, found)) {
            Ok(invitee) => invitee,
            Err(refused) => {
                results.push(RowResult::refused(index, refused));
                continue;
            }
        };
        let key = invitee.key(account);
        match found.get::<User>(&Key::user(account, key))? {
            _ if !seen.insert(key) => results.push(RowResult::refused(index, Refused::duplicate(&invitee))),
            Some(user) => results.push(RowResult::taken(index, &user, caller)),
            None => free.push((index, invitee)),
        }
    }
    Ok((results, free))
}

fn would_be_invited(free: Vec<Candidate>) -> Vec<RowResult> {
    let result = |(index, invitee): Candidate| RowResult {
        index,
        email: Some(invitee.email.to_string()),
        verdict: Verdict::Invited,
        invitation: None,
        user: None,
        errors: Vec::new(),
    };
    free.into_iter().map(result).collect()
}

/// Makes the offers. The mails of several are counted before; those that nobody will get, since somebody else was faster or the store failed, are given
/// back.
async fn invite_all(app: &App, caller: &Caller, author: &Author, free: Vec<Candidate>) -> Answer<Vec<RowResult>> {
    let by = Inviter::User { id: caller.user.id };
    let policies = caller.model.policies();
    let mut rng = app.rng();
    let offers: Vec<(usize, Offer)> =
        free.into_iter().map(|(index, invitee)| (index, invitee.offer_under(policies, caller.account.id, by, author, &mut rng))).collect();
    let limit = |many| Limit::invitations(caller.account.id, Some(caller.user.id), many, author.at);
    // One row is counted with what it does; of several, each would wait for the others there.
    let counted = offers.len();
    if counted <= 1 {
        return invite_some(app, caller, offers, Some(limit(1))).await;
    }
    app.store.count(&limit(rows(counted))).await?;
    let (results, in_doubt) = invite_many(app, caller, offers).await;
    let made = |results: &Vec<RowResult>| results.iter().filter(|result| result.verdict == Verdict::Invited).count();
    let promised: usize = results.iter().flatten().map(made).sum();
    app.store.give_back(&limit(rows(counted.saturating_sub(promised + in_doubt)))).await;
    Ok(results.into_iter().collect::<Answer<Vec<_>>>()?.into_iter().flatten().collect())
}

fn rows(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Makes the offers, some transactions side by side: what came of each transaction, and how many offers may have been made by those that failed.
/// Once one has failed no more are begun, and those that are under way end.
async fn invite_many(app: &App, caller: &Caller, offers: Vec<(usize, Offer)>) -> (Vec<Answer<Vec<RowResult>>>, usize) {
    let has_failed = AtomicBool::new(false);
    let some = async |offers: Vec<_>| {
        let (count, answer) = (offers.len(), invite_some(app, caller, offers, None).await);
        has_failed.fetch_or(answer.is_err(), Ordering::Relaxed);
        (count, answer)
    };
    let transactions = stream::iter(packed(offers)).take_while(|_| ready(!has_failed.load(Ordering::Relaxed)));
    let answers = transactions.map(some).buffer_unordered(TRANSACTIONS_AT_ONCE).collect::<Vec<_>>().await;
    let in_doubt = answers.iter().filter(|(_, answer)| answer.is_err()).map(|(count, _)| count).sum();
    (answers.into_iter().map(|(_, answer)| answer).collect(), in_doubt)
}

/// Offers in as few transactions as their writes allow: an offer has a few more for each role and unit that it gives.
fn packed(offers: Vec<(usize, Offer)>) -> Vec<Vec<(usize, Offer)>> {
    let mut transactions: Vec<Vec<(usize, Offer)>> = Vec::new();
    let mut room = 0;
    for offer in offers {
        let writes = Change::new().offer(&offer.1).writes();
        if room < writes {
            transactions.push(Vec::new());
            room = Change::MOST_WRITES;
        }
        room -= writes;
        transactions.last_mut().into_iter().for_each(|last| last.push(offer.clone()));
    }
    transactions
}

/// Makes offers in one transaction. Those whose address somebody else has invited meanwhile drop out, and the others are made again.
async fn invite_some(app: &App, caller: &Caller, mut offers: Vec<(usize, Offer)>, count: Option<Limit>) -> Answer<Vec<RowResult>> {
    let mut results = Vec::with_capacity(offers.len());
    while !offers.is_empty() {
        let change = offers.iter().fold(Change::new(), |change, (_, offer)| change.offer(offer));
        let change = count.iter().cloned().fold(change, Change::count);
        let refusals = match app.store.commit(change).await {
            Ok(()) => {
                results.extend(offers.iter().map(|(index, offer)| RowResult::with(*index, Verdict::Invited, &offer.user)));
                break;
            }
            Err(CommitFault::Refused(refusals)) => refusals,
            Err(fault) => return Err(fault.into()),
        };
        // Of all that an offer writes, the user is what somebody else has made meanwhile.
        let users = refusals.into_iter().filter_map(|refusal| refusal.found::<User>().ok().flatten());
        let lost: HashMap<UserKey, User> = users.map(|user| (user.id.key(), user)).collect();
        if lost.is_empty() {
            return Err(Problem::contended());
        }
        let (taken, free) = offers.into_iter().partition(|(_, offer)| lost.contains_key(&offer.user.id.key()));
        let taken: Vec<(usize, Offer)> = taken;
        results.extend(taken.iter().filter_map(|(index, offer)| Some(RowResult::taken(*index, lost.get(&offer.user.id.key())?, caller))));
        offers = free;
    }
    Ok(results)
}
