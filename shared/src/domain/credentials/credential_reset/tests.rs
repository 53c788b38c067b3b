use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::domain::access::model::OffboardingPolicy;
use crate::domain::credentials::password::PasswordHash;
use crate::domain::email::EmailAddress;
use crate::domain::id::{InvitationId, UserKey};
use crate::domain::labels::Labels;
use crate::domain::people::user::Names;

/// A person, their user, and what makes their links.
struct Story {
    person: Person,
    user: User,
    rng: StdRng,
    now: Timestamp,
}

impl Story {
    fn begin() -> Self {
        let mut rng = StdRng::seed_from_u64(1);
        let now: Timestamp = "2026-03-01T09:00:00Z".parse().unwrap();
        let email = EmailAddress::parse("ada@example.com").unwrap();
        let account = AccountId::random(&mut rng);
        let key = UserKey::of(account, PersonKey::of(&email));
        let invitation = InvitationId::random(key, &mut rng);
        let user = User {
            account,
            id: UserId::random(key, &mut rng),
            email: email.clone(),
            names: Names::default(),
            labels: Labels::default(),
            status: UserStatus::Active,
            grants: Vec::new(),
            invitation,
            external: false,
            joined: true,
            invited_by: None,
            joined_at: None,
            last_active_at: None,
            second_factor: false,
            witnessed: 0,
            created_at: now,
            activated_at: Some(now),
            deactivated_at: None,
            version: 1,
        };
        Self { person: Person::new(email, PasswordHash::of_nobody(), false, invitation, now), user, rng, now }
    }

    fn asked(&mut self, credential: Credential, paired_with: Option<MailId>) -> RequestedReset {
        RequestedReset {
            credential,
            issue: MailId::new(self.now, &mut self.rng),
            paired_with,
            epoch: self.person.epoch,
            at: self.now,
        }
    }

    fn sent(&mut self, asked: &RequestedReset, before: Option<CredentialReset>) -> (Option<CredentialReset>, Secret) {
        let secret = Secret::random(&mut self.rng);
        (asked.with_link(before, &self.person, Some(&self.user), secret.hash()), secret)
    }

    fn check(&self, reset: &CredentialReset, secret: &Secret) -> Result<(), ResetFault> {
        reset.check(secret, &self.person, Some(&self.user), self.now)
    }

    fn set_password(&mut self, by: Option<MailId>) {
        self.person = self.person.clone().with_password(PasswordHash::of_nobody(), false, by);
    }
}

#[test]
fn a_link_works_for_sixty_minutes() {
    let mut story = Story::begin();
    let asked = story.asked(Credential::Password, None);
    let (reset, secret) = story.sent(&asked, None);
    let reset = reset.unwrap();
    story.now = asked.at + SignedDuration::from_mins(60) - SignedDuration::from_millis(1);
    assert_eq!(story.check(&reset, &secret), Ok(()));
    story.now = asked.at + SignedDuration::from_mins(60);
    assert_eq!(story.check(&reset, &secret), Err(ResetFault::Expired));
    assert_eq!(
        story.check(&reset, &Secret::random(&mut StdRng::seed_from_u64(9))),
        Err(ResetFault::Dead),
        "a stranger learns nothing of its time"
    );
}

#[test]
fn the_last_three_links_of_an_issue_work_and_those_of_older_issues_do_not() {
    let mut story = Story::begin();
    let asked = story.asked(Credential::Password, None);
    let (mut reset, mut secrets) = (None, Vec::new());
    for _ in 0..4 {
        let (next, secret) = story.sent(&asked, reset);
        reset = next;
        secrets.push(secret);
    }
    let first = reset.unwrap();
    let works: Vec<bool> = secrets.iter().map(|secret| story.check(&first, secret).is_ok()).collect();
    assert_eq!(works, [false, true, true, true]);
    story.now += SignedDuration::from_mins(1);
    let newer = story.asked(Credential::Password, None);
    let (second, secret) = story.sent(&newer, Some(first.clone()));
    let second = second.unwrap();
    assert_eq!((story.check(&second, &secret), story.check(&second, &secrets[3])), (Ok(()), Err(ResetFault::Dead)));
    assert_eq!(second.version, first.version, "the write is conditioned on what was read");
    assert_eq!(story.sent(&asked, Some(second)).0, None, "an older promise does not replace a newer one");
}

#[test]
fn a_link_dies_with_the_password_and_with_the_users_deactivation_for_good() {
    let mut story = Story::begin();
    let asked = story.asked(Credential::Password, None);
    let (reset, secret) = story.sent(&asked, None);
    let reset = reset.unwrap();
    let active = story.user.clone();
    story.user = active.clone().deactivate(&OffboardingPolicy::default(), story.now).unwrap();
    assert_eq!(story.check(&reset, &secret), Err(ResetFault::Dead));
    story.user = story.user.clone().reactivate(Vec::new()).unwrap();
    assert_eq!(story.check(&reset, &secret), Err(ResetFault::Dead), "let in again");
    assert!(!asked.is_current(&story.person, Some(&story.user)), "nor is it ever sent");
    story.user = active;
    assert_eq!(story.check(&reset, &secret), Ok(()));
    story.set_password(None);
    assert_eq!(story.check(&reset, &secret), Err(ResetFault::Dead));
    assert!(!asked.is_current(&story.person, Some(&story.user)), "nor is it ever sent");
}

#[test]
fn a_link_of_someone_in_no_account_lives_until_the_next_epoch_in_every_account_that_takes_them_in() {
    let mut story = Story::begin();
    let asked = story.asked(Credential::Password, None);
    let secret = Secret::random(&mut story.rng);
    let reset = asked.with_link(None, &story.person, None, secret.hash()).unwrap();
    assert_eq!(reset.check(&secret, &story.person, None, story.now), Ok(()));
    assert_eq!(story.check(&reset, &secret), Ok(()));
    story.set_password(None);
    assert_eq!(reset.check(&secret, &story.person, None, story.now), Err(ResetFault::Dead));
    assert!(!asked.is_current(&story.person, None), "nor is it ever sent");
}

#[test]
fn a_second_factors_link_outlives_the_password_reset_that_was_sent_along_and_nothing_else() {
    let mut story = Story::begin();
    let password = story.asked(Credential::Password, None);
    let factor = story.asked(Credential::SecondFactor, Some(password.issue));
    let (reset, secret) = story.sent(&factor, None);
    let reset = reset.unwrap();
    assert!(reset.outlives(password.issue) && !reset.outlives(factor.issue));
    story.set_password(Some(password.issue));
    assert_eq!(story.check(&reset, &secret), Ok(()));
    assert!(factor.is_current(&story.person, Some(&story.user)), "also where it is sent late");
    let other = story.asked(Credential::Password, None);
    story.set_password(Some(other.issue));
    assert_eq!(story.check(&reset, &secret), Err(ResetFault::Dead));
}

/// What can happen to a person and their link.
#[derive(Debug, Clone, Copy)]
enum Happens {
    Ask,
    Use(usize),
    ChangePassword,
    SignOutEverywhere,
    Deactivate,
    Reactivate,
    Wait,
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        3 => Just(Happens::Ask),
        5 => (0_usize..4).prop_map(Happens::Use),
        1 => Just(Happens::ChangePassword),
        1 => Just(Happens::SignOutEverywhere),
        1 => Just(Happens::Deactivate),
        1 => Just(Happens::Reactivate),
        2 => Just(Happens::Wait),
    ]
}

proptest! {
    /// A model of the life cycle: a link works exactly if it is of the newest issue, nothing has revoked it, and its
    /// time is not over.
    #[test]
    fn no_order_of_events_lets_a_link_work_twice_or_after_revocation(
        events in prop::collection::vec(happens(), 1..40),
    ) {
        let mut story = Story::begin();
        let (mut reset, mut secrets): (Option<CredentialReset>, Vec<Secret>) = (None, Vec::new());
        // The one link that should work, and until when.
        let mut alive: Option<(usize, Timestamp)> = None;
        for event in events {
            story.now += SignedDuration::from_secs(1);
            match event {
                Happens::Ask if story.user.status == UserStatus::Active => {
                    let asked = story.asked(Credential::Password, None);
                    let (next, secret) = story.sent(&asked, reset.take());
                    reset = next;
                    secrets.push(secret);
                    alive = Some((secrets.len() - 1, asked.expires_at()));
                }
                Happens::Use(back) => {
                    let Some(index) = secrets.len().checked_sub(back + 1) else { continue };
                    let Some(stored) = reset.clone() else { continue };
                    let works = story.check(&stored, &secrets[index]).is_ok();
                    let should = alive.is_some_and(|(link, until)| link == index && story.now < until);
                    prop_assert_eq!(works, should);
                    if works {
                        story.set_password(Some(stored.issue));
                        alive = None;
                        // Even if the item were left behind, the epoch ends it.
                    }
                }
                Happens::ChangePassword => {
                    story.set_password(None);
                    alive = None;
                }
                Happens::SignOutEverywhere => {
                    let person = story.person.clone();
                    story.person = Person { epoch: person.epoch + 1, ..person };
                    alive = None;
                }
                Happens::Deactivate => {
                    story.user = story.user.clone().deactivate(
                        &OffboardingPolicy::default(), story.now,
                    ).unwrap_or(story.user);
                    alive = None;
                }
                Happens::Reactivate if story.user.status == UserStatus::Deactivated => {
                    story.user = story.user.clone().reactivate(Vec::new()).unwrap();
                }
                Happens::Wait => story.now += SignedDuration::from_mins(25),
                Happens::Ask | Happens::Reactivate => {}
            }
        }
    }
}
