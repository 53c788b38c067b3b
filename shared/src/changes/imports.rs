//! What becomes of people who move in: the user, the membership and the person, and the events that tell of it, in one
//! change.

use crate::app::App;
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::people::invitation::Offer;
use crate::domain::people::moving::Joined;
use crate::store::Change;

/// Someone is in. A person who was there is as they were read.
pub fn moved_in(app: &App, joined: &Joined, author: &Author) -> Change {
    let Joined { user, membership, person, is_new } = joined;
    let mut rng = app.rng();
    let event = author.event(user.account, &Happened::UserImported(user.id, (), user.recorded()), &mut rng);
    let change = Change::new().add_user(user).create(membership).record(&event);
    let change = user.activation(None, author, &mut rng).iter().fold(change, Change::record);
    if *is_new { change.create(person) } else { change.require(person.clone()) }
}

/// Someone is to accept; if `sends`, an email tells them.
pub fn invited(offer: &Offer, sends: bool) -> Change {
    if sends { Change::new().offer(offer) } else { Change::new().untold_offer(offer) }
}
