//! What becomes of an account: its new state, and the event that tells of it, in one change.

use crate::app::App;
use crate::domain::access::model::AccessModel;
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::people::account::{Account, AccountModel};
use crate::domain::people::invitation::Offer;
use crate::domain::people::user::User;
use crate::store::Change;

/// A new account that follows `model`, with the offer to its first administrator.
pub fn created(app: &App, account: &Account, model: &AccountModel, administrator: &Offer, author: &Author) -> Change {
    let created = Happened::AccountCreated(account.id, (), account.recorded_with(&model.model));
    let event = author.event(account.id, &created, &mut app.rng());
    Change::new().create(account).create(model).create(&event).offer(administrator)
}

/// `updated` as it is written, which was `before`.
pub fn updated(app: &App, before: &Account, updated: &mut Account, author: &Author) -> Change {
    let happened = Happened::AccountUpdated(updated.id, before.recorded(), updated.recorded());
    let event = author.event(updated.id, &happened, &mut app.rng());
    Change::new().replace(updated).create(&event)
}

/// `next` as it is written, the access model that the account follows from now on instead of `before`. `witness` is a
/// user who manages users for good under it.
pub fn model_replaced(
    app: &App,
    before: &AccountModel,
    next: &mut AccountModel,
    witness: &User,
    author: &Author,
) -> Change {
    let [old, new] = [&before.model, &next.model].map(|model| Box::new(AccessModel::clone(model)));
    let event = author.event(next.account, &Happened::AccessModelReplaced(next.account, old, new), &mut app.rng());
    // Written, not only looked at: a change of the witness that was decided under the old model is then decided again.
    let mut witnessed = User { witnessed: before.version + 1, ..witness.clone() };
    Change::new().replace(next).replace_user(witness, &mut witnessed).create(&event)
}
