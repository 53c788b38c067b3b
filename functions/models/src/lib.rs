//! Access models: the one that an account follows, and those that come with Usher.

mod access_model;
mod presets;

usher::routes! { ; access_model, presets }
