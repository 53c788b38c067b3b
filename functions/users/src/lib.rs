//! The people of an account, and oneself.

mod called;
mod counts;
mod create;
mod deactivate;
mod end_sessions;
mod get;
mod inviters;
mod leave;
mod list;
mod managed;
mod me;
mod names;
mod reactivate;
mod remove;
mod update;
mod update_me;
mod view;

use self::managed::{get as managed_get, list as managed_list};

usher::routes! {
    list::list,
    counts::counts,
    create::create,
    get::get,
    update::update,
    remove::remove,
    deactivate::deactivate,
    reactivate::reactivate,
    end_sessions::end_sessions,
    me::me,
    update_me::update_me,
    leave::leave,
    managed_list::list_managed,
    managed_get::get,
}
