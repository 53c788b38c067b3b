//! What a client has sent, before anything of it counts.

use super::problem::FieldFaults;
use super::{Answer, Fields};

/// Fields as they were read, with what is wrong with their shape. An empty value stands in for each field that is wrong
/// or missing, so that all that is wrong can be told at once; nothing of it gets through [`Sent::read`].
#[derive(Debug, Clone)]
pub struct Sent<T> {
    value: Option<T>,
    faults: FieldFaults,
}

impl<T> Sent<T> {
    pub(super) fn new(value: Option<T>, faults: FieldFaults) -> Self {
        Self { value, faults }
    }

    pub(super) fn into_parts(self) -> (Option<T>, FieldFaults) {
        (self.value, self.faults)
    }

    /// The fields before they are judged: for what is to be looked up to judge them, and for nothing else.
    pub fn peek(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The values that `parse` makes of the fields, if nothing is wrong with them.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, with their shape and with what `parse` notes.
    pub fn read<'a, P: Parsed>(&'a self, parse: impl FnOnce(&'a T, &mut Fields) -> P) -> Answer<P::Values> {
        self.judge(|value, mut fields| {
            let parsed = parse(value, &mut fields);
            fields.finish(parsed)
        })
    }

    /// The fields, if nothing is wrong with their shape.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn shape(&self) -> Answer<&T> {
        self.read(|value, _| Some(value))
    }

    /// What `judge` makes of the fields and of what is wrong with their shape.
    ///
    /// # Errors
    ///
    /// What `judge` fails with; and what is wrong where there is nothing to judge.
    pub fn judge<'a, P, E: From<FieldFaults>>(
        &'a self,
        judge: impl FnOnce(&'a T, Fields) -> Result<P, E>,
    ) -> Result<P, E> {
        match &self.value {
            Some(value) => judge(value, Fields::after(self.faults.clone())),
            None => Err(self.faults.clone().into()),
        }
    }
}

/// What fields become: each is there unless it was refused.
pub trait Parsed {
    /// The same, all of them being there.
    type Values;

    /// The values, if none is missing.
    fn all(self) -> Option<Self::Values>;
}

impl<T> Parsed for Option<T> {
    type Values = T;

    fn all(self) -> Self {
        self
    }
}

impl Parsed for () {
    type Values = ();

    fn all(self) -> Option<()> {
        Some(())
    }
}

impl<A, B> Parsed for (Option<A>, Option<B>) {
    type Values = (A, B);

    fn all(self) -> Option<(A, B)> {
        Some((self.0?, self.1?))
    }
}

impl<A, B, C> Parsed for (Option<A>, Option<B>, Option<C>) {
    type Values = (A, B, C);

    fn all(self) -> Option<(A, B, C)> {
        Some((self.0?, self.1?, self.2?))
    }
}
