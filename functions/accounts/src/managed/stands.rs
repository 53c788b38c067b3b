//! `POST` and `DELETE` below `/v1/operator/accounts/{account}`: whether an account is open, and whether it is to be
//! deleted.

use std::sync::Arc;

use axum::Json;
use axum::http::HeaderMap;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::accounts::{self, Happens};
use usher::domain::Coded;
use usher::domain::id::AccountId;
use usher::domain::people::account::{Account, StandingFault};
use usher::http::etag::{IfMatch, etag};
use usher::http::{Answer, Problem, Source, until_decided};

use super::view::ManagedAccountView;

/// An operator's call that opens or closes an account.
pub struct Call {
    pub operator: Operator,
    pub account: AccountId,
    pub source: Source,
    pub if_match: IfMatch,
}

/// The account as it is afterwards.
pub type Stood = (HeaderMap, Json<ManagedAccountView>);

impl Call {
    /// Makes of the account what `decide` decides.
    pub async fn make(
        self,
        app: &Arc<App>,
        happens: Happens,
        decide: impl Fn(Account, jiff::Timestamp) -> Result<Account, StandingFault>,
    ) -> Answer<Stood> {
        let Self { operator, account, source, if_match } = self;
        until_decided(|| async {
            let (before, followed, _) = operator.find(app, account, []).await?;
            if_match.check(before.version)?;
            let now = app.now();
            let changed = decide(before.clone(), now);
            let mut changed = changed.map_err(|fault| Problem::conflict(fault.code(), fault.to_string()))?;
            let author = operator.author(&source, now);
            app.store.commit(accounts::stands(app, &before, &mut changed, happens, &author)).await?;
            Ok((etag(changed.version), Json(ManagedAccountView::of(app, changed, followed.model.name()))))
        })
        .await
    }
}
