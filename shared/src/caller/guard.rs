//! What precedes every password and every code that is judged: the counts that stop those who guess
//! (docs/decisions/0021).
//!
//! ```ignore
//! let (guard, credentials) = Guard::open(&app, person, Step::Password, &source).await?;
//! // 429 while nothing is judged: look at no secret then.
//! if is_right { guard.passed(&app).await? } else { guard.failed(&app, &email).await? }
//! // Only then say which it was.
//! ```
//!
//! What an attempt came to is told only once it is counted, on the condition that nothing was counted meanwhile that
//! would hold it up. However many guess at once, no more of them learn anything than may.

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::domain::credentials::attempts::{AttemptVerdict, Attempts, Held, Step};
use crate::domain::effects::outbox::{Notice, PromisedMail, Subject};
use crate::domain::email::EmailAddress;
use crate::domain::id::{NetworkId, PersonKey};
use crate::http::{Answer, Problem, Source};
use crate::store::{CountFault, Credentials};

/// How often an attempt is counted again if others came first. A request that meets more is one of many that guess at
/// once.
const TRIES: u32 = 8;

/// An attempt that is allowed, and not yet judged.
#[derive(Debug)]
#[must_use = "an attempt that is judged must be counted"]
pub struct Guard {
    attempts: Attempts,
    network: NetworkId,
    step: Step,
}

impl Guard {
    /// Lets an attempt at the credentials of `person` begin, and reads them; 429 where no attempt is judged for now.
    /// Two requests side by side.
    pub async fn open(app: &App, person: PersonKey, step: Step, source: &Source) -> Answer<(Self, Credentials)> {
        let now = app.now();
        let network = NetworkId::of(source.origin.source_ip.as_deref());
        let (credentials, room) =
            tokio::join!(app.store.credentials(person, now), app.store.check_network(network, now));
        let credentials = credentials?;
        let attempts = credentials.attempts.clone();
        match room {
            // Others in their network: it is theirs as well, and has a count of their own.
            Err(CountFault::Limited(_)) if attempts.knows(network) => {}
            room => room.map_err(|fault| of_network(fault, step))?,
        }
        attempts.check(network, step, now).map_err(|held| of_person(held, step, now))?;
        Ok((Self { attempts, network, step }, credentials))
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
        let now = app.now();
        let counted = app.store.count_for_network(self.network, 1, !self.attempts.knows(self.network), now);
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
        if self.attempts.knows(self.network) {
            return self.settle(app, verdict, None).await;
        }
        // Counts nothing, but only if there is room: else a burst that is right once would pass a limit that it is the
        // one to reach.
        app.store
            .count_for_network(self.network, 0, true, app.now())
            .await
            .map_err(|fault| of_network(fault, self.step))?;
        self.settle(app, verdict, None).await
    }

    /// Counts what the attempt came to, unless what was counted meanwhile holds it up.
    async fn settle(&self, app: &App, verdict: AttemptVerdict, email: Option<&EmailAddress>) -> Answer<Attempts> {
        let mut before = self.attempts.clone();
        for _ in 0..TRIES {
            let now = app.now();
            before.check(self.network, self.step, now).map_err(|held| of_person(held, self.step, now))?;
            let (after, is_burst) = before.after(self.network, verdict, now);
            let mail =
                email.filter(|_| is_burst).map(|email| notice(app, email, after.is_past_password(self.network), now));
            if let Some(settled) = app.store.settle_attempts(&before, &after, mail.as_ref()).await? {
                return Ok(settled);
            }
            before = app.store.attempts(before.person, now).await?;
        }
        let now = app.now();
        Err(of_person(Held { again: now }, self.step, now))
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
