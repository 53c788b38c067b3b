//! What remains of an event once a person is erased whom it is about, or who did it: who did what and when, with a
//! pseudonym.

use serde_json::Value;

use super::{Actor, AuditEvent, Target};
use crate::domain::id::UserKey;

/// Under these names events hold a person's names, and what the portal calls them and notes on them.
const NAMES: [&str; 4] = ["given_name", "family_name", "external_id", "metadata"];

/// Under this name events hold a person's address.
const EMAIL: &str = "email";

impl AuditEvent {
    /// What remains of the event once the person whose place is at `key` is erased; nothing if it stays as it is. If it
    /// is about them: no names and notes, and the id of its target in the place of the address. If they did it, or a
    /// program of theirs: no network address. So it is if it is about them and nobody else did it.
    pub fn erased(&self, key: UserKey) -> Option<Self> {
        let mut erased = self.clone();
        let is_about = Target::of(&self.target) == Target::of_user(key);
        if is_about {
            [&mut erased.before, &mut erased.after].into_iter().for_each(|side| erase(side, &self.target));
        }
        if self.actor.is_of(key) || (is_about && self.actor == Actor::System) {
            erased.origin.source_ip = None;
        }
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
    use crate::domain::effects::audit::{Action, Origin};
    use crate::domain::id::{AccountId, EventId, PersonKey, UserId};

    /// A user, and one more at another place.
    fn users() -> [UserId; 2] {
        use rand::SeedableRng;
        let rng = &mut rand::rngs::StdRng::seed_from_u64(1);
        [1, 2].map(|place| {
            UserId::random(UserKey::of(AccountId::from_bytes([1; 16]), PersonKey::from_bytes([place; 20])), rng)
        })
    }

    fn event(actor: Actor, target: UserId, before: Value, after: Value) -> AuditEvent {
        use rand::SeedableRng;
        let rng = &mut rand::rngs::StdRng::seed_from_u64(1);
        AuditEvent {
            account: AccountId::from_bytes([1; 16]),
            id: EventId::new(Timestamp::UNIX_EPOCH, rng),
            at: Timestamp::UNIX_EPOCH,
            actor,
            action: Action::UserCreated,
            target: target.to_string(),
            origin: Origin { request_id: None, source_ip: Some("192.0.2.1".to_owned()) },
            before,
            after,
        }
    }

    #[test]
    fn names_and_notes_are_gone_and_the_address_has_a_pseudonym_and_all_else_stays() {
        let [ada, eve] = users();
        let (names, by_eve) = (json!({ "given_name": "Ada", "family_name": null }), Actor::User { id: eve });
        let after = json!({
            "email": "ada@example.com", "names": names, "grants": [{ "role": "read" }],
            "external_id": "crm-7", "metadata": { "phone": "1" },
        });
        let told = event(by_eve.clone(), ada, json!({ "names": names }), after);
        let erased = told.erased(ada.key()).expect("there is something to erase");
        let nobody = json!({ "given_name": null, "family_name": null });
        assert_eq!(erased.before, json!({ "names": nobody }));
        let pseudonym = ada.to_string();
        assert_eq!(
            erased.after,
            json!({
                "email": pseudonym, "names": nobody, "grants": [{ "role": "read" }],
                "external_id": null, "metadata": null,
            })
        );
        assert_eq!(erased.origin, told.origin, "it is where Eve was");
        assert_eq!(erased.erased(ada.key()), None, "once is enough");
        assert_eq!(event(by_eve, ada, Value::Null, json!({ "status": "active" })).erased(ada.key()), None);
    }

    #[test]
    fn where_someone_was_is_gone_and_what_they_did_to_others_stays() {
        let [ada, eve] = users();
        let after = json!({ "email": "eve@example.com" });
        let did = event(Actor::User { id: ada }, eve, Value::Null, after.clone());
        let erased = did.erased(ada.key()).expect("there is something to erase");
        assert_eq!((erased.origin.source_ip, &erased.after), (None, &after));
        let asked = event(Actor::System, ada, Value::Null, Value::Null).erased(ada.key());
        assert_eq!(asked.expect("nobody else was it").origin.source_ip, None);
        assert_eq!(event(Actor::System, eve, Value::Null, Value::Null).erased(ada.key()), None);
    }
}
