//! One argon2 hash of the crate alone, in a process that `infra/bench/hash` is built for.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::deployment::binaries::built::binary;

/// A process that hashes when it is told to.
pub struct Hash {
    told: ChildStdin,
    took: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Hash {
    pub fn start() -> Self {
        let mut command = Command::new(binary("hash"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().expect("the binary starts");
        let told = process.stdin.take().expect("a pipe");
        let took = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        Self { told, took, _process: process }
    }

    /// Computes one; the CPU time that it took.
    pub async fn once(&mut self) -> Duration {
        self.told.write_all(b"\n").await.expect("the process reads");
        let line = self.took.next_line().await.expect("the process writes").expect("a line");
        Duration::from_nanos(line.parse().expect("nanoseconds"))
    }
}
