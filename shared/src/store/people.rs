//! People and their memberships: one partition a person, so that sign-in reads both in one request.

use super::Key;
use super::record::{Record, Versioned};
use crate::domain::person::{Membership, Person};

impl Record for Person {
    const KIND: &'static str = "person";

    fn key(&self) -> Key {
        Key::person(Person::key(self))
    }
}

impl Versioned for Person {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}

impl Record for Membership {
    const KIND: &'static str = "membership";

    fn key(&self) -> Key {
        Key::membership(self.person, self.account)
    }
}

impl Versioned for Membership {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}
