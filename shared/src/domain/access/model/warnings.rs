//! What may surprise the author of a valid model.

use super::{AccessModel, Customization, Role, WhyFirst};
use crate::domain::access::permission::Operation;

/// Something that is allowed, and may not be what the author means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where, such as `roles.write`.
    pub path: String,
    /// What, stable and in `snake_case`.
    pub code: &'static str,
    /// What there is to know, for people.
    pub message: String,
}

impl Warning {
    fn new(path: impl Into<String>, code: &'static str, message: String) -> Self {
        Self { path: path.into(), code, message }
    }
}

impl AccessModel {
    /// All that may surprise its author.
    pub fn warnings(&self) -> Vec<Warning> {
        self.tied().into_iter().chain(self.beyond_the_first()).chain(self.unheld()).chain(self.by_default()).collect()
    }

    /// Several roles could be the first administrator's.
    fn tied(&self) -> Option<Warning> {
        let first = self.administrator_role();
        let others = self.administrators().filter(|role| role.name != first.name && role.reach() == first.reach());
        let others: Vec<String> = others.map(|role| format!("`{}`", role.name)).collect();
        (self.why_first() == WhyFirst::FirstByName).then(|| {
            let message = format!(
                "`{}` and {} hold as many permissions, so the first by name is taken; name one",
                first.name,
                others.join(", ")
            );
            Warning::new("first_administrator", "first_administrator_tied", message)
        })
    }

    /// Roles that the first administrator cannot give, whatever is added to their own role.
    fn beyond_the_first(&self) -> impl Iterator<Item = Warning> {
        let first = self.administrator_role();
        let exceeds = |role: &&Role| {
            role.permissions().iter().any(|permission| !first.allows(permission) && !first.may_add(permission))
        };
        self.roles().filter(exceeds).map(|role| {
            let message = format!("the first administrator is `{}`, and cannot give `{}`", first.name, role.name);
            Warning::new(format!("roles.{}", role.name), "beyond_first_administrator", message)
        })
    }

    /// What nobody can do in an account that follows the model.
    fn unheld(&self) -> impl Iterator<Item = Warning> {
        let changes = (self.customization() != Customization::None).then_some(Operation::AccessModelManage);
        let asked = [Operation::AccountUpdate, Operation::AuditRead].into_iter().chain(changes);
        let unheld = asked.filter(|operation| {
            let permission = operation.permission();
            !self.roles().any(|role| role.allows(&permission) || role.may_add(&permission))
        });
        unheld.map(|operation| {
            let message = format!("nobody can ever hold `{}`", operation.permission());
            Warning::new("roles", "never_held", message)
        })
    }

    /// Everybody would manage users.
    fn by_default(&self) -> Option<Warning> {
        let role = self.default_role().filter(|role| role.manages_users())?;
        let message = format!("`{}`, which people get by default, manages users", role.name);
        Some(Warning::new("default_role", "default_role_manages_users", message))
    }
}
