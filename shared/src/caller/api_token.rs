//! A program that calls on a user's behalf.

use super::bearer::note_use;
use super::{Caller, Pass, Place};
use crate::app::App;
use crate::domain::access::grant::Access;
use crate::domain::access::model::TokenCreators;
use crate::domain::access::permission::Operation;
use crate::domain::credentials::api_token::ApiToken;
use crate::domain::credentials::token::ApiTokenToken;
use crate::domain::id::{AccountId, UserKey};
use crate::http::{Answer, Envelope, Problem};
use crate::store::{AnyKey, Found, Key};

/// An API token, not yet looked up.
#[derive(Debug)]
pub struct ApiTokenBearer {
    token: ApiTokenToken,
    envelope: Envelope,
}

impl ApiTokenBearer {
    pub(super) fn new(token: ApiTokenToken, envelope: Envelope) -> Self {
        Self { token, envelope }
    }

    /// The place of the user on whose behalf the program calls.
    pub(super) fn owner(&self) -> UserKey {
        self.token.id.key()
    }

    /// The owner of the API token, no further than the token goes.
    pub(super) async fn enter(
        &self,
        app: &App,
        account: AccountId,
        also: impl IntoIterator<Item = AnyKey>,
    ) -> Answer<(Caller, Found)> {
        let token = &self.token;
        let (key, end) = (Key::api_token(token.account, token.id), Key::api_tokens_end(token.account, token.id.key()));
        let keys = [key.any(), end.any()].into_iter().chain(Place::keys(account, token.id.key()));
        let found = app.store.read(keys.chain(also)).await?;
        let (api_token, end, now) = (found.get(&key)?, found.get(&end)?, app.now());
        let is_open =
            |api_token: &ApiToken| api_token.is_opened_by(token, now) && !api_token.is_over(end.as_ref(), now);
        let api_token = api_token.filter(is_open).ok_or_else(Problem::unauthenticated)?;
        self.envelope.check()?;
        // A token is of one account: in every other, there is nothing for it.
        if account != token.account {
            return Err(Problem::not_found());
        }
        let place = Place::of_active(&found, account, token.id.key())?.ok_or_else(Problem::not_found)?;
        let is_nobodys =
            place.user.id != api_token.owner || place.followed.model.policies().api_tokens.who == TokenCreators::Nobody;
        if is_nobodys || place.ended(api_token.created_at) {
            return Err(Problem::unauthenticated());
        }
        place.check_open()?;
        let owners = Access::of(&place.followed.model, &place.user.grants, now);
        // A user who may no longer have tokens has none any more. Those that others made for them are for those others
        // to end.
        if api_token.created_by == api_token.owner
            && owners.reach(&Operation::ApiTokensManage.permission().restricted()).is_none()
        {
            return Err(Problem::unauthenticated());
        }
        self.envelope.claim(app).await?;
        if api_token.is_use_to_be_noted(now) {
            note_use(app, &key, now, None).await;
        }
        let access =
            api_token.permissions.as_ref().map_or_else(|| owners.clone(), |permissions| owners.limited_to(permissions));
        Ok((place.caller(Pass::ApiToken(Box::new(api_token)), access, now), found))
    }
}
