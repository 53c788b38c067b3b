//! Accounts and their access models.

use super::key::Key;
use super::record::{Record, versioned};
use crate::domain::people::account::{Account, AccountModel};

impl Record for Account {
    const KIND: &'static str = "account";

    fn key(&self) -> Key<Self> {
        Key::account(self.id)
    }
}

versioned!(Account);

impl Record for AccountModel {
    const KIND: &'static str = "access_model";

    fn key(&self) -> Key<Self> {
        Key::access_model(self.account)
    }
}

versioned!(AccountModel);
