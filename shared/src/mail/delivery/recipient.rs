//! Who gets a mail that is about a person, and in whose name: the account that they joined first, of those where they still are.

use super::Post;
use crate::domain::account::Account;
use crate::domain::credential_reset::is_in;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, PersonKey};
use crate::domain::person::{Membership, Person};
use crate::domain::user::User;
use crate::store::{Credentials, Key, StoreFault};

/// A person, and the account that writes to them.
pub(super) struct Recipient {
    pub(super) person: Person,
    pub(super) account: Account,
    pub(super) user: User,
}

impl Post {
    /// Whoever has this address, in the account that is named, or else in the one that they joined first. Nobody where there is no such person, or they
    /// are in no account any more. Two requests: a mailer is not waited for.
    pub(super) async fn recipient(&self, email: &EmailAddress, through: Option<AccountId>) -> Result<Option<Recipient>, StoreFault> {
        let Credentials { person, mut memberships, .. } = self.app.store.credentials(PersonKey::of(email), self.app.now()).await?;
        let Some(person) = person else { return Ok(None) };
        memberships.retain(|membership| through.is_none_or(|account| membership.account == account));
        memberships.sort_by_key(|membership| (membership.joined_at, membership.account));
        let found = self.app.store.read(memberships.iter().flat_map(keys)).await?;
        for membership in &memberships {
            let [user, account] = keys(membership);
            let user = found.get::<User>(&user)?.filter(|user| user.id == membership.user && is_in(user));
            if let (Some(user), Some(account)) = (user, found.get::<Account>(&account)?) {
                return Ok(Some(Recipient { person, account, user }));
            }
        }
        Ok(None)
    }
}

fn keys(membership: &Membership) -> [Key; 2] {
    [Key::user(membership.account, membership.user.key()), Key::account(membership.account)]
}
