//! An API token as those who manage it see it.

use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::caller::{Caller, Proven};
use usher::domain::access::model::TokenDisplay;
use usher::domain::credentials::api_token::ApiToken;
use usher::domain::credentials::sealed::{Sealed, SealedFor};
use usher::domain::credentials::token::ApiTokenToken;
use usher::domain::decision::ApiTokenAction;
use usher::domain::people::user::User;
use usher::http::Answer;
use utoipa::ToSchema;

/// An API token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiToken)]
pub struct ApiTokenView {
    /// The token's id.
    #[schema(example = "tok_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    id: String,
    /// The name that users gave it.
    #[schema(example = "Nightly export")]
    name: String,
    /// The user on whose behalf it acts.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    owner: String,
    /// The permissions that it is limited to; null if it may do everything that its owner may do.
    #[schema(required, example = json!(["invoices:read"]))]
    permissions: Option<Vec<String>>,
    /// The user who created it.
    created_by: String,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last used, to within five minutes; null if it never was.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Until when the secret from before the last rotation still works; null if it does not.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    previous_until: Option<Timestamp>,
    /// Whether it can be shown again.
    can_be_revealed: bool,
    /// What the caller may do with it now. A session that lacks a proof is not considered.
    allowed_actions: Vec<ApiTokenAction>,
}

/// A token with its secret.
#[derive(Serialize, ToSchema)]
pub struct RevealedApiToken {
    /// The secret that the program sends as `Authorization: Bearer`.
    #[schema(example = "ush_tok_…")]
    token: String,
    /// The token.
    api_token: ApiTokenView,
}

impl ApiTokenView {
    /// The token as it is for the caller, and its owner as far as they were found.
    pub fn of(token: ApiToken, owner: Option<&User>, caller: &Caller) -> Self {
        let owner = owner.filter(|owner| owner.id == token.owner);
        let allowed_actions = owner.map(|owner| caller.acting().token_actions(&token, owner)).unwrap_or_default();
        let previous = token.previous.map(|previous| previous.until).filter(|until| caller.now < *until);
        Self {
            id: token.id.to_string(),
            name: token.name.into(),
            owner: token.owner.to_string(),
            permissions: token.permissions.map(|permissions| permissions.iter().map(ToString::to_string).collect()),
            created_by: token.created_by.to_string(),
            created_at: token.created_at,
            last_used_at: token.last_used_at,
            expires_at: token.expires_at,
            previous_until: previous,
            can_be_revealed: is_shown_again(caller) && token.sealed.is_some(),
            allowed_actions,
        }
    }
}

impl RevealedApiToken {
    /// The answer that shows the secret, to someone who has just shown who they are.
    pub fn of(issued: &ApiTokenToken, token: ApiToken, owner: &User, caller: &Caller, _: Proven) -> Self {
        Self { token: issued.reveal(), api_token: ApiTokenView::of(token, Some(owner), caller) }
    }
}

/// Whether the access model lets tokens be seen again.
pub fn is_shown_again(caller: &Caller) -> bool {
    caller.model.policies().api_tokens.display == TokenDisplay::Again
}

/// The token encrypted, if the access model lets it be seen again.
pub async fn sealed(app: &App, issued: &ApiTokenToken, caller: &Caller) -> Answer<Option<Sealed>> {
    if !is_shown_again(caller) {
        return Ok(None);
    }
    let owner = SealedFor::ApiToken(issued.account, issued.id);
    Ok(Some(app.keys.seal(issued.reveal().as_bytes(), owner).await?))
}
