use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;
use totp_rs::Builder;

use super::*;
use crate::domain::email::EmailAddress;

const START: i64 = 1_700_000_010;

fn secret() -> TotpSecret {
    TotpSecret::from_bytes(&[7; 20]).unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn code(second: i64) -> TotpCode {
    let totp = Builder::new().with_secret([7; 20]).build().unwrap();
    TotpCode::parse(&totp.generate(u64::try_from(second).unwrap()).to_string()).unwrap()
}

fn pending() -> SecondFactor {
    let person = PersonKey::of(&EmailAddress::parse("ada@example.com").unwrap());
    SecondFactor::pending(person, Sealed::from_bytes(b"sealed"), 0, at(START))
}

fn confirmed() -> (SecondFactor, Vec<RecoveryCode>) {
    pending().confirmed(&secret(), &code(START), at(START), &mut StdRng::seed_from_u64(1)).unwrap()
}

#[test]
fn the_code_that_confirms_is_used_up() {
    let (factor, codes) = confirmed();
    assert_eq!((factor.confirmed_at(), factor.recovery_codes_left(), codes.len()), (Some(at(START)), 10, 10));
    assert_eq!(factor.clone().shown(&secret(), &code(START), at(START)), Err(WrongCode::Used));
    assert_eq!(factor.clone().shown(&secret(), &code(START - 30), at(START)), Err(WrongCode::Used));
    assert!(factor.shown(&secret(), &code(START + 30), at(START)).is_ok());
}

#[test]
fn a_pending_one_opens_nothing() {
    assert_eq!(pending().shown(&secret(), &code(START), at(START)), Err(WrongCode::Wrong));
    assert_eq!(pending().recovered(&RecoveryCode::random_set(&mut StdRng::seed_from_u64(1))[0]), Err(WrongCode::Wrong));
    assert!(pending().with_new_codes(&mut StdRng::seed_from_u64(1)).is_err());
    assert!(!pending().is_confirmed());
}

#[test]
fn a_confirmed_one_is_not_confirmed_again() {
    let again = confirmed().0.confirmed(&secret(), &code(START + 300), at(START + 300), &mut StdRng::seed_from_u64(2));
    assert_eq!(again.unwrap_err(), WrongCode::Wrong);
}

#[test]
fn new_recovery_codes_kill_the_old() {
    let (factor, old) = confirmed();
    let (factor, new) = factor.with_new_codes(&mut StdRng::seed_from_u64(2)).unwrap();
    assert!(old.iter().all(|code| factor.clone().recovered(code).is_err()));
    assert!(new.iter().all(|code| factor.clone().recovered(code).is_ok()));
}

#[test]
fn states_survive_the_table() {
    for factor in [pending(), confirmed().0] {
        let stored = serde_json::to_value(&factor).unwrap();
        assert_eq!(serde_json::from_value::<SecondFactor>(stored).unwrap(), factor);
    }
    assert_eq!(serde_json::to_value(pending()).unwrap()["state"], "pending");
}

/// What someone does with a second factor.
#[derive(Debug, Clone)]
enum Deed {
    Show { step: i64 },
    Recover { which: usize },
    Wait { seconds: i64 },
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        (-3_i64..=3).prop_map(|step| Deed::Show { step }),
        (0_usize..10).prop_map(|which| Deed::Recover { which }),
        (0_i64..120).prop_map(|seconds| Deed::Wait { seconds }),
    ];
    proptest::collection::vec(deed, 0..40)
}

proptest! {
    #[test]
    fn no_order_of_deeds_uses_anything_twice(deeds in deeds()) {
        let (mut factor, codes) = confirmed();
        let (mut now, mut steps, mut used) = (START, vec![START / 30], std::collections::BTreeSet::new());
        for deed in deeds {
            match deed {
                Deed::Wait { seconds } => now += seconds,
                Deed::Show { step } => {
                    let step = now / 30 + step;
                    if let Ok(shown) = factor.clone().shown(&secret(), &code(step * 30), at(now)) {
                        prop_assert!(steps.iter().all(|used| *used < step), "{steps:?} {step}");
                        prop_assert!((step - now / 30).abs() <= 1);
                        steps.push(step);
                        factor = shown;
                    }
                }
                Deed::Recover { which } => {
                    let recovered = factor.clone().recovered(&codes[which]);
                    prop_assert_eq!(recovered.is_ok(), used.insert(which));
                    factor = recovered.unwrap_or(factor);
                }
            }
            prop_assert_eq!(factor.recovery_codes_left(), 10 - used.len());
        }
    }
}

#[test]
fn a_secret_waits_for_a_quarter_of_an_hour_and_for_no_other_epoch() {
    assert!(pending().waits(0, at(START)) && pending().waits(0, at(START + 899)));
    assert!(!pending().waits(0, at(START + 900)));
    assert!(!pending().waits(1, at(START)));
    assert!(!confirmed().0.waits(0, at(START)));
}
