//! Samples by what they are of, in milliseconds and MiB. `infra/bench` makes of them what it shows.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::deployment::binaries::Process;

/// All that was measured.
#[derive(Default, Serialize)]
pub struct Figures {
    cpu: BTreeMap<String, Vec<f64>>,
    beside: BTreeMap<String, Vec<f64>>,
    waited: BTreeMap<String, Vec<f64>>,
    resident: BTreeMap<String, f64>,
}

impl Figures {
    /// CPU time.
    pub fn cpu(&mut self, of: &str, time: Duration) {
        self.cpu.entry(of.to_owned()).or_default().push(time.as_secs_f64() * 1e3);
    }

    /// CPU time of what this is compared with, in the same turn.
    pub fn beside(&mut self, of: &str, time: Duration) {
        self.beside.entry(of.to_owned()).or_default().push(time.as_secs_f64() * 1e3);
    }

    /// How long a caller waited.
    pub fn waited(&mut self, of: &str, time: Duration) {
        self.waited.entry(of.to_owned()).or_default().push(time.as_secs_f64() * 1e3);
    }

    /// How much memory a process has now.
    pub fn resident(&mut self, of: &str, process: &Process) {
        self.resident.insert(of.to_owned(), process.memory() as f64 / f64::from(1 << 20));
    }

    pub fn write(&self, file: &Path) {
        std::fs::write(file, serde_json::to_vec(self).expect("JSON")).expect("the figures are written");
    }
}
