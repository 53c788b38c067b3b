//! Everything that Usher promises, over HTTP: a folder for each tag of the API, and a few for what concerns all of
//! them.

mod access;
mod access_models;
mod accounts;
mod api_tokens;
mod contract;
mod credentials;
mod deployment;
mod events;
mod imports;
mod invitations;
mod links;
mod mail;
mod operators;
mod portals;
mod security;
mod sessions;
mod system;
mod units;
mod users;
