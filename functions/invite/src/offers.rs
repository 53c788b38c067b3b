//! The offers of a bulk invitation: counted, packed into transactions, and made, some side by side.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::ready;
use futures_util::stream::{self, StreamExt};
use usher::app::App;
use usher::caller::Caller;
use usher::domain::effects::audit::Author;
use usher::domain::id::UserKey;
use usher::domain::people::invitation::{Invitee, Inviter, Offer};
use usher::domain::people::user::User;
use usher::http::{Answer, Problem};
use usher::store::{Change, CommitFault, Limit, Record};

use crate::result::InvitationResult;
use crate::row::InvitationVerdict;

/// How many transactions run at once.
const TRANSACTIONS_AT_ONCE: usize = 8;

/// Someone who can be invited, and the row that they come from.
pub type Candidate = (usize, Invitee);

/// Makes the offers. The emails of several are counted before; those that nobody will get, since someone else was
/// faster or the store failed, are given back.
pub async fn invite_all(
    app: &App,
    caller: &Caller,
    author: &Author,
    free: Vec<Candidate>,
) -> Answer<Vec<InvitationResult>> {
    let by = Inviter::User { id: caller.user.id };
    let policies = caller.model.policies();
    let mut rng = app.rng();
    let offers: Vec<(usize, Offer)> = free
        .into_iter()
        .map(|(index, invitee)| (index, invitee.offer_under(policies, caller.account.id, by, author, &mut rng)))
        .collect();
    let limit = |many| Limit::invitations(caller.account.id, Some(caller.user.id), many, author.at);
    // One row is counted with what it does; of several, each would wait for the others there.
    let counted = offers.len();
    if counted <= 1 {
        return invite_some(app, caller, offers, Some(limit(1))).await;
    }
    app.store.count(&limit(rows(counted))).await?;
    let (results, in_doubt) = invite_many(app, caller, offers).await;
    let made = |results: &Vec<InvitationResult>| {
        results.iter().filter(|result| result.verdict == InvitationVerdict::Invited).count()
    };
    let promised: usize = results.iter().flatten().map(made).sum();
    app.store.give_back(&limit(rows(counted.saturating_sub(promised + in_doubt)))).await;
    Ok(results.into_iter().collect::<Answer<Vec<_>>>()?.into_iter().flatten().collect())
}

fn rows(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Makes the offers, some transactions side by side: what came of each transaction, and how many offers may have been
/// made by those that failed. Once one has failed no more are begun, and those that are under way end.
async fn invite_many(
    app: &App,
    caller: &Caller,
    offers: Vec<(usize, Offer)>,
) -> (Vec<Answer<Vec<InvitationResult>>>, usize) {
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

/// Makes offers in one transaction. Those whose address someone else has invited meanwhile drop out, and the others are
/// made again.
async fn invite_some(
    app: &App,
    caller: &Caller,
    mut offers: Vec<(usize, Offer)>,
    count: Option<Limit>,
) -> Answer<Vec<InvitationResult>> {
    let mut results = Vec::with_capacity(offers.len());
    while !offers.is_empty() {
        let change = offers.iter().fold(Change::new(), |change, (_, offer)| change.offer(offer));
        let change = count.iter().cloned().fold(change, Change::count);
        let met = match app.store.commit(change).await {
            Ok(()) => {
                results.extend(offers.iter().map(|(index, offer)| InvitationResult::invited(*index, &offer.user)));
                break;
            }
            Err(CommitFault::Refused(met)) => met,
            Err(fault) => return Err(fault.into()),
        };
        // Of all that an offer writes, the user is what someone else has made meanwhile.
        let users = offers.iter().filter_map(|(_, offer)| met.readable(&offer.user.key()));
        let lost: HashMap<UserKey, User> = users.map(|user| (user.id.key(), user)).collect();
        if lost.is_empty() {
            return Err(Problem::contended());
        }
        let (taken, free) = offers.into_iter().partition(|(_, offer)| lost.contains_key(&offer.user.id.key()));
        let taken: Vec<(usize, Offer)> = taken;
        results.extend(taken.iter().filter_map(|(index, offer)| {
            Some(InvitationResult::taken(*index, lost.get(&offer.user.id.key())?, caller))
        }));
        offers = free;
    }
    Ok(results)
}
