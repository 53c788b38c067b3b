//! Users: listed, found, seen, changed, and let go.

mod activity;
mod changing;
mod direct_creation;
mod external;
mod filters;
mod giving;
mod labels;
mod leaving;
mod leaving_oneself;
mod lists;
mod many_grants;
mod origin;
mod personal;
mod profile;
mod races;
mod removed;
mod search;
mod second_factor;
mod tabs;
mod users_not_seen;
mod visibility;
mod who_outranks_whom;
