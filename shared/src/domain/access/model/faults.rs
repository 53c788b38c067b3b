//! What is wrong with an access model, all of it at once.

use std::fmt::Display;

use crate::domain::noted::{self, Noted};

/// One thing wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct ModelFault {
    /// Where, such as `roles.write.includes[0]`; empty for the document as a whole.
    pub path: String,
    /// What, stable and in `snake_case`.
    pub code: &'static str,
    /// What is wrong, for people.
    pub message: String,
}

/// The faults found so far. Those that are not kept are not asked what follows from them: whatever is said because of
/// that is not kept either.
#[derive(Debug, Default)]
pub(super) struct Faults {
    found: Noted<ModelFault>,
    /// Whether the document was taken before: its texts were judged then, and are read as they are.
    pub(super) is_stored: bool,
}

impl Faults {
    /// Those of a document that is stored.
    pub(super) fn of_stored() -> Self {
        Self { is_stored: true, ..Self::default() }
    }

    pub(super) fn add(&mut self, path: impl Display, code: &'static str, message: impl Display) {
        self.found.note(|| ModelFault { path: noted::place(path), code, message: noted::message(message) });
    }

    /// Whether anything is wrong so far.
    pub(super) fn is_any(&self) -> bool {
        !self.found.is_empty()
    }

    /// Whether anything at or under one of `roots` is wrong: then what follows from it is not worth a fault of its own.
    pub(super) fn touch(&self, roots: &[&str]) -> bool {
        roots.iter().any(|root| self.under(root).next().is_some())
    }

    /// Whether one of `paths` is wrong itself.
    pub(super) fn at(&self, paths: &[&str]) -> bool {
        self.found.iter().any(|fault| paths.contains(&fault.path.as_str()))
    }

    /// Whether something at or under `path`, a role or a resource, leaves open what it comes to. What it is called does
    /// not, nor what comes twice; nor does a fault with one of the codes `but`.
    pub(super) fn obscure(&self, path: &str, but: &[&str]) -> bool {
        let harmless = |fault: &ModelFault| {
            ["invalid_name", "reserved_name", "duplicate"].contains(&fault.code)
                || [".title", ".description"].contains(&&fault.path[path.len()..])
        };
        self.under(path).any(|fault| !harmless(fault) && !but.contains(&fault.code))
    }

    fn under(&self, root: &str) -> impl Iterator<Item = &ModelFault> {
        let is_under = move |fault: &&ModelFault| {
            fault.path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.found.iter().filter(is_under)
    }

    /// `value` if nothing is wrong.
    pub(super) fn none_or<T>(self, value: T) -> Result<T, Noted<ModelFault>> {
        if self.found.is_empty() { Ok(value) } else { Err(self.found) }
    }
}
