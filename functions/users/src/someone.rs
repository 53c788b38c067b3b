//! Someone else in the account, on whom the caller acts.

use axum::http::StatusCode;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::api_token::ApiToken;
use usher::domain::audit::{Action, Author};
use usher::domain::id::{AccountId, UserId};
use usher::domain::invitation::Invitation;
use usher::domain::user::User;
pub use usher::http::someone::{open_invitation, someone};
use usher::http::{Answer, Caller, Problem};
use usher::store::{Change, Key, List, Page};

/// Nobody takes their own place away: whoever leaves leaves somebody behind who can let them in again.
pub fn check_other(caller: &Caller, user: &User) -> Answer<()> {
    if caller.user.id != user.id {
        return Ok(());
    }
    Err(Problem::new(StatusCode::FORBIDDEN, "own_user", "another administrator must do this to you"))
}

/// The end of an invitation whose user leaves: its link is dead.
pub fn revoked(app: &App, invitation: Option<Invitation>, author: &Author) -> Answer<Change> {
    let Some(invitation) = invitation else { return Ok(Change::new()) };
    let before = json!({ "status": invitation.status_at(author.at) });
    let mut revoked = invitation.revoke(author.at).map_err(|fault| Problem::of_invitation(fault, author.at))?;
    let change = (before, json!({ "status": revoked.status }));
    let event = author.event(revoked.account, Action::InvitationRevoked, revoked.id, change, &mut app.rng());
    Ok(Change::new().replace(&mut revoked).create(&event))
}

/// What audit events keep of somebody's standing.
pub fn standing(user: &User) -> Value {
    json!({ "status": user.status, "grants": user.grants })
}

/// The end of the API tokens of a user who leaves. One that is made at this very moment is worth nothing: its owner is nobody, or has been away since.
pub async fn tokens_of(app: &App, (account, user): (AccountId, UserId)) -> Answer<Change> {
    let tokens: Page<ApiToken> = app.store.list(&List::api_tokens(account, Some(user.key())), None, 40).await?;
    Ok(tokens.entries.into_iter().fold(Change::new(), |change, (_, token)| change.forget(Key::api_token(token.account, token.id))))
}
