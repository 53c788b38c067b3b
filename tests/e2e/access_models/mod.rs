//! Access models: presets, documents, replacing them.

mod bounds;
mod presets;
mod replacing;
mod schema;
mod school;
mod typed;
