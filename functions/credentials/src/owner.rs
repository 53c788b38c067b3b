//! The person who is signed in, before they change what they sign in with: with their password asked for once more.

use axum::http::StatusCode;
use jiff::Timestamp;
use usher::app::App;
use usher::caller::place::{Place, Places};
use usher::caller::proof::Proof;
use usher::caller::{Guard, SessionBearer, SignedInPerson};
use usher::domain::access::model::SecondFactorPolicy;
use usher::domain::credentials::attempts::{Attempts, Step};
use usher::domain::credentials::password::Password;
use usher::domain::credentials::second_factor::SecondFactor;
use usher::domain::credentials::session::Session;
use usher::domain::credentials::totp::WrongCode;
use usher::domain::people::person::{Memberships, Person};
use usher::http::{Answer, Known, Problem, Source};
use usher::store::{Change, Credentials};

/// A person who is signed in, and all that their second factor hangs on.
pub struct Owner {
    pub known: Known,
    pub session: Session,
    pub person: Person,
    pub memberships: Memberships,
    pub second_factor: Option<SecondFactor>,
}

/// What a person's accounts say about second factors.
pub struct Rules {
    /// Whether one of them offers a second factor, or asks for one.
    pub allow: bool,
    /// Whether one of them asks for it.
    pub require: bool,
    /// Whether there are accounts besides of which nobody can say.
    pub unreadable: bool,
    /// The product of the account that was joined first.
    pub product: Option<String>,
    /// Where changes of the person's own are recorded.
    pub places: Places,
}

/// A second factor that was shown.
pub struct Shown {
    /// The factor, with the proof used.
    pub factor: SecondFactor,
    /// How many recovery codes are left, if one of them was used.
    pub recovery_codes_left: Option<usize>,
}

impl Owner {
    /// Who is signed in, with an attempt at their credentials allowed, up to `step`. Two requests, side by side.
    pub async fn read(app: &App, bearer: &SessionBearer, step: Step, source: &Source) -> Answer<(Self, Guard)> {
        let opened = Guard::open_for(app, bearer.person(), step, source);
        let (signed_in, opened) = tokio::join!(bearer.identify(app), opened);
        // A visitor who is not signed in does not learn that others guess.
        let (signed_in, (guard, Credentials { person, memberships, second_factor, .. })) = (signed_in?, opened?);
        // Two reads are no snapshot.
        let is_the_same = person.is_some_and(|person| person.version == signed_in.person.version);
        if !is_the_same {
            return Err(Problem::contended());
        }
        let SignedInPerson { known, session, person } = signed_in;
        Ok((Self { known, session, person, memberships, second_factor }, guard))
    }

    /// Goes on only with the current password, which is returned with what is known of attempts now.
    pub async fn check_password(&self, app: &App, guard: Guard, text: &str) -> Answer<(Password, Attempts)> {
        let (guard, password) = check_password_of(app, guard, &self.person, text).await?;
        // Beside a second factor the password alone must not forgive the codes that were wrong: they could be tried
        // without end.
        let attempts = if self.has_factor() { guard.halfway(app).await? } else { guard.passed(app).await? };
        Ok((password, attempts))
    }

    /// Goes on only with the current password and the second factor, which is returned with the proof used: the guard
    /// is to be told what for. KMS failing is no attempt.
    pub async fn check_both(
        &self,
        app: &App,
        guard: Guard,
        text: &str,
        proof: &Proof,
    ) -> Answer<(Guard, SecondFactor)> {
        let factor = self.confirmed()?;
        let (guard, _) = check_password_of(app, guard, &self.person, text).await?;
        let (guard, shown) = guard.judging(app, proof.show(app, factor)).await?;
        match shown {
            Ok(shown) => Ok((guard, shown)),
            Err(why) => {
                guard.failed_second_factor(app, &self.person.email).await?;
                Err(wrong_code(why))
            }
        }
    }

    /// Goes on only with all that a sign-in asks for: the password, and what `proof` reads of a person who has a second
    /// factor, which is then returned with the proof used.
    pub async fn check_as_at_sign_in(
        &self,
        app: &App,
        guard: Guard,
        text: &str,
        proof: impl FnOnce() -> Answer<Proof>,
    ) -> Answer<Option<Shown>> {
        if !self.has_factor() {
            self.check_password(app, guard, text).await?;
            return Ok(None);
        }
        let proof = proof()?;
        let (guard, factor) = self.check_both(app, guard, text, &proof).await?;
        guard.passed(app).await?;
        let recovery_codes_left = proof.recovery_codes_left(&factor);
        Ok(Some(Shown { factor, recovery_codes_left }))
    }

    /// The second factor that is active. Goes on only in a session that has shown it.
    pub fn confirmed(&self) -> Answer<SecondFactor> {
        let confirmed = self.second_factor.clone().filter(SecondFactor::is_confirmed);
        let confirmed = confirmed.ok_or_else(|| Problem::conflict("no_second_factor", "you have no second factor"))?;
        if !self.session.second_factor {
            return Err(Problem::second_factor_required());
        }
        Ok(confirmed)
    }

    /// Whether sign-ins ask for a second factor.
    pub fn has_factor(&self) -> bool {
        self.second_factor.as_ref().is_some_and(SecondFactor::is_confirmed)
    }

    /// What the accounts say that the person is in.
    pub async fn rules(&self, app: &App) -> Answer<Rules> {
        let mut memberships = self.memberships.clone();
        memberships.readable.sort_by_key(|membership| membership.joined_at);
        let places = Places::of(app, &memberships).await?;
        let rule = |place: &Place| place.followed.model.policies().second_factor;
        Ok(Rules {
            allow: places.iter().any(|place| rule(place) != SecondFactorPolicy::Off),
            require: places.iter().any(|place| rule(place) == SecondFactorPolicy::Required),
            unreadable: places.unreadable > 0,
            product: places.first().map(|place| place.account.product_name.to_string()),
            places,
        })
    }

    /// The session and the person as they go on, every other session, challenge and pending reset being over.
    pub fn alone(&self, second_factor: bool, now: Timestamp) -> Change {
        let mut person = Person { epoch: self.person.epoch + 1, ..self.person.clone() };
        let mut session = Session { epoch: person.epoch, second_factor, ..self.session.clone().used(now) };
        Change::new().replace(&mut person).replace(&mut session)
    }

    /// The session and the person are still as they were read.
    pub fn unchanged(&self) -> Change {
        Change::new().require(self.person.clone()).require(self.session.clone())
    }
}

/// Goes on only with the password of `person`. A wrong one is counted; a right one is yet to be, with what else there
/// is to be shown.
pub async fn check_password_of(app: &App, guard: Guard, person: &Person, text: &str) -> Answer<(Guard, Password)> {
    // What nobody can have set is looked at no further.
    let password = Password::to_verify(text).ok_or_else(Problem::wrong_password)?;
    let verified = app.hasher.verify(password.clone(), person.password.clone());
    let (guard, is_right) = guard.judging(app, verified).await?;
    if is_right {
        return Ok((guard, password));
    }
    guard.failed(app, &person.email).await?;
    Err(Problem::wrong_password())
}

/// A code that is not accepted, of someone who is signed in.
pub fn wrong_code(why: WrongCode) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "wrong_code", why.to_string())
}
