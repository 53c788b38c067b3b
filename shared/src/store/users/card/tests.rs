use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::domain::access::grant::{Grant, UnitScope};
use crate::domain::id::PersonKey;
use crate::domain::id::UnitId;
use crate::domain::id::UserKey;
use crate::domain::metadata::Metadata;

fn name() -> impl Strategy<Value = Option<PersonName>> {
    proptest::option::of("[A-Za-zëΩ李’ -]{1,20}").prop_map(|name| name.and_then(|name| PersonName::parse(&name).ok()))
}

fn units() -> impl Strategy<Value = UnitScope> {
    let some = proptest::collection::btree_set(any::<[u8; 10]>().prop_map(UnitId::from_bytes), 0..4);
    prop_oneof![Just(UnitScope::All), some.prop_map(UnitScope::Selected)]
}

fn grant() -> impl Strategy<Value = Grant> {
    let permissions = proptest::collection::btree_set("[a-z]{1,8}:[a-z]{1,8}(:own)?", 0..3);
    (("[a-z][a-z0-9_]{0,9}", units()), permissions, proptest::option::of(0..4_000_000_000_000_i64)).prop_map(
        |((role, units), permissions, end)| {
            let permissions: BTreeSet<_> = permissions.iter().map(|permission| permission.parse().unwrap()).collect();
            let ends_at = end.map(|end| Timestamp::from_millisecond(end).unwrap());
            Grant { role: role.parse().unwrap(), units, permissions, ends_at }
        },
    )
}

fn labels() -> impl Strategy<Value = Labels> {
    let metadata = proptest::collection::btree_map("[a-z]{1,8}", "[^\\pC\\s]{1,20}", 0..3);
    (proptest::option::of("[!-~]{1,20}"), metadata).prop_map(|(id, entries)| Labels {
        external_id: id.and_then(|id| ExternalId::parse(&id).ok()),
        metadata: entries
            .iter()
            .fold(Metadata::default(), |all, (key, value)| all.clone().with(key, Some(value)).unwrap_or(all)),
    })
}

fn user() -> impl Strategy<Value = User> {
    let ids = (any::<u64>(), "[a-z0-9+-]{1,12}");
    let later = || proptest::option::of(0..100_000_000_i64);
    let dates = (0..2_000_000_000_000_i64, later(), later(), later());
    let inviter = proptest::option::of(proptest::option::of(any::<u64>()));
    (
        ids,
        (name(), name()),
        0..3_usize,
        proptest::collection::vec(grant(), 0..4),
        (any::<(bool, bool, bool)>(), inviter),
        dates,
        (1..2_000_u64, labels()),
    )
        .prop_map(
            |(
                (seed, local),
                (given_name, family_name),
                status,
                grants,
                ((external, joined, second_factor), inviter),
                (created, activated, came, used),
                (version, labels),
            )| {
                let account = AccountId::from_bytes([7; 16]);
                let email = EmailAddress::parse(&format!("a{local}@example.com")).unwrap();
                let key = UserKey::of(account, PersonKey::of(&email));
                let mut rng = StdRng::seed_from_u64(seed);
                let created_at = Timestamp::from_millisecond(created).unwrap();
                let after = |time: Option<i64>| time.map(|time| created_at + SignedDuration::from_millis(time));
                User {
                    account,
                    id: UserId::random(key, &mut rng),
                    email,
                    names: Names { given_name, family_name },
                    labels,
                    status: UserStatus::ALL[status],
                    grants,
                    invitation: InvitationId::random(key, &mut rng),
                    external,
                    joined,
                    invited_by: inviter.map(|id| match id {
                        None => Inviter::Operator,
                        Some(seed) => Inviter::User { id: UserId::random(key, &mut StdRng::seed_from_u64(seed)) },
                    }),
                    joined_at: after(came),
                    last_active_at: after(used),
                    second_factor,
                    witnessed: 0,
                    created_at,
                    activated_at: after(activated),
                    deactivated_at: None,
                    version,
                }
            },
        )
}

proptest! {
    #[test]
    fn a_card_tells_all_of_a_user(user in user()) {
        prop_assert_eq!(read(user.account, &write(&user)).unwrap(), user);
    }

    /// What was written before cards told how users came.
    #[test]
    fn a_card_from_before_is_read(user in user()) {
        let user = User { labels: Labels::default(), ..user };
        let before = User {
            invited_by: None, joined_at: None, last_active_at: None, second_factor: false, ..user.clone()
        };
        let card: Vec<String> = write(&user).split('\n').map(str::to_owned).collect();
        let times = card[2].split(' ').take(2).collect::<Vec<_>>().join(" ");
        let card: Vec<&str> =
            card.iter().enumerate().map(|(place, line)| if place == 2 { times.trim_end() } else { line }).collect();
        prop_assert_eq!(read(user.account, &card.join("\n")).unwrap(), before);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[ -~\n\t]{0,200}") {
        let _ = read(AccountId::from_bytes([7; 16]), &text);
    }
}
