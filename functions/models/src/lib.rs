//! Access models: the one that an account follows, and those that come with Usher.

mod get;
mod holders;
mod presets;
mod replace;

usher::routes! {
    get::get,
    replace::replace,
    presets::list,
    presets::get,
}
