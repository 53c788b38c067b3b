//! Offers that were made in the past, written to the table by the store itself.

use crate::{Account, World};
use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand::rngs::StdRng;
use usher::domain::access::grant::{Grant, UnitScope};
use usher::domain::effects::audit::Author;
use usher::domain::email::EmailAddress;
use usher::domain::labels::Labels;
use usher::domain::people::invitation::{Greeting, Invitee, Inviter, Offer};
use usher::domain::people::user::Names;
use usher::domain::text::PersonName;
use usher::store::Change;

/// How long an invitation of the preset `invoicing` lives.
const LIFETIME: SignedDuration = SignedDuration::from_hours(48);

/// An offer with the account's plain role, made at `at`.
pub fn to(account: &Account, email: &str, at: Timestamp) -> Offer {
    let name = |name| Some(PersonName::parse(name).expect("a name"));
    let grant = Grant {
        role: account.role.parse().expect("a role"),
        units: UnitScope::All,
        permissions: [].into(),
        ends_at: None,
    };
    let invitee = Invitee {
        labels: Labels::default(),
        email: EmailAddress::parse(email).expect("an address"),
        names: Names { given_name: name("Grace"), family_name: name("Hopper") },
        grants: vec![grant],
        greeting: Greeting::default(),
    };
    let seed = email.bytes().fold(0, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let account = account.id.parse().expect("an account");
    invitee.offer(account, Inviter::Operator, LIFETIME, &Author::system(at), &mut StdRng::seed_from_u64(seed))
}

/// An hour longer ago than an invitation lives.
pub fn long_ago(world: &World) -> Timestamp {
    world.system.clock().now() - LIFETIME - SignedDuration::from_hours(1)
}

/// Writes offers, but promises no mail.
pub async fn make(world: &World, offers: &[Offer]) {
    let store = world.store();
    for offers in offers.chunks(16) {
        let change = offers.iter().fold(Change::new(), |change, offer| {
            change.add_user(&offer.user).create(&offer.invitation).create(&offer.event)
        });
        store.commit(change).await.expect("the offers are made");
    }
}
