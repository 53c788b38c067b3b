//! A small fuzzing engine: inputs that are known to be good, changed at random, for a bounded time, on stable Rust.
//!
//! It does not follow coverage. Instead the corpus has what is hard to find by chance, such as right checksums, and
//! every input that is near them. The same seed gives the same inputs.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// What parsers trip over.
const SPICE: [&str; 22] = [
    "\0", "\r\n", "\u{202e}", "\u{feff}", "\u{200b}", "\u{ff11}", "\u{661}", "ı", "ß", "İ", "@", "..", "xn--", "\"",
    "\\", "=", "-", "_", " ", "%00", "ush_", "é",
];

/// The longest input.
const LONGEST: usize = 600;

/// Runs `target` on inputs near `corpus` for `time`; how many there were.
///
/// # Panics
///
/// If `target` does; the input is printed.
pub fn run(
    name: &str,
    corpus: &[Vec<u8>],
    seed: u64,
    time: Duration,
    target: impl Fn(&[u8]) + std::panic::RefUnwindSafe,
) -> u64 {
    let mut rng = StdRng::seed_from_u64(seed);
    let began = Instant::now();
    let mut inputs = 0;
    for known in corpus {
        try_one(name, known, &target);
    }
    while began.elapsed() < time {
        for _ in 0..100 {
            let input = changed(corpus, &mut rng);
            try_one(name, &input, &target);
            inputs += 1;
        }
    }
    inputs
}

fn try_one(name: &str, input: &[u8], target: &(impl Fn(&[u8]) + std::panic::RefUnwindSafe)) {
    if let Err(panic) = std::panic::catch_unwind(|| target(input)) {
        eprintln!("{name} failed on {:?} = {input:?}", String::from_utf8_lossy(input));
        std::panic::resume_unwind(panic);
    }
}

fn changed(corpus: &[Vec<u8>], rng: &mut StdRng) -> Vec<u8> {
    let pick = |rng: &mut StdRng| corpus.get(rng.random_range(0..corpus.len().max(1))).cloned().unwrap_or_default();
    let mut input = pick(rng);
    for _ in 0..rng.random_range(0..6) {
        let at = rng.random_range(0..=input.len());
        match rng.random_range(0..8) {
            0 => input.truncate(at),
            1 => input.insert(at, rng.random()),
            2 => input.insert(at, rng.random_range(b' '..=b'~')),
            3 if at < input.len() => input[at] ^= 1 << rng.random_range(0..8),
            4 if at < input.len() => input[at] = rng.random_range(b'0'..=b'z'),
            5 => drop(input.splice(at..at, SPICE[rng.random_range(0..SPICE.len())].bytes())),
            6 => {
                let other = pick(rng);
                input.truncate(at);
                input.extend(&other[rng.random_range(0..=other.len())..]);
            }
            7 if at < input.len() => drop(input.remove(at)),
            _ => input.make_ascii_uppercase(),
        }
        input.truncate(LONGEST);
    }
    input
}
