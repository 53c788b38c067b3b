//! What users may do, and why: for a portal to ask.

mod check;
mod effective;
mod reason;

use usher::caller::Caller;
use usher::domain::access::permission::Operation;
use usher::domain::id::UserId;
use usher::domain::people::user::User;
use usher::http::{Answer, Problem};
use usher::store::{Found, Key};

usher::routes! {
    check::check,
    effective::effective,
}

/// The user whom the caller asks about: themselves, or whom they see.
fn asked_about(caller: &Caller, user: UserId, found: &Found) -> Answer<User> {
    if caller.user.id == user {
        return Ok(caller.user.clone());
    }
    caller.require_somewhere(Operation::UsersRead)?;
    let stored = found.get(&Key::user(caller.account.id, user.key()))?;
    stored.filter(|stored| stored.id == user && caller.sees(stored)).ok_or_else(Problem::not_found)
}
