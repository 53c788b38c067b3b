//! Passwords and second factors: set, changed, reset.

mod another_door;
mod credential_resets;
mod known_passwords;
mod known_tokens;
mod no_password_yet;
mod notices;
mod password_resets;
mod passwords;
mod proof;
mod resets_and_factors;
mod resets_of_strangers;
mod second_factor;
mod shared_failure_count;
mod short_passwords;
mod unenrolled;
