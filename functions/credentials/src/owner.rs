//! Whoever is signed in, before they change their second factor: with their password asked for once more.

use axum::http::StatusCode;
use jiff::Timestamp;
use usher::app::App;
use usher::domain::access_model::SecondFactor as Rule;
use usher::domain::account::{Account, AccountModel};
use usher::domain::password::Password;
use usher::domain::person::{Membership, Person};
use usher::domain::second_factor::SecondFactor;
use usher::domain::session::Session;
use usher::domain::user::{User, UserStatus};
use usher::http::second_factor::take_attempt_back;
use usher::http::{Answer, Problem, SessionBearer};
use usher::store::{Change, Credentials, Key};

/// How many passwords and codes a session may get wrong here. Whoever has taken a session over must not find them out with it.
const MOST_ATTEMPTS: u32 = 5;

/// A person who is signed in, and all that their second factor hangs on.
pub struct Owner {
    pub session: Session,
    pub person: Person,
    pub memberships: Vec<Membership>,
    pub second_factor: Option<SecondFactor>,
}

/// What a person's accounts say about second factors.
pub struct Rules {
    /// Whether one of them offers a second factor, or asks for one.
    pub allow: bool,
    /// Whether one of them asks for it.
    pub require: bool,
    /// The product of the account that was joined first.
    pub product: Option<String>,
}

impl Owner {
    /// Who is signed in. Two requests, side by side.
    pub async fn read(app: &App, bearer: &SessionBearer) -> Answer<Self> {
        let (signed_in, credentials) = tokio::join!(bearer.identify(app), app.store.credentials(bearer.person(), app.now()));
        let (signed_in, Credentials { person, memberships, second_factor, .. }) = (signed_in?, credentials?);
        // Two reads are no snapshot.
        let is_the_same = person.is_some_and(|person| person.version == signed_in.person.version);
        if !is_the_same {
            return Err(Problem::contended());
        }
        Ok(Self { session: signed_in.session, person: signed_in.person, memberships, second_factor })
    }

    /// Goes on only with the current password. The attempt is counted with the session, before anything is looked at; what succeeds makes
    /// it forget.
    pub async fn check_password(&self, app: &App, password: &str) -> Answer<()> {
        if app.store.attempt::<Session>(&self.key(), MOST_ATTEMPTS).await?.is_none() {
            return Err(Problem::new(StatusCode::FORBIDDEN, "too_many_attempts", "too many wrong passwords and codes: sign in anew"));
        }
        let password = Password::to_verify(password).ok_or_else(wrong_password)?;
        if app.hasher.verify(password, Some(self.person.password.clone())).await? {
            return Ok(());
        }
        Err(wrong_password())
    }

    /// What came of an attempt at KMS. One that failed there is none.
    pub async fn unless_failed<T>(&self, app: &App, attempt: Answer<T>) -> Answer<T> {
        if attempt.is_err() {
            take_attempt_back(app, &self.key()).await;
        }
        attempt
    }

    fn key(&self) -> Key {
        Key::session(self.person.key(), self.session.id)
    }

    /// The second factor that is in force. Goes on only in a session that has shown it.
    pub fn confirmed(&self) -> Answer<SecondFactor> {
        let confirmed = self.second_factor.clone().filter(SecondFactor::is_confirmed);
        let confirmed = confirmed.ok_or_else(|| Problem::conflict("no_second_factor", "there is no second factor"))?;
        if !self.session.second_factor {
            return Err(Problem::second_factor_required());
        }
        Ok(confirmed)
    }

    /// What the accounts say that the person is, or may become, an active user of.
    pub async fn rules(&self, app: &App) -> Answer<Rules> {
        let found = app.store.read(self.memberships.iter().flat_map(keys)).await?;
        let mut memberships: Vec<&Membership> = self.memberships.iter().collect();
        memberships.sort_by_key(|membership| membership.joined_at);
        let mut rules = Rules { allow: false, require: false, product: None };
        for membership in memberships {
            let [account, model, user] = keys(membership);
            let user = found.get::<User>(&user)?.filter(|user| user.id == membership.user && user.status != UserStatus::Deactivated);
            let (Some(user), Some(account), Some(model)) = (user, found.get::<Account>(&account)?, found.get::<AccountModel>(&model)?) else {
                continue;
            };
            let rule = model.model.policies().second_factor;
            rules.allow |= rule != Rule::Off;
            rules.require |= rule == Rule::Required;
            if user.status == UserStatus::Active {
                rules.product.get_or_insert_with(|| account.product_name.to_string());
            }
        }
        Ok(rules)
    }

    /// The session and the person as they go on, every other session, challenge and pending reset being over.
    pub fn alone(&self, second_factor: bool, now: Timestamp) -> Change {
        let mut person = Person { epoch: self.person.epoch + 1, ..self.person.clone() };
        let session = Session { epoch: person.epoch, second_factor, ..self.session.clone() };
        Change::new().replace(&mut person).replace(&mut used(session, now))
    }

    /// The session goes on, its attempts forgotten; the person is still as they were read.
    pub fn unchanged(&self, now: Timestamp) -> Change {
        Change::new().require(self.person.clone()).replace(&mut used(self.session.clone(), now))
    }
}

/// A wrong password, of somebody who is signed in.
fn wrong_password() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "wrong_password", "the password is wrong")
}

/// A wrong code, of somebody who is signed in.
pub fn wrong_code() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "wrong_code", "the code is wrong, or was used before")
}

fn used(session: Session, now: Timestamp) -> Session {
    Session { last_used_at: now, ..session }
}

fn keys(membership: &Membership) -> [Key; 3] {
    let account = membership.account;
    [Key::account(account), Key::access_model(account), Key::user(account, membership.user.key())]
}
