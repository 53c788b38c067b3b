//! Inviting people, and what an administrator does with invitations afterwards.

mod create;
mod get;
mod known;
mod list;
mod managed;
mod offers;
mod resend;
mod result;
mod revoke;
mod row;
mod seen;
mod view;

usher::routes! {
    create::create,
    list::list,
    get::get,
    resend::resend,
    revoke::revoke,
    managed::list_managed,
}
