//! What becomes of a unit: its new state, and the event that tells of it, in one change.

use crate::app::App;
use crate::domain::access::unit::Unit;
use crate::domain::effects::audit::record::UnitRecord;
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::id::UnitId;
use crate::store::Change;

/// A new unit.
pub fn created(app: &App, unit: &Unit, author: &Author) -> Change {
    let created = Happened::UnitCreated(unit.id, (), unit.into());
    Change::new().create(unit).create(&author.event(unit.account, &created, &mut app.rng()))
}

/// `renamed` as it is written, which was `before`.
pub fn renamed(app: &App, before: &Unit, renamed: &mut Unit, author: &Author) -> Change {
    changed(app, before, renamed, Happened::UnitRenamed, author)
}

/// `retired` as it is written, which was `before`.
pub fn retired(app: &App, before: &Unit, retired: &mut Unit, author: &Author) -> Change {
    changed(app, before, retired, Happened::UnitRetired, author)
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
