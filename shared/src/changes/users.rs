//! What becomes of a user who is there: the new state, and the events that tell of it, in one change.

use crate::app::App;
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::people::user::User;
use crate::store::Change;

/// `updated` as they are written, who were `before`, with other names or grants.
pub fn updated(app: &App, before: &User, updated: &mut User, author: &Author) -> Change {
    let happened = Happened::UserUpdated(updated.id, before.recorded_beside(updated), updated.recorded_beside(before));
    let event = author.event(updated.account, &happened, &mut app.rng());
    Change::new().replace_user(before, updated).create(&event)
}

/// `after` as they are written, who were `before`, perhaps with another status: if that makes them active, with the
/// event that tells so.
pub fn replaced(app: &App, before: &User, after: &mut User, author: &Author) -> Change {
    let activation = after.activation(Some(before.status), author, &mut app.rng());
    activation.iter().fold(Change::new().replace_user(before, after), Change::create)
}
