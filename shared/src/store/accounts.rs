//! Accounts and their access models.

use super::key::Key;
use super::record::{Record, Versioned};
use crate::domain::account::{Account, AccountModel};

impl Record for Account {
    const KIND: &'static str = "account";

    fn key(&self) -> Key {
        Key::account(self.id)
    }
}

impl Versioned for Account {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl Record for AccountModel {
    const KIND: &'static str = "access_model";

    fn key(&self) -> Key {
        Key::access_model(self.account)
    }
}

impl Versioned for AccountModel {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}
