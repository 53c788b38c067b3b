//! How Usher is run: the binaries, the template, the local system, and the walk through the README.

pub mod binaries;
mod cors;
mod local;
mod pages;
mod speed;
pub mod template;
mod walk;
