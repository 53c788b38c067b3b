//! Moving people in: the kinds of their hashes first, then the people, packed into transactions, some side by side, in
//! the time that a call has.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use usher::app::App;
use usher::changes::imports;
use usher::domain::effects::audit::Author;
use usher::domain::effects::limit::MailLimits;
use usher::domain::external_id::Scope;
use usher::domain::id::AccountId;
use usher::domain::people::moving::Arrival;
use usher::domain::secret::foreign::ForeignKinds;
use usher::http::{Answer, Problem, until_decided};
use usher::store::{Change, CommitFault, Key, Limit, Record};

use crate::plan::Arriving;
use crate::result::ImportResult;

/// How many transactions run at once.
const TRANSACTIONS_AT_ONCE: usize = 8;

/// A call that moves people in.
#[derive(Clone, Copy)]
pub struct Moving<'a> {
    pub app: &'a App,
    pub account: AccountId,
    /// How many emails it may cause.
    pub limits: MailLimits,
    pub author: &'a Author,
    /// Whether those who have to accept get an email.
    pub sends: bool,
    /// From when on no transaction is begun.
    pub until: Timestamp,
}

/// What came of a transaction.
struct Made {
    results: Vec<ImportResult>,
    /// Why it failed, if it did.
    failed: Option<Problem>,
}

impl Moving<'_> {
    /// Moves them in.
    ///
    /// # Errors
    /// If the store failed and nobody came in. Otherwise what is done is told.
    pub async fn all(self, arrivals: Vec<Arriving>, kinds: Option<ForeignKinds>) -> Answer<Vec<ImportResult>> {
        let (arrivals, mut results) = self.learn_kinds(arrivals, kinds).await?;
        let mails = arrivals.iter().filter(|arriving| self.sends && arriving.arrival.is_invited()).count();
        let limit = |mails: usize| {
            let many = u32::try_from(mails).unwrap_or(u32::MAX);
            Limit::invitations(self.account, self.limits, None, many, self.author.at)
        };
        if mails > 0 {
            self.app.store.count(&limit(mails)).await?;
        }
        let made = self.many(arrivals).await;
        let unsent = made.iter().flat_map(|made| &made.results).filter(|result| result.is_unsent()).count();
        if mails > 0 && unsent > 0 {
            self.app.store.give_back(&limit(unsent.min(mails))).await;
        }
        let is_any_done = made.iter().flat_map(|made| &made.results).any(ImportResult::is_done);
        for Made { results: some, failed } in made {
            if let Some(problem) = failed.filter(|_| !is_any_done) {
                return Err(problem);
            }
            results.extend(some);
        }
        Ok(results)
    }

    /// Notes what kinds of hashes come, before anybody has one: from then on every sign-in that fails takes as much
    /// work. Returns those who can come, and the verdicts on the others, whose hashes are of too many kinds.
    async fn learn_kinds(
        self,
        arrivals: Vec<Arriving>,
        known: Option<ForeignKinds>,
    ) -> Answer<(Vec<Arriving>, Vec<ImportResult>)> {
        let first = Mutex::new(Some(known));
        let refused: Vec<Option<_>> = until_decided(|| async {
            let read = first.lock().unwrap_or_else(PoisonError::into_inner).take();
            let known = match read {
                Some(known) => known,
                None => self.app.store.get(&Key::foreign_kinds()).await?,
            };
            let is_new = known.is_none();
            let before = known.unwrap_or_default();
            let mut kinds = before.clone();
            let refused = arrivals.iter().map(|arriving| kinds.learn(arriving.hash.as_ref()?).err()).collect();
            if kinds != before {
                let change = if is_new {
                    kinds.version = 1;
                    Change::new().create(&kinds)
                } else {
                    Change::new().replace(&mut kinds)
                };
                self.app.store.commit(change).await?;
            }
            Ok(refused)
        })
        .await?;
        let (mut free, mut results) = (Vec::with_capacity(arrivals.len()), Vec::new());
        for (arriving, refused) in arrivals.into_iter().zip(refused) {
            match refused {
                None => free.push(arriving),
                Some(fault) => results.push(ImportResult::costly(&arriving, fault)),
            }
        }
        Ok((free, results))
    }

    /// Moves them in, some transactions side by side. Once one has failed no more are begun.
    async fn many(self, arrivals: Vec<Arriving>) -> Vec<Made> {
        let has_failed = AtomicBool::new(false);
        let some = async |arrivals: Vec<Arriving>| {
            let unfinished: Vec<ImportResult> = arrivals.iter().map(ImportResult::unfinished).collect();
            if has_failed.load(Ordering::Relaxed) {
                return Made { results: unfinished, failed: None };
            }
            match self.some(arrivals).await {
                Ok(results) => Made { results, failed: None },
                Err(problem) => {
                    has_failed.store(true, Ordering::Relaxed);
                    Made { results: unfinished, failed: Some(problem) }
                }
            }
        };
        stream::iter(self.packed(arrivals)).map(some).buffer_unordered(TRANSACTIONS_AT_ONCE).collect().await
    }

    /// Moves some in by one transaction, if there is time. Those whose address someone else has brought in meanwhile
    /// drop out, and the others are moved in again.
    async fn some(self, mut arrivals: Vec<Arriving>) -> Answer<Vec<ImportResult>> {
        let mut results = Vec::with_capacity(arrivals.len());
        while !arrivals.is_empty() {
            if self.app.now() >= self.until {
                results.extend(arrivals.iter().map(ImportResult::unfinished));
                break;
            }
            let change = arrivals.iter().fold(Change::new(), |change, arriving| change.and(self.change(arriving)));
            let met = match self.app.store.commit(change).await {
                Ok(()) => {
                    results.extend(arrivals.iter().map(ImportResult::done));
                    break;
                }
                Err(CommitFault::Refused(met)) => met,
                Err(fault) => return Err(fault.into()),
            };
            let is_lost = |arriving: &Arriving| {
                let user = arriving.arrival.user();
                let id = user.labels.external_id.as_ref();
                let is_named = |id| met.contains(&Key::external_id(Scope::Users(user.account), id));
                met.contains(&user.key()) || met.contains(&Key::person(user.person())) || id.is_some_and(is_named)
            };
            let (lost, free): (Vec<_>, Vec<_>) = arrivals.into_iter().partition(is_lost);
            if lost.is_empty() {
                return Err(Problem::contended());
            }
            results.extend(lost.iter().map(ImportResult::unfinished));
            arrivals = free;
        }
        Ok(results)
    }

    fn change(self, arriving: &Arriving) -> Change {
        match &arriving.arrival {
            Arrival::Joined(joined) => imports::moved_in(self.app, joined, self.author),
            Arrival::Invited(offer) => imports::invited(offer, self.sends),
        }
    }

    /// In as few transactions as their writes allow.
    fn packed(self, arrivals: Vec<Arriving>) -> Vec<Vec<Arriving>> {
        let mut transactions: Vec<Vec<Arriving>> = Vec::new();
        let mut room = 0;
        for arriving in arrivals {
            let writes = self.change(&arriving).writes();
            if room < writes {
                transactions.push(Vec::new());
                room = Change::MOST_WRITES;
            }
            room -= writes;
            transactions.last_mut().into_iter().for_each(|last| last.push(arriving.clone()));
        }
        transactions
    }
}
