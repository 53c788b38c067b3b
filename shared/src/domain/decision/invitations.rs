//! What someone may do about an invitation.

use super::{Acting, Decided, Facing, Keepers, Refusal};
use crate::domain::access::model::OffboardingPolicy;
use crate::domain::access::permission::Operation;
use crate::domain::id::UserId;
use crate::domain::people::invitation::{Invitation, InvitationStatus, InvitationSummary, Inviter};
use crate::domain::people::user::{User, UserStatus};
use crate::domain::words::words;

words! {
    /// What can be done about an invitation.
    pub enum InvitationAction {
        /// Send it again, with a new link.
        Resend = "resend",
        /// Take it back.
        Revoke = "revoke",
    }
}

/// An invitation, as far as it matters to what may be done about it.
#[derive(Debug, Clone, Copy)]
pub struct Invited {
    user: UserId,
    invited_by: Inviter,
    status: InvitationStatus,
}

impl From<&Invitation> for Invited {
    fn from(invitation: &Invitation) -> Self {
        Self { user: invitation.user, invited_by: invitation.invited_by, status: invitation.status }
    }
}

impl From<&InvitationSummary> for Invited {
    fn from(invitation: &InvitationSummary) -> Self {
        Self { user: invitation.user, invited_by: invitation.invited_by, status: invitation.status }
    }
}

impl Invited {
    fn check_open(self) -> Decided {
        match self.status {
            InvitationStatus::Pending | InvitationStatus::Expired => Ok(()),
            status => Err(Refusal::ended(status)),
        }
    }
}

/// What it takes to send someone away together with their invitation.
fn needed(policy: &OffboardingPolicy) -> Operation {
    if policy.remove { Operation::UsersRemove } else { Operation::UsersDeactivate }
}

impl Acting<'_> {
    /// Whether they see an invitation whose user, if there still is one, is `user`: it is theirs, or they see the user.
    /// One without a user is seen by its maker, and by those who see everybody.
    pub fn sees_invitation(&self, invited: impl Into<Invited>, user: Option<&User>) -> bool {
        let invited = invited.into();
        let user = user.filter(|user| user.id == invited.user);
        let own = || invited.invited_by == Inviter::User { id: self.user.id };
        self.sees_everybody() || own() || user.is_some_and(|user| self.sees(user))
    }

    /// Goes on only if they see the invitation, and may invite over its user, if there still is one.
    pub fn changes_invitation(&self, invited: impl Into<Invited>, user: Option<&User>) -> Decided {
        let invited = invited.into();
        self.require_somewhere(Operation::UsersInvite)?;
        if !self.sees_invitation(invited, user) {
            return Err(Refusal::Unseen);
        }
        match user.filter(|user| user.id == invited.user) {
            Some(user) => self.require_over(Operation::UsersInvite, user),
            None => Ok(()),
        }
    }

    /// Goes on only if they may send the invitation of `user` again; its links are limited besides.
    pub fn resends(&self, invited: impl Into<Invited>, user: &User) -> Decided {
        let invited = invited.into();
        self.changes_invitation(invited, Some(user))?;
        invited.check_open()?;
        self.check_gives(&user.grants)
    }

    /// What comes of the user if they take the invitation back: nothing, if the user goes with it.
    pub fn revokes(&self, invited: impl Into<Invited>, user: &User) -> Decided<Option<User>> {
        let invited = invited.into();
        self.changes_invitation(invited, Some(user))?;
        invited.check_open()?;
        self.facing(user).revoked()
    }

    /// What they may do about the invitation of `user`.
    pub fn invitation_actions(
        &self,
        invited: impl Into<Invited>,
        user: &User,
        keepers: &Keepers,
    ) -> Vec<InvitationAction> {
        let invited = invited.into();
        let revokes = || {
            let after = self.revokes(invited, user)?;
            keepers.keep(self.model, user, after.as_ref())
        };
        let may = |action: &InvitationAction| match action {
            InvitationAction::Resend => self.resends(invited, user),
            InvitationAction::Revoke => revokes(),
        };
        InvitationAction::ALL.into_iter().filter(|action| may(action).is_ok()).collect()
    }
}

impl Facing<'_> {
    /// What comes of the user together with their invitation. One who was active before they were asked leaves as the
    /// access model lets people leave, so that nobody stays for whom there is no way in.
    fn revoked(&self) -> Decided<Option<User>> {
        let (acting, user) = (self.acting(), self.user());
        self.outranks()?;
        if user.status == UserStatus::Pending {
            return Ok(None);
        }
        let policy = &acting.model.policies().offboarding;
        acting.require_over(needed(policy), user)?;
        acting.check_other(user)?;
        Ok(user.leaves(policy, acting.now)?)
    }
}
