//! A user: someone in an account, from invitation to removal.

mod activation;
mod activity;
mod filter;
mod leaving;
mod recorded;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::filter::UserFilter;
pub use self::leaving::LeavingFault;
use crate::domain::access::grant::Grant;
use crate::domain::access::model::AccessModel;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, InvitationId, PersonKey, UserId};
use crate::domain::labels::Labels;
use crate::domain::people::invitation::Inviter;
pub use crate::domain::status::UserStatus;
use crate::domain::text::PersonName;

/// Given and family name, as one account knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Names {
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<PersonName>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<PersonName>,
}

impl Names {
    /// The names that are there, in reading order; nothing if there is none.
    pub fn full(&self) -> Option<String> {
        let names: Vec<&str> =
            [&self.given_name, &self.family_name].into_iter().flatten().map(PersonName::as_str).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }
}

/// A user of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// The account.
    pub account: AccountId,
    /// The user's own id, stable from invitation to removal.
    pub id: UserId,
    /// The address, immutable.
    pub email: EmailAddress,
    /// The names.
    #[serde(flatten)]
    pub names: Names,
    /// What the portal calls the user, and notes on them.
    #[serde(flatten)]
    pub labels: Labels,
    /// The user's status.
    pub status: UserStatus,
    /// The user's grants.
    pub grants: Vec<Grant>,
    /// The invitation that is, or was, the user's way in.
    pub invitation: InvitationId,
    /// Whether the person behind the user has another home account: they had joined one before they joined this one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub external: bool,
    /// Whether the person behind the user has come in, by accepting the invitation. Until then nobody acts as the user
    /// but programs, whatever the status.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joined: bool,
    /// Who invited the user, or moved them in: the one who sent the invitation that was accepted. Unknown of users from
    /// before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<Inviter>,
    /// When the person came in. Unknown of those who did before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_at: Option<Timestamp>,
    /// The hour in which the person last used the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<Timestamp>,
    /// Whether the person's second factor is on, as the account knows it: since they joined, and until they are sent
    /// away.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second_factor: bool,
    /// The version of the access model whose coming rests on the user: they were its witness, someone who manages users
    /// for good under it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub witnessed: u64,
    /// When the user was invited.
    pub created_at: Timestamp,
    /// When the user became active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activated_at: Option<Timestamp>,
    /// When the user was deactivated last, whether or not they were let in again since: what they were sent before is
    /// worth nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deactivated_at: Option<Timestamp>,
    /// Counts the changes; the `ETag`.
    pub version: u64,
}

fn is_zero(version: &u64) -> bool {
    *version == 0
}

impl User {
    /// The person that the address belongs to.
    pub fn person(&self) -> PersonKey {
        PersonKey::of(&self.email)
    }

    /// The user, active from `now` on.
    pub fn activated(self, now: Timestamp) -> Self {
        Self { status: UserStatus::Active, activated_at: Some(now), ..self }
    }

    /// The user, whose person comes in at `now`. `external` says whether they had joined another account before.
    pub fn joined(self, external: bool, now: Timestamp) -> Self {
        Self { joined: true, external, joined_at: Some(now), ..self }
    }

    /// Whether the user is still to accept, and has nothing until then.
    pub fn is_waiting(&self) -> bool {
        self.status == UserStatus::Pending && !self.joined
    }

    /// Whether the account can rely on this user to manage its users: they have come in, too. One who was created and
    /// never came could not act.
    pub fn keeps_managing(&self, model: &AccessModel) -> bool {
        self.joined && self.administers(model)
    }

    /// Whether the account could rely on this user alone to manage its users: active, with grants that last.
    pub fn administers(&self, model: &AccessModel) -> bool {
        self.status == UserStatus::Active && Grant::manage_users_for_good(&self.grants, model)
    }
}
