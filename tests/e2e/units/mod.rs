//! Units, and those who manage the people in some of them.

mod labels;
mod managing;
mod unit_administrators;
