//! What is wrong with an access model, all of it at once.

/// One thing wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct ModelFault {
    /// Where, such as `roles.write.includes[0]`; empty for the document as a whole.
    pub path: String,
    /// What, stable and in `snake_case`.
    pub code: &'static str,
    /// What, for people.
    pub message: String,
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<ModelFault>);

impl Faults {
    pub(super) fn add(&mut self, path: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.0.push(ModelFault { path: path.into(), code, message: message.into() });
    }

    /// Whether anything at or under one of `roots` is wrong: then what follows from it is not worth a fault of its own.
    pub(super) fn touch(&self, roots: &[&str]) -> bool {
        self.0.iter().any(|fault| fault.path.split(['.', '[']).next().is_some_and(|root| roots.contains(&root)))
    }

    /// `value` if nothing is wrong.
    pub(super) fn none_or<T>(self, value: T) -> Result<T, Vec<ModelFault>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}
