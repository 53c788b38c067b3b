//! Accounts, and the trail of what was done in them.

mod administrators;
mod audit_events;
mod create;
mod get;
mod update;
mod view;

usher::routes! {
    create::create,
    administrators::invite,
    get::get,
    update::update,
    audit_events::list,
}
