//! Inviting someone: everything that comes to be at once.

use jiff::SignedDuration;
use rand::Rng;

use super::{Greeting, Invitation, Inviter};
use crate::domain::access::grant::Grant;
use crate::domain::access::model::{Activation, Policies};
use crate::domain::effects::audit::{AuditEvent, Author, Happened};
use crate::domain::effects::outbox::PromisedMail;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, PersonKey, UserId, UserKey};
use crate::domain::labels::Labels;
use crate::domain::people::user::{Names, User, UserStatus};

/// Who is to be invited, with what.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// The address.
    pub email: EmailAddress,
    /// The names, as far as the inviter gives them.
    pub names: Names,
    /// What the portal calls them, and notes on them.
    pub labels: Labels,
    /// The grants that the user will hold.
    pub grants: Vec<Grant>,
    /// What the inviter adds.
    pub greeting: Greeting,
}

/// A user, the invitation, the email that carries it, and the record of it all.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The user to be.
    pub user: User,
    /// The invitation.
    pub invitation: Invitation,
    /// The record.
    pub event: AuditEvent,
    /// What tells that the user is active, if they are at once.
    pub activation: Option<AuditEvent>,
    /// The email.
    pub mail: PromisedMail,
}

impl Invitee {
    /// Where the user will be stored: the place that an address has only once in an account.
    pub fn key(&self, account: AccountId) -> UserKey {
        UserKey::of(account, PersonKey::of(&self.email))
    }

    /// An offer to this invitee by the access model's policies: to someone pending, or to someone who is active at
    /// once.
    pub fn offer_under(
        self,
        policies: &Policies,
        account: AccountId,
        by: Inviter,
        author: &Author,
        rng: &mut impl Rng,
    ) -> Offer {
        let offer = self.offer(account, by, policies.invitation.lifetime, author, rng);
        if policies.activation == Activation::OnCreate { offer.active_at_once(author, rng) } else { offer }
    }

    /// An offer to this invitee, who is pending, good for `lifetime`.
    pub fn offer(
        self,
        account: AccountId,
        by: Inviter,
        lifetime: SignedDuration,
        author: &Author,
        rng: &mut impl Rng,
    ) -> Offer {
        let now = author.at;
        let user = UserId::random(self.key(account), rng);
        let invitation =
            Invitation::new(account, user, self.email.clone(), by, lifetime, now, rng).giving(&self.grants);
        let invitation = Invitation { greeting: self.greeting, ..invitation };
        let mail = invitation.promise_mail(now, rng);
        let user = User {
            account,
            id: user,
            email: self.email,
            names: self.names,
            labels: self.labels,
            status: UserStatus::Pending,
            grants: self.grants,
            invitation: invitation.id,
            external: false,
            joined: false,
            invited_by: Some(by),
            joined_at: None,
            last_active_at: None,
            second_factor: false,
            witnessed: 0,
            created_at: now,
            activated_at: None,
            deactivated_at: None,
            version: 1,
        };
        let created = Happened::InvitationCreated(invitation.id, (), invitation.recorded_with(&user));
        let event = author.event(account, &created, rng);
        Offer { user, invitation, event, activation: None, mail }
    }
}

impl Offer {
    /// The same offer to a user who is active before they accept. The person behind the address, known elsewhere or
    /// not, has nothing of it until they do.
    fn active_at_once(self, author: &Author, rng: &mut impl Rng) -> Self {
        let user = self.user.activated(self.invitation.created_at);
        let created = Happened::UserCreated(user.id, (), self.invitation.recorded_active(&user));
        let event = author.event(user.account, &created, rng);
        let invitation = Invitation { gives: None, ..self.invitation };
        let activation = user.activation(None, author, rng);
        Self { user, invitation, event, activation, ..self }
    }
}
