//! Which users of an account are asked for.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{User, UserStatus};
use crate::domain::access::grant::UnitScope;
use crate::domain::access::model::RoleName;
use crate::domain::external_id::ExternalId;
use crate::domain::id::UnitId;
use crate::domain::people::search::Prefix;
use crate::domain::text::PersonName;

/// What users must be to be listed; everything that is given must be so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserFilter {
    /// One of these; any, if none is named.
    pub status: Option<BTreeSet<UserStatus>>,
    /// A role that is held. A grant that has ended is still on record, and counts here.
    pub role: Option<RoleName>,
    /// A unit that a grant names or, being for all units, reaches. One that has ended counts, too.
    pub unit: Option<UnitId>,
    /// Whether the person has another home account.
    pub external: Option<bool>,
    /// Whether the person has a second factor, as far as the account knows.
    pub second_factor: Option<bool>,
    /// Not active since then, or never.
    pub inactive_since: Option<Timestamp>,
    /// What the portal calls the one who is asked for.
    pub external_id: Option<ExternalId>,
    /// How the address, the given or the family name begins.
    pub query: Option<Prefix>,
}

impl UserFilter {
    /// Whether `user` is one of those.
    pub fn admits(&self, user: &User) -> bool {
        self.status.as_ref().is_none_or(|asked| asked.contains(&user.status))
            && self.role.as_ref().is_none_or(|role| user.grants.iter().any(|grant| grant.role == *role))
            && self.unit.is_none_or(|unit| user.grants.iter().any(|grant| grant.units.reaches(Some(unit))))
            && self.external.is_none_or(|external| user.external == external)
            && self.second_factor.is_none_or(|second_factor| user.second_factor == second_factor)
            && self.inactive_since.is_none_or(|since| user.last_active_at.is_none_or(|last| last < since))
            && self.external_id.as_ref().is_none_or(|id| user.labels.external_id.as_ref() == Some(id))
            && self.query.as_ref().is_none_or(|query| matched(query, user).is_some())
    }

    /// Whether the list that the first of the filters chooses holds nobody whom the others leave out, but for the
    /// status.
    pub fn is_led_alone(&self) -> bool {
        let chosen = [self.query.is_some(), self.external == Some(true), self.unit.is_some(), self.role.is_some()];
        let without_order = [self.external == Some(false), self.second_factor.is_some(), self.inactive_since.is_some()];
        chosen.into_iter().filter(|is_given| *is_given).count() <= 1 && !without_order.contains(&true)
    }

    /// Whether the lists that hold those who are asked for are one order in parts, one for each status.
    pub fn is_by_status(&self) -> bool {
        self.query.is_none() && self.unit.is_none()
    }

    /// Where a user is whom several lists hold: those found by address come first, then by given name, then by family
    /// name; those of the unit come before those of all units. Each is in the first of these alone.
    pub fn rank(&self, user: &User) -> usize {
        match (&self.query, self.unit) {
            (Some(query), _) => matched(query, user).unwrap_or_default(),
            (None, Some(unit)) => usize::from(!user.grants.iter().any(|grant| names(&grant.units, unit))),
            (None, None) => 0,
        }
    }
}

/// Which of the address, the given and the family name is the first to begin so.
fn matched(query: &Prefix, user: &User) -> Option<usize> {
    let name = |name: &Option<PersonName>| name.as_ref().is_some_and(|name| query.begins(name.as_str()));
    let texts = [query.begins_address(&user.email), name(&user.names.given_name), name(&user.names.family_name)];
    texts.into_iter().position(|begins| begins)
}

fn names(units: &UnitScope, unit: UnitId) -> bool {
    matches!(units, UnitScope::Selected(units) if units.contains(&unit))
}
