//! Accounts, and the trail of what was done in them.

mod administrators;
mod audit_events;
mod brand;
mod create;
mod get;
mod managed;
mod people;
mod settings;
mod update;
mod vendor_events;
mod view;

use self::managed::{cancel_deletion, resume, schedule_deletion, suspend};
use self::managed::{get as managed_get, list as managed_list, update as managed_update};
use self::people::{erase, export};
use self::vendor_events::list as vendor_list;

usher::routes! {
    create::create,
    administrators::invite,
    get::get,
    update::update,
    audit_events::list,
    audit_events::list_managed,
    managed_list::list,
    managed_get::get,
    managed_update::update,
    suspend::suspend,
    resume::resume,
    schedule_deletion::schedule_deletion,
    cancel_deletion::cancel_deletion,
    export::export,
    erase::erase,
    vendor_list::list_vendor,
}
