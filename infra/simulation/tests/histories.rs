//! Histories that take place, each as its seed makes it, and faults that are planted, each found.

use std::collections::BTreeMap;
use std::path::Path;

use usher_simulation::history::History;
use usher_simulation::run::run;
use usher_simulation::shorten::shortened;
use usher_simulation::world::planted::Planted;

/// How many seeds take place: all tests of this file take less than a minute.
const SEEDS: u64 = 40;

/// Seeds that once showed something broken: each time the model, which knew less than Usher does.
const MENDED: [u64; 3] = [100_476, 681_457_657_119_781_732, 6_554_965_101_546_200_933];

#[test]
fn no_history_breaks_what_must_be_true() {
    for seed in (0..SEEDS).chain(MENDED) {
        let outcome = run(&History::of(seed), None, false);
        assert!(outcome.broken.is_empty(), "seed {seed}: {:#?}", outcome.broken);
    }
}

#[test]
fn the_same_seed_makes_the_same_history_to_the_byte() {
    for seed in 1_000..1_005 {
        let [first, second] = [(), ()].map(|()| run(&History::of(seed), None, true).trace);
        assert!(first.len() > 50, "seed {seed} does something");
        let place = first.iter().zip(&second).position(|(first, second)| first != second);
        assert_eq!(place.map(|place| (&first[place], &second[place])), None, "seed {seed}");
        assert_eq!(first.len(), second.len(), "seed {seed}");
    }
}

/// The table of docs/testing.md: how many seeds each planted fault needs.
fn needed() -> BTreeMap<String, u64> {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/testing.md");
    let document = std::fs::read_to_string(document).expect("docs/testing.md");
    let cells = document.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let numbers = cells.filter_map(|(name, rest)| {
        Some((name.to_owned(), rest.trim_end_matches(" |").rsplit(" | ").next()?.parse().ok()?))
    });
    numbers.collect()
}

#[test]
fn each_planted_fault_is_found_within_the_number_of_seeds_that_the_document_says() {
    let needed = needed();
    assert!(needed.len() >= 25, "only {} faults", needed.len());
    let planted: Vec<String> = Planted::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(needed.keys().filter(|name| !planted.contains(name)).collect::<Vec<_>>(), Vec::<&String>::new());
    for (name, last) in needed {
        let planted = Planted::ALL.iter().find(|planted| planted.to_string() == name).copied();
        let outcome = run(&History::of(last - 1), planted, false);
        assert!(!outcome.broken.is_empty(), "{name} is not found by the seed {}", last - 1);
    }
}

#[test]
fn a_history_that_goes_wrong_becomes_one_that_a_person_can_read() {
    let planted = Some(Planted::NoAuditEvent);
    let seed = needed()["NoAuditEvent"] - 1;
    let long = History::of(seed);
    let short = shortened(&long, planted);
    assert!(short.steps.len() <= 3 && short.steps.len() < long.steps.len(), "{short}");
    assert!(!run(&short, planted, false).broken.is_empty());
    assert!(run(&short, None, false).broken.is_empty());
}
