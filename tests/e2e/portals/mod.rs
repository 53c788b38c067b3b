//! The five portals, sentence by sentence.

mod billing;
mod invoicing;
mod mailing;
mod portal;
mod warranty;
