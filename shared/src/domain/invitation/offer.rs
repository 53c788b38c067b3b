//! Inviting someone: everything that comes to be at once.

use jiff::SignedDuration;
use rand::Rng;
use serde_json::{Value, json};

use super::{Invitation, Inviter};
use crate::domain::access_model::{Activation, Policies};
use crate::domain::audit::{Action, AuditEvent, Author};
use crate::domain::email::EmailAddress;
use crate::domain::grant::Grant;
use crate::domain::id::{AccountId, PersonKey, UserId, UserKey};
use crate::domain::outbox::PromisedMail;
use crate::domain::person::Membership;
use crate::domain::user::{Names, User, UserStatus};

/// Who is to be invited, with what.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// The address.
    pub email: EmailAddress,
    /// The names, as far as the inviter gives them.
    pub names: Names,
    /// What the user will hold.
    pub grants: Vec<Grant>,
}

/// A user, the invitation, the mail that carries it, and the record of it all.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The user to be.
    pub user: User,
    /// The invitation.
    pub invitation: Invitation,
    /// The record.
    pub event: AuditEvent,
    /// The mail.
    pub mail: PromisedMail,
    /// What makes somebody who is active from the start find the account with their next sign-in.
    pub membership: Option<Membership>,
}

impl Invitee {
    /// Where the user will be stored: the place that an address has only once in an account.
    pub fn key(&self, account: AccountId) -> UserKey {
        UserKey::of(account, PersonKey::of(&self.email))
    }

    /// An offer to this invitee by the access model's policies: to somebody pending, or to somebody who is active at once.
    pub fn offer_under(self, policies: &Policies, account: AccountId, by: Inviter, author: &Author, rng: &mut impl Rng) -> Offer {
        let offer = self.offer(account, by, policies.invitation.lifetime, author, rng);
        if policies.activation == Activation::OnCreate { offer.active_at_once() } else { offer }
    }

    /// An offer to this invitee, who is pending, good for `lifetime`.
    pub fn offer(self, account: AccountId, by: Inviter, lifetime: SignedDuration, author: &Author, rng: &mut impl Rng) -> Offer {
        let now = author.at;
        let user = UserId::random(self.key(account), rng);
        let invitation = Invitation::new(account, user, self.email.clone(), by, lifetime, now, rng);
        let after = json!({ "email": self.email, "names": self.names.recorded(), "grants": self.grants, "expires_at": invitation.expires_at });
        let event = author.event(account, Action::InvitationCreated, invitation.id, (Value::Null, after), rng);
        let mail = invitation.promise_mail(now, rng);
        let user = User {
            account,
            id: user,
            email: self.email,
            names: self.names,
            status: UserStatus::Pending,
            grants: self.grants,
            invitation: invitation.id,
            external: false,
            joined: false,
            vouched_by: None,
            witnessed: 0,
            created_at: now,
            activated_at: None,
            deactivated_at: None,
            version: 1,
        };
        Offer { user, invitation, event, mail, membership: None }
    }
}

impl Offer {
    /// The same offer to a user who need not accept to be active. That they are known elsewhere changes nothing: the membership
    /// is kept by the address, and waits for whoever signs in with it.
    fn active_at_once(self) -> Self {
        let user = self.user.activated(self.invitation.created_at);
        let membership = Membership {
            person: user.person(),
            account: user.account,
            user: user.id,
            awaits_sign_in: true,
            joined_at: self.invitation.created_at,
            version: 1,
        };
        let mut event = AuditEvent { action: Action::UserCreated, target: user.id.to_string(), ..self.event };
        event.after["status"] = json!(user.status);
        event.after["invitation"] = json!(user.invitation);
        Self { user, event, membership: Some(membership), ..self }
    }
}
