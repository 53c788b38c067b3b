//! Credential resets. There is at most one of each kind for a person; one that is used is removed, one that has expired
//! is garbage.

use jiff::Timestamp;

use super::key::Key;
use super::record::{Record, versioned};
use crate::domain::credential::Credential;
use crate::domain::credentials::credential_reset::CredentialReset;
use crate::domain::id::PersonKey;

impl Key<CredentialReset> {
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

    fn key(&self) -> Key<Self> {
        Key::credential_reset(self.person, self.credential)
    }

    fn garbage_from(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

versioned!(CredentialReset);
