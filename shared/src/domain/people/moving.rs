//! Moving in: people whom an operator brings from another system, with the passwords that they have there
//! (docs/decisions/0077).

use rand::Rng;

use super::invitation::{Delivery, Invitation, Invitee, Inviter, Offer};
use super::person::{Membership, Person};
use super::user::{User, UserStatus};
use crate::domain::access::model::Policies;
use crate::domain::effects::audit::Author;
use crate::domain::id::AccountId;
use crate::domain::secret::foreign::ForeignHash;
use crate::domain::secret::password::PasswordHash;

/// Someone who is to move into an account.
#[derive(Debug, Clone)]
pub struct Mover {
    /// Who it is, and what they will hold.
    pub invitee: Invitee,
    /// What they will be.
    pub status: UserStatus,
    /// What the other system has of their password.
    pub password: Option<ForeignHash>,
}

/// How someone comes in.
#[derive(Debug, Clone)]
pub enum Arrival {
    /// At once.
    Joined(Box<Joined>),
    /// By accepting, as everybody who has a say in it.
    Invited(Box<Offer>),
}

/// Someone who is in.
#[derive(Debug, Clone)]
pub struct Joined {
    /// The user.
    pub user: User,
    /// What leads to it from the person.
    pub membership: Membership,
    /// The person.
    pub person: Person,
    /// Whether the person is new. Who is not has come with the same password before, into another account, and has done
    /// nothing since.
    pub is_new: bool,
}

impl Mover {
    /// How they come into `account`, if there is `person` at the address; not at all if they are to be deactivated and
    /// have a say in it.
    ///
    /// A person who has a password of their own, or one that this row does not know, is nobody whom an operator can
    /// move: they are invited as anybody is, and keep what they have.
    pub fn arrives(
        self,
        account: AccountId,
        person: Option<Person>,
        policies: &Policies,
        author: &Author,
        rng: &mut impl Rng,
    ) -> Option<Arrival> {
        let password = self.password.as_ref().map_or_else(PasswordHash::of_nobody, PasswordHash::foreign);
        let has_a_say = person.as_ref().is_some_and(|person| person.password != password);
        if self.status == UserStatus::Pending || (has_a_say && self.status == UserStatus::Active) {
            let offer = self.invitee.offer_under(policies, account, Inviter::Operator, author, rng);
            return Some(Arrival::Invited(Box::new(offer)));
        }
        if has_a_say {
            return None;
        }
        let offer = self.invitee.offer(account, Inviter::Operator, policies.invitation.lifetime, author, rng);
        let user = if self.status == UserStatus::Active {
            offer.user.activated(author.at)
        } else {
            User { status: UserStatus::Deactivated, deactivated_at: Some(author.at), ..offer.user }
        };
        let (user, is_new) = (user.joined(person.is_some(), author.at), person.is_none());
        let locale = offer.invitation.greeting.locale;
        let person = person.unwrap_or_else(|| {
            let person = Person::new(user.email.clone(), password, false, user.invitation, author.at);
            Person { locale, ..person }
        });
        let membership = Membership {
            person: user.person(),
            account,
            user: user.id,
            awaits_sign_in: false,
            joined_at: author.at,
            version: 1,
        };
        Some(Arrival::Joined(Box::new(Joined { user, membership, person, is_new })))
    }
}

impl Arrival {
    /// The user who comes to be.
    pub fn user(&self) -> &User {
        match self {
            Self::Joined(joined) => &joined.user,
            Self::Invited(offer) => &offer.user,
        }
    }

    /// Whether they have to accept.
    pub fn is_invited(&self) -> bool {
        matches!(self, Self::Invited(_))
    }
}

impl Offer {
    /// The invitation of an offer of which no email tells.
    pub fn untold(&self) -> Invitation {
        let mut invitation = self.invitation.clone();
        invitation.delivery = Delivery::unsent(invitation.created_at);
        invitation
    }
}
