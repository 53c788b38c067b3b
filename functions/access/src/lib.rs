//! What users may do, and why: for a portal to ask.

mod check;
mod check_many;
mod effective;
mod grantable;
mod question;
mod reason;

use usher::caller::Caller;
use usher::domain::access::permission::Operation;
use usher::domain::id::UserId;
use usher::domain::people::user::User;
use usher::http::{Answer, Problem};
use usher::store::{Found, Key};

usher::routes! {
    check::check,
    check_many::check_many,
    effective::effective,
    grantable::grantable,
}

/// The user whom the caller asks about: themselves, or whom they see.
fn asked_about(caller: &Caller, user: UserId, found: &Found) -> Answer<User> {
    if caller.user.id != user {
        caller.require_somewhere(Operation::UsersRead)?;
    }
    seen(caller, user, found)?.ok_or_else(Problem::not_found)
}

/// The user with this id, if the caller sees them.
fn seen(caller: &Caller, user: UserId, found: &Found) -> Answer<Option<User>> {
    if caller.user.id == user {
        return Ok(Some(caller.user.clone()));
    }
    let stored = found.get(&Key::user(caller.account.id, user.key()))?;
    Ok(stored.filter(|stored| stored.id == user && caller.sees(stored)))
}
