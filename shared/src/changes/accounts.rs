//! What becomes of an account: its new state, and the event that tells of it, in one change.

use crate::app::App;
use crate::domain::access::model::AccessModel;
use crate::domain::brand::{Brand, Logo, PublicBrand, PublicLogo};
use crate::domain::effects::audit::record::AccountStandingRecord;
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::external_id::Scope;
use crate::domain::id::AccountId;
use crate::domain::people::account::{Account, AccountModel};
use crate::domain::people::invitation::Offer;
use crate::domain::people::user::User;
use crate::store::{Change, Key};

/// A new account with its logo, if it has one, that follows `model`, with the offer to its first administrator.
pub fn created(
    app: &App,
    (account, logo): (&Account, Option<Logo>),
    model: &AccountModel,
    administrator: &Offer,
    author: &Author,
) -> Change {
    let created = Happened::AccountCreated(account.id, (), account.recorded_with(&model.model));
    let event = author.event(account.id, &created, &mut app.rng());
    let change = Change::new().create(account).create(model).record(&event).offer(administrator);
    let change = change.and(brand(&Brand::default(), account, logo));
    change.rename(Scope::Accounts, &account.id.to_string(), None, account.external_id.as_ref())
}

/// `updated` as it is written, which was `before`, with `logo` if that is new. If nothing has changed, it is written as
/// it was.
pub fn updated(app: &App, before: &Account, updated: &mut Account, logo: Option<Logo>, author: &Author) -> Change {
    if updated == before {
        return Change::new().rewrite(updated);
    }
    let happened = Happened::AccountUpdated(updated.id, before.recorded(), updated.recorded());
    let event = author.event(updated.id, &happened, &mut app.rng());
    let change = Change::new().replace(updated).record(&event).and(brand(&before.brand, updated, logo));
    let [old, new] = [before.external_id.as_ref(), updated.external_id.as_ref()];
    change.rename(Scope::Accounts, &updated.id.to_string(), old, new)
}

/// What anybody may see of an account's brand, as it is from now on. Written together with the account, whose version
/// guards it.
fn brand(before: &Brand, updated: &Account, logo: Option<Logo>) -> Change {
    let (account, brand) = (updated.id, &updated.brand);
    let change = match (brand == before, brand.is_empty()) {
        (true, _) => return Change::new(),
        (false, true) => Change::new().forget(Key::brand(account)),
        (false, false) => Change::new().note(&PublicBrand { account, brand: brand.clone() }),
    };
    match logo {
        Some(logo) => change.note(&PublicLogo { account, name: logo.name().clone(), file: logo.into_file() }),
        None if brand.logo.is_none() => change.forget(Key::logo(account)),
        None => change,
    }
}

/// What happens to whether an account is open, by its records before and after.
pub type Happens = fn(AccountId, AccountStandingRecord, AccountStandingRecord) -> Happened;

/// An account is suspended.
pub const SUSPENDED: Happens = Happened::AccountSuspended;

/// A suspended account is resumed.
pub const RESUMED: Happens = Happened::AccountResumed;

/// The deletion of an account is scheduled.
pub const DELETION_SCHEDULED: Happens = Happened::AccountDeletionScheduled;

/// The deletion of an account is cancelled.
pub const DELETION_CANCELLED: Happens = Happened::AccountDeletionCancelled;

/// `changed` as it is written, which was `before`, and is open now or is no longer.
pub fn stands(app: &App, before: &Account, changed: &mut Account, happens: Happens, author: &Author) -> Change {
    let happened = happens(changed.id, before.recorded_standing(), changed.recorded_standing());
    let event = author.event(changed.id, &happened, &mut app.rng());
    Change::new().replace(changed).record(&event)
}

/// `next` as it is written, the access model that the account follows from now on instead of `before`. `witness` is a
/// user who manages users for good under it; there is none only in an account in which nobody did.
pub fn model_replaced(
    app: &App,
    before: &AccountModel,
    next: &mut AccountModel,
    witness: Option<&User>,
    author: &Author,
) -> Change {
    let [old, new] = [&before.model, &next.model].map(|model| Box::new(AccessModel::clone(model)));
    let event = author.event(next.account, &Happened::AccessModelReplaced(next.account, old, new), &mut app.rng());
    let change = Change::new().replace(next).record(&event);
    let Some(witness) = witness else { return change };
    // Written, not only looked at: a change of the witness that was decided under the old model is then decided again.
    let mut witnessed = User { witnessed: before.version + 1, ..witness.clone() };
    change.replace_user(witness, &mut witnessed)
}
