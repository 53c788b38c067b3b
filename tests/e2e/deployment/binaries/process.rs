//! What a running process takes of the machine, as Linux counts it.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// A process on this machine.
pub struct Process {
    id: u32,
    counts: PathBuf,
}

impl Process {
    pub fn new(id: u32) -> Self {
        Self { id, counts: Path::new("/proc").join(id.to_string()) }
    }

    /// How many bytes of memory it has now.
    pub fn memory(&self) -> u64 {
        self.status("VmRSS:")
    }

    /// How many bytes of memory it had at most since [`Process::forget_peak`].
    pub fn peak(&self) -> u64 {
        self.status("VmHWM:")
    }

    /// How many of its bytes are pages of files: above all of its own code, which comes in as it is first used.
    pub fn code(&self) -> u64 {
        self.status("RssFile:")
    }

    pub fn forget_peak(&self) {
        std::fs::write(self.counts.join("clear_refs"), "5").expect("Linux counts again");
    }

    /// Puts it into the cgroup with this list of processes.
    pub fn join(&self, list: &Path) {
        std::fs::write(list, self.id.to_string()).expect("the cgroup takes the process");
    }

    /// How long those of its threads that live have run. A function hashes in threads of their own, which end when they
    /// have nothing to do; what is measured here comes to no hash.
    pub fn cpu(&self) -> Duration {
        let threads = std::fs::read_dir(self.counts.join("task")).expect("threads").flatten();
        let times = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("schedstat")).ok());
        let nanoseconds = |time: String| time.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0);
        Duration::from_nanos(times.map(nanoseconds).sum())
    }

    fn status(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(self.counts.join("status")).expect("the process runs");
        let mut lines = status.lines().filter_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB"));
        lines.next().and_then(|kibibytes| kibibytes.parse::<u64>().ok()).expect("kibibytes") * 1024
    }
}
