//! Reading the fields of a request so that all that is wrong is reported at once.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::problem::{FieldFault, FieldFaults};
use super::sent::Parsed;
use super::{Answer, Problem};
use crate::domain::Coded;

/// Collects what is wrong while fields become domain values.
///
/// ```
/// use usher::domain::email::EmailAddress;
/// use usher::http::Fields;
///
/// let mut fields = Fields::new();
/// let email = fields.parse("email", "ada@example.com", EmailAddress::parse);
/// let support = fields.optional("support_address", Some("nobody"), EmailAddress::parse);
/// assert!(email.is_some() && support.is_none());
/// assert!(fields.finish(email).is_err());
/// ```
#[derive(Debug, Default)]
pub struct Fields {
    faults: FieldFaults,
    /// How many of these are faults of shape. What stands in for such a field is judged no further.
    of_shape: usize,
}

impl Fields {
    /// Nothing wrong so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on with fields of which some are of the wrong shape.
    pub(super) fn after(faults: FieldFaults) -> Self {
        Self { of_shape: faults.len(), faults }
    }

    /// A field that is there.
    pub fn parse<'a, T, E: Coded>(
        &mut self,
        field: &str,
        value: &'a str,
        parse: impl FnOnce(&'a str) -> Result<T, E>,
    ) -> Option<T> {
        parse(value).map_err(|fault| self.refuse(field, fault.code(), fault.to_string())).ok()
    }

    /// A field that must be there, though only sometimes.
    pub fn required<'a, T, E: Coded>(
        &mut self,
        field: &str,
        value: Option<&'a str>,
        parse: impl FnOnce(&'a str) -> Result<T, E>,
    ) -> Option<T> {
        if value.is_none() {
            self.refuse(field, "required", "is required");
        }
        self.optional(field, value, parse)
    }

    /// A field that may be left out.
    pub fn optional<'a, T, E: Coded>(
        &mut self,
        field: &str,
        value: Option<&'a str>,
        parse: impl FnOnce(&'a str) -> Result<T, E>,
    ) -> Option<T> {
        self.parse(field, value?, parse)
    }

    /// A field that holds one of a few words, and may be left out.
    pub fn one_of<T>(&mut self, field: &str, value: Option<&str>, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let parsed = parse(value?);
        if parsed.is_none() {
            self.refuse(field, "unknown_value", "not an allowed value");
        }
        parsed
    }

    /// A field that holds some of a few words, with commas between, and may be left out.
    pub fn some_of<T: Ord>(
        &mut self,
        field: &str,
        value: Option<&str>,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<BTreeSet<T>> {
        let mut all = BTreeSet::new();
        for word in value?.split(',') {
            if !all.insert(self.one_of(field, Some(word), &parse)?) {
                self.refuse(field, "duplicate", "names a value twice");
                return None;
            }
        }
        Some(all)
    }

    /// Notes that a field is wrong, unless its shape is.
    pub fn refuse(&mut self, field: impl Display, code: &str, message: impl Display) {
        self.extend([FieldFault::new(field, code, message)]);
    }

    /// Notes faults that are already told apart.
    pub fn extend(&mut self, faults: impl IntoIterator<Item = FieldFault>) {
        self.append(faults.into_iter().collect());
    }

    /// Notes faults that were noted elsewhere.
    pub fn append(&mut self, mut faults: FieldFaults) {
        let of_shape = &self.faults[..self.of_shape];
        faults.retain(|fault| !of_shape.iter().any(|other| other.covers(fault)));
        self.faults.append(faults);
    }

    /// Goes on with the values only if nothing is wrong.
    ///
    /// # Errors
    ///
    /// Everything that is wrong.
    pub fn finish<P: Parsed>(self, parsed: P) -> Answer<P::Values> {
        self.sound(parsed).map_err(|faults| match faults.is_empty() {
            true => Problem::internal(),
            false => Problem::invalid_fields(faults),
        })
    }

    /// The same, for those who answer faults otherwise. None are told only where a value was refused unnoted.
    ///
    /// # Errors
    ///
    /// Everything that is wrong.
    pub fn sound<P: Parsed>(self, parsed: P) -> Result<P::Values, FieldFaults> {
        let values = parsed.all().filter(|_| self.faults.is_empty());
        values.ok_or(self.faults)
    }
}

impl FieldFault {
    /// Whether this is a fault of the same field, or of one that holds it.
    fn covers(&self, other: &Self) -> bool {
        self.code != "unknown_field"
            && other.field.strip_prefix(&self.field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }
}
