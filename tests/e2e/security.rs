//! The numbered requirements of docs/security.md, one test each, named by its number.

mod enumeration;
mod sessions;
mod sign_in;
