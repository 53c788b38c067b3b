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
    pub(super) place: Option<Place>,
}

/// An account, and the person's user there.
pub(super) struct Place {
    pub(super) account: Account,
    pub(super) user: User,
}

impl Recipient {
    /// The user that a link is bound to. An account that still waits for the person has no say in their credentials.
    pub(super) fn user(&self) -> Option<&User> {
        self.place.as_ref().map(|place| &place.user).filter(|user| is_in(user))
    }
}

impl Post {
    /// Whoever has this address: nobody where there is no such person. Two requests: a mailer is not waited for.
    pub(super) async fn recipient(&self, email: &EmailAddress) -> Result<Option<Recipient>, StoreFault> {
        let Credentials { person, mut memberships, .. } = self.app.store.credentials(PersonKey::of(email), self.app.now()).await?;
        let Some(person) = person else { return Ok(None) };
        memberships.sort_by_key(|membership| (membership.joined_at, membership.account));
        let place = self.places(&memberships).await?.into_iter().min_by_key(|place| !is_in(&place.user));
        Ok(Some(Recipient { person, place }))
    }

    /// Whoever has this address, in this account: nobody where they are not in it. Two requests, as above.
    pub(super) async fn recipient_in(&self, account: AccountId, email: &EmailAddress) -> Result<Option<Recipient>, StoreFault> {
        let Credentials { person, mut memberships, .. } = self.app.store.credentials(PersonKey::of(email), self.app.now()).await?;
        memberships.retain(|membership| membership.account == account);
        let place = self.places(&memberships).await?.into_iter().find(|place| is_in(&place.user));
        Ok(person.zip(place).map(|(person, place)| Recipient { person, place: Some(place) }))
    }

    /// Of these memberships, those from which the person has not been sent away, in their order.
    async fn places(&self, memberships: &[Membership]) -> Result<Vec<Place>, StoreFault> {
        let found = self.app.store.read(memberships.iter().flat_map(keys)).await?;
        let places = memberships.iter().map(|membership| place(&found, membership));
        places.filter_map(Result::transpose).collect()
    }
}

/// In whose name a mail goes out, and what they call its recipient.
pub(super) fn signed(place: Option<Place>) -> (Option<Account>, Option<PersonName>) {
    match place {
        Some(Place { account, user }) => (Some(account), user.names.given_name),
        None => (None, None),
    }
}

fn place(found: &Found, membership: &Membership) -> Result<Option<Place>, StoreFault> {
    let [user, account] = keys(membership);
    let user = found.get::<User>(&user)?.filter(|user| user.id == membership.user && user.status != UserStatus::Deactivated);
    Ok(user.zip(found.get(&account)?).map(|(user, account)| Place { account, user }))
}

fn keys(membership: &Membership) -> [Key; 2] {
    [Key::user(membership.account, membership.user.key()), Key::account(membership.account)]
}
