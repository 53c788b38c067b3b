//! An API token as those who manage it see it.

use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::domain::access_model::TokenDisplay;
use usher::domain::api_token::ApiToken;
use usher::domain::sealed::{Owner, Sealed};
use usher::domain::token::ApiTokenToken;
use usher::http::{Answer, Caller};
use utoipa::ToSchema;

/// What a program holds, without the secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiToken)]
pub struct ApiTokenView {
    /// The token's id.
    #[schema(example = "tok_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    id: String,
    /// What people call it.
    #[schema(example = "Nightly export")]
    name: String,
    /// The user on whose behalf it acts.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    owner: String,
    /// What it is limited to; null where it may do everything that its owner may do.
    #[schema(example = json!(["invoices:read"]))]
    permissions: Option<Vec<String>>,
    /// The user who made it.
    created_by: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last used, within five minutes; null where it never was.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
    /// When it ends by itself.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Until when the secret before the last rotation works; null where it does not.
    #[schema(value_type = Option<String>, format = DateTime)]
    previous_until: Option<Timestamp>,
    /// Whether it can be shown again.
    can_be_revealed: bool,
}

/// A token with its secret.
#[derive(Serialize, ToSchema)]
pub struct RevealedApiToken {
    /// What the program sends as `Authorization: Bearer`.
    #[schema(example = "ush_tok_…")]
    token: String,
    /// The token.
    api_token: ApiTokenView,
}

impl ApiTokenView {
    /// The token as it is for the caller.
    pub fn of(token: ApiToken, caller: &Caller) -> Self {
        let outgoing = token.outgoing.map(|outgoing| outgoing.until).filter(|until| caller.now < *until);
        Self {
            id: token.id.to_string(),
            name: token.name.into(),
            owner: token.owner.to_string(),
            permissions: token.permissions.map(|permissions| permissions.iter().map(ToString::to_string).collect()),
            created_by: token.created_by.to_string(),
            created_at: token.created_at,
            last_used_at: token.last_used_at,
            expires_at: token.expires_at,
            previous_until: outgoing,
            can_be_revealed: is_shown_again(caller) && token.sealed.is_some(),
        }
    }
}

impl RevealedApiToken {
    /// The answer that shows the secret.
    pub fn of(issued: &ApiTokenToken, token: ApiToken, caller: &Caller) -> Self {
        Self { token: issued.reveal(), api_token: ApiTokenView::of(token, caller) }
    }
}

/// Whether the access model lets tokens be seen again.
pub fn is_shown_again(caller: &Caller) -> bool {
    caller.model.policies().api_tokens.display == TokenDisplay::Again
}

/// The token encrypted, where the access model lets it be seen again.
pub async fn sealed(app: &App, issued: &ApiTokenToken, caller: &Caller) -> Answer<Option<Sealed>> {
    if !is_shown_again(caller) {
        return Ok(None);
    }
    let owner = Owner::ApiToken(issued.account, issued.id);
    Ok(Some(app.keys.seal(issued.reveal().as_bytes(), owner).await?))
}
