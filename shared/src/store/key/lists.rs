//! The keys of lists: the names that partitions in the indexes end with, and what entries are sorted by.

use std::fmt::Display;

use crate::domain::access::model::RoleName;
use crate::domain::effects::audit::{Action, Target};
use crate::domain::id::UnitId;
use crate::domain::people::account::AccountStatus;

/// An account's users by status and address.
pub(in crate::store) const USERS: &str = "U";

/// Users by given name.
pub(in crate::store) const GIVEN_NAMES: &str = "UG";

/// Users by family name.
pub(in crate::store) const FAMILY_NAMES: &str = "UF";

/// Those who reach every unit, by status and address.
pub(in crate::store) const USERS_OF_ALL_UNITS: &str = "UA";

/// An account's invitations by status and time.
pub(in crate::store) const INVITATIONS: &str = "I";

/// Invitations by address and time.
pub(in crate::store) const INVITATIONS_BY_ADDRESS: &str = "IA";

/// An account's units by status and name.
pub(in crate::store) const UNITS: &str = "UNITS";

/// The vendor's models, those that came with Usher apart.
pub(in crate::store) const MODELS: &str = "MODELS";

/// The accounts that follow a model, by their ids.
pub(in crate::store) const FOLLOWERS: &str = "A";

/// The versions of a model.
pub(in crate::store) const VERSIONS: &str = "V";

/// Sorts behind every account's id.
pub(in crate::store) const BEHIND_ACCOUNTS: &str = "acc_~";

/// The listings of those who hold several roles, and of those whose grants choose units: what another access model may
/// have no place for.
pub(in crate::store) const SEVERAL_ROLES: &str = "ROLES";
pub(in crate::store) const SELECTED_UNITS: &str = "UNITS";

/// The listings of external users.
pub(in crate::store) const EXTERNAL: &str = "EXTERNAL";

/// The listings of those who hold a role.
pub(in crate::store) fn role(role: &RoleName) -> String {
    format!("ROLE#{role}")
}

/// The listings of those whose grants name a unit.
pub(in crate::store) fn unit(unit: UnitId) -> String {
    format!("UNIT#{unit}")
}

/// All accounts, by their creation.
pub(in crate::store) const ACCOUNTS: &str = "A";

/// All accounts by name.
pub(in crate::store) const ACCOUNT_NAMES: &str = "AN";

/// The accounts of a status, by their creation.
pub(in crate::store) fn accounts_of_status(status: AccountStatus) -> String {
    format!("AS#{}", status.as_str())
}

/// Events of an actor.
pub(in crate::store) fn by_actor(actor: &str) -> String {
    format!("EA#{actor}")
}

/// Events about a target.
pub(in crate::store) fn by_target(target: &Target) -> String {
    format!("ET#{}", target.as_str())
}

/// Events of an action.
pub(in crate::store) fn by_action(action: Action) -> String {
    format!("EC#{}", action.as_str())
}

/// Events of an operator, in the vendor's trail.
pub(in crate::store) fn by_principal(principal: &str) -> String {
    format!("EP#{principal}")
}

/// A sort key: by `first`, and then by `second`.
pub(in crate::store) fn by(first: impl Display, second: impl Display) -> String {
    format!("{first}#{second}")
}

/// What all sort keys begin with that are by `first`, and then by something else.
pub(in crate::store) fn beginning_with(first: impl Display) -> String {
    by(first, "")
}

/// Sorts behind all of those: `$` comes after `#`.
pub(in crate::store) fn behind(first: impl Display) -> String {
    format!("{first}$")
}
