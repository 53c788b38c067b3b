//! Users, and the lists in which they are found.
//!
//! A user is in three indexes: by status and address, by given name, and by family name. What no index can order,
//! because a user has any number of it, are small items of their own, listings, written in the same transaction as the
//! user: one for each role that is held, one for each unit that is named, and one for external users. Those who reach
//! all units have a list in an index again.

mod activity;
mod card;

use std::collections::{BTreeSet, HashMap};

use super::Change;
use super::key::{AnyKey, Key, LISTS, in_list, lists, text};
use super::list::{Entry, List, Listed};
use super::record::{Item, Malformed, Record, place, versioned};
use crate::domain::access::grant::UnitScope;
use crate::domain::access::model::{Obstacle, RoleName};
use crate::domain::external_id::{ExternalId, Scope};
use crate::domain::id::{AccountId, UnitId};
use crate::domain::people::search::{self, Prefix};
use crate::domain::people::user::{User, UserFilter, UserStatus};
use crate::domain::text::PersonName;

impl Record for User {
    const KIND: &'static str = "user";

    fn key(&self) -> Key<Self> {
        Key::user(self.account, self.id.key())
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        let name = |list, name: &Option<PersonName>| {
            name.as_ref().map(|name| (in_list(self.account, list), search::key(name.as_str())))
        };
        [
            Some((in_list(self.account, lists::USERS), by_status(self))),
            name(lists::GIVEN_NAMES, &self.names.given_name),
            name(lists::FAMILY_NAMES, &self.names.family_name),
        ]
    }

    fn card(&self) -> Option<String> {
        Some(card::write(self))
    }
}

versioned!(User);

impl Listed for User {
    fn of_entry(account: AccountId, entry: Entry) -> Result<Self, Malformed> {
        card::read(account, entry.text("card")?)
    }
}

/// What several users have in common, as it is in the partition of its listings: each role, each unit that is named,
/// several roles, units chosen at all, and being external.
fn facets(user: &User) -> BTreeSet<String> {
    let mut facets = BTreeSet::new();
    for grant in &user.grants {
        facets.insert(lists::role(&grant.role));
        if let UnitScope::Selected(units) = &grant.units {
            facets.extend(units.iter().copied().map(lists::unit));
        }
    }
    if user.grants.iter().any(|grant| grant.role != user.grants[0].role) {
        facets.insert(lists::SEVERAL_ROLES.to_owned());
    }
    if user.grants.iter().any(|grant| grant.units != UnitScope::All) {
        facets.insert(lists::SELECTED_UNITS.to_owned());
    }
    if user.external {
        facets.insert(lists::EXTERNAL.to_owned());
    }
    facets
}

/// The listing that is also in the list of those who reach all units: that of the first role which is held for all of
/// them. A place in an index costs half of what another item would.
fn for_all_units(user: &User) -> Option<String> {
    user.grants.iter().filter(|grant| grant.units == UnitScope::All).map(|grant| lists::role(&grant.role)).min()
}

/// A user's listings: under keys that sort by status and address, the user's card.
fn listings(user: &User) -> HashMap<AnyKey, Item> {
    let card = card::write(user);
    let for_all_units = for_all_units(user);
    let listing = |facet: String| {
        let key = AnyKey::listing(user.account, &facet, user.status, &user.email);
        let mut item = key.attributes();
        item.insert("kind".to_owned(), text("listing"));
        item.insert("card".to_owned(), text(&card));
        if for_all_units.as_ref() == Some(&facet) {
            place(
                &mut item,
                Some((in_list(user.account, lists::USERS_OF_ALL_UNITS), by_status(user))),
                LISTS[0].partition,
                LISTS[0].sort,
            );
        }
        (key, item)
    };
    facets(user).into_iter().map(listing).collect()
}

/// A user's place among those with the same status, and behind those with another.
fn by_status(user: &User) -> String {
    lists::by(user.status.as_str(), &user.email)
}

impl Change {
    /// Writes a user where none may exist, and the listings in which the user is found.
    #[must_use]
    pub fn add_user(self, user: &User) -> Self {
        let change = listings(user).into_values().fold(self.create(user), Self::put);
        change.renamed(user, None, user.labels.external_id.as_ref())
    }

    /// Writes the next version of a user, and brings the listings into step.
    #[must_use]
    pub fn replace_user(self, before: &User, after: &mut User) -> Self {
        let change = self.replace(after);
        let listings_after = listings(after);
        let gone = listings(before).into_keys().filter(|key| !listings_after.contains_key(key));
        let change = gone.fold(change, Self::forget);
        let change = listings_after.into_values().fold(change, Self::put);
        change.renamed(after, before.labels.external_id.as_ref(), after.labels.external_id.as_ref())
    }

    /// Removes a user from the account, and the listings.
    #[must_use]
    pub fn remove_user(self, user: User) -> Self {
        let listings = listings(&user);
        let change = self.renamed(&user, user.labels.external_id.as_ref(), None);
        listings.into_keys().fold(change.remove(user), Self::forget)
    }

    fn renamed(self, user: &User, before: Option<&ExternalId>, after: Option<&ExternalId>) -> Self {
        self.rename(Scope::Users(user.account), &user.id.to_string(), before, after)
    }
}

impl List {
    /// The users of an account, or those with one status, by status and address.
    pub fn users(account: AccountId, status: Option<UserStatus>) -> Self {
        Self::indexed(account, 1, lists::USERS).of_status(status)
    }

    /// Those who hold a role, whether or not the grant has ended; by status and address. Can be read consistently.
    pub fn users_by_role(account: AccountId, name: &RoleName, status: Option<UserStatus>) -> Self {
        Self::in_table(account, Some(&lists::role(name))).of_status(status)
    }

    /// Those whose grants name a unit, by status and address. Can be read consistently.
    pub fn users_by_unit(account: AccountId, named: UnitId, status: Option<UserStatus>) -> Self {
        Self::in_table(account, Some(&lists::unit(named))).of_status(status)
    }

    /// Those who are in the way of another access model, whether or not the grant has ended. Can be read consistently.
    pub fn users_in_the_way(account: AccountId, obstacle: &Obstacle) -> Self {
        match obstacle {
            Obstacle::Role(name) => Self::users_by_role(account, name, None),
            Obstacle::Units => Self::in_table(account, Some(lists::SELECTED_UNITS)),
            Obstacle::SeveralRoles => Self::in_table(account, Some(lists::SEVERAL_ROLES)),
        }
    }

    /// Those whose home is another account, by status and address.
    pub fn external_users(account: AccountId, status: Option<UserStatus>) -> Self {
        Self::in_table(account, Some(lists::EXTERNAL)).of_status(status)
    }

    /// Those with a grant for all units, by status and address.
    pub fn users_of_all_units(account: AccountId, status: Option<UserStatus>) -> Self {
        Self::indexed(account, 1, lists::USERS_OF_ALL_UNITS).of_status(status)
    }

    /// The lists that hold everybody whom `filter` admits, in the order of [`UserFilter::rank`], each with that rank.
    /// The first of the filters that is given leads: the beginning of a name or an address, external, the unit, the
    /// role, the status. What these lists hold is to be filtered by the others.
    pub fn users_for(account: AccountId, filter: &UserFilter) -> Vec<(usize, Self)> {
        let ranked = |rank: usize, list: &dyn Fn(Option<UserStatus>) -> Self| -> Vec<(usize, Self)> {
            let of_status = |status| (rank, list(status));
            match &filter.status {
                None => vec![of_status(None)],
                Some(asked) => asked.iter().copied().map(Some).map(of_status).collect(),
            }
        };
        if let Some(query) = &filter.query {
            Self::users_found(account, query, filter.status.as_ref())
        } else if filter.external == Some(true) {
            ranked(0, &|status| Self::external_users(account, status))
        } else if let Some(unit) = filter.unit {
            let naming = ranked(0, &|status| Self::users_by_unit(account, unit, status));
            let of_all = ranked(1, &|status| Self::users_of_all_units(account, status));
            naming.into_iter().chain(of_all).collect()
        } else if let Some(role) = &filter.role {
            ranked(0, &|status| Self::users_by_role(account, role, status))
        } else {
            ranked(0, &|status| Self::users(account, status))
        }
    }

    /// Those whose address, given or family name begins with `query`, each list with its rank.
    fn users_found(account: AccountId, query: &Prefix, asked: Option<&BTreeSet<UserStatus>>) -> Vec<(usize, Self)> {
        let statuses = || UserStatus::ALL.into_iter().filter(|one| asked.is_none_or(|asked| asked.contains(one)));
        let by_address = |beginning: &str| -> Vec<Self> {
            let beginnings = statuses().map(|status| lists::by(status.as_str(), beginning));
            beginnings.map(|beginning| Self::indexed(account, 1, lists::USERS).beginning(beginning)).collect()
        };
        let by_name = |index, name: &str| -> Vec<Self> {
            query.of_names().into_iter().map(|key| Self::indexed(account, index, name).beginning(key)).collect()
        };
        let addresses = query.of_addresses().map(by_address).unwrap_or_default();
        let ranked = [addresses, by_name(2, lists::GIVEN_NAMES), by_name(3, lists::FAMILY_NAMES)];
        ranked
            .into_iter()
            .enumerate()
            .flat_map(|(rank, lists)| lists.into_iter().map(move |list| (rank, list)))
            .collect()
    }

    fn of_status(self, status: Option<UserStatus>) -> Self {
        match status {
            Some(status) => self.beginning(lists::beginning_with(status.as_str())),
            None => self,
        }
    }
}
