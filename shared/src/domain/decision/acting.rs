//! Who acts, as far as it matters to what they may do.

use jiff::Timestamp;

use super::{Decided, Facing, Refusal};
use crate::domain::access::grant::{Access, Grant};
use crate::domain::access::model::{AccessModel, NameEditors};
use crate::domain::access::permission::Operation;
use crate::domain::id::UserId;
use crate::domain::people::user::User;

/// An active user of an account, or a program on their behalf.
#[derive(Debug, Clone, Copy)]
pub struct Acting<'a> {
    /// The user.
    pub user: &'a User,
    /// The access model that the account follows.
    pub model: &'a AccessModel,
    /// What they may do now: less than the user, if a program acts that is limited.
    pub access: &'a Access,
    /// Whether the user acts in person, and no program for them.
    pub in_person: bool,
    /// When.
    pub now: Timestamp,
}

impl<'a> Acting<'a> {
    /// What they may do to `user`.
    pub fn facing(self, user: &'a User) -> Facing<'a> {
        Facing::new(self, user)
    }
}

impl Acting<'_> {
    /// Whether it is the user `user`, or a program on their behalf.
    pub fn is(&self, user: UserId) -> bool {
        self.user.id == user
    }

    /// Whether it is the user `user` in person. A program has no say over its owner because it is theirs.
    pub fn is_in_person(&self, user: UserId) -> bool {
        self.is(user) && self.in_person
    }

    /// Goes on only if a person acts, and no program.
    pub fn require_person(&self) -> Decided {
        if self.in_person { Ok(()) } else { Err(Refusal::SessionRequired) }
    }

    /// Goes on only if they may perform `operation` for the whole account.
    pub fn require(&self, operation: Operation) -> Decided {
        if self.access.may(operation) { Ok(()) } else { Err(Refusal::Lacks(operation)) }
    }

    /// Goes on only if they may perform `operation` at least in one unit.
    pub fn require_somewhere(&self, operation: Operation) -> Decided {
        if self.access.may_somewhere(operation) { Ok(()) } else { Err(Refusal::Lacks(operation)) }
    }

    /// Whether they may perform `operation` over a user who holds `grants`: in every unit that these reach.
    pub fn may_over(&self, operation: Operation, grants: &[Grant]) -> bool {
        self.access.may_over(operation, self.model, grants, self.now)
    }

    /// Goes on only if they may perform `operation` over `user`.
    pub fn require_over(&self, operation: Operation, user: &User) -> Decided {
        if self.may_over(operation, &user.grants) { Ok(()) } else { Err(Refusal::LacksOver(operation)) }
    }

    /// Whether they see `user`: themselves always, others as [`Access::sees`] decides. Whom they do not see does not
    /// exist for them.
    pub fn sees(&self, user: &User) -> bool {
        self.is(user.id) || self.access.sees(self.model, &user.grants, self.now)
    }

    /// Whether they see every user of the account, whatever they hold.
    pub fn sees_everybody(&self) -> bool {
        self.access.sees(self.model, &[], self.now)
    }

    /// Goes on only if `user` has no more say over users, the account, its tokens and its trail than they have
    /// (docs/decisions/0014).
    pub fn check_outranks(&self, user: &User) -> Decided {
        let theirs = Access::of(self.model, &user.grants, self.now);
        if self.access.is_outranked_by(&theirs) { Err(Refusal::Outranked) } else { Ok(()) }
    }

    /// Whether they hold all that `grants` give, for as long as they give it, and so may give them.
    pub fn covers(&self, grants: &[Grant]) -> bool {
        // The first looks at how long it is held, the second at what a program is limited to.
        Grant::may_give(self.model, &self.user.grants, grants, self.now)
            && self.access.covers(&Access::of(self.model, grants, self.now))
    }

    /// Goes on only if they may give `grants`.
    pub fn check_gives(&self, grants: &[Grant]) -> Decided {
        if self.covers(grants) { Ok(()) } else { Err(Refusal::ExceedsOwn) }
    }

    /// Goes on only if `user` is someone else.
    pub fn check_other(&self, user: &User) -> Decided {
        if self.is(user.id) { Err(Refusal::OnSelf) } else { Ok(()) }
    }
}

/// Whether the access model lets people edit their own names.
pub fn own_editable(editors: NameEditors) -> bool {
    matches!(editors, NameEditors::Person | NameEditors::Both)
}

/// Whether the access model lets administrators edit the names of others.
pub(super) fn others_editable(editors: NameEditors) -> bool {
    matches!(editors, NameEditors::Administrators | NameEditors::Both)
}
