//! The link of a credential reset, and everything that it leads to.

use jiff::Timestamp;
use usher::app::App;
use usher::caller::{Place, Places};
use usher::domain::credential::Credential;
use usher::domain::credentials::attempts::Attempts;
use usher::domain::credentials::credential_reset::CredentialReset;
use usher::domain::credentials::token::ResetToken;
use usher::domain::id::UserKey;
use usher::domain::people::person::{Membership, Memberships, Person};
use usher::http::{Answer, Envelope, Problem};
use usher::store::{Change, Credentials, Key};

/// What a link that works leads to, read in one request, with a second one beside it.
pub struct LinkedReset {
    /// The reset that the link is of.
    pub reset: CredentialReset,
    /// The other one that is pending, if one is.
    pub sibling: Option<CredentialReset>,
    /// Whose credential it is.
    pub person: Person,
    /// The account that the link is bound to, and the person's user there, whatever they are there.
    pub via: Option<Place>,
    /// What is known of attempts with the address.
    pub attempts: Attempts,
    /// What the person has joined.
    pub memberships: Memberships,
}

/// Reads the token of a link, which leads nowhere where it is malformed.
pub fn parse(credential: Credential, token: &str) -> Answer<ResetToken> {
    ResetToken::parse(credential, token).map_err(|_| Problem::not_found())
}

impl LinkedReset {
    /// Follows a link. One that was used, replaced or overtaken leads nowhere, and so does a forged one; one whose time
    /// is over says so.
    ///
    /// A request that was run before is answered as it was then, also when its link is used up by that.
    pub async fn follow(app: &App, token: &ResetToken, envelope: &Envelope, now: Timestamp) -> Answer<Self> {
        let person = token.person;
        let via = token.account.map(|account| (account, UserKey::of(account, person)));
        let other = match token.credential {
            Credential::Password => Credential::SecondFactor,
            Credential::SecondFactor => Credential::Password,
        };
        let [reset, sibling] = [token.credential, other].map(|credential| Key::credential_reset(person, credential));
        let keys = [reset.any(), sibling.any(), Key::person(person).any()]
            .into_iter()
            .chain(via.into_iter().flat_map(|(account, user)| Place::keys(account, user)))
            .chain(envelope.answer());
        let (found, credentials) = tokio::join!(app.store.read(keys), app.store.credentials(person, now));
        let (found, Credentials { memberships, attempts, .. }) = (found?, credentials?);
        let Some(reset) = found.get(&reset)? else {
            envelope.repeat(&found, app)?;
            return Err(Problem::not_found());
        };
        let person = found.get(&Key::person(person))?.ok_or_else(Problem::not_found)?;
        let via = via.map(|(account, user)| Place::of_any(&found, account, user)).transpose()?.flatten();
        reset.check(&token.secret, &person, via.as_ref().map(|place| &place.user), now)?;
        envelope.claim(app).await?;
        via.as_ref().map_or(Ok(()), Place::check_open)?;
        // What a link that is bound to no account says of one is not to be believed.
        let via = via.filter(|_| reset.via.is_some());
        Ok(Self { reset, sibling: found.get(&sibling)?, person, via, attempts, memberships })
    }

    /// Every account that a new password opens, and that records what happens: where the person is in, and the one that
    /// the link is bound to, also if the first sign-in is still waited for. It knows them by this very link. One
    /// request.
    pub async fn everywhere(&self, app: &App) -> Answer<Places> {
        let is_another =
            |membership: &Membership| self.via.as_ref().is_none_or(|place| place.account.id != membership.account);
        let mut everywhere = Places::of(app, &self.memberships.only(is_another)).await?;
        everywhere.readable.extend(self.via.clone());
        Ok(everywhere)
    }

    /// Whether another account than the one that sent the link asks for the second factor, or may do so: then the link
    /// does not remove it (docs/decisions/0041).
    pub fn is_withheld(&self, everywhere: &Places) -> bool {
        let here = self.via.as_ref().map(|place| place.account.id);
        let is_elsewhere = |place: &Place| Some(place.account.id) != here;
        everywhere.unreadable > 0
            || everywhere.iter().any(|place| is_elsewhere(place) && place.requires_second_factor())
    }
}

/// The end of a link that was used, on condition that nobody else used it, and that the user whom it is bound to is
/// unchanged.
pub fn used(reset: CredentialReset, via: Option<Place>) -> Change {
    let change = Change::new().remove(reset);
    match via {
        Some(place) => change.require(place.user),
        None => change,
    }
}
