//! Accounts: made by operators, administered by their own.

mod audit_trail;
mod brands;
mod creating;
mod last_administrator;
mod long_addresses;
mod operators;
