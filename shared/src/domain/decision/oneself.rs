//! What people may do about an account that they are in.

use super::{Acting, Decided};
use crate::domain::people::user::User;
use crate::domain::words::words;

words! {
    /// What one can do about an account that one is in.
    pub enum MyAccountAction {
        /// Leave it; takes a proof as well.
        Leave = "leave",
    }
}

impl Acting<'_> {
    /// What becomes of them if they leave: nothing, or the user, kept on record and out, if the access model has nobody
    /// removed.
    pub fn left(&self) -> Decided<Option<User>> {
        self.require_person()?;
        Ok(self.user.leaves(&self.model.policies().offboarding, self.now)?)
    }
}
