//! Who gets a mail that is about a person, and in whose name: the account that they joined first, of those where they still are. Whoever is in none is
//! written to in the name of one that expects them, or in nobody's: they have a password here, and must be told of it and be able to set a new one.

use super::Post;
use crate::domain::account::Account;
use crate::domain::credential_reset::is_in;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, PersonKey};
use crate::domain::person::{Membership, Person};
use crate::domain::text::PersonName;
use crate::domain::user::{User, UserStatus};
use crate::store::{Credentials, Found, Key, StoreFault};

/// A person, and who writes to them.
pub(super) struct Recipient {
    pub(super) person: Person,
    pub(super) signatory: Option<Signatory>,
}

/// An account that writes, and the user of it who is written to.
pub(super) struct Signatory {
    pub(super) account: Account,
    pub(super) user: User,
}

impl Recipient {
    /// The user that a link is bound to. An account that still waits for the person has no say in their credentials.
    pub(super) fn user(&self) -> Option<&User> {
        self.signatory.as_ref().map(|signatory| &signatory.user).filter(|user| is_in(user))
    }
}

impl Post {
    /// Whoever has this address: nobody where there is no such person. Two requests: a mailer is not waited for.
    pub(super) async fn recipient(&self, email: &EmailAddress) -> Result<Option<Recipient>, StoreFault> {
        let Credentials { person, mut memberships, .. } = self.app.store.credentials(PersonKey::of(email), self.app.now()).await?;
        let Some(person) = person else { return Ok(None) };
        memberships.sort_by_key(|membership| (membership.joined_at, membership.account));
        let signatory = self.signatories(&memberships).await?.into_iter().min_by_key(|signatory| !is_in(&signatory.user));
        Ok(Some(Recipient { person, signatory }))
    }

    /// Whoever has this address, in this account: nobody where they are not in it. Two requests, as above.
    pub(super) async fn recipient_in(&self, account: AccountId, email: &EmailAddress) -> Result<Option<Recipient>, StoreFault> {
        let Credentials { person, mut memberships, .. } = self.app.store.credentials(PersonKey::of(email), self.app.now()).await?;
        memberships.retain(|membership| membership.account == account);
        let signatory = self.signatories(&memberships).await?.into_iter().find(|signatory| is_in(&signatory.user));
        Ok(person.zip(signatory).map(|(person, signatory)| Recipient { person, signatory: Some(signatory) }))
    }

    /// Of these memberships, those from which the person has not been sent away, in their order.
    async fn signatories(&self, memberships: &[Membership]) -> Result<Vec<Signatory>, StoreFault> {
        let found = self.app.store.read(memberships.iter().flat_map(keys)).await?;
        let signatories = memberships.iter().map(|membership| signatory(&found, membership));
        signatories.filter_map(Result::transpose).collect()
    }
}

/// In whose name a mail goes out, and what they call its recipient.
pub(super) fn signed(signatory: Option<Signatory>) -> (Option<Account>, Option<PersonName>) {
    match signatory {
        Some(Signatory { account, user }) => (Some(account), user.names.given_name),
        None => (None, None),
    }
}

fn signatory(found: &Found, membership: &Membership) -> Result<Option<Signatory>, StoreFault> {
    let [user, account] = keys(membership);
    let user = found.get::<User>(&user)?.filter(|user| user.id == membership.user && user.status != UserStatus::Deactivated);
    Ok(user.zip(found.get(&account)?).map(|(user, account)| Signatory { account, user }))
}

fn keys(membership: &Membership) -> [Key; 2] {
    [Key::user(membership.account, membership.user.key()), Key::account(membership.account)]
}
