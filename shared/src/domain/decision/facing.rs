//! What someone may do to a user of their account.

use std::cell::OnceCell;

use super::acting::{others_editable, own_editable};
use super::{Acting, Decided, Refusal};
use crate::domain::access::grant::Grant;
use crate::domain::access::permission::Operation;
use crate::domain::people::user::{User, UserStatus};
use crate::domain::words::words;

words! {
    /// What can be done to a user.
    pub enum UserAction {
        /// Change their names.
        UpdateNames = "update_names",
        /// Change their `external_id` and `metadata`.
        UpdateLabels = "update_labels",
        /// Change what they hold; the new grants must be ones that the caller may give.
        UpdateGrants = "update_grants",
        /// Deactivate them.
        Deactivate = "deactivate",
        /// Let them in again. If deactivation took their grants away, or they hold more than the caller, with grants
        /// that the caller may give.
        Reactivate = "reactivate",
        /// Remove them.
        Remove = "remove",
        /// Send a link to reset the password or, to a user who has not accepted, the invitation again.
        ResetCredentials = "reset_credentials",
        /// End their sessions in the account.
        EndSessions = "end_sessions",
        /// Create an API token on their behalf; takes a proof as well.
        CreateApiToken = "create_api_token",
    }
}

/// Someone who acts, and the user whom they act on.
#[derive(Debug)]
pub struct Facing<'a> {
    acting: Acting<'a>,
    user: &'a User,
    /// Whether the user has more say; the one thing that takes long to find out.
    outranks: OnceCell<Decided>,
}

/// What a reset of credentials comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reset {
    /// Links that reset what there is.
    Links,
    /// The invitation again. If they cannot vouch for it, the user who did goes on to.
    Invitation {
        /// Whether they can vouch for it.
        may_vouch: bool,
    },
}

impl<'a> Facing<'a> {
    pub(super) fn new(acting: Acting<'a>, user: &'a User) -> Self {
        Self { acting, user, outranks: OnceCell::new() }
    }

    pub(super) fn acting(&self) -> Acting<'a> {
        self.acting
    }

    pub(super) fn user(&self) -> &'a User {
        self.user
    }

    /// Goes on only if they may perform `operation` over the user, whom they see.
    pub fn reaches(&self, operation: Operation) -> Decided {
        self.acting.require_somewhere(operation)?;
        if !self.acting.sees(self.user) {
            return Err(Refusal::Unseen);
        }
        self.acting.require_over(operation, self.user)
    }

    /// Goes on only if the user has no more say than they have.
    pub fn outranks(&self) -> Decided {
        self.outranks.get_or_init(|| self.acting.check_outranks(self.user)).clone()
    }

    /// Goes on only if they may change the user in some way.
    pub fn changes(&self) -> Decided {
        if self.acting.is_in_person(self.user.id) { Ok(()) } else { self.reaches(Operation::UsersUpdate) }
    }

    /// Goes on only if they may change the user's names.
    pub fn renames(&self) -> Decided {
        self.changes()?;
        let editors = self.acting.model.policies().names;
        let as_administrator =
            others_editable(editors) && self.acting.may_over(Operation::UsersUpdate, &self.user.grants);
        let as_themselves = self.acting.is_in_person(self.user.id) && own_editable(editors);
        if as_administrator || as_themselves { Ok(()) } else { Err(Refusal::NameNotEditable) }
    }

    /// Goes on only if they may change what the portal calls the user and notes on them. Portals decide by it.
    pub fn relabels(&self) -> Decided {
        self.reaches(Operation::UsersUpdate)?;
        self.outranks()
    }

    /// Goes on only if they are not the user whose grants are to change.
    pub fn gives_to_another(&self) -> Decided {
        if self.acting.is(self.user.id) { Err(Refusal::OwnGrants) } else { Ok(()) }
    }

    /// The user with `grants` instead of those that they hold.
    pub fn regranted(&self, grants: Vec<Grant>) -> Decided<User> {
        self.gives_to_another()?;
        self.changes()?;
        self.outranks()?;
        if !self.acting.may_over(Operation::UsersUpdate, &grants) {
            return Err(Refusal::ExceedsOwn);
        }
        // Who changes what a waiting user gets vouches for all of it.
        if self.user.is_waiting() {
            self.acting.check_gives(&grants)?;
        } else {
            self.acting.check_gives(&Grant::added(&self.user.grants, &grants))?;
        }
        Ok(User { grants, ..self.user.clone() })
    }

    /// The user, kept on record and out.
    pub fn deactivated(&self) -> Decided<User> {
        self.reaches(Operation::UsersDeactivate)?;
        self.acting.check_other(self.user)?;
        self.outranks()?;
        Ok(self.user.clone().deactivate(&self.acting.model.policies().offboarding, self.acting.now)?)
    }

    /// The user, let in again with what they hold, or with other `grants`.
    pub fn reactivated(&self, grants: Option<Vec<Grant>>) -> Decided<User> {
        self.reaches(Operation::UsersDeactivate)?;
        self.acting.check_other(self.user)?;
        if let Some(grants) = &grants {
            // To give while letting in is to give, and to take away what the user was left with.
            self.acting.require_somewhere(Operation::UsersUpdate)?;
            if *grants != self.user.grants {
                self.acting.require_over(Operation::UsersUpdate, self.user)?;
                self.outranks()?;
                if !self.acting.may_over(Operation::UsersUpdate, grants) {
                    return Err(Refusal::ExceedsOwn);
                }
            }
        }
        let back = self.user.clone().reactivate(grants.unwrap_or_else(|| self.user.grants.clone()))?;
        self.acting.check_gives(&back.grants)?;
        Ok(back)
    }

    /// Goes on only if they may remove the user.
    pub fn removed(&self) -> Decided {
        self.reaches(Operation::UsersRemove)?;
        self.acting.check_other(self.user)?;
        self.outranks()?;
        Ok(User::check_removal(&self.acting.model.policies().offboarding)?)
    }

    /// What a reset of the user's password comes to.
    pub fn reset(&self) -> Decided<Reset> {
        self.reaches(Operation::UsersResetCredentials)?;
        self.outranks()?;
        if self.user.status == UserStatus::Deactivated {
            return Err(Refusal::Deactivated);
        }
        if self.user.joined {
            return Ok(Reset::Links);
        }
        if !self.acting.model.policies().credential_reset.reopens_invitation {
            return Err(Refusal::NotAccepted);
        }
        self.acting.check_gives(&self.user.grants)?;
        Ok(Reset::Invitation { may_vouch: self.acting.may_over(Operation::UsersInvite, &self.user.grants) })
    }

    /// Goes on only if they may end the user's sessions in the account.
    pub fn ends_sessions(&self) -> Decided {
        self.reaches(Operation::UsersResetCredentials)?;
        self.outranks()
    }

    /// Goes on only if they may make API tokens on the user's behalf.
    pub fn makes_api_tokens(&self) -> Decided {
        self.acting.require_any_tokens()?;
        self.acting.check_secrets_are_shown()?;
        self.manages_api_tokens()?;
        self.acts_as()?;
        if self.user.status == UserStatus::Active { Ok(()) } else { Err(Refusal::OwnerNotActive) }
    }

    /// Goes on only if they manage the user's API tokens.
    pub fn manages_api_tokens(&self) -> Decided {
        if !self.acting.sees(self.user) {
            return Err(Refusal::Unseen);
        }
        if self.acting.manages_tokens_of(self.user) {
            Ok(())
        } else {
            Err(Refusal::LacksOver(Operation::ApiTokensManage))
        }
    }

    /// Goes on only if they may know the secret of an API token of the user's: anyone who does acts as the user.
    pub fn acts_as(&self) -> Decided {
        if self.acting.is(self.user.id) {
            return Ok(());
        }
        self.outranks()?;
        self.acting.check_gives(&self.user.grants)
    }
}
