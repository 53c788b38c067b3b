//! People and their memberships: one partition a person, so that sign-in reads both in one request.

use super::Key;
use super::record::{Record, versioned};
use crate::domain::people::person::{Membership, Person};

impl Record for Person {
    const KIND: &'static str = "person";

    fn key(&self) -> Key<Self> {
        Key::person(Person::key(self))
    }
}

versioned!(Person);

impl Record for Membership {
    const KIND: &'static str = "membership";

    fn key(&self) -> Key<Self> {
        Key::membership(self.person, self.account)
    }
}

versioned!(Membership);
