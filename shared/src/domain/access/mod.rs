//! What may be done, and where: access models, the permissions and units in them, and the grants that users hold.

pub mod grant;
pub mod model;
pub mod permission;
pub mod split;
pub mod unit;
pub mod vendors;
