//! What precedes every password and every code that is judged: the counts that stop those who guess
//! (docs/decisions/0021, 0051).
//!
//! ```ignore
//! let (guard, credentials) = Guard::open(&app, person, Step::Password, &source).await?;
//! // 429 while nothing is judged, or too much is under way: then the password is not looked at.
//! let verified = app.hasher.verify_anybodys(password, hash, guard.kinds());
//! let (guard, is_right) = guard.judging(&app, verified).await?;
//! if is_right { guard.passed(&app).await? } else { guard.failed(&app, &email).await? }
//! // Only then say which it was.
//! ```
//!
//! An attempt begins, on record, before anything is looked at, and only if it would be judged though all that have
//! begun should fail. What it came to is told only once it is counted, on the condition that nothing was counted
//! meanwhile that would hold it up. However many guess at once, no more of them take work or learn anything than may.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rand::Rng;

use crate::app::App;
use crate::domain::credentials::attempts::{AttemptVerdict, Attempts, Begun, Delayed, Held, Step};
use crate::domain::effects::outbox::{Notice, PromisedMail, Subject};
use crate::domain::email::EmailAddress;
use crate::domain::id::{NetworkId, PersonKey};
use crate::domain::secret::foreign::ForeignKinds;
use crate::http::{Answer, Problem, Source};
use crate::store::{CountFault, Credentials};

/// How often an attempt begins or is counted again if others came first. A request that meets more is one of many that
/// guess at once.
const TRIES: u32 = 100;

/// How long an attempt waits before it looks again whether those that have begun are judged: twice as long each time,
/// and at last so long.
const PAUSES: [Duration; 2] = [Duration::from_millis(25), Duration::from_millis(3_200)];

/// An attempt that is allowed, and not yet judged.
#[derive(Debug)]
#[must_use = "an attempt that is judged must be counted"]
pub struct Guard {
    attempts: Attempts,
    network: NetworkId,
    /// Whether there was room for another failure from the network, if someone has looked.
    is_network_open: bool,
    kinds: ForeignKinds,
    step: Step,
    /// The attempt, once it is being judged.
    begun: Option<Begun>,
}

impl Guard {
    /// Allows an attempt at the credentials of `person`, and reads them; 429 where no attempt is judged for now. Two
    /// requests side by side.
    pub async fn open(app: &App, person: PersonKey, step: Step, source: &Source) -> Answer<(Self, Credentials)> {
        let network = NetworkId::of(source.origin.source_ip.as_deref());
        let (opened, read) =
            tokio::join!(Self::open_for(app, person, step, source), app.store.network_and_kinds(network, app.now()));
        let (guard, credentials) = opened?;
        let (room, kinds) = read?;
        match room {
            // Others in their network: it is theirs as well, and has a count of their own.
            Err(_) if guard.attempts.knows(network) => {}
            room => room.map_err(|limited| of_network(limited.into(), step))?,
        }
        Ok((Self { is_network_open: true, kinds, ..guard }, credentials))
    }

    /// What kinds of hashes people moved in with: what work a wrong password takes, for every address.
    pub fn kinds(&self) -> ForeignKinds {
        self.kinds.clone()
    }

    /// The same in one request, for callers of whom it is not known yet who they are: the network is looked at before
    /// anything is judged.
    pub async fn open_for(app: &App, person: PersonKey, step: Step, source: &Source) -> Answer<(Self, Credentials)> {
        let now = app.now();
        let network = NetworkId::of(source.origin.source_ip.as_deref());
        let credentials = app.store.credentials(person, now).await?;
        let attempts = credentials.attempts.clone();
        attempts.check(network, step, now).map_err(|held| of_person(held, step, now))?;
        Ok((
            Self { attempts, network, is_network_open: false, kinds: ForeignKinds::default(), step, begun: None },
            credentials,
        ))
    }

    /// What `judge` finds out about what was shown. The attempt begins before, unless it has; it waits for others if it
    /// depends on what they come to. If `judge` fails, nothing was judged, and nothing is counted.
    ///
    /// # Errors
    /// As `judge`; or, and then it was not asked, 429 if the attempt would not be judged, 503 if it could not begin.
    pub async fn judging<T, E: Into<Problem>>(
        self,
        app: &App,
        judge: impl Future<Output = Result<T, E>>,
    ) -> Answer<(Self, T)> {
        let begun = if self.begun.is_some() { self } else { self.begin(app).await? };
        match judge.await {
            Ok(found) => Ok((begun, found)),
            Err(fault) => {
                begun.withdraw(app).await;
                Err(fault.into())
            }
        }
    }

    /// Lets the attempt begin. One request, or two.
    async fn begin(self, app: &App) -> Answer<Self> {
        if !self.is_network_open {
            self.check_network(app).await?;
        }
        let mut before = self.attempts.clone();
        let (nonce, [mut pause, longest]) = (app.rng().next_u64(), PAUSES);
        for _ in 0..TRIES {
            let now = app.now();
            match before.begin(self.network, self.step, nonce, now) {
                Ok((after, begun)) => {
                    if let Some(attempts) = app.store.settle_attempts(&before, &after, None).await? {
                        return Ok(Self { attempts, begun: Some(begun), ..self });
                    }
                }
                Err(Delayed::Held(held)) => return Err(of_person(held, self.step, now)),
                Err(Delayed::Busy) if pause > longest => break,
                Err(Delayed::Busy) => {
                    app.timer.pause(pause).await;
                    pause *= 2;
                }
            }
            before = app.store.attempts(before.person, now).await?;
        }
        Err(of_person(Held { again: app.now() }, self.step, app.now()))
    }

    /// The attempt ends without having been judged. If that cannot be written down, it is as if it went on for a while.
    async fn withdraw(self, app: &App) {
        let mut before = self.attempts.clone();
        for _ in 0..TRIES {
            let settled = app.store.settle_attempts(&before, &before.without(self.begun), None).await;
            let read = match settled {
                Ok(Some(_)) => return,
                Ok(None) => app.store.attempts(before.person, app.now()).await,
                Err(cause) => Err(cause),
            };
            match read {
                Ok(attempts) => before = attempts,
                Err(cause) => return tracing::warn!(%cause, "an attempt was not withdrawn"),
            }
        }
    }

    /// Goes on only if there is room for another failure from the network. One that is the person's is theirs as well
    /// as others', and has a count of its own.
    async fn check_network(&self, app: &App) -> Answer<()> {
        if self.attempts.knows(self.network) {
            return Ok(());
        }
        app.store.check_network(self.network, app.now()).await.map_err(|fault| of_network(fault, self.step))
    }

    /// The attempt failed at the password. `email` is where the owner is told of a burst, should the address have one.
    ///
    /// # Errors
    /// 429 where others who failed came first; 503 where it could not be counted. Then say nothing else.
    pub async fn failed(self, app: &App, email: &EmailAddress) -> Answer<()> {
        self.wrong(app, AttemptVerdict::Wrong, email).await
    }

    /// The attempt failed at the second factor, after the right password: the owner is told that someone knows it.
    ///
    /// # Errors
    /// As [`Guard::failed`].
    pub async fn failed_second_factor(self, app: &App, email: &EmailAddress) -> Answer<()> {
        self.wrong(app, AttemptVerdict::WrongSecondFactor, email).await
    }

    async fn wrong(self, app: &App, verdict: AttemptVerdict, email: &EmailAddress) -> Answer<()> {
        let counted = app.store.count_for_network(self.network, !self.attempts.knows(self.network), app.now());
        // Side by side: whichever refuses, the attempt is judged neither way.
        let (network, person) = tokio::join!(counted, self.settle(app, verdict, Some(email)));
        network.map_err(|fault| of_network(fault, self.step)).and(person).map(drop)
    }

    /// The attempt was right, and the person is signed in: failures are forgotten, and the network is theirs. Returns
    /// what is known of attempts now.
    ///
    /// # Errors
    /// As [`Guard::failed`]: then the person is not signed in.
    pub async fn passed(self, app: &App) -> Answer<Attempts> {
        self.right(app, AttemptVerdict::Right).await
    }

    /// The attempt was right, and what it was for removes or replaces the second factor: the codes that were wrong are
    /// forgotten, too.
    ///
    /// # Errors
    /// As [`Guard::failed`]: then it stays.
    pub async fn passed_without_factor(self, app: &App) -> Answer<Attempts> {
        self.right(app, AttemptVerdict::RightWithoutFactor).await
    }

    /// The attempt was right, and a second factor is still to come: failures stay counted.
    ///
    /// # Errors
    /// As [`Guard::failed`]: then the second step is not asked for.
    pub async fn halfway(self, app: &App) -> Answer<Attempts> {
        self.right(app, AttemptVerdict::Halfway).await
    }

    async fn right(self, app: &App, verdict: AttemptVerdict) -> Answer<Attempts> {
        // Once more, and now of all that were counted before this: else a burst that is right once would pass a limit
        // that it is the one to reach.
        self.check_network(app).await?;
        self.settle(app, verdict, None).await
    }

    /// Counts what the attempt came to, unless what was counted meanwhile holds it up.
    async fn settle(&self, app: &App, verdict: AttemptVerdict, email: Option<&EmailAddress>) -> Answer<Attempts> {
        let mut before = self.attempts.clone();
        for _ in 0..TRIES {
            let now = app.now();
            before.check(self.network, self.step, now).map_err(|held| of_person(held, self.step, now))?;
            let (after, is_burst) = before.without(self.begun).after(self.network, verdict, now);
            let mail =
                email.filter(|_| is_burst).map(|email| notice(app, email, after.is_past_password(self.network), now));
            if let Some(settled) = app.store.settle_attempts(&before, &after, mail.as_ref()).await? {
                return Ok(settled);
            }
            before = app.store.attempts(before.person, now).await?;
        }
        Err(of_person(Held { again: app.now() }, self.step, app.now()))
    }
}

fn notice(app: &App, email: &EmailAddress, is_past_password: bool, now: Timestamp) -> PromisedMail {
    let notice = if is_past_password { Notice::FailedSecondSteps } else { Notice::FailedSignIns };
    let subject = Subject::Notice { email: email.clone(), notice, api_token: None, ends_api_tokens: false };
    PromisedMail::new(subject, now, &mut app.rng())
}

/// One answer for each step, for every count and every address.
fn of_person(Held { again }: Held, step: Step, now: Timestamp) -> Problem {
    // A hold that ends on a full second is over then, not a second later.
    let again = (again - SignedDuration::from_millis(1)).max(now);
    let help = match step {
        Step::Password => "too many failed attempts; wait, or reset the password by email",
        Step::SecondFactor => {
            "too many attempts have failed; wait, change the password where you are signed in, or, if you have a \
                second factor, ask an administrator for a link that removes it"
        }
    };
    Problem::rate_limited(help, now, again)
}

fn of_network(fault: CountFault, step: Step) -> Problem {
    match fault {
        CountFault::Limited(limited) => of_person(Held { again: limited.again }, step, limited.at),
        CountFault::Store(cause) => cause.into(),
    }
}
