//! The access model that an account follows.

mod get;
mod holders;
mod replace;

usher::routes! {
    get::get,
    replace::replace,
}
