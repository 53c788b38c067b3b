//! Accounts, and what there is to know about the API itself.

mod access_model;
mod administrators;
mod api_tokens;
mod audit_events;
mod create;
mod document;
mod get;
mod meta;
mod presets;
mod units;
mod unrouted;
mod update;
mod view;

pub use self::unrouted::unrouted;

usher::routes! {
    create::create,
    administrators::invite,
    get::get,
    update::update,
    audit_events::list,
    meta::openapi,
    meta::schema,
    meta::healthz;
    access_model,
    presets,
    units,
    api_tokens,
}
