use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;

#[test]
fn a_time_ordered_id_is_a_uuid_of_version_7_whose_text_sorts_as_time_does() {
    let mut rng = StdRng::seed_from_u64(7);
    let at = |millis| Timestamp::from_millisecond(millis).unwrap();
    let ids = [1, 999, 1_795_939_200_000, 1_795_939_200_001].map(|millis| EventId::new(at(millis), &mut rng));
    assert!(ids.iter().all(|id| id.0.get_version_num() == 7 && id.0.get_variant() == uuid::Variant::RFC4122));
    let texts = ids.map(|id| id.to_string());
    assert!(texts.is_sorted(), "{texts:?}");
    assert!(texts[3].starts_with("evt_01a2"), "{}", texts[3]);
    for (id, text) in ids.iter().zip(&texts) {
        assert_eq!(text.parse(), Ok(*id));
    }
}

#[test]
fn two_ids_of_one_moment_are_distinct() {
    let mut rng = StdRng::seed_from_u64(7);
    let now = Timestamp::UNIX_EPOCH;
    assert_ne!(MailId::new(now, &mut rng), MailId::new(now, &mut rng));
}

#[test]
fn ids_from_before_are_read_and_written_as_they_were() {
    for text in ["mai_aaaaaaaaaaaaaaaa", "mai_a2b3c4d5e6f7a2b3", "mai_7777777777777777"] {
        let id: MailId = text.parse().unwrap();
        assert_eq!(id.to_string(), text);
        let first = BASE32.decode(&text.as_bytes()[4..12]).unwrap()[0];
        assert_eq!(id.random_byte(), first, "the outbox's partition of an email is as it was");
    }
}

#[test]
fn what_is_not_an_id_is_refused() {
    for text in [
        "",
        "evt_",
        "a2b3c4d5e6f7a2b3",
        "mai_a2b3c4d5e6f7a2b3",
        "evt_a2b3c4d5e6f7a2b1",
        "evt_A2B3C4D5E6F7A2B3",
        "evt_0193A1B2C3D47E5F8A9B0C1D2E3F4A5B",
        "evt_0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
        "evt_0193a1b2c3d47e5f8a9b0c1d2e3f4a5",
    ] {
        assert!(text.parse::<EventId>().is_err(), "{text}");
    }
}
