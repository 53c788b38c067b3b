//! `cargo run -p usher-simulation -- --seeds 100000`: lets histories take place, and shows what went wrong.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;
use usher_simulation::figures::Figures;
use usher_simulation::history::History;
use usher_simulation::run::{Outcome, run};
use usher_simulation::shorten::shortened;
use usher_simulation::teeth::found;
use usher_simulation::world::planted::Planted;

/// Lets histories take place, and shows what went wrong.
#[derive(Parser)]
struct Arguments {
    /// The seed of one history, or of the first of many
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many histories
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// Begin no history after so many seconds
    #[arg(long, value_name = "SECONDS")]
    within: Option<u64>,
    /// Take a first seed that nobody has chosen
    #[arg(long, conflicts_with = "seed")]
    fresh: bool,
    /// How many take place at once
    #[arg(long, default_value_t = 1)]
    threads: u64,
    /// Show every step
    #[arg(long)]
    trace: bool,
    /// Show how often which fault met which operation, and what was answered
    #[arg(long)]
    figures: bool,
    /// Plant each fault, and say which seed finds it
    #[arg(long)]
    teeth: bool,
    /// Plant this fault
    #[arg(long, value_parser = planted)]
    planted: Option<Planted>,
}

fn planted(name: &str) -> Result<Planted, String> {
    let known = Planted::ALL.iter().find(|planted| planted.to_string() == name);
    known.copied().ok_or_else(|| "no such fault".to_owned())
}

fn main() -> ExitCode {
    let mut arguments = Arguments::parse();
    if arguments.teeth {
        return teeth(arguments.seeds);
    }
    if arguments.fresh {
        arguments.seed = fastrand::u64(1_000_000_000..u64::MAX / 2);
        println!("seeds from {}", arguments.seed);
    }
    if arguments.seeds == 1 {
        return one(&arguments);
    }
    many(&arguments)
}

/// Which seed finds which fault.
fn teeth(seeds: u64) -> ExitCode {
    let mut missed = 0;
    for planted in Planted::ALL {
        match found(*planted, seeds) {
            Some((seed, says)) => println!("| `{planted}` | {} | {} | {says} |", planted.says(), seed + 1),
            None => {
                missed += 1;
                println!("| `{planted}` | {} | not found | |", planted.says());
            }
        }
    }
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One history, in full.
fn one(arguments: &Arguments) -> ExitCode {
    let history = History::of(arguments.seed);
    let outcome = run(&history, arguments.planted, arguments.trace);
    outcome.trace.iter().for_each(|line| println!("{line}"));
    println!("{history}");
    if outcome.broken.is_empty() {
        println!("nothing is broken: {} calls, {} requests", outcome.calls, outcome.requests);
        return ExitCode::SUCCESS;
    }
    tell(&history, &outcome, arguments.planted);
    ExitCode::FAILURE
}

/// What went wrong, and the shortest history in which it does.
fn tell(history: &History, outcome: &Outcome, planted: Option<Planted>) {
    println!("seed {} breaks:", history.seed);
    outcome.broken.iter().for_each(|broken| println!("  {broken}"));
    let short = shortened(history, planted);
    println!("in short:\n{short}");
    let of_callers = |line: &&String| line.contains(" answered ") || line.contains(" /v1/") || line.contains(" fault ");
    run(&short, planted, true).trace.iter().filter(of_callers).for_each(|line| println!("  {line}"));
}

/// Many histories, with figures.
fn many(arguments: &Arguments) -> ExitCode {
    let (began, next, figures) = (Instant::now(), AtomicU64::new(0), Mutex::new(Figures::default()));
    let within = arguments.within.map_or(Duration::MAX, Duration::from_secs);
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= arguments.seeds || began.elapsed() > within {
                return;
            }
            let history = History::of(arguments.seed + number);
            let outcome = run(&history, arguments.planted, false);
            if let Ok(mut figures) = figures.lock() {
                figures.add(&outcome);
                if !outcome.broken.is_empty() && figures.failed <= 10 {
                    tell(&history, &outcome, arguments.planted);
                }
                if figures.histories.is_multiple_of(500) {
                    let a_second = figures.histories as f64 / began.elapsed().as_secs_f64();
                    eprintln!("{} histories, {} failed, {a_second:.0} a second", figures.histories, figures.failed);
                }
            }
        }
    };
    std::thread::scope(|scope| (0..arguments.threads).for_each(|_| drop(scope.spawn(work))));
    let Ok(figures) = figures.into_inner() else { return ExitCode::FAILURE };
    if arguments.figures {
        println!("{figures}");
    }
    let seconds = began.elapsed().as_secs_f64();
    let Figures { histories, requests, calls, failed, .. } = figures;
    println!("{histories} histories in {seconds:.0} s, {calls} calls, {requests} requests, {failed} failed");
    if failed == 0 && histories > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
