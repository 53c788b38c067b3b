//! All of Usher in a world that a seed makes: its callers, its faults and its clock (docs/testing.md).
//!
//! The functions' own code runs, with the SDK, against an engine in this process. Time passes only when nothing is left
//! to do, and all randomness comes from the seed: what happened once happens again.

pub mod actors;
pub mod checks;
pub mod figures;
pub mod history;
pub mod model;
pub mod run;
pub mod shorten;
pub mod teeth;
pub mod world;
