//! What accounts look like, in partitions of their own.

use super::key::Key;
use super::record::Record;
use crate::domain::brand::{PublicBrand, PublicLogo};

impl Record for PublicBrand {
    const KIND: &'static str = "brand";

    fn key(&self) -> Key<Self> {
        Key::brand(self.account)
    }
}

impl Record for PublicLogo {
    const KIND: &'static str = "logo";

    fn key(&self) -> Key<Self> {
        Key::logo(self.account)
    }
}
