//! The accounts that somebody is an active user of, and what is to be known of each.

use jiff::Timestamp;

use super::Answer;
use crate::app::App;
use crate::domain::access_model::SecondFactor;
use crate::domain::account::{Account, AccountModel};
use crate::domain::id::{AccountId, UserKey};
use crate::domain::password::PasswordRules;
use crate::domain::person::{Membership, Person};
use crate::domain::user::{User, UserStatus};
use crate::store::{Found, Key};

/// An account, and an active user of it.
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
    pub fn keys(account: AccountId, user: UserKey) -> [Key; 3] {
        [Key::user(account, user), Key::account(account), Key::access_model(account)]
    }

    /// By what was found at [`Place::keys`]; nothing where there is no such user, or where they are pending or deactivated.
    pub fn of(found: &Found, account: AccountId, user: UserKey) -> Answer<Option<Self>> {
        let place = Self::of_any_status(found, account, user)?;
        Ok(place.filter(|place| place.user.status == UserStatus::Active))
    }

    /// The same, the user being of any status.
    pub fn of_any_status(found: &Found, account: AccountId, user: UserKey) -> Answer<Option<Self>> {
        let [user, account, followed] = Self::keys(account, user);
        let (Some(user), Some(account), Some(followed)) = (found.get(&user)?, found.get(&account)?, found.get(&followed)?) else { return Ok(None) };
        Ok(Some(Self { account, followed, user }))
    }

    /// Of these memberships, those where the person is an active user now. One request.
    pub async fn all(app: &App, memberships: &[Membership]) -> Answer<Vec<Self>> {
        let found = app.store.read(memberships.iter().flat_map(keys_of)).await?;
        let mut places = Vec::new();
        for membership in memberships {
            let place = Self::of(&found, membership.account, membership.user.key())?;
            // Somebody who was removed and came back is another user.
            places.extend(place.filter(|place| place.user.id == membership.user));
        }
        Ok(places)
    }

    /// Whether the deactivation of the user ended what was begun at `begun`. Who is let in again signs in again.
    pub fn ended(&self, begun: Timestamp) -> bool {
        self.user.deactivated_at.is_some_and(|deactivated_at| begun <= deactivated_at)
    }

    /// Whether the account asks everybody for a second factor.
    pub fn requires_second_factor(&self) -> bool {
        self.followed.model.policies().second_factor == SecondFactor::Required
    }
}

fn keys_of(membership: &Membership) -> [Key; 3] {
    Place::keys(membership.account, membership.user.key())
}

/// The strictest rules of all the accounts in which `person` is, for a password opens every one of them.
pub fn password_rules(person: &Person, places: &[Place]) -> PasswordRules {
    let beside_factor = !places.is_empty() && places.iter().all(Place::requires_second_factor);
    let rules = PasswordRules::new(beside_factor).of(&person.email);
    places.iter().fold(rules, |rules, place| rules.within(&place.account).named(&place.user.names))
}
