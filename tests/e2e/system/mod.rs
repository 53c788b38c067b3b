//! Usher as a whole: cost, growth, races, faults and structure.

mod aws_calls;
mod connections;
mod costs;
mod earlier;
mod growth;
mod races;
mod states;
mod store_faults;
mod structure;
mod unreadable;
