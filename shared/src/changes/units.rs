//! What becomes of a unit: its new state, and the event that tells of it, in one change.

use crate::app::App;
use crate::domain::access::unit::Unit;
use crate::domain::effects::audit::record::UnitRecord;
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::external_id::{ExternalId, Scope};
use crate::domain::id::UnitId;
use crate::store::Change;

/// A new unit.
pub fn created(app: &App, unit: &Unit, author: &Author) -> Change {
    let created = Happened::UnitCreated(unit.id, (), unit.into());
    let change = Change::new().create(unit).create(&author.event(unit.account, &created, &mut app.rng()));
    relabelled(change, unit, None)
}

/// `updated` as it is written, which was `before`: under another name, or with other labels alone.
pub fn updated(app: &App, before: &Unit, updated: &mut Unit, author: &Author) -> Change {
    let happens = if updated.name == before.name { Happened::UnitUpdated } else { Happened::UnitRenamed };
    relabelled(changed(app, before, updated, happens, author), updated, before.labels.external_id.as_ref())
}

/// `retired` as it is written, which was `before`.
pub fn retired(app: &App, before: &Unit, retired: &mut Unit, author: &Author) -> Change {
    changed(app, before, retired, Happened::UnitRetired, author)
}

fn relabelled(change: Change, unit: &Unit, before: Option<&ExternalId>) -> Change {
    change.rename(Scope::Units(unit.account), &unit.id.to_string(), before, unit.labels.external_id.as_ref())
}

fn changed(
    app: &App,
    before: &Unit,
    after: &mut Unit,
    happens: fn(UnitId, UnitRecord, UnitRecord) -> Happened,
    author: &Author,
) -> Change {
    let happened = happens(after.id, before.into(), (&*after).into());
    let event = author.event(after.account, &happened, &mut app.rng());
    Change::new().replace(after).create(&event)
}
