//! Credential resets. There is at most one of each kind for a person; one that is used is removed, one that has expired is garbage.

use jiff::Timestamp;

use super::key::Key;
use super::record::{Record, Versioned};
use crate::domain::credential_reset::{Credential, CredentialReset};
use crate::domain::id::PersonKey;

impl Key {
    /// The link with which a person resets this credential.
    pub fn credential_reset(person: PersonKey, credential: Credential) -> Self {
        match credential {
            Credential::Password => Self::password_reset(person),
            Credential::SecondFactor => Self::second_factor_reset(person),
        }
    }
}

impl Record for CredentialReset {
    const KIND: &'static str = "credential_reset";

    fn key(&self) -> Key {
        Key::credential_reset(self.person, self.credential)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

impl Versioned for CredentialReset {
    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }
}
