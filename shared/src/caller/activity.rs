//! When someone last used an account: known to it, to the hour.

use jiff::Timestamp;

use crate::app::App;
use crate::domain::people::user::User;

/// The user, whose person uses the account at `now` in a session: written down with the first use of an hour, and where
/// the session has another second factor than the account knows of. If that fails, the next use is noted.
pub async fn note_activity(app: &App, user: User, second_factor: bool, now: Timestamp) -> User {
    if !user.is_use_to_be_noted(second_factor, now) {
        return user;
    }
    let used = user.clone().used(second_factor, now);
    if let Err(cause) = app.store.note_activity(&user, &used).await {
        tracing::warn!(%cause, "the use of an account was not noted");
    }
    used
}
