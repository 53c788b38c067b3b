//! The access models that come with Usher. They are the same for everybody, so anybody may read them.

mod get;
mod list;

usher::routes! {
    list::list,
    get::get,
}
