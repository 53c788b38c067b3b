//! Access models: presets, documents, replacing them.

mod presets;
mod replacing;
mod schema;
mod school;
mod typed;
