//! What there is to know about the API itself, and the answer to what is not a part of it.

mod meta;
mod unrouted;

pub use self::unrouted::unrouted;

usher::routes! {
    meta::openapi,
    meta::schema,
    meta::healthz,
}
