//! The numbered requirements of the security design, each shown over HTTP by a test with its number.

mod links;
mod passwords;
