//! Whether a user may do something, and why: the question that portals ask on every request of theirs.

use jiff::Timestamp;

use crate::domain::access::grant::{AccessRefusal, Allowance, Question, Reason};
use crate::domain::access::model::AccessModel;
use crate::domain::access::permission::Permission;
use crate::domain::access::unit::Unit;
use crate::domain::credentials::api_token::ApiToken;
use crate::domain::id::UserId;
use crate::domain::people::user::{User, UserStatus};

/// What is asked about a user.
#[derive(Debug, Clone, Copy)]
pub struct Check<'a> {
    /// What is to be done.
    pub permission: &'a Permission,
    /// Where; `None` is the account as a whole.
    pub unit: Option<&'a Unit>,
    /// Whose record it is. If nobody says, a permission with `:own` is about a record of the user's own, and any other
    /// is not.
    pub owner: Option<UserId>,
}

/// Why something is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// The user is pending or deactivated, and has nothing.
    #[error("the user is {}", .0.as_str())]
    UserNotActive(UserStatus),
    /// The unit is retired: nobody has access to it.
    #[error("the unit was retired at {0}")]
    UnitRetired(Timestamp),
    /// The user may; the token that asks is made for less.
    #[error("the API token is not limited to this permission")]
    TokenLimited,
    /// What the user holds is not enough.
    #[error(transparent)]
    NotHeld(#[from] AccessRefusal),
}

impl NotAllowed {
    /// The reason, for programs.
    pub fn reason(&self) -> Reason {
        match self {
            Self::UserNotActive(_) => Reason::UserNotActive,
            Self::UnitRetired(_) => Reason::UnitRetired,
            Self::TokenLimited => Reason::TokenLimited,
            Self::NotHeld(refusal) => refusal.reason(),
        }
    }
}

impl Check<'_> {
    /// Whether `user` may do it at `now`, and why or why not.
    ///
    /// # Errors
    ///
    /// What is missing.
    pub fn decide(&self, user: &User, model: &AccessModel, now: Timestamp) -> Result<Allowance, NotAllowed> {
        if user.status != UserStatus::Active {
            return Err(NotAllowed::UserNotActive(user.status));
        }
        if let Some(retired_at) = self.unit.and_then(|unit| unit.retired_at) {
            return Err(NotAllowed::UnitRetired(retired_at));
        }
        let question = Question {
            permission: &self.permission.unrestricted(),
            unit: self.unit.map(|unit| unit.id),
            owned: self.is_owned_by(user),
        };
        Ok(question.decide(model, &user.grants, now)?)
    }

    /// The same for a program that asks with `token` what it may do itself.
    ///
    /// # Errors
    ///
    /// What is missing, to the token's owner or to the token.
    pub fn decide_with(
        &self,
        token: &ApiToken,
        owner: &User,
        model: &AccessModel,
        now: Timestamp,
    ) -> Result<Allowance, NotAllowed> {
        let allowance = self.decide(owner, model, now)?;
        if token.goes_as_far_as(self.permission, self.is_owned_by(owner)) {
            Ok(allowance)
        } else {
            Err(NotAllowed::TokenLimited)
        }
    }

    fn is_owned_by(&self, user: &User) -> bool {
        self.owner.map_or(self.permission.is_own(), |owner| owner == user.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{AccountId, InvitationId, UnitId};
    use crate::domain::labels::Labels;
    use crate::domain::text::Title;
    use crate::presets::Preset;

    const USER: UserId = UserId::from_bytes([3; 20]);
    const OTHER: UserId = UserId::from_bytes([4; 20]);

    fn user(status: UserStatus, grants: serde_json::Value) -> User {
        let user = serde_json::json!({
            "account": AccountId::from_bytes([1; 16]),
            "id": USER,
            "email": "ada@example.com",
            "status": status,
            "grants": grants,
            "invitation": InvitationId::from_bytes([5; 20]),
            "created_at": Timestamp::UNIX_EPOCH,
            "version": 1,
        });
        serde_json::from_value(user).unwrap()
    }

    fn unit(retired_at: Option<Timestamp>) -> Unit {
        let name = Title::parse("Harbour").unwrap();
        Unit {
            account: AccountId::from_bytes([1; 16]),
            id: UnitId::from_bytes([2; 10]),
            name,
            labels: Labels::default(),
            created_at: Timestamp::UNIX_EPOCH,
            retired_at,
            version: 1,
        }
    }

    fn code(user: &User, permission: &str, unit: Option<&Unit>, owner: Option<UserId>) -> &'static str {
        let check = Check { permission: &permission.parse().unwrap(), unit, owner };
        check
            .decide(user, &Preset::Billing.model(), Timestamp::UNIX_EPOCH)
            .map_or_else(|not| not.reason().as_str(), |_| "allowed")
    }

    #[test]
    fn only_active_users_have_anything() {
        let grants = serde_json::json!([{ "role": "admin_user" }]);
        for (status, expected) in [
            (UserStatus::Pending, "user_not_active"),
            (UserStatus::Active, "allowed"),
            (UserStatus::Deactivated, "user_not_active"),
        ] {
            assert_eq!(code(&user(status, grants.clone()), "orders:read", None, None), expected);
        }
    }

    #[test]
    fn a_retired_unit_gives_nothing_to_anybody() {
        let admin = user(UserStatus::Active, serde_json::json!([{ "role": "admin_user" }]));
        assert_eq!(code(&admin, "orders:read", Some(&unit(None)), None), "allowed");
        assert_eq!(code(&admin, "orders:read", Some(&unit(Some(Timestamp::UNIX_EPOCH))), None), "unit_retired");
    }

    #[test]
    fn whose_record_it_is_decides_about_own_records() {
        let restricted = user(UserStatus::Active, serde_json::json!([{ "role": "restricted_user" }]));
        assert_eq!(code(&restricted, "orders:read", None, Some(USER)), "allowed");
        assert_eq!(code(&restricted, "orders:read", None, Some(OTHER)), "not_owner");
        assert_eq!(code(&restricted, "orders:read", None, None), "not_owner");
        assert_eq!(code(&restricted, "orders:read:own", None, None), "allowed");
        assert_eq!(code(&restricted, "orders:read:own", None, Some(OTHER)), "not_owner", "the record says otherwise");
    }
}
