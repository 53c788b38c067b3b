//! Users, and the lists in which they are found.
//!
//! A user stands in three indexes: by status and address, by given name, and by family name. What no index can order, because a user
//! has any number of it, are small items of their own, listings, written in the same transaction as the user: one for each role that is
//! held, one for each unit that is named, and one for external users. Those who reach all units have a list in an index again.

mod card;

use std::collections::{BTreeSet, HashMap};

use super::key::{Key, LISTS, in_list, text};
use super::list::{Entry, List, Listed};
use super::record::{Item, Record, Versioned, place};
use super::{Change, StoreFault};
use crate::domain::access_model::{Obstacle, RoleName};
use crate::domain::grant::UnitScope;
use crate::domain::id::{AccountId, UnitId};
use crate::domain::search::folded;
use crate::domain::text::PersonName;
use crate::domain::user::{User, UserFilter, UserStatus};

/// The list by status and address.
const LIST: &str = "U";

/// The list by given name.
const GIVEN_NAMES: &str = "UG";

/// The list by family name.
const FAMILY_NAMES: &str = "UF";

/// The list of those who reach every unit, by status and address.
const ALL_UNITS: &str = "UA";

/// The listings of those who hold several roles, and of those whose grants choose units: what another access model may have no place for.
const SEVERAL_ROLES: &str = "ROLES";
const SELECTED_UNITS: &str = "UNITS";

/// The listings of external users.
const EXTERNAL: &str = "EXTERNAL";

impl Record for User {
    const KIND: &'static str = "user";

    fn key(&self) -> Key {
        Key::user(self.account, self.id.key())
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        let name = |list, name: &Option<PersonName>| name.as_ref().map(|name| (in_list(self.account, list), folded(name.as_str())));
        [Some((in_list(self.account, LIST), by_status(self))), name(GIVEN_NAMES, &self.names.given_name), name(FAMILY_NAMES, &self.names.family_name)]
    }

    fn card(&self) -> Option<String> {
        Some(card::write(self))
    }
}

impl Versioned for User {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl Listed for User {
    fn of_entry(account: AccountId, entry: Entry) -> Result<Self, StoreFault> {
        card::read(account, entry.text("card")?)
    }
}

/// What several users have in common, as it stands in the partition of its listings: each role, each unit that is named, several roles, units chosen
/// at all, and being external.
fn facets(user: &User) -> BTreeSet<String> {
    let mut facets = BTreeSet::new();
    for grant in &user.grants {
        facets.insert(role(&grant.role));
        if let UnitScope::Selected(units) = &grant.units {
            facets.extend(units.iter().copied().map(unit));
        }
    }
    if user.grants.iter().any(|grant| grant.role != user.grants[0].role) {
        facets.insert(SEVERAL_ROLES.to_owned());
    }
    if user.grants.iter().any(|grant| grant.units != UnitScope::All) {
        facets.insert(SELECTED_UNITS.to_owned());
    }
    if user.external {
        facets.insert(EXTERNAL.to_owned());
    }
    facets
}

/// The listing that also stands in the list of those who reach all units: that of the first role which is held for all of them. A place in an
/// index costs half of what another item would.
fn for_all_units(user: &User) -> Option<String> {
    user.grants.iter().filter(|grant| grant.units == UnitScope::All).map(|grant| role(&grant.role)).min()
}

fn role(role: &RoleName) -> String {
    format!("ROLE#{role}")
}

fn unit(unit: UnitId) -> String {
    format!("UNIT#{unit}")
}

/// A user's listings: under keys that sort by status and address, the user's card.
fn listings(user: &User) -> HashMap<Key, Item> {
    let card = card::write(user);
    let for_all_units = for_all_units(user);
    let listing = |facet: String| {
        let key = Key::listing(user.account, &facet, user.status, &user.email);
        let mut item = key.attributes();
        item.insert("kind".to_owned(), text("listing"));
        item.insert("card".to_owned(), text(&card));
        if for_all_units.as_ref() == Some(&facet) {
            place(&mut item, Some((in_list(user.account, ALL_UNITS), by_status(user))), LISTS[0].partition, LISTS[0].sort);
        }
        (key, item)
    };
    facets(user).into_iter().map(listing).collect()
}

/// A user's place among those with the same status, and behind those with another.
fn by_status(user: &User) -> String {
    format!("{}#{}", user.status.as_str(), user.email)
}

impl Change {
    /// Writes a user where none may be, and the listings in which the user is found.
    #[must_use]
    pub fn add_user(self, user: &User) -> Self {
        listings(user).into_values().fold(self.create(user), Self::put)
    }

    /// Writes the next version of a user, and brings the listings into step.
    #[must_use]
    pub fn replace_user(self, before: &User, after: &mut User) -> Self {
        let change = self.replace(after);
        let listings_after = listings(after);
        let gone = listings(before).into_keys().filter(|key| !listings_after.contains_key(key));
        let change = gone.fold(change, Self::forget);
        listings_after.into_values().fold(change, Self::put)
    }

    /// Removes a user from the account, and the listings.
    #[must_use]
    pub fn remove_user(self, user: User) -> Self {
        let listings = listings(&user);
        listings.into_keys().fold(self.remove(user), Self::forget)
    }
}

impl List {
    /// The users of an account, or those with one status, by status and address.
    pub fn users(account: AccountId, status: Option<UserStatus>) -> Self {
        Self::indexed(account, 1, LIST).of_status(status)
    }

    /// Those who hold a role, whether or not the grant has ended; by status and address. Can be read consistently.
    pub fn users_by_role(account: AccountId, name: &RoleName, status: Option<UserStatus>) -> Self {
        Self::in_table(account, Some(&role(name))).of_status(status)
    }

    /// Those whose grants name a unit, by status and address. Can be read consistently.
    pub fn users_by_unit(account: AccountId, named: UnitId, status: Option<UserStatus>) -> Self {
        Self::in_table(account, Some(&unit(named))).of_status(status)
    }

    /// Those who stand in the way of another access model, whether or not the grant has ended. Can be read consistently.
    pub fn users_in_the_way(account: AccountId, obstacle: &Obstacle) -> Self {
        match obstacle {
            Obstacle::Role(name) => Self::users_by_role(account, name, None),
            Obstacle::Units => Self::in_table(account, Some(SELECTED_UNITS)),
            Obstacle::SeveralRoles => Self::in_table(account, Some(SEVERAL_ROLES)),
        }
    }

    /// Those with a grant for all units, by status and address.
    pub fn users_of_all_units(account: AccountId, status: Option<UserStatus>) -> Self {
        Self::indexed(account, 1, ALL_UNITS).of_status(status)
    }

    /// The lists that hold everybody whom `filter` admits, in the order of [`UserFilter::rank`], each with that rank. The first of the filters
    /// that is given leads: the beginning of a name or an address, external, the unit, the role, the status. What these lists hold is to be
    /// filtered by the others.
    pub fn users_for(account: AccountId, filter: &UserFilter) -> Vec<(usize, Self)> {
        let status = filter.status;
        if let Some(query) = &filter.query {
            let statuses = UserStatus::ALL.into_iter().filter(|one| status.is_none_or(|status| status == *one));
            let address = |status: UserStatus| Self::indexed(account, 1, LIST).beginning(format!("{}#{}", status.as_str(), query.as_str()));
            let mut lists: Vec<(usize, Self)> = statuses.map(|status| (0, address(status))).collect();
            lists.push((1, Self::indexed(account, 2, GIVEN_NAMES).beginning(query.as_str())));
            lists.push((2, Self::indexed(account, 3, FAMILY_NAMES).beginning(query.as_str())));
            lists
        } else if filter.external == Some(true) {
            vec![(0, Self::in_table(account, Some(EXTERNAL)).of_status(status))]
        } else if let Some(unit) = filter.unit {
            vec![(0, Self::users_by_unit(account, unit, status)), (1, Self::users_of_all_units(account, status))]
        } else if let Some(role) = &filter.role {
            vec![(0, Self::users_by_role(account, role, status))]
        } else {
            vec![(0, Self::users(account, status))]
        }
    }

    fn of_status(self, status: Option<UserStatus>) -> Self {
        match status {
            Some(status) => self.beginning(format!("{}#", status.as_str())),
            None => self,
        }
    }
}
