//! Access models: presets, documents, replacing them.

mod bounds;
mod customizing;
mod presets;
mod replacing;
mod resolved;
mod schema;
mod school;
mod split;
mod typed;
mod vendors;
