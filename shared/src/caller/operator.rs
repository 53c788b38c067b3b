//! Operators: engineers of the portal, known to AWS. Usher has no password for them.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;

use crate::app::App;
use crate::domain::effects::audit::{Actor, Author};
use crate::domain::id::AccountId;
use crate::domain::people::account::{Account, AccountModel};
use crate::http::origin::principal;
use crate::http::{Answer, Envelope, Known, Problem, Source};
use crate::store::{AnyKey, Found, Key};

/// An IAM principal whose signature the gateway has verified.
#[derive(Debug, Clone)]
pub struct Operator {
    /// That it is known who calls.
    pub known: Known,
    /// The ARN of the principal.
    pub principal: String,
}

impl Operator {
    /// Any account and its access model, and whatever is at the keys in `also`. One request.
    pub async fn find(
        &self,
        app: &App,
        account: AccountId,
        also: impl IntoIterator<Item = AnyKey>,
    ) -> Answer<(Account, AccountModel, Found)> {
        let (account, model) = (Key::account(account), Key::access_model(account));
        let found = app.store.read([account.any(), model.any()].into_iter().chain(also)).await?;
        let (account, model) = found.get(&account)?.zip(found.get(&model)?).ok_or_else(Problem::not_found)?;
        Ok((account, model, found))
    }

    /// The author of the changes that the operator makes in the request that came from `source`.
    pub fn author(&self, source: &Source, now: Timestamp) -> Author {
        source.author(Actor::Operator { principal: self.principal.clone() }, now)
    }
}

impl FromRequestParts<Arc<App>> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Answer<Self> {
        let principal = principal(&parts.extensions)
            .ok_or_else(|| Problem::forbidden("only operators may do this; sign the request with IAM credentials"))?;
        let envelope = Envelope::of(&parts.extensions);
        envelope.check()?;
        envelope.claim(app).await?;
        Ok(Self { known: Known::proven(), principal })
    }
}
