//! Reading the fields of a request so that all that is wrong is reported at once.

use super::problem::FieldFault;
use super::{Answer, Problem};
use crate::domain::Coded;

/// Collects what is wrong while fields become domain values.
///
/// ```
/// use usher::domain::email::EmailAddress;
/// use usher::http::Fields;
///
/// let mut fields = Fields::new();
/// let email = fields.required("email", Some("ada@example.com"), EmailAddress::parse);
/// let support = fields.optional("support_address", Some("nobody"), EmailAddress::parse);
/// assert!(email.is_some() && support.is_none());
/// assert!(fields.finish().is_err());
/// ```
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldFault>);

impl Fields {
    /// Nothing wrong so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// A field that must be there.
    pub fn required<'a, T, E: Coded>(&mut self, field: &str, value: Option<&'a str>, parse: impl FnOnce(&'a str) -> Result<T, E>) -> Option<T> {
        if value.is_none() {
            self.refuse(field, "required", "must be given");
        }
        self.optional(field, value, parse)
    }

    /// A field that may be left out.
    pub fn optional<'a, T, E: Coded>(&mut self, field: &str, value: Option<&'a str>, parse: impl FnOnce(&'a str) -> Result<T, E>) -> Option<T> {
        match value.map(parse)? {
            Ok(parsed) => Some(parsed),
            Err(fault) => {
                self.refuse(field, fault.code(), fault.to_string());
                None
            }
        }
    }

    /// A field that holds one of a few words, and may be left out.
    pub fn one_of<T>(&mut self, field: &str, value: Option<&str>, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let parsed = parse(value?);
        if parsed.is_none() {
            self.refuse(field, "unknown_value", "none of the words that may stand here");
        }
        parsed
    }

    /// Notes that a field is wrong.
    pub fn refuse(&mut self, field: impl Into<String>, code: &str, message: impl Into<String>) {
        self.0.push(FieldFault { field: field.into(), code: code.to_owned(), message: message.into() });
    }

    /// Notes faults that are already told apart.
    pub fn extend(&mut self, faults: impl IntoIterator<Item = FieldFault>) {
        self.0.extend(faults);
    }

    /// Whether nothing is wrong so far.
    pub fn is_clean(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong.
    pub fn faults(self) -> Vec<FieldFault> {
        self.0
    }

    /// Goes on only if nothing is wrong.
    pub fn finish(self) -> Answer<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::invalid_fields(self.0)) }
    }
}
