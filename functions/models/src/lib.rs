//! Access models: the one that an account follows, and those that come with Usher.

mod account;
mod create;
mod get;
mod list;
mod model_view;
mod obstacles;
mod presets;
mod progress;
mod publish;
mod replace;
mod resolved;
mod roll_out;
mod rolling;
mod set;
mod step;
mod validate;
mod version;
mod versions;
mod view;

usher::routes! {
    get::get,
    resolved::get,
    replace::replace,
    set::set,
    account::get,
    validate::validate,
    create::create,
    list::list,
    version::current,
    publish::publish,
    versions::list,
    version::numbered,
    roll_out::roll_out,
    presets::list,
    presets::get,
}
