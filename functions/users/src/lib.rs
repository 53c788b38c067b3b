//! The people of an account, and oneself.

mod create;
mod deactivate;
mod end_sessions;
mod get;
mod list;
mod me;
mod names;
mod reactivate;
mod remove;
mod update;
mod update_me;
mod view;

usher::routes! {
    list::list,
    create::create,
    get::get,
    update::update,
    remove::remove,
    deactivate::deactivate,
    reactivate::reactivate,
    end_sessions::end_sessions,
    me::me,
    update_me::update_me,
}
