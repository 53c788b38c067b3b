//! That it is known who calls.

/// The proof that it is known who calls. Without it nothing is read of a request that a stranger could make large:
/// [`Body`](super::Body) and [`ListQuery`](super::ListQuery) ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known(());

impl Known {
    /// For the room `caller`, which finds out who calls, and for nobody else.
    pub(crate) fn proven() -> Self {
        Self(())
    }
}
