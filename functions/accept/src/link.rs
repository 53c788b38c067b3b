//! The link of an invitation, and everything that it leads to.

use serde::Deserialize;
use usher::app::App;
use usher::caller::SessionBearer;
use usher::domain::credentials::session::Session;
use usher::domain::credentials::token::InvitationToken;
use usher::domain::people::account::{Account, AccountModel};
use usher::domain::people::invitation::{Invitation, InvitationFault, InvitationStatus};
use usher::domain::people::person::Person;
use usher::domain::people::user::{User, UserStatus};
use usher::http::{Answer, Envelope, Problem};
use usher::store::Key;
use utoipa::ToSchema;

/// The secret of a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationLink {
    /// The part of the link after `#token=`.
    #[schema(example = "ush_inv_…")]
    pub token: String,
}

/// What a link leads to, read in one request.
pub struct LinkedInvitation {
    pub invitation: Invitation,
    /// The user to be; gone once the invitation is declined or revoked.
    pub user: Option<User>,
    pub account: Account,
    pub model: AccountModel,
    /// The person behind the address, if they have an account here already.
    pub person: Option<Person>,
    /// The user who sent it.
    pub inviter: Option<User>,
    /// What was found at the place of the user who vouches for it.
    voucher: Option<User>,
    /// Who is signed in, if the request says that someone is.
    pub session: Option<Session>,
}

/// What there is at the place of the user who vouches for an invitation: its inviter, who is read already, or the user
/// who changed since then what it gives. Another request, in that case alone.
async fn voucher(app: &App, invitation: &Invitation, inviter: Option<&User>) -> Answer<Option<User>> {
    let Some(editor) = invitation.edited_by else { return Ok(inviter.cloned()) };
    let key = Key::user(invitation.account, editor.key());
    Ok(app.store.get(&key).await?)
}

/// Reads the secret of a link, which leads nowhere where it is malformed.
pub fn parse(token: &str) -> Answer<InvitationToken> {
    InvitationToken::parse(token).map_err(|_| Problem::not_found())
}

impl LinkedInvitation {
    /// Follows a link. A wrong secret, and one that a newer link has replaced, lead nowhere. The token's inviter only
    /// says where to read: one who is not the invitation's own is a forgery.
    pub async fn follow(app: &App, token: &InvitationToken, bearer: Option<&SessionBearer>) -> Answer<Self> {
        let account = token.account;
        let invitation = Key::invitation(account, token.invitation);
        let user = Key::user(account, token.invitation.key());
        let person = Key::person(token.person);
        let inviter = token.inviter.map(|inviter| Key::user(account, inviter));
        let keys =
            [invitation.any(), user.any(), person.any(), Key::account(account).any(), Key::access_model(account).any()];
        let found = app
            .store
            .read(
                keys.into_iter()
                    .chain(inviter.as_ref().map(Key::any))
                    .chain(bearer.into_iter().flat_map(SessionBearer::keys)),
            )
            .await?;
        let is_genuine = |invitation: &Invitation| {
            invitation.has_link(&token.secret) && invitation.invited_by.key() == token.inviter
        };
        let invitation = found.get(&invitation)?.filter(is_genuine).ok_or_else(Problem::not_found)?;
        let user = found.get(&user)?.filter(|user| user.id == invitation.user);
        let inviter = inviter.map(|key| found.get(&key)).transpose()?.flatten();
        Ok(Self {
            voucher: voucher(app, &invitation, inviter.as_ref()).await?,
            inviter,
            user,
            account: found.get(&Key::account(account))?.ok_or_else(Problem::not_found)?,
            model: found.get(&Key::access_model(account))?.ok_or_else(Problem::not_found)?,
            person: found.get(&person)?,
            session: bearer
                .map(|bearer| bearer.signed_in(&found, app.now()))
                .transpose()?
                .map(|signed_in| signed_in.session),
            invitation,
        })
    }

    /// Goes on only with a request that was not run before: the link shows who makes it. If it leads to no user any
    /// more, there is nothing to say again of one.
    pub async fn claim(&self, app: &App, envelope: &Envelope) -> Answer<()> {
        match &self.user {
            Some(user) if user.status != UserStatus::Deactivated => envelope.claim(app).await,
            _ => Ok(()),
        }
    }

    /// Refuses a person who is signed in with another address. The invitation is untouched.
    pub fn check_session(&self) -> Answer<()> {
        match &self.session {
            Some(session) if session.email != self.invitation.email => Err(Problem::conflict(
                "signed_in_as_someone_else",
                "the invitation is for another address; sign out first",
            )),
            _ => Ok(()),
        }
    }

    /// Goes on only if the account lets anybody in.
    pub fn check_open(&self) -> Answer<()> {
        if self.account.is_open() { Ok(()) } else { Err(Problem::account_suspended()) }
    }

    /// Whether what the user is to hold can still be given. Someone active from the start holds it already.
    pub fn is_given(&self, now: jiff::Timestamp) -> bool {
        let pending = self.user.as_ref().filter(|user| user.status == UserStatus::Pending);
        let Some((user, voucher)) = pending.zip(self.invitation.voucher()) else { return true };
        voucher.can_give(self.voucher.as_ref(), &user.grants, &self.model.model, now)
    }

    /// What became of the invitation by `now`.
    pub fn status(&self, now: jiff::Timestamp) -> InvitationStatus {
        self.invitation.status_at(now).if_given(|| self.is_given(now))
    }

    /// Where the page leads on to, if the installation still names its origin.
    pub fn return_to(&self, app: &App) -> Option<String> {
        app.config.return_origins.admitted(self.invitation.greeting.return_to.as_ref()).map(str::to_owned)
    }

    /// Refuses an invitation that nobody can give any more.
    pub fn check_is_given(&self, now: jiff::Timestamp) -> Answer<()> {
        match self.status(now) {
            InvitationStatus::Lapsed => Err(Problem::of_invitation(InvitationFault::Lapsed, now)),
            _ => Ok(()),
        }
    }
}
