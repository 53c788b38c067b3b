//! What the holder of an invitation's link can do: look at it, accept it, decline it, ask for a new one.

mod accept;
mod decline;
mod link;
mod lookup;
mod names;
mod request_new;

usher::routes! {
    lookup::lookup,
    accept::accept,
    decline::decline,
    request_new::request_new,
}
