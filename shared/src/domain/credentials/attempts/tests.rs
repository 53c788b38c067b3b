use proptest::prelude::*;

use super::streak::delay_after;
use super::*;

const HOME: NetworkId = NetworkId::from_bytes([1; 10]);
const ABROAD: NetworkId = NetworkId::from_bytes([2; 10]);

fn start() -> Timestamp {
    "2026-03-01T00:00:00Z".parse().unwrap()
}

fn nobody() -> Attempts {
    Attempts::none(PersonKey::from_bytes([7; 20]), start())
}

fn settled(attempts: &Attempts, network: NetworkId, verdict: AttemptVerdict, now: Timestamp) -> Attempts {
    attempts.after(network, verdict, now).0
}

fn at_home() -> Attempts {
    settled(&nobody(), HOME, AttemptVerdict::Right, start())
}

#[test]
fn five_failures_are_free_and_then_the_delay_doubles_up_to_a_quarter_of_an_hour() {
    let delays: Vec<_> = (0..20).map(|failures| delay_after(failures).map(|delay| delay.as_secs())).collect();
    assert_eq!(delays[..8], [None, None, None, None, None, Some(1), Some(2), Some(4)]);
    assert_eq!(delays[14..], [Some(512), Some(900), Some(900), Some(900), Some(900), Some(900)]);
    assert_eq!(delay_after(u32::MAX), Some(LONGEST));
}

#[test]
fn who_waits_as_long_as_they_are_told_is_judged() {
    let (mut attempts, mut now) = (nobody(), start());
    for _ in 0..12 {
        attempts = settled(&attempts, ABROAD, AttemptVerdict::Wrong, now);
    }
    let Held { again } = attempts.check(ABROAD, Step::Password, now).unwrap_err();
    assert_eq!(attempts.check(ABROAD, Step::Password, again - SignedDuration::from_millis(1)), Err(Held { again }));
    now = again;
    assert_eq!(attempts.check(ABROAD, Step::Password, now), Ok(()));
}

#[test]
fn after_a_hundred_failures_no_wait_helps() {
    let (mut attempts, mut now, mut judged) = (nobody(), start(), 0);
    while attempts.check(ABROAD, Step::Password, now).is_ok() {
        judged += 1;
        attempts = settled(&attempts, ABROAD, AttemptVerdict::Wrong, now);
        now += SignedDuration::from_mins(15);
    }
    assert_eq!(judged, STOP);
    assert!(
        attempts
            .clone()
            .remembered_at(now + SignedDuration::from_hours(24 * 89))
            .check(ABROAD, Step::Password, now)
            .is_err()
    );
}

#[test]
fn after_a_hundred_wrong_codes_no_code_is_looked_at_and_a_new_password_changes_nothing_of_that() {
    let mut attempts = at_home();
    for _ in 0..STOP {
        attempts = settled(&attempts, ABROAD, AttemptVerdict::WrongSecondFactor, start());
    }
    let later = start() + SignedDuration::from_hours(24);
    for attempts in [attempts.clone(), Attempts { version: 1, ..attempts.clone() }.after_link(later).unwrap()] {
        assert_eq!(attempts.check(ABROAD, Step::Password, later), Ok(()));
        assert_eq!(attempts.check(ABROAD, Step::SecondFactor, later), Err(Held { again: later + STOPPED }));
        assert_eq!(attempts.check(HOME, Step::SecondFactor, later), Ok(()));
        let anew = settled(&attempts, HOME, AttemptVerdict::RightWithoutFactor, later);
        assert_eq!(anew.check(ABROAD, Step::SecondFactor, later), Ok(()));
    }
}

#[test]
fn a_new_password_forgives_wrong_passwords() {
    assert_eq!(nobody().after_link(start()), None, "nothing is stored");
    let mut attempts = Attempts { version: 1, ..at_home() };
    for _ in 0..STOP {
        attempts = settled(&attempts, ABROAD, AttemptVerdict::Wrong, start());
    }
    let anew = attempts.after_link(start()).unwrap();
    assert_eq!(anew.check(ABROAD, Step::SecondFactor, start()), Ok(()));
    assert!(anew.knows(HOME));
}

#[test]
fn what_fails_abroad_holds_nobody_up_at_home_and_home_has_a_count_of_its_own() {
    let mut attempts = at_home();
    for _ in 0..STOP {
        attempts = settled(&attempts, ABROAD, AttemptVerdict::Wrong, start());
    }
    assert_eq!(
        (attempts.check(HOME, Step::Password, start()), attempts.check(ABROAD, Step::Password, start()).is_err()),
        (Ok(()), true)
    );
    for _ in 0..FREE {
        assert_eq!(attempts.check(HOME, Step::Password, start()), Ok(()));
        attempts = settled(&attempts, HOME, AttemptVerdict::Wrong, start());
    }
    assert!(attempts.check(HOME, Step::Password, start()).is_err());
    // Nor does a success at home make room for strangers.
    attempts = settled(&attempts, HOME, AttemptVerdict::Right, start());
    assert_eq!(
        (attempts.check(HOME, Step::Password, start()), attempts.check(ABROAD, Step::Password, start()).is_err()),
        (Ok(()), true)
    );
}

#[test]
fn the_owner_is_told_once_in_a_row() {
    let mut attempts = nobody();
    let mut told = Vec::new();
    for failures in 1..=STOP + 20 {
        let (after, is_burst) = attempts.after(ABROAD, AttemptVerdict::Wrong, start());
        told.extend(is_burst.then_some(failures));
        attempts = after;
    }
    assert_eq!(told, [BURST, STOP], "many, and that nothing is judged any more");
}

#[test]
fn strangers_failures_are_forgotten_ninety_days_after_the_last_though_the_owner_signs_in_every_day() {
    let (mut attempts, mut now) = (at_home(), start());
    for _ in 0..BURST {
        attempts = settled(&attempts, ABROAD, AttemptVerdict::Wrong, now);
    }
    let day = SignedDuration::from_hours(24);
    for _ in 0..89 {
        now += day;
        attempts = settled(&attempts.remembered_at(now), HOME, AttemptVerdict::Right, now);
    }
    assert_eq!(attempts.streak(ABROAD).failures, BURST);
    now += day;
    attempts = attempts.remembered_at(now);
    assert_eq!((attempts.streak(ABROAD), attempts.knows(HOME)), (&Streak::default(), true));
    let told = (1..=BURST).filter(|_| {
        let (after, is_burst) = attempts.after(ABROAD, AttemptVerdict::Wrong, now);
        attempts = after;
        is_burst
    });
    assert_eq!(told.count(), 1, "the owner is told again");
}

#[test]
fn a_change_of_password_forgives_wrong_passwords_and_codes() {
    assert_eq!(at_home().after_password_change(start()), None, "there is nothing to forgive");
    let mut attempts = at_home();
    for verdict in
        [AttemptVerdict::Wrong, AttemptVerdict::WrongSecondFactor].into_iter().cycle().take(2 * STOP as usize)
    {
        attempts = settled(&attempts, ABROAD, verdict, start());
    }
    let anew = attempts.after_password_change(start()).unwrap();
    assert_eq!((anew.streak(ABROAD), anew.knows(HOME)), (&Streak::default(), true));
}

#[test]
fn further_changes_of_the_password_within_a_day_forgive_no_codes() {
    let fail = |attempts, now| settled(&attempts, ABROAD, AttemptVerdict::WrongSecondFactor, now);
    let codes = |attempts: &Attempts| attempts.streak(ABROAD).codes;
    let first = fail(at_home(), start()).after_password_change(start()).unwrap();
    let day = SignedDuration::from_hours(24);
    let soon = start() + day - SignedDuration::from_secs(1);
    let second = fail(first.clone(), soon);
    assert_eq!(codes(&second.after_password_change(soon).unwrap_or(second)), 1);
    let next_day = fail(first, start() + day);
    assert_eq!(codes(&next_day.after_password_change(start() + day).unwrap()), 0);
}

#[test]
fn a_password_that_is_right_does_not_clear_what_the_second_factor_counts() {
    let mut attempts = nobody();
    for _ in 0..FREE {
        attempts = settled(&attempts, ABROAD, AttemptVerdict::Wrong, start());
        attempts = settled(&attempts, ABROAD, AttemptVerdict::Halfway, start());
    }
    assert!(attempts.check(ABROAD, Step::Password, start()).is_err() && !attempts.knows(ABROAD));
}

#[test]
fn five_networks_are_remembered_and_one_that_nobody_knows_is_not() {
    let network = |number| NetworkId::from_bytes([number; 10]);
    let mut attempts = settled(&nobody(), NetworkId::UNKNOWN, AttemptVerdict::Right, start());
    assert!(!attempts.knows(NetworkId::UNKNOWN));
    for number in 1..=5 {
        attempts = settled(&attempts, network(number), AttemptVerdict::Right, start());
    }
    let later = start() + SEEN_NOTED_EVERY;
    attempts = settled(
        &settled(&attempts, network(1), AttemptVerdict::Right, later),
        network(6),
        AttemptVerdict::Right,
        later,
    );
    let known: Vec<_> = (1..=6).filter(|number| attempts.knows(network(*number))).collect();
    assert_eq!(known, [1, 3, 4, 5, 6]);
}

#[test]
fn nothing_new_is_no_change() {
    let attempts = at_home();
    assert_eq!(settled(&attempts, HOME, AttemptVerdict::Right, start() + SignedDuration::from_hours(1)), attempts);
    assert_eq!(settled(&attempts, HOME, AttemptVerdict::Halfway, start() + SignedDuration::from_hours(1)), attempts);
    let forgotten = attempts.clone().remembered_at(attempts.kept_until);
    assert_eq!((forgotten.knows(HOME), forgotten.version), (false, attempts.version));
}

fn acts() -> impl Strategy<Value = Vec<(bool, bool, i64)>> {
    // From home or not, right or not, seconds before.
    prop::collection::vec((any::<bool>(), prop::bool::weighted(0.1), 0_i64..2_000), 1..400)
}

proptest! {
    /// Whatever happens: between two successes from strange networks no more than a hundred attempts from there are
    /// judged, and no more of them in any hour than the schedule allows.
    #[test]
    fn guesses_are_judged_no_more_often_than_the_schedule_allows(acts in acts()) {
        let (mut attempts, mut now) = (at_home(), start());
        let mut judged: Vec<Timestamp> = Vec::new();
        for (is_home, is_right, wait) in acts {
            now += SignedDuration::from_secs(wait);
            let network = if is_home { HOME } else { ABROAD };
            if attempts.check(network, Step::Password, now).is_err() {
                continue;
            }
            let verdict = if is_right && is_home { AttemptVerdict::Right } else { AttemptVerdict::Wrong };
            attempts = settled(&attempts, network, verdict, now);
            if !is_home {
                judged.push(now);
                let within_an_hour = judged.iter().filter(|at| **at + SignedDuration::from_hours(1) > now).count();
                // The delays of the first hour: 1 + 2 + … + 512 s leave room for eleven behind the free ones, and four
                // quarters of an hour.
                prop_assert!(judged.len() <= STOP as usize && within_an_hour <= 5 + 11 + 4, "{within_an_hour} of \
                    {}", judged.len());
            }
        }
    }

    /// Whatever strangers do, the owner's own network is as free as without them.
    #[test]
    fn strangers_change_nothing_at_home(acts in acts()) {
        let (mut with, mut without, mut now) = (at_home(), at_home(), start());
        for (is_home, is_right, wait) in acts {
            now += SignedDuration::from_secs(wait);
            let verdict = if is_right { AttemptVerdict::Right } else { AttemptVerdict::Wrong };
            if is_home {
                prop_assert_eq!(with.check(HOME, Step::Password, now), without.check(HOME, Step::Password, now));
                if with.check(HOME, Step::Password, now).is_ok() {
                    (with, without) = (settled(&with, HOME, verdict, now), settled(&without, HOME, verdict, now));
                }
            } else if with.check(ABROAD, Step::Password, now).is_ok() {
                with = settled(&with, ABROAD, AttemptVerdict::Wrong, now);
            }
        }
    }
}
