//! A history that goes wrong, made as short as it can be.

use crate::history::{History, Step};
use crate::run::run;
use crate::world::planted::Planted;

/// The shortest part of a history that goes wrong in the same way.
pub fn shortened(history: &History, planted: Option<Planted>) -> History {
    let Some(what) = broken(history, planted) else { return history.clone() };
    let goes_wrong = |shorter: &History| broken(shorter, planted).as_ref() == Some(&what);
    let mut short = history.clone();
    for plain in [without_ambient, with_one_account] {
        let shorter = plain(&short);
        if goes_wrong(&shorter) {
            short = shorter;
        }
    }
    let mut size = short.steps.len() / 2;
    while size > 0 {
        let mut from = 0;
        while from < short.steps.len() {
            let shorter = short.without(from, size);
            if goes_wrong(&shorter) {
                short = shorter;
            } else {
                from += size;
            }
        }
        size /= 2;
    }
    for fault in short.ambient.clone() {
        let mut shorter = short.clone();
        shorter.ambient.remove(&fault);
        if goes_wrong(&shorter) {
            short = shorter;
        }
    }
    for number in 0..short.steps.len() {
        for plain in [without_faults, sent_once, with_right_clock] {
            let mut shorter = short.clone();
            plain(&mut shorter.steps[number]);
            if goes_wrong(&shorter) {
                short = shorter;
            }
        }
    }
    short
}

impl History {
    fn without(&self, from: usize, count: usize) -> Self {
        let mut shorter = self.clone();
        let until = (from + count).min(shorter.steps.len());
        let gone: std::time::Duration = shorter.steps.drain(from..until).map(|step| step.after).sum();
        // What comes later comes when it came.
        if let Some(next) = shorter.steps.get_mut(from) {
            next.after += gone;
        }
        shorter
    }
}

/// What is not as it must be, first of all, without the ids and numbers that differ.
fn broken(history: &History, planted: Option<Planted>) -> Option<String> {
    let broken = run(history, planted, false).broken;
    let words = broken.first()?.split_whitespace();
    let is_word = |word: &&str| !word.contains(['_', '@', '-', '0']) && !word.starts_with(|c: char| c.is_ascii_digit());
    Some(words.filter(is_word).collect::<Vec<_>>().join(" "))
}

fn without_ambient(history: &History) -> History {
    History { ambient: std::collections::BTreeSet::new(), ..history.clone() }
}

fn with_one_account(history: &History) -> History {
    History { presets: history.presets[..1].to_vec(), ..history.clone() }
}

fn without_faults(step: &mut Step) {
    step.faults.clear();
}

fn sent_once(step: &mut Step) {
    step.is_sent_twice = false;
}

fn with_right_clock(step: &mut Step) {
    (step.skew, step.recycles) = (0, false);
}
