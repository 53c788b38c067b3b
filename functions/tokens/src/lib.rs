//! API tokens: what programs hold, on behalf of the users who own them.

mod create;
mod get;
mod list;
mod reveal;
mod revoke;
mod rotate;
mod view;

usher::routes! {
    list::list,
    create::create,
    get::get,
    revoke::revoke,
    rotate::rotate,
    reveal::reveal,
}
