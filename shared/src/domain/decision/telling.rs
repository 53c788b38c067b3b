//! Telling someone what they may do: by what decides when they do it.

use std::sync::OnceLock;

use super::{Acting, Decided, Facing, Givable, Keepers, MyAccountAction, Refusal, Reset, UserAction};
use crate::domain::access::grant::Grant;
use crate::domain::access::permission::Operation;
use crate::domain::people::user::User;

/// Someone who is told, and what is known besides of the account.
#[derive(Debug)]
pub struct Telling<'a> {
    acting: Acting<'a>,
    keepers: &'a Keepers,
    /// What they may give; found out once, and only if it matters.
    givable: OnceLock<Vec<Givable>>,
}

impl<'a> Telling<'a> {
    /// Tells `acting`; `keepers` are known of the account.
    pub fn new(acting: Acting<'a>, keepers: &'a Keepers) -> Self {
        Self { acting, keepers, givable: OnceLock::new() }
    }

    /// Who is told.
    pub fn acting(&self) -> &Acting<'a> {
        &self.acting
    }

    /// Who is known to manage users for good.
    pub fn keepers(&self) -> &Keepers {
        self.keepers
    }

    /// What they may do to `user`.
    pub fn user_actions(&self, user: &User) -> Vec<UserAction> {
        let facing = self.acting.facing(user);
        let may = |action: &UserAction| match action {
            UserAction::UpdateNames => facing.renames(),
            UserAction::UpdateLabels => facing.relabels(),
            UserAction::UpdateGrants => self.regrants(&facing, user),
            UserAction::Deactivate => facing.deactivated().and_then(|away| self.keep(user, Some(&away))),
            UserAction::Reactivate => self.reactivates(&facing, user),
            UserAction::Remove => facing.removed().and_then(|()| self.keep(user, None)),
            UserAction::ResetCredentials => resets(&facing),
            UserAction::EndSessions => facing.ends_sessions(),
            UserAction::CreateApiToken => facing.makes_api_tokens(),
        };
        UserAction::ALL.into_iter().filter(|action| may(action).is_ok()).collect()
    }

    /// What they may do about being in the account.
    pub fn my_account_actions(&self) -> Vec<MyAccountAction> {
        let may = |action: &MyAccountAction| match action {
            MyAccountAction::Leave => {
                self.acting.left().and_then(|away| self.keep(self.acting.user, away.as_ref())).is_ok()
            }
        };
        MyAccountAction::ALL.into_iter().filter(may).collect()
    }

    fn keep(&self, before: &User, after: Option<&User>) -> Decided {
        self.keepers.keep(self.acting.model, before, after)
    }

    /// Whether there are other grants that they may give the user instead: one that they may give, alone or beside
    /// what the user holds, or one less.
    fn regrants(&self, facing: &Facing<'_>, user: &User) -> Decided {
        facing.gives_to_another()?;
        facing.changes()?;
        facing.outranks()?;
        let held = &user.grants;
        let instead = self.given().map(|grant| vec![grant.clone()]);
        let beside = self.given().map(|grant| held.iter().cloned().chain([grant.clone()]).collect());
        let less = (0..held.len()).map(|place| {
            let others = held.iter().enumerate().filter(|(other, _)| *other != place);
            others.map(|(_, grant)| grant.clone()).collect()
        });
        let is_change = |grants: &Vec<Grant>| {
            grants != held && Grant::check_instead(grants, held, self.acting.model).next().is_none()
        };
        let mut wanted = instead.chain(beside).chain(less).filter(is_change);
        let may = |grants| facing.regranted(grants).and_then(|after| self.keep(user, Some(&after))).is_ok();
        if wanted.any(may) { Ok(()) } else { Err(Refusal::ExceedsOwn) }
    }

    /// Whether they may let the user in again with what is left, or with something that they may give.
    fn reactivates(&self, facing: &Facing<'_>, user: &User) -> Decided {
        let as_left = facing.reactivated(None).map(|_| ());
        if !user.grants.is_empty() && as_left.is_ok() {
            return Ok(());
        }
        facing.reaches(Operation::UsersDeactivate)?;
        let with = |grant: &Grant| facing.reactivated(Some(vec![grant.clone()])).is_ok();
        if self.given().any(with) { Ok(()) } else { Err(as_left.err().unwrap_or(Refusal::ExceedsOwn)) }
    }

    /// The grants that they may give by changing users.
    fn given(&self) -> impl Iterator<Item = &Grant> {
        let givable = self.givable.get_or_init(|| self.acting.givable(Operation::UsersUpdate));
        givable.iter().map(|givable| &givable.grant)
    }
}

/// Whether a reset of the password is sure to go out: whether another user can still vouch for an invitation, nothing
/// tells that is known of the invited one.
fn resets(facing: &Facing<'_>) -> Decided {
    match facing.reset()? {
        Reset::Links | Reset::Invitation { may_vouch: true } => Ok(()),
        Reset::Invitation { may_vouch: false } => Err(Refusal::NotAccepted),
    }
}
