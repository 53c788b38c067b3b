//! The numbered requirements of docs/security.md, 1 to 25, each by its number.

mod api_tokens;
mod enumeration;
mod links;
mod map;
mod passwords;
mod second_factor;
mod sessions;
mod sign_in;
