//! The offers of a bulk invitation: counted, packed into transactions, and made, some side by side, in the time that a
//! call has.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use usher::app::App;
use usher::caller::Caller;
use usher::domain::effects::audit::Author;
use usher::domain::external_id::Scope;
use usher::domain::id::UserKey;
use usher::domain::people::invitation::{Invitee, Inviter, Offer};
use usher::domain::people::user::User;
use usher::http::{Answer, Problem};
use usher::store::{Change, CommitFault, Found, Key, Limit, Record};

use crate::result::InvitationResult;
use crate::row::{InvitationVerdict, RefusedRow};

/// How many transactions run at once.
const TRANSACTIONS_AT_ONCE: usize = 8;

/// Someone who can be invited, and the row that they come from.
pub type Candidate = (usize, Invitee);

/// A call that invites.
#[derive(Clone, Copy)]
pub struct Inviting<'a> {
    pub app: &'a App,
    pub caller: &'a Caller,
    pub author: &'a Author,
    /// From when on no transaction is begun.
    pub until: Timestamp,
}

/// What came of a transaction.
struct Made {
    results: Vec<InvitationResult>,
    /// How many of its emails are promised, or may be.
    promised: usize,
    /// Why it failed, if it did.
    failed: Option<Problem>,
}

impl Inviting<'_> {
    /// Makes the offers. The emails of several are counted before; those that nobody will get, since someone else was
    /// faster, time was over or the store failed, are given back.
    ///
    /// # Errors
    /// If the store failed and nobody was invited. Otherwise what is done is told.
    pub async fn all(self, free: Vec<Candidate>) -> Answer<Vec<InvitationResult>> {
        let Self { app, caller, author, .. } = self;
        let by = Inviter::User { id: caller.user.id };
        let policies = caller.model.policies();
        let mut rng = app.rng();
        let offers: Vec<(usize, Offer)> = free
            .into_iter()
            .map(|(index, invitee)| (index, invitee.offer_under(policies, caller.account.id, by, author, &mut rng)))
            .collect();
        let limits = app.mail_limits(&caller.account);
        let limit = |many| Limit::invitations(caller.account.id, limits, Some(caller.user.id), many, author.at);
        // One row is counted with what it does; of several, each would wait for the others there.
        let counted = offers.len();
        if counted <= 1 {
            return self.some(offers, Some(limit(1))).await;
        }
        app.store.count(&limit(rows(counted))).await?;
        let made = self.many(offers).await;
        let promised: usize = made.iter().map(|made| made.promised).sum();
        app.store.give_back(&limit(rows(counted.saturating_sub(promised)))).await;
        told(made)
    }

    /// Makes the offers, some transactions side by side. Once one has failed no more are begun, and those that are
    /// under way end.
    async fn many(self, offers: Vec<(usize, Offer)>) -> Vec<Made> {
        let has_failed = AtomicBool::new(false);
        let some = async |offers: Vec<(usize, Offer)>| {
            let (count, unfinished) = (offers.len(), unfinished(&offers));
            if has_failed.load(Ordering::Relaxed) {
                return Made { results: unfinished, promised: 0, failed: None };
            }
            match self.some(offers, None).await {
                Ok(results) => Made { promised: results.iter().filter(is_invited).count(), results, failed: None },
                Err(problem) => {
                    has_failed.store(true, Ordering::Relaxed);
                    Made { results: unfinished, promised: count, failed: Some(problem) }
                }
            }
        };
        stream::iter(packed(offers)).map(some).buffer_unordered(TRANSACTIONS_AT_ONCE).collect().await
    }

    /// Makes offers in one transaction, if there is time. Those whose address someone else has invited meanwhile drop
    /// out, and the others are made again.
    async fn some(self, mut offers: Vec<(usize, Offer)>, count: Option<Limit>) -> Answer<Vec<InvitationResult>> {
        let mut results = Vec::with_capacity(offers.len());
        while !offers.is_empty() {
            if self.app.now() >= self.until {
                results.extend(unfinished(&offers));
                break;
            }
            let change = offers.iter().fold(Change::new(), |change, (_, offer)| change.offer(offer));
            let change = count.iter().cloned().fold(change, Change::count);
            let met = match self.app.store.commit(change).await {
                Ok(()) => {
                    results.extend(offers.iter().map(|(index, offer)| InvitationResult::invited(*index, &offer.user)));
                    break;
                }
                Err(CommitFault::Refused(met)) => met,
                Err(fault) => return Err(fault.into()),
            };
            // Of all that an offer writes, the user is what someone else has made meanwhile, or who has its external
            // id.
            let users = offers.iter().filter_map(|(_, offer)| met.readable(&offer.user.key()));
            let lost: HashMap<UserKey, User> = users.map(|user| (user.id.key(), user)).collect();
            let is_lost = |(_, offer): &(usize, Offer)| lost.contains_key(&offer.user.id.key());
            let (taken, free): (Vec<_>, Vec<_>) = offers.into_iter().partition(is_lost);
            results.extend(taken.iter().filter_map(|(index, offer)| {
                Some(InvitationResult::taken(*index, lost.get(&offer.user.id.key())?, self.caller))
            }));
            let (named, free): (Vec<_>, Vec<_>) = free.into_iter().partition(|(_, offer)| is_named(offer, &met));
            if taken.is_empty() && named.is_empty() {
                return Err(Problem::contended());
            }
            results.extend(named.into_iter().map(|(index, offer)| {
                let email = Some(offer.user.email.to_string());
                InvitationResult::refused(index, RefusedRow::called_as_another(email))
            }));
            offers = free;
        }
        Ok(results)
    }
}

/// Whether a write met someone else who has the external id.
fn is_named(offer: &Offer, met: &Found) -> bool {
    let (account, id) = (offer.user.account, offer.user.labels.external_id.as_ref());
    id.is_some_and(|id| met.contains(&Key::external_id(Scope::Users(account), id)))
}

/// The results of all transactions; why one failed if nobody was invited, since then nothing else is to be told.
fn told(made: Vec<Made>) -> Answer<Vec<InvitationResult>> {
    let is_any_done = made.iter().flat_map(|made| &made.results).any(|result| is_invited(&result));
    let mut results = Vec::new();
    for Made { results: some, failed, .. } in made {
        if let Some(problem) = failed.filter(|_| !is_any_done) {
            return Err(problem);
        }
        results.extend(some);
    }
    Ok(results)
}

fn is_invited(result: &&InvitationResult) -> bool {
    result.verdict == InvitationVerdict::Invited
}

/// What is said of rows that were not done, or of which nobody knows.
fn unfinished(offers: &[(usize, Offer)]) -> Vec<InvitationResult> {
    offers.iter().map(|(index, offer)| InvitationResult::unfinished(*index, &offer.user)).collect()
}

fn rows(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
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
