//! Mail, the sweep, and what happens when either fails.

mod mail_faults;
mod queues;
mod sweep;
mod what_they_say;
