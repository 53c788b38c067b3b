//! People and their memberships: one partition a person, so that sign-in reads both in one request.

use jiff::Timestamp;

use super::Key;
use super::record::{Record, versioned};
use crate::domain::people::person::{Invited, Membership, Person};

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

impl Record for Invited {
    const KIND: &'static str = "invited";

    fn key(&self) -> Key<Self> {
        Key::invited(self.person)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.until)
    }
}
