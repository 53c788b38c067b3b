//! Whether an account is open: the vendor suspends it, and deletes it in two steps.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Account;
use crate::domain::Coded;
use crate::domain::effects::audit::record::AccountStandingRecord;
pub use crate::domain::status::AccountStatus;

/// The deletion of an account that is still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// When it was scheduled.
    pub scheduled_at: Timestamp,
    /// From when on the account is erased.
    pub erased_from: Timestamp,
    /// When everything in it was found to be gone: the account itself goes once nothing can come any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emptied_at: Option<Timestamp>,
}

/// Why an account cannot be suspended, resumed, or deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StandingFault {
    /// Someone has done it already.
    #[error("the account is already suspended")]
    AlreadySuspended,
    /// There is nothing to undo.
    #[error("the account is not suspended")]
    NotSuspended,
    /// It is to be erased.
    #[error("the account is to be erased; cancel its deletion first")]
    DeletionScheduled,
    /// There is nothing to cancel.
    #[error("no deletion of the account is scheduled")]
    DeletionNotScheduled,
    /// Its time has come.
    #[error("the account is being erased")]
    BeingErased,
}

impl Coded for StandingFault {
    fn code(&self) -> &'static str {
        match self {
            Self::AlreadySuspended => "already_suspended",
            Self::NotSuspended => "not_suspended",
            Self::DeletionScheduled => "deletion_scheduled",
            Self::DeletionNotScheduled => "deletion_not_scheduled",
            Self::BeingErased => "being_erased",
        }
    }
}

impl Account {
    /// Whether its users come in.
    pub fn status(&self) -> AccountStatus {
        match (self.deletion, self.suspended_at) {
            (Some(_), _) => AccountStatus::DeletionScheduled,
            (None, Some(_)) => AccountStatus::Suspended,
            (None, None) => AccountStatus::Active,
        }
    }

    /// Whether its users come in, and its emails go out.
    pub fn is_open(&self) -> bool {
        self.status() == AccountStatus::Active
    }

    /// The account, suspended from `now` on.
    pub fn suspended(self, now: Timestamp) -> Result<Self, StandingFault> {
        match self.status() {
            AccountStatus::Active => Ok(Self { suspended_at: Some(now), ..self }),
            AccountStatus::Suspended => Err(StandingFault::AlreadySuspended),
            AccountStatus::DeletionScheduled => Err(StandingFault::DeletionScheduled),
        }
    }

    /// The account, open again.
    pub fn resumed(self) -> Result<Self, StandingFault> {
        match self.status() {
            AccountStatus::Active => Err(StandingFault::NotSuspended),
            AccountStatus::Suspended => Ok(Self { suspended_at: None, ..self }),
            AccountStatus::DeletionScheduled => Err(StandingFault::DeletionScheduled),
        }
    }

    /// The account, closed from `now` on and erased once `grace` is over.
    pub fn to_be_deleted(self, grace: SignedDuration, now: Timestamp) -> Result<Self, StandingFault> {
        match self.deletion {
            None => {
                let deletion = Deletion { scheduled_at: now, erased_from: now + grace, emptied_at: None };
                Ok(Self { deletion: Some(deletion), ..self })
            }
            Some(_) => Err(StandingFault::DeletionScheduled),
        }
    }

    /// The account, kept, and open unless it was suspended before. What is being erased cannot be kept.
    pub fn kept(self, now: Timestamp) -> Result<Self, StandingFault> {
        match self.deletion {
            None => Err(StandingFault::DeletionNotScheduled),
            Some(deletion) if deletion.erased_from <= now => Err(StandingFault::BeingErased),
            Some(_) => Ok(Self { deletion: None, ..self }),
        }
    }

    /// Its deletion, if its time has come by `now`.
    pub fn deletion_due(&self, now: Timestamp) -> Option<Deletion> {
        self.deletion.filter(|deletion| deletion.erased_from <= now)
    }

    /// What audit events record of it.
    pub fn recorded_standing(&self) -> AccountStandingRecord {
        AccountStandingRecord { status: self.status(), erased_from: self.deletion.map(|deletion| deletion.erased_from) }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::domain::brand::Brand;
    use crate::domain::effects::limit::OwnMailLimits;
    use crate::domain::id::AccountId;
    use crate::domain::locale::Locale;
    use crate::domain::metadata::Metadata;
    use crate::domain::people::account::CursorKey;
    use crate::domain::text::Title;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn account() -> Account {
        Account {
            id: AccountId::from_bytes([1; 16]),
            name: Title::parse("Northwind").unwrap(),
            product_name: Title::parse("Northwind").unwrap(),
            support_address: None,
            locale: Locale::default(),
            brand: Brand::default(),
            external_id: None,
            metadata: Metadata::default(),
            mail_limits: OwnMailLimits::default(),
            suspended_at: None,
            deletion: None,
            cursor_key: CursorKey::random(&mut StdRng::seed_from_u64(1)),
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn an_account_is_suspended_and_resumed() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(account().resumed(), Err(StandingFault::NotSuspended));
        let suspended = account().suspended(now).unwrap();
        assert_eq!((suspended.status(), suspended.is_open()), (AccountStatus::Suspended, false));
        assert_eq!(suspended.clone().suspended(now), Err(StandingFault::AlreadySuspended));
        assert_eq!(suspended.resumed().unwrap(), account());
    }

    #[test]
    fn a_deletion_can_be_cancelled_until_its_time_has_come_and_leaves_the_account_as_it_was() {
        let now = Timestamp::UNIX_EPOCH;
        for before in [account(), account().suspended(now).unwrap()] {
            assert_eq!(before.clone().kept(now), Err(StandingFault::DeletionNotScheduled));
            let deleted = before.clone().to_be_deleted(DAY, now).unwrap();
            assert_eq!((deleted.status(), deleted.is_open()), (AccountStatus::DeletionScheduled, false));
            assert_eq!(deleted.clone().to_be_deleted(DAY, now), Err(StandingFault::DeletionScheduled));
            assert_eq!(deleted.clone().suspended(now), Err(StandingFault::DeletionScheduled));
            assert_eq!(deleted.clone().resumed(), Err(StandingFault::DeletionScheduled));
            assert_eq!(deleted.clone().kept(now + DAY), Err(StandingFault::BeingErased));
            assert_eq!(deleted.kept(now).unwrap(), before);
        }
    }
}
