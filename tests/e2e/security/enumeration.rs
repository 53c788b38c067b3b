//! Requirement 6, the part that no reply shows: the work that a sign-in takes, in CPU time of the whole process, known
//! address against unknown.
//!
//! No wall clock: a busy machine makes both slower. The samples are taken in a process of their own, in turns, so that
//! nothing else that the tests do is in them.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use std::process::Command;
use std::time::Duration;

use cpu_time::ProcessTime;
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
use usher_tests::{Table, World};

use usher_tests::guessing::{sign_in, story};

/// Samples of each kind.
const SAMPLES: usize = 300;

/// How many of them are enough to tell that nothing was hashed.
const SAMPLES_OF_LESS: usize = 50;

/// The two may differ by this share of a sign-in. Nearly all of a sign-in is the hash. What differs is how long a
/// person's items take to read and decode, by the embedded engine, too; without optimisation that is some 1 %.
const SHARE: f64 = 0.03;

/// The name of the test that takes the samples.
const SAMPLER: &str = "security::enumeration::sampler";

const KNOWN: &str = "ada@example.com";
const UNKNOWN: &str = "eve@example.com";

#[test]
fn requirement_06_an_unknown_address_takes_the_same_work() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", SAMPLER, "--ignored", "--nocapture", "--test-threads=1"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let series = |name: &str| -> Vec<f64> {
        let line =
            text.lines().find_map(|line| line.split_once(&format!("{name}: "))).unwrap_or_else(|| panic!("{text}")).1;
        line.split(' ').map(|sample| sample.parse().unwrap()).collect()
    };
    let (known, unknown, less) = (series("known"), series("unknown"), series("unhashed"));
    assert_eq!((known.len(), unknown.len()), (SAMPLES, SAMPLES));
    let share = excess(&known, &unknown);
    println!("known over unknown: {:.2} % of {:.0} µs of CPU", share * 100.0, median(&known));
    assert!(share.abs() < SHARE, "the two differ by {:.2} %", share * 100.0);
    let share = excess(&known[..SAMPLES_OF_LESS], &less);
    assert!(share > SHARE, "this test would not see that an unknown address is not hashed: {:.2} %", share * 100.0);
}

/// Not a test: what the one above runs.
#[test]
#[ignore = "takes the samples of another test, in a process of its own"]
fn sampler() {
    story(async |world| {
        world.account("invoicing", KNOWN).await;
        world.system.settle().await.unwrap();
        world.system.pause_stream();
        let table = Table::of(world);
        for email in [KNOWN, UNKNOWN, KNOWN, UNKNOWN] {
            sample(world, &table, email, "not the right passphrase").await;
        }
        let (mut known, mut unknown, mut less) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..SAMPLES {
            // In turns, and neither always first.
            let order = if number % 2 == 0 { [KNOWN, UNKNOWN] } else { [UNKNOWN, KNOWN] };
            for email in order {
                let samples = if email == KNOWN { &mut known } else { &mut unknown };
                samples.push(sample(world, &table, email, "not the right passphrase").await);
            }
            if number < SAMPLES_OF_LESS {
                // Longer than any password: refused without a hash, as an unknown address must not be.
                less.push(sample(world, &table, UNKNOWN, &"x".repeat(257)).await);
            }
        }
        for (name, samples) in [("known", known), ("unknown", unknown), ("unhashed", less)] {
            let samples: Vec<String> = samples.iter().map(|sample| sample.as_micros().to_string()).collect();
            println!("{name}: {}", samples.join(" "));
        }
    });
}

/// The CPU time of a failed sign-in, as if it were the first.
async fn sample(world: &World, table: &Table, email: &str, password: &str) -> Duration {
    let key = PersonKey::of(&EmailAddress::parse(email).unwrap());
    table.delete(&format!("PERSON#{key}"), "PERSON#ATTEMPTS").await;
    for count in network_counts(table).await {
        table.delete(&count.0, &count.1).await;
    }
    let start = ProcessTime::now();
    let reply = sign_in(&world.api, email, password).await;
    let taken = start.elapsed();
    reply.expect_problem(401, "wrong_credentials");
    taken
}

async fn network_counts(table: &Table) -> Vec<(String, String)> {
    let counts = table.of_kind("network_count").await;
    counts
        .iter()
        .map(|count| (count["pk"].as_str().unwrap().to_owned(), count["sk"].as_str().unwrap().to_owned()))
        .collect()
}

/// By what share the first are greater than the second: the median over the pairs, which were sampled in turns.
fn excess(first: &[f64], second: &[f64]) -> f64 {
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    median(&differences) / median(first)
}

fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

#[test]
fn the_statistic_tells_what_differs_from_what_does_not() {
    // A hash and its noise, of up to a tenth.
    let noise = |seed: u64, shift: f64| -> Vec<f64> {
        let mut state = seed;
        let mut next = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / f64::from(1_u32 << 31)
        };
        (0..SAMPLES).map(|_| 20_000.0 + 2_000.0 * next() + shift).collect()
    };
    assert!(excess(&noise(1, 0.0), &noise(2, 0.0)).abs() < SHARE);
    assert!(excess(&noise(1, 1_000.0), &noise(2, 0.0)) > SHARE, "one more request");
    assert!(excess(&noise(1, 0.0), &noise(2, 1_000.0)) < -SHARE);
}
