//! Who gets an email that is about a person, and in whose name: the account that they joined first, of those where they
//! still are. A person in none is written to in nobody's name: they have a password here, and must be told of it and be
//! able to set a new one. An account that only expects them has no say in what is theirs, and does not sign for it; nor
//! does one that is suspended.

use super::Post;
use crate::domain::access::model::SecondFactorPolicy;
use crate::domain::credentials::credential_reset::is_in;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, PersonKey};
use crate::domain::people::account::Account;
use crate::domain::people::person::{Membership, Memberships, Person};
use crate::domain::people::user::{User, UserStatus};
use crate::domain::text::PersonName;
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
    /// The user that a link is bound to.
    pub(super) fn user(&self) -> Option<&User> {
        self.signatory.as_ref().map(|signatory| &signatory.user)
    }
}

impl Post {
    /// The person with this address: nobody if there is no such person. Two requests: a mailer is not waited for.
    pub(super) async fn recipient(&self, email: &EmailAddress) -> Result<Option<Recipient>, StoreFault> {
        let Credentials { person, mut memberships, .. } =
            self.app.store.credentials(PersonKey::of(email), self.app.now()).await?;
        let Some(person) = person else { return Ok(None) };
        memberships.readable.sort_by_key(|membership| (membership.joined_at, membership.account));
        // An account that cannot be read writes to nobody; another does.
        let signatory = self.signatories(&memberships).await?.into_iter().find_map(Result::ok);
        Ok(Some(Recipient { person, signatory }))
    }

    /// The user with this address, in this account, and the person's memberships of others: nobody if they are not in
    /// it. Two requests, as above.
    pub(super) async fn recipient_in(
        &self,
        account: AccountId,
        email: &EmailAddress,
    ) -> Result<Option<(Recipient, Memberships)>, StoreFault> {
        let Credentials { person, memberships, .. } =
            self.app.store.credentials(PersonKey::of(email), self.app.now()).await?;
        let here = memberships.only(|membership| membership.account == account);
        if here.is_empty() && here.unreadable > 0 {
            return Err(StoreFault::Unreadable);
        }
        let signatory = self.signatories(&here).await?.into_iter().next().transpose()?;
        let elsewhere = memberships.only(|membership| membership.account != account);
        let recipient = |(person, signatory)| (Recipient { person, signatory: Some(signatory) }, elsewhere);
        Ok(person.zip(signatory).map(recipient))
    }

    /// An account of these that asks for a second factor, and where the person is in: nothing if none does. One that
    /// cannot be read may ask for it.
    pub(super) async fn requires_factor(&self, memberships: &Memberships) -> Result<Option<Account>, StoreFault> {
        if memberships.unreadable > 0 {
            return Err(StoreFault::Unreadable);
        }
        let all = memberships.iter().flat_map(|membership| {
            let (user, account) = keys(membership);
            [user.any(), account.any(), Key::access_model(membership.account).any()]
        });
        let found = self.app.store.read(all).await?;
        for membership in memberships.iter() {
            let model = found.get(&Key::access_model(membership.account))?;
            let requires =
                model.is_some_and(|model| model.model.policies().second_factor == SecondFactorPolicy::Required);
            let is_active = |place: &Signatory| place.user.status == UserStatus::Active;
            let place = signatory(&found, membership)?.filter(|place| requires && is_active(place));
            if let Some(Signatory { account, .. }) = place {
                return Ok(Some(account));
            }
        }
        Ok(None)
    }

    /// Of these memberships, those of accounts that the person has joined and not been sent away from, in their order.
    async fn signatories(&self, memberships: &[Membership]) -> Result<Vec<Result<Signatory, StoreFault>>, StoreFault> {
        let all = memberships.iter().map(keys).flat_map(|(user, account)| [user.any(), account.any()]);
        let found = self.app.store.read(all).await?;
        let open = |signatory: Option<Signatory>| signatory.filter(|signatory| signatory.account.is_open());
        let signatories = memberships.iter().map(|membership| signatory(&found, membership).map(open));
        Ok(signatories.filter_map(Result::transpose).collect())
    }
}

/// In whose name an email goes out, and what they call its recipient.
pub(super) fn signed(signatory: Option<Signatory>) -> (Option<Account>, Option<PersonName>) {
    match signatory {
        Some(Signatory { account, user }) => (Some(account), user.names.given_name),
        None => (None, None),
    }
}

fn signatory(found: &Found, membership: &Membership) -> Result<Option<Signatory>, StoreFault> {
    let (user, account) = keys(membership);
    let user = found.get(&user)?.filter(|user| user.id == membership.user && is_in(user));
    Ok(user.zip(found.get(&account)?).map(|(user, account)| Signatory { account, user }))
}

fn keys(membership: &Membership) -> (Key<User>, Key<Account>) {
    (Key::user(membership.account, membership.user.key()), Key::account(membership.account))
}
