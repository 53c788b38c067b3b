//! Where randomness comes from.

use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::StdRng;

/// Where randomness comes from: the operating system, in a deployed function. Clones draw from the same source.
#[derive(Clone)]
pub struct Randomness(Arc<dyn Fn() -> StdRng + Send + Sync>);

impl Randomness {
    /// The system's own, which nobody can predict.
    #[expect(clippy::disallowed_methods, reason = "the one place that takes randomness from the system")]
    pub fn system() -> Self {
        Self::new(|| StdRng::from_rng(&mut rand::rng()))
    }

    /// Asks `draw` for a source of random bits whenever one is needed.
    pub fn new(draw: impl Fn() -> StdRng + Send + Sync + 'static) -> Self {
        Self(Arc::new(draw))
    }

    /// A source of random bits that has given none yet.
    pub fn rng(&self) -> StdRng {
        (self.0)()
    }
}

impl std::fmt::Debug for Randomness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Randomness")
    }
}
