//! Who manages API tokens, and who may see their secrets.

use super::{Answer, Bearer, Caller, Problem};
use crate::app::App;
use crate::domain::access_model::TokenCreators;
use crate::domain::api_token::ApiToken;
use crate::domain::grant::Access;
use crate::domain::id::{AccountId, ApiTokenId};
use crate::domain::permission::Operation;
use crate::domain::user::User;
use crate::store::{Change, Key};

/// Goes on only where the access model has API tokens. Those from before can still be looked at and revoked elsewhere.
pub fn check_there_are_any(caller: &Caller) -> Answer<()> {
    if caller.model.policies().api_tokens.who == TokenCreators::Nobody {
        return Err(Problem::conflict("no_api_tokens", "this account's access model has no API tokens"));
    }
    Ok(())
}

/// Whether the caller may do anything at all with the tokens of this account.
pub fn require_any(caller: &Caller) -> Answer<()> {
    if manages_own(caller) { Ok(()) } else { caller.require_somewhere(Operation::ApiTokensManage) }
}

/// Whether the caller manages tokens of their own; whoever manages everybody's does.
pub fn manages_own(caller: &Caller) -> bool {
    caller.access.reach(&Operation::ApiTokensManage.permission().restricted()).is_some()
}

/// Whether the caller manages the tokens of `owner`.
pub fn manages(caller: &Caller, owner: &User) -> bool {
    if caller.user.id == owner.id { manages_own(caller) } else { caller.may_over(Operation::ApiTokensManage, &owner.grants) }
}

/// That neither the caller nor the owner has changed since it was decided that the one may know the secret of the other's token: whoever
/// loses a right, or their place, at this very moment learns nothing.
pub fn still_so(caller: &Caller, owner: &User) -> Change {
    let change = Change::new().require(owner.clone());
    if caller.user.id == owner.id { change } else { change.require(caller.user.clone()) }
}

/// Goes on only if the caller may see the secret of a token of `owner`: whoever knows it acts as the owner does.
pub fn check_may_act_as(caller: &Caller, owner: &User) -> Answer<()> {
    if caller.user.id == owner.id {
        return Ok(());
    }
    caller.check_say(owner)?;
    caller.check_gives(&owner.grants)
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
    /// Reads them in one request: the token's id tells whose it is. What the caller does not manage does not exist for them.
    pub async fn enter(bearer: &Bearer, app: &App, (account, id): (AccountId, ApiTokenId)) -> Answer<Self> {
        let keys = [Key::api_token(account, id), Key::user(account, id.key())];
        let (caller, found) = bearer.enter(app, account, keys.clone()).await?;
        require_any(&caller)?;
        let (token, owner) = (found.get::<ApiToken>(&keys[0])?, found.get::<User>(&keys[1])?);
        let (token, owner) = token.zip(owner).ok_or_else(Problem::not_found)?;
        let is_there = token.owner == owner.id && caller.now < token.expires_at;
        if is_there && manages(&caller, &owner) { Ok(Self { caller, token, owner }) } else { Err(Problem::not_found()) }
    }

    /// The same, for what shows or changes the secret: no program does that, and nobody who could not act as the owner does.
    pub async fn enter_for_the_secret(bearer: &Bearer, app: &App, path: (AccountId, ApiTokenId)) -> Answer<Self> {
        let managed = Self::enter(bearer, app, path).await?;
        managed.caller.require_session()?;
        check_there_are_any(&managed.caller)?;
        check_may_act_as(&managed.caller, &managed.owner)?;
        Ok(managed)
    }

    /// The token as it goes on once the caller has seen its secret.
    pub fn seen(&self) -> ApiToken {
        if self.caller.user.id == self.owner.id {
            return self.token.clone();
        }
        let held = Access::of(&self.caller.model, &self.owner.grants, self.caller.now).held();
        self.token.clone().known_to_another(held)
    }
}
