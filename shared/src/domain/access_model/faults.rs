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
        roots.iter().any(|root| self.under(root).next().is_some())
    }

    /// Whether one of `paths` is wrong itself.
    pub(super) fn at(&self, paths: &[&str]) -> bool {
        self.0.iter().any(|fault| paths.contains(&fault.path.as_str()))
    }

    /// Whether something at or under `path`, a role or a resource, leaves open what it comes to. What it is called does not, nor what
    /// comes twice; nor does a fault with one of the codes `but`.
    pub(super) fn obscure(&self, path: &str, but: &[&str]) -> bool {
        let harmless = |fault: &ModelFault| {
            ["invalid_name", "reserved_name", "duplicate"].contains(&fault.code) || [".title", ".description"].contains(&&fault.path[path.len()..])
        };
        self.under(path).any(|fault| !harmless(fault) && !but.contains(&fault.code))
    }

    fn under(&self, root: &str) -> impl Iterator<Item = &ModelFault> {
        let is_under = move |fault: &&ModelFault| fault.path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
        self.0.iter().filter(is_under)
    }

    /// `value` if nothing is wrong.
    pub(super) fn none_or<T>(self, value: T) -> Result<T, Vec<ModelFault>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}
