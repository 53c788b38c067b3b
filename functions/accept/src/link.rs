//! The link of an invitation, and everything that it leads to.

use usher::app::App;
use usher::domain::account::{Account, AccountModel};
use usher::domain::grant::{Access, Grant};
use usher::domain::invitation::{Invitation, InvitationStatus};
use usher::domain::permission::Operation;
use usher::domain::person::Person;
use usher::domain::session::Session;
use usher::domain::token::InvitationToken;
use usher::domain::user::{User, UserStatus};
use usher::http::{Answer, Fields, Problem, SessionBearer};
use usher::store::Key;
use utoipa::ToSchema;

/// The secret of a link.
#[derive(eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What stands in the link behind `#token=`.
    #[serde(default)]
    #[schema(required, value_type = String, example = "ush_inv_…")]
    pub token: Option<String>,
}

/// What a link leads to, read in one request.
pub struct Linked {
    pub invitation: Invitation,
    /// The user to be; gone once the invitation is declined or revoked.
    pub user: Option<User>,
    pub account: Account,
    pub model: AccountModel,
    /// The person behind the address, if they have an account here already.
    pub person: Option<Person>,
    /// The user who vouches for the invitation.
    pub inviter: Option<User>,
    /// The user who vouches for the grants instead, where they were changed after the invitation; another request, in that case alone.
    voucher: Voucher,
    /// Who is signed in, if the request says that somebody is.
    pub session: Option<Session>,
}

/// Who vouches for what an invitation gives.
enum Voucher {
    /// Whoever vouches for the invitation.
    Inviter,
    /// Whoever changed the grants last; nobody, where they are gone.
    Editor(Option<Box<User>>),
}

async fn voucher(app: &App, user: Option<&User>) -> Answer<Voucher> {
    let Some((account, editor)) = user.and_then(|user| Some((user.account, user.vouched_by?))) else { return Ok(Voucher::Inviter) };
    let key = Key::user(account, editor.key());
    let found: Option<User> = app.store.read([key.clone()]).await?.get(&key)?;
    Ok(Voucher::Editor(found.filter(|user| user.id == editor).map(Box::new)))
}

/// Reads the token of a link. A malformed one is a link that leads nowhere.
pub fn parse(token: Option<&str>) -> Answer<InvitationToken> {
    let mut fields = Fields::new();
    if token.is_none() {
        fields.refuse("token", "required", "must be given");
    }
    fields.finish()?;
    InvitationToken::parse(token.unwrap_or_default()).map_err(|_| Problem::not_found())
}

impl Linked {
    /// Follows a link. A wrong secret, and one that a newer link has replaced, lead nowhere. The token's inviter only says where to read:
    /// one who is not the invitation's own is a forgery.
    pub async fn follow(app: &App, token: &InvitationToken, bearer: Option<&SessionBearer>) -> Answer<Self> {
        let account = token.account;
        let invitation = Key::invitation(account, token.invitation);
        let user = Key::user(account, token.invitation.key());
        let person = Key::person(token.person);
        let inviter = token.inviter.map(|inviter| Key::user(account, inviter));
        let keys = [invitation.clone(), user.clone(), person.clone(), Key::account(account), Key::access_model(account)];
        let found = app.store.read(keys.into_iter().chain(inviter.clone()).chain(bearer.into_iter().flat_map(SessionBearer::keys))).await?;
        let invitation: Option<Invitation> = found.get(&invitation)?;
        let is_genuine = |invitation: &Invitation| invitation.has_link(&token.secret) && invitation.invited_by.key() == token.inviter;
        let invitation = invitation.filter(is_genuine).ok_or_else(Problem::not_found)?;
        let user: Option<User> = found.get(&user)?;
        let user = user.filter(|user| user.id == invitation.user);
        Ok(Self {
            voucher: voucher(app, user.as_ref()).await?,
            user,
            account: found.get(&Key::account(account))?.ok_or_else(Problem::not_found)?,
            model: found.get(&Key::access_model(account))?.ok_or_else(Problem::not_found)?,
            person: found.get(&person)?,
            inviter: inviter.map(|key| found.get(&key)).transpose()?.flatten(),
            session: bearer.map(|bearer| bearer.signed_in(&found, app.now())).transpose()?.map(|signed_in| signed_in.session),
            invitation,
        })
    }

    /// Refuses whoever is signed in with another address. The invitation is untouched.
    pub fn check_session(&self) -> Answer<()> {
        match &self.session {
            Some(session) if session.email != self.invitation.email => {
                Err(Problem::conflict("signed_in_as_someone_else", "the invitation is for another address; sign out first"))
            }
            _ => Ok(()),
        }
    }

    /// Refuses an invitation that gives more than whoever vouches for it holds today. Somebody active from the start has it already.
    pub fn check_inviter(&self, user: &User, now: jiff::Timestamp) -> Answer<()> {
        let voucher = match &self.voucher {
            Voucher::Editor(editor) => editor.as_deref(),
            Voucher::Inviter if self.invitation.invited_by.key().is_none() => return Ok(()),
            Voucher::Inviter => self.inviter.as_ref(),
        };
        let model = &self.model.model;
        let may_give = |voucher: &User| {
            let operation = if matches!(self.voucher, Voucher::Inviter) { Operation::UsersInvite } else { Operation::UsersUpdate };
            voucher.status == UserStatus::Active
                && Access::of(model, &voucher.grants, now).may_over(operation, model, &user.grants, now)
                && Grant::may_give(model, &voucher.grants, &user.grants, now)
        };
        if user.status != UserStatus::Pending || voucher.is_some_and(may_give) {
            return Ok(());
        }
        Err(Problem::conflict("grant_exceeds_own", "whoever invited you may no longer give this; ask for a new invitation"))
    }

    /// What became of the invitation by `now`.
    pub fn status(&self, now: jiff::Timestamp) -> InvitationStatus {
        self.invitation.status_at(now)
    }
}
