//! The link of a credential reset, and everything that it leads to.

use jiff::Timestamp;
use usher::app::App;
use usher::domain::attempts::Attempts;
use usher::domain::credential_reset::{Credential, CredentialReset};
use usher::domain::id::{AccountId, UserId, UserKey};
use usher::domain::person::{Membership, Person};
use usher::domain::token::ResetToken;
use usher::http::personal::arrived;
use usher::http::{Answer, Fields, Place, Problem};
use usher::store::{Change, Credentials, Key};

/// What a link that works leads to, read in one request, with a second one beside it.
pub struct Linked {
    /// The reset that the link is of.
    pub reset: CredentialReset,
    /// The other one that is pending, if one is.
    pub sibling: Option<CredentialReset>,
    /// Whose credential it is.
    pub person: Person,
    /// The account that the link is bound to, and the person's user there, whatever they are there.
    pub through: Option<Place>,
    /// What is known of attempts with the address.
    pub attempts: Attempts,
    /// What else the person is a user of.
    memberships: Vec<Membership>,
}

/// Reads the fields of a completion: the token of the link, which leads nowhere where it is malformed, and a password, as it was typed.
pub fn parse<'a>(credential: Credential, token: Option<&str>, password: Option<&'a str>) -> Answer<(ResetToken, &'a str)> {
    let mut fields = Fields::new();
    for (field, _) in [("token", token), ("password", password)].into_iter().filter(|(_, value)| value.is_none()) {
        fields.refuse(field, "required", "must be given");
    }
    fields.finish()?;
    let token = ResetToken::parse(credential, token.unwrap_or_default()).map_err(|_| Problem::not_found())?;
    Ok((token, password.unwrap_or_default()))
}

impl Linked {
    /// Follows a link. One that was used, replaced or overtaken leads nowhere, and so does a forged one; one whose time is over says so.
    pub async fn follow(app: &App, token: &ResetToken, now: Timestamp) -> Answer<Self> {
        let person = token.person;
        let through = token.account.map(|account| (account, UserKey::of(account, person)));
        let other = match token.credential {
            Credential::Password => Credential::SecondFactor,
            Credential::SecondFactor => Credential::Password,
        };
        let [reset, sibling] = [token.credential, other].map(|credential| Key::credential_reset(person, credential));
        let keys = [reset.clone(), sibling.clone(), Key::person(person)]
            .into_iter()
            .chain(through.into_iter().flat_map(|(account, user)| Place::keys(account, user)));
        let (found, credentials) = tokio::join!(app.store.read(keys), app.store.credentials(person, now));
        let (found, Credentials { memberships, attempts, .. }) = (found?, credentials?);
        let reset: CredentialReset = found.get(&reset)?.ok_or_else(Problem::not_found)?;
        let person: Person = found.get(&Key::person(person))?.ok_or_else(Problem::not_found)?;
        let through = through.map(|(account, user)| Place::of_any_status(&found, account, user)).transpose()?.flatten();
        reset.check(&token.secret, &person, through.as_ref().map(|place| &place.user), now)?;
        // What a link that is bound to no account says of one is not to be believed.
        let through = through.filter(|_| reset.through.is_some());
        Ok(Self { reset, sibling: found.get(&sibling)?, person, through, attempts, memberships })
    }

    /// Every account that a new password opens: where the person is an active user, and the one that the link is bound to, whatever they are there.
    /// One request.
    pub async fn everywhere(&self, app: &App) -> Answer<Vec<Place>> {
        let is_another = |membership: &&Membership| self.through.as_ref().is_none_or(|place| place.account.id != membership.account);
        let others: Vec<Membership> = self.memberships.iter().filter(is_another).cloned().collect();
        let mut everywhere = Place::all(app, &others).await?;
        everywhere.extend(self.through.clone());
        Ok(everywhere)
    }

    /// Of all these, where what happens is recorded. Where the first sign-in is still waited for, the account that the link is bound to has the person
    /// all the same: it knows them by this very link.
    pub fn recorded_in(&self, everywhere: &[Place]) -> Vec<(AccountId, UserId)> {
        let mut places = arrived(everywhere);
        let here = self.through.as_ref().map(|place| (place.account.id, place.user.id));
        places.extend(here.filter(|here| !places.contains(here)));
        places
    }
}

/// The end of a link that was used, on condition that nobody else used it, and that the user whom it is bound to stands as they were.
pub fn used(reset: CredentialReset, through: Option<Place>) -> Change {
    let change = Change::new().remove(reset);
    match through {
        Some(place) => change.require(place.user),
        None => change,
    }
}
