//! The numbered requirements of Usher's security, one test each.

mod second_factor;
