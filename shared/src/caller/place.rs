//! The accounts that someone has joined and is an active user of, and what is to be known of each.

use std::ops::Deref;

use jiff::Timestamp;

use crate::app::App;
use crate::domain::access::model::SecondFactorPolicy;
use crate::domain::credentials::password::PasswordRules;
use crate::domain::credentials::session::Session;
use crate::domain::id::{AccountId, UserId, UserKey};
use crate::domain::people::account::{Account, AccountModel};
use crate::domain::people::person::{Membership, Memberships, Person};
use crate::domain::people::user::{User, UserStatus};
use crate::http::{Answer, Problem};
use crate::store::{AnyKey, Found, Key, StoreFault};

/// How far a session counts in a place of its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It was ended there, begun before the user was deactivated, or is older or longer unused than the account allows.
    Closed,
    /// The account lets nobody in.
    Suspended,
    /// It has not shown the second factor that the account asks for.
    LacksSecondFactor,
    /// It opens the account.
    Open,
}

/// An account, and a user of it.
#[derive(Debug, Clone)]
pub struct Place {
    /// The account.
    pub account: Account,
    /// The access model that it follows.
    pub followed: AccountModel,
    /// The user.
    pub user: User,
}

impl Place {
    /// What is to be read to know a place.
    pub fn keys(account: AccountId, user: UserKey) -> [AnyKey; 3] {
        [Key::user(account, user).any(), Key::account(account).any(), Key::access_model(account).any()]
    }

    /// A place of a person, by what was found at [`Place::keys`]; nothing if there is no such user, if they are pending
    /// or deactivated, or if the person has not joined: an account that made them active on its own has no say in what
    /// is theirs, and they have none there.
    pub fn of(found: &Found, account: AccountId, user: UserKey) -> Result<Option<Self>, StoreFault> {
        Ok(Self::of_active(found, account, user)?.filter(|place| place.user.joined))
    }

    /// The same, whether or not the person has joined: what programs need that act for the user.
    pub fn of_active(found: &Found, account: AccountId, user: UserKey) -> Result<Option<Self>, StoreFault> {
        let place = Self::of_any(found, account, user)?;
        Ok(place.filter(|place| place.user.status == UserStatus::Active))
    }

    /// The same, the user being of any status.
    pub fn of_any(found: &Found, account: AccountId, user: UserKey) -> Result<Option<Self>, StoreFault> {
        let user = found.get(&Key::user(account, user))?;
        let followed = found.get(&Key::access_model(account))?;
        let account = found.get(&Key::account(account))?;
        let (Some(user), Some(account), Some(followed)) = (user, account, followed) else { return Ok(None) };
        Ok(Some(Self { account, followed, user }))
    }

    /// Whether the deactivation of the user ended what was begun at `begun`. Who is let in again signs in again.
    pub fn ended(&self, begun: Timestamp) -> bool {
        self.user.deactivated_at.is_some_and(|deactivated_at| begun <= deactivated_at)
    }

    /// How far a session of `person` counts in the account: the one place where this is decided.
    pub fn admits(&self, session: &Session, person: &Person, now: Timestamp) -> Admission {
        let is_over = !session.lasts_with(&self.followed.model, now);
        if is_over || session.closed_in.contains(&self.account.id) || self.ended(session.created_at) {
            Admission::Closed
        } else if !self.account.is_open() {
            Admission::Suspended
        } else if !session.satisfies(&self.followed.model, person) {
            Admission::LacksSecondFactor
        } else {
            Admission::Open
        }
    }

    /// Goes on only if the account lets anybody in.
    pub fn check_open(&self) -> Answer<()> {
        if self.account.is_open() { Ok(()) } else { Err(Problem::account_suspended()) }
    }

    /// Whether the account asks everybody for a second factor.
    pub fn requires_second_factor(&self) -> bool {
        self.followed.model.policies().second_factor == SecondFactorPolicy::Required
    }
}

/// The accounts that a person has joined and is an active user of.
#[derive(Debug)]
pub struct Places {
    /// Those that can be read.
    pub readable: Vec<Place>,
    /// How many there are, or may be, besides. They open nothing; what they ask for is unknown, so that nobody is
    /// excused from it (docs/decisions/0034-unreadable-items.md).
    pub unreadable: usize,
}

impl Places {
    /// Of these memberships, those that are still good. One request.
    pub async fn of(app: &App, memberships: &Memberships) -> Answer<Self> {
        let found = app.store.read(memberships.iter().flat_map(keys_of)).await?;
        let mut places = Self { readable: Vec::new(), unreadable: memberships.unreadable };
        for membership in memberships.iter() {
            match Place::of(&found, membership.account, membership.user.key()) {
                // Someone who was removed and came back is another user.
                Ok(place) => places.readable.extend(place.filter(|place| place.user.id == membership.user)),
                Err(_) => places.unreadable += 1,
            }
        }
        Ok(places)
    }

    /// The person's user in each.
    pub fn users(&self) -> Vec<(AccountId, UserId)> {
        self.iter().map(|place| (place.account.id, place.user.id)).collect()
    }

    /// Goes on only if all of them can be read.
    pub fn check_readable(&self) -> Answer<()> {
        if self.unreadable == 0 { Ok(()) } else { Err(StoreFault::Unreadable.into()) }
    }
}

impl Deref for Places {
    type Target = [Place];

    fn deref(&self) -> &[Place] {
        &self.readable
    }
}

fn keys_of(membership: &Membership) -> [AnyKey; 3] {
    Place::keys(membership.account, membership.user.key())
}

/// The strictest rules of all the accounts in which `person` is, for a password opens every one of them. One that
/// cannot be read might let it be the only factor.
pub fn password_rules(person: &Person, places: &Places) -> PasswordRules {
    let is_known = places.unreadable == 0 && !places.is_empty();
    let beside_factor = is_known && places.iter().all(Place::requires_second_factor);
    let rules = PasswordRules::new(beside_factor).of(&person.email);
    places.iter().fold(rules, |rules, place| rules.within(&place.account).named(&place.user.names))
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::domain::brand::Brand;
    use crate::domain::credentials::password::PasswordHash;
    use crate::domain::credentials::session::{Device, SessionLimits};
    use crate::domain::effects::audit::Author;
    use crate::domain::effects::limit::OwnMailLimits;
    use crate::domain::email::EmailAddress;
    use crate::domain::labels::Labels;
    use crate::domain::locale::Locale;
    use crate::domain::metadata::Metadata;
    use crate::domain::people::account::CursorKey;
    use crate::domain::people::invitation::{Greeting, Invitee, Inviter};
    use crate::domain::people::user::Names;
    use crate::domain::text::Title;
    use crate::presets::Preset;

    /// A session that is begun now, its person, and a place of theirs. The password is too short without the second
    /// factor, so that every account asks for it.
    fn session_and_place(second_factor: bool, is_closed: bool, deactivated: Option<i64>) -> (Session, Person, Place) {
        let rng = &mut StdRng::seed_from_u64(1);
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let email = EmailAddress::parse("ada@example.com").unwrap();
        let account = Account {
            id: AccountId::from_bytes([1; 16]),
            name: Title::parse("Shop").unwrap(),
            product_name: Title::parse("Shop").unwrap(),
            support_address: None,
            locale: Locale::default(),
            brand: Brand::default(),
            external_id: None,
            metadata: Metadata::default(),
            mail_limits: OwnMailLimits::default(),
            suspended_at: None,
            deletion: None,
            cursor_key: CursorKey::random(rng),
            created_at: now,
            version: 1,
        };
        let invitee = Invitee {
            labels: Labels::default(),
            email: email.clone(),
            names: Names::default(),
            grants: Vec::new(),
            greeting: Greeting::default(),
        };
        let offer =
            invitee.offer(account.id, Inviter::Operator, SignedDuration::from_hours(1), &Author::system(now), rng);
        let deactivated_at = deactivated.map(|after| now + SignedDuration::from_secs(after));
        let user = User { deactivated_at, ..offer.user.activated(now) };
        let person = Person::new(email, PasswordHash::of_nobody(), true, user.invitation, now);
        let (mut session, _) =
            Session::begin(&person, second_factor, Device::default(), SessionLimits::default(), now, rng);
        if is_closed {
            session.closed_in.insert(account.id);
        }
        let followed =
            AccountModel { account: account.id, model: Preset::Invoicing.model().into(), follows: None, version: 1 };
        (session, person, Place { account, followed, user })
    }

    #[test]
    fn a_session_counts_where_it_was_not_ended_and_has_shown_enough() {
        let cases = [
            (true, false, None, Admission::Open),
            (true, false, Some(-1), Admission::Open),
            (true, false, Some(0), Admission::Closed),
            (true, false, Some(1), Admission::Closed),
            (true, true, None, Admission::Closed),
            (true, true, Some(1), Admission::Closed),
            (false, false, None, Admission::LacksSecondFactor),
            (false, false, Some(-1), Admission::LacksSecondFactor),
            (false, false, Some(1), Admission::Closed),
            (false, true, None, Admission::Closed),
            (false, true, Some(-1), Admission::Closed),
        ];
        for (second_factor, is_closed, deactivated, expected) in cases {
            let (session, person, place) = session_and_place(second_factor, is_closed, deactivated);
            assert_eq!(
                place.admits(&session, &person, session.created_at),
                expected,
                "{second_factor}, {is_closed}, {deactivated:?}",
            );
        }
    }
}
