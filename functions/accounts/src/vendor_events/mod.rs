//! The vendor's own audit trail.

pub mod list;
