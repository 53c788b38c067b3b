//! What someone may do with API tokens.

use super::{Acting, Decided, Refusal};
use crate::domain::access::model::{TokenCreators, TokenDisplay};
use crate::domain::access::permission::Operation;
use crate::domain::credentials::api_token::ApiToken;
use crate::domain::people::user::User;
use crate::domain::words::words;

words! {
    /// What can be done with an API token.
    pub enum ApiTokenAction {
        /// Give it a new secret; takes a proof as well.
        Rotate = "rotate",
        /// Show it again; takes a proof as well.
        Reveal = "reveal",
        /// Revoke it.
        Revoke = "revoke",
    }
}

impl Acting<'_> {
    /// Goes on only if they manage API tokens at all, be it their own.
    pub fn require_any_tokens(&self) -> Decided {
        if self.manages_own_tokens() { Ok(()) } else { self.require_somewhere(Operation::ApiTokensManage) }
    }

    /// Whether they manage tokens of their own; a user who manages everybody's does.
    pub fn manages_own_tokens(&self) -> bool {
        self.access.reach(&Operation::ApiTokensManage.permission().restricted()).is_some()
    }

    /// Whether they manage the tokens of `owner`.
    pub fn manages_tokens_of(&self, owner: &User) -> bool {
        if self.is(owner.id) {
            self.manages_own_tokens()
        } else {
            self.may_over(Operation::ApiTokensManage, &owner.grants)
        }
    }

    /// Goes on only if a person acts, and the access model has API tokens. Those from before can still be looked at and
    /// revoked.
    pub fn check_secrets_are_shown(&self) -> Decided {
        self.require_person()?;
        if self.model.policies().api_tokens.who == TokenCreators::Nobody {
            return Err(Refusal::NoApiTokens);
        }
        Ok(())
    }

    /// Goes on only if they manage the tokens of `owner`. What they do not manage does not exist for them.
    pub fn revokes_token(&self, owner: &User) -> Decided {
        self.require_any_tokens()?;
        if self.manages_tokens_of(owner) { Ok(()) } else { Err(Refusal::Unseen) }
    }

    /// Goes on only if they may have a new secret for a token of `owner`, whose secret they know then.
    pub fn rotates_token(&self, owner: &User) -> Decided {
        self.revokes_token(owner)?;
        self.check_secrets_are_shown()?;
        self.facing(owner).acts_as()
    }

    /// Goes on only if they may see `token`, which is `owner`'s, again.
    pub fn reveals_token(&self, token: &ApiToken, owner: &User) -> Decided {
        self.rotates_token(owner)?;
        let is_shown_again = self.model.policies().api_tokens.display == TokenDisplay::Again;
        if is_shown_again && token.sealed.is_some() { Ok(()) } else { Err(Refusal::ShownOnce) }
    }

    /// What they may do with `token`, which is `owner`'s.
    pub fn token_actions(&self, token: &ApiToken, owner: &User) -> Vec<ApiTokenAction> {
        let may = |action: &ApiTokenAction| match action {
            ApiTokenAction::Rotate => self.rotates_token(owner),
            ApiTokenAction::Reveal => self.reveals_token(token, owner),
            ApiTokenAction::Revoke => self.revokes_token(owner),
        };
        ApiTokenAction::ALL.into_iter().filter(|action| may(action).is_ok()).collect()
    }
}
