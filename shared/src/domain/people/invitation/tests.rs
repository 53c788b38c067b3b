use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::domain::id::PersonKey;

const LIFETIME: SignedDuration = SignedDuration::from_hours(48);

fn start() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn hours(hours: i64) -> Timestamp {
    start() + SignedDuration::from_hours(hours)
}

fn invitation() -> Invitation {
    let mut rng = StdRng::seed_from_u64(1);
    let account = AccountId::random(&mut rng);
    let email = EmailAddress::parse("ada@example.com").unwrap();
    let user = UserId::random(UserKey::of(account, PersonKey::of(&email)), &mut rng);
    Invitation::new(account, user, email, Inviter::Operator, LIFETIME, start(), &mut rng)
}

#[test]
fn an_invitation_can_be_taken_until_its_last_moment() {
    let last = hours(48) - SignedDuration::from_millis(1);
    assert_eq!(invitation().accept(last).unwrap().status, InvitationStatus::Accepted);
    assert_eq!(invitation().accept(hours(48)), Err(InvitationFault::Expired));
    assert_eq!(invitation().decline(hours(48)), Err(InvitationFault::Expired));
    assert_eq!(invitation().status_at(hours(48)), InvitationStatus::Expired);
}

#[test]
fn what_has_ended_stays_ended() {
    for ended in [invitation().accept(start()), invitation().decline(start()), invitation().revoke(start())] {
        let ended = ended.unwrap();
        let fault = Err(InvitationFault::NotPending(ended.status));
        assert_eq!(ended.clone().accept(start()), fault);
        assert_eq!(ended.clone().decline(start()), fault);
        assert_eq!(ended.clone().revoke(start()), fault);
        assert_eq!(ended.clone().expire(hours(99)), fault);
        assert_eq!(ended.clone().resend(Some(Inviter::Operator), LIFETIME, start()), fault);
        assert_eq!(ended.clone().request_new(LIFETIME, hours(99)), fault);
    }
}

#[test]
fn a_resend_revives_and_kills_the_old_links() {
    let secret = Secret::random(&mut StdRng::seed_from_u64(2));
    let sent = invitation().with_link(secret.hash());
    assert!(sent.has_link(&secret));
    let again = sent.expire(hours(48)).unwrap().resend(Some(Inviter::Operator), LIFETIME, hours(50)).unwrap();
    assert_eq!((again.status, again.issue, again.expires_at), (InvitationStatus::Pending, 2, hours(98)));
    assert!(!again.has_link(&secret));
    assert_eq!(again.delivery, Delivery::queued(hours(50)));
}

#[test]
fn the_last_three_links_of_an_issue_work() {
    let mut rng = StdRng::seed_from_u64(3);
    let secrets: Vec<Secret> = (0..4).map(|_| Secret::random(&mut rng)).collect();
    let sent = secrets.iter().fold(invitation(), |sent, secret| sent.with_link(secret.hash()));
    assert_eq!(secrets.iter().map(|secret| sent.has_link(secret)).collect::<Vec<_>>(), [false, true, true, true]);
}

#[test]
fn a_new_link_can_be_asked_for_once_the_last_has_expired() {
    assert_eq!(invitation().request_new(LIFETIME, hours(47)), Err(InvitationFault::NotExpired));
    assert_eq!(invitation().request_new(LIFETIME, hours(48)).unwrap().issue, 2);
}

#[test]
fn nobody_is_flooded() {
    let mut sent = invitation();
    for _ in 2..=5 {
        sent = sent.resend(Some(Inviter::Operator), LIFETIME, start()).unwrap();
    }
    assert_eq!(
        sent.clone().resend(Some(Inviter::Operator), LIFETIME, start()),
        Err(InvitationFault::TooMany { again: hours(1) })
    );
    assert_eq!(sent.resend(Some(Inviter::Operator), LIFETIME, hours(1)).unwrap().issue, 6);
}

#[test]
fn delivery_only_moves_forward() {
    let queued = Delivery::queued(start());
    let delivered = queued.advance(DeliveryStatus::Delivered, None, hours(1)).unwrap();
    assert_eq!(delivered.advance(DeliveryStatus::Sent, None, hours(2)), None);
    assert_eq!(delivered.advance(DeliveryStatus::Delivered, None, hours(2)), None);
    assert_eq!(
        delivered.advance(DeliveryStatus::Complained, None, hours(2)).unwrap().status,
        DeliveryStatus::Complained
    );
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Accept,
    Decline,
    Revoke,
    Expire,
    Resend,
    RequestNew,
}

proptest! {
    /// In any order of events there is at most one acceptance, refusal or revocation, and nothing after it.
    #[test]
    fn every_history_ends_once(steps in prop::collection::vec((prop::sample::select(vec![
        Step::Accept, Step::Decline, Step::Revoke, Step::Expire, Step::Resend, Step::RequestNew,
    ]), 0_i64..40), 1..30)) {
        let mut now = start();
        let mut present = invitation();
        let mut over = false;
        for (step, later) in steps {
            now += SignedDuration::from_hours(later);
            let next = match step {
                Step::Accept => present.clone().accept(now),
                Step::Decline => present.clone().decline(now),
                Step::Revoke => present.clone().revoke(now),
                Step::Expire => present.clone().expire(now),
                Step::Resend => present.clone().resend(Some(Inviter::Operator), LIFETIME, now),
                Step::RequestNew => present.clone().request_new(LIFETIME, now),
            };
            if let Ok(next) = next {
                prop_assert!(!over, "{step:?} after the end");
                prop_assert!(!matches!(step, Step::Accept | Step::Decline) || now < present.expires_at);
                over = matches!(
                    next.status, InvitationStatus::Accepted | InvitationStatus::Declined | InvitationStatus::Revoked,
                );
                present = next;
            }
        }
    }
}
