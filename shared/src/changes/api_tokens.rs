//! API tokens: who manages them, who may see their secrets, and what becomes of them, with the event that tells of it.

use crate::app::App;
use crate::caller::{Bearer, Caller, Proven};
use crate::domain::access::grant::Access;
use crate::domain::access::model::TokenCreators;
use crate::domain::access::permission::Operation;
use crate::domain::credentials::api_token::ApiToken;
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::id::{AccountId, ApiTokenId};
use crate::domain::people::user::User;
use crate::http::{Answer, Problem};
use crate::store::{Change, Key, Record};

/// How many tokens that are over a new one takes along. Else one that is made and expires could be followed by another
/// without end, until DynamoDB deletes them.
const MOST_SWEPT: usize = 60;

/// Goes on only if a person calls, and the access model has API tokens. Those from before can still be looked at and
/// revoked elsewhere.
pub fn check_secrets_are_shown(caller: &Caller) -> Answer<()> {
    caller.require_session()?;
    if caller.model.policies().api_tokens.who == TokenCreators::Nobody {
        return Err(Problem::conflict("no_api_tokens", "this account does not allow API tokens"));
    }
    Ok(())
}

/// Whether the caller may do anything at all with the tokens of this account.
pub fn require_any(caller: &Caller) -> Answer<()> {
    if manages_own(caller) { Ok(()) } else { caller.require_somewhere(Operation::ApiTokensManage) }
}

/// Whether the caller manages tokens of their own; a user who manages everybody's does.
pub fn manages_own(caller: &Caller) -> bool {
    caller.access.reach(&Operation::ApiTokensManage.permission().restricted()).is_some()
}

/// Whether the caller manages the tokens of `owner`.
pub fn manages(caller: &Caller, owner: &User) -> bool {
    if caller.user.id == owner.id {
        manages_own(caller)
    } else {
        caller.may_over(Operation::ApiTokensManage, &owner.grants)
    }
}

/// That neither the caller nor the owner has changed since it was decided that the one may know the secret of the
/// other's token: a user who loses a right, or their place, at this very moment learns nothing.
fn require_unchanged(caller: &Caller, owner: &User) -> Change {
    let change = Change::new().require(owner.clone());
    if caller.user.id == owner.id { change } else { change.require(caller.user.clone()) }
}

/// Goes on only if the caller may see the secret of a token of `owner`: anyone who knows it acts as the owner does.
fn check_may_act_as(caller: &Caller, owner: &User) -> Answer<()> {
    if caller.user.id == owner.id {
        return Ok(());
    }
    caller.check_outranks(owner)?;
    caller.check_gives(&owner.grants)
}

/// Goes on only if the caller may know the secret of a token of `owner`, and has just shown who they are. That is asked
/// for last: nobody shows their credentials only to hear that they may not.
pub fn check_may_know_secrets_of(caller: &Caller, owner: &User) -> Answer<Proven> {
    check_may_act_as(caller, owner)?;
    caller.require_proof()
}

/// A new token of `owner`, which `caller` has made, and which takes a slot. Of `held`, those that are over go.
pub fn created(
    app: &App,
    token: &ApiToken,
    held: &[ApiToken],
    caller: &Caller,
    owner: &User,
    author: &Author,
) -> Change {
    let taken = token.taken_slot().map_or_else(Change::new, |slot| Change::new().take(&slot, caller.now));
    let over = held.iter().filter(|held| held.expires_at <= caller.now).take(MOST_SWEPT);
    let change = over.fold(taken, |change, over| change.forget(over.key()));
    let created = Happened::ApiTokenCreated(token.id, (), token.recorded());
    let event = author.event(token.account, &created, &mut app.rng());
    change.create(token).create(&event).and(require_unchanged(caller, owner))
}

/// The end of a token: it is worth nothing any more.
pub fn revoked(app: &App, token: ApiToken, author: &Author) -> Change {
    let revoked = Happened::ApiTokenRevoked(token.id, token.recorded(), ());
    let event = author.event(token.account, &revoked, &mut app.rng());
    let freed = token.taken_slot().map_or_else(Change::new, |slot| Change::new().free(&slot));
    freed.remove(token).create(&event)
}

/// A token in the path, its owner, and the caller, who manages it.
#[derive(Debug)]
pub struct Managed {
    /// The caller.
    pub caller: Caller,
    /// The token.
    pub token: ApiToken,
    /// The token's owner.
    pub owner: User,
}

impl Managed {
    /// Reads them in one request: the token's id tells whose it is. What the caller does not manage does not exist for
    /// them.
    pub async fn enter(bearer: &Bearer, app: &App, (account, id): (AccountId, ApiTokenId)) -> Answer<Self> {
        let (token, owner) = (Key::api_token(account, id), Key::user(account, id.key()));
        let (caller, found) = bearer.enter(app, account, [token.any(), owner.any()]).await?;
        require_any(&caller)?;
        let (token, owner) = (found.get(&token)?, found.get(&owner)?);
        let (token, owner) = token.zip(owner).ok_or_else(Problem::not_found)?;
        let is_there = token.owner == owner.id && caller.now < token.expires_at;
        if is_there && manages(&caller, &owner) { Ok(Self { caller, token, owner }) } else { Err(Problem::not_found()) }
    }

    /// The same, for what shows or changes the secret: no program does that, nobody who could not act as the owner
    /// does, and nobody who has not just shown who they are.
    pub async fn enter_for_the_secret(
        bearer: &Bearer,
        app: &App,
        path: (AccountId, ApiTokenId),
    ) -> Answer<(Self, Proven)> {
        let managed = Self::enter(bearer, app, path).await?;
        check_secrets_are_shown(&managed.caller)?;
        let proven = check_may_know_secrets_of(&managed.caller, &managed.owner)?;
        Ok((managed, proven))
    }

    /// The token as it goes on once the caller has seen its secret.
    pub fn seen(&self) -> ApiToken {
        if self.caller.user.id == self.owner.id {
            return self.token.clone();
        }
        let held = Access::of(&self.caller.model, &self.owner.grants, self.caller.now).held();
        self.token.clone().known_to_another(held)
    }

    /// `rotated` as it is written: the token with a new secret, which the caller sees.
    pub fn rotated(&self, app: &App, rotated: &mut ApiToken, author: &Author) -> Change {
        let happened = Happened::ApiTokenRotated(rotated.id, self.token.recorded(), rotated.recorded());
        let event = author.event(rotated.account, &happened, &mut app.rng());
        Change::new().replace(rotated).create(&event).and(require_unchanged(&self.caller, &self.owner))
    }

    /// `seen` as it is written: the token, whose secret the caller sees again. Nothing is shown that is not on record,
    /// and nothing that has changed since it was read.
    pub fn revealed(&self, app: &App, seen: &mut ApiToken, author: &Author) -> Change {
        let token = &self.token;
        let (before, after, change) = if seen == token {
            (None, None, Change::new().require(token.clone()))
        } else {
            (Some(token.recorded()), Some(seen.recorded()), Change::new().replace(seen))
        };
        let revealed = Happened::ApiTokenRevealed(token.id, before, after);
        let event = author.event(token.account, &revealed, &mut app.rng());
        change.create(&event).and(require_unchanged(&self.caller, &self.owner))
    }
}
