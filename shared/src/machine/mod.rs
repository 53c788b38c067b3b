//! What the machine gives that is never the same twice: randomness, and time that passes. Arguments of all that needs
//! them, so that what happened once can happen again.

mod randomness;
mod timer;

pub use self::randomness::Randomness;
pub use self::timer::{Passing, Timer};
