//! What a session that is used tells of its user, noted once an hour (docs/decisions/0081).

use jiff::Timestamp;

use super::User;
use crate::domain::effects::limit::Window;

impl User {
    /// The user, whose person uses the account at `now`, in a session that has shown a second factor or not. Who has
    /// one cannot sign in without it, and whatever turns it on or off ends all other sessions: so it tells of the
    /// person.
    #[must_use]
    pub fn used(self, second_factor: bool, now: Timestamp) -> Self {
        Self { last_active_at: Some(Window::hour_of(now).start), second_factor, ..self }
    }

    /// Whether a use at `now` tells something new: the first of an hour does. A clock that is behind tells nothing.
    pub fn is_use_to_be_noted(&self, second_factor: bool, now: Timestamp) -> bool {
        let is_new = self.last_active_at.is_none_or(|noted| noted < Window::hour_of(now).start);
        is_new || self.second_factor != second_factor
    }

    /// Since when nothing was heard of the user: the last use, or else how far they have come.
    pub fn heard_of(&self) -> Timestamp {
        let times = [self.last_active_at, self.joined_at, self.activated_at];
        times.into_iter().flatten().fold(self.created_at, Timestamp::max)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::domain::effects::audit::Author;
    use crate::domain::email::EmailAddress;
    use crate::domain::id::AccountId;
    use crate::domain::labels::Labels;
    use crate::domain::people::invitation::{Greeting, Invitee, Inviter};
    use crate::domain::people::user::Names;
    use crate::presets::Preset;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn ada() -> User {
        let email = EmailAddress::parse("ada@example.com").unwrap();
        let invitee = Invitee {
            email,
            names: Names::default(),
            labels: Labels::default(),
            grants: Vec::new(),
            greeting: Greeting::default(),
        };
        let (model, author) = (Preset::Invoicing.model(), Author::system(at("2026-01-01T10:20:00Z")));
        let account = AccountId::from_bytes([1; 16]);
        let rng = &mut StdRng::seed_from_u64(1);
        invitee.offer_under(model.policies(), account, Inviter::Operator, &author, rng).user
    }

    #[test]
    fn a_use_is_noted_once_an_hour_and_when_the_second_factor_is_another() {
        let used = ada().used(false, at("2026-01-01T11:59:59.999Z"));
        assert_eq!(used.last_active_at, Some(at("2026-01-01T11:00:00Z")));
        assert!(ada().is_use_to_be_noted(false, at("2026-01-01T11:00:00Z")));
        assert!(!used.is_use_to_be_noted(false, at("2026-01-01T11:00:00Z")));
        assert!(!used.is_use_to_be_noted(false, at("2026-01-01T10:30:00Z")), "a clock that is behind");
        assert!(used.is_use_to_be_noted(false, at("2026-01-01T12:00:00Z")));
        assert!(used.is_use_to_be_noted(true, at("2026-01-01T11:00:00Z")));
    }

    #[test]
    fn who_never_came_was_heard_of_when_they_were_invited() {
        assert_eq!(ada().heard_of(), at("2026-01-01T10:20:00Z"));
        let joined = ada().joined(false, at("2026-01-02T10:20:00Z"));
        assert_eq!(joined.heard_of(), at("2026-01-02T10:20:00Z"));
        assert_eq!(joined.used(false, at("2026-03-01T08:01:00Z")).heard_of(), at("2026-03-01T08:00:00Z"));
    }
}
