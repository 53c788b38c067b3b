//! What remains of an event once the person whom it is about is erased: who did what and when, with a pseudonym.

use serde_json::Value;

use super::AuditEvent;

/// Under these names events hold a person's names.
const NAMES: [&str; 2] = ["given_name", "family_name"];

/// Under this name events hold a person's address.
const EMAIL: &str = "email";

impl AuditEvent {
    /// The event without names, and with the id of its target in the place of the address; nothing if it has neither.
    pub fn erased(&self) -> Option<Self> {
        let mut erased = self.clone();
        [&mut erased.before, &mut erased.after].into_iter().for_each(|side| erase(side, &self.target));
        (erased != *self).then_some(erased)
    }
}

fn erase(value: &mut Value, pseudonym: &str) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match name.as_str() {
                    EMAIL if field.is_string() => *field = Value::from(pseudonym),
                    name if NAMES.contains(&name) => *field = Value::Null,
                    _ => erase(field, pseudonym),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| erase(item, pseudonym)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::domain::effects::audit::{Action, Actor, Origin};
    use crate::domain::id::{AccountId, EventId};

    fn event(before: Value, after: Value) -> AuditEvent {
        use rand::SeedableRng;
        let rng = &mut rand::rngs::StdRng::seed_from_u64(1);
        AuditEvent {
            account: AccountId::from_bytes([1; 16]),
            id: EventId::new(Timestamp::UNIX_EPOCH, rng),
            at: Timestamp::UNIX_EPOCH,
            actor: Actor::System,
            action: Action::UserCreated,
            target: "usr_1".to_owned(),
            origin: Origin::default(),
            before,
            after,
        }
    }

    #[test]
    fn names_are_gone_and_the_address_has_a_pseudonym_and_all_else_stays() {
        let names = json!({ "given_name": "Ada", "family_name": null });
        let after = json!({ "email": "ada@example.com", "names": names, "grants": [{ "role": "read" }] });
        let erased = event(json!({ "names": names }), after).erased().expect("there is something to erase");
        let nobody = json!({ "given_name": null, "family_name": null });
        assert_eq!(erased.before, json!({ "names": nobody }));
        assert_eq!(erased.after, json!({ "email": "usr_1", "names": nobody, "grants": [{ "role": "read" }] }));
        assert_eq!(erased.erased(), None, "once is enough");
        assert_eq!(event(Value::Null, json!({ "status": "active" })).erased(), None);
    }
}
