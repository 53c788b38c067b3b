//! One function as Lambda runs it: a process that asks the Runtime API for work.

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::Mutex as AsyncMutex;
use tokio::task::JoinSet;

use super::process::Process;
use super::runtime_api::{Outcome, RuntimeApi};

/// No invocation takes longer, however slow the machine: the longest time-out in `template.yaml`.
const LONGEST: Duration = Duration::from_secs(60);

/// A running function. Dropping it kills the process.
pub struct Function {
    api: RuntimeApi,
    process: AsyncMutex<Child>,
    id: u32,
    log: Arc<Mutex<Vec<String>>>,
    _reader: JoinSet<()>,
}

impl Function {
    /// Starts a binary with these environment variables and Lambda's own, and no others.
    pub async fn start(binary: &Path, environment: HashMap<String, String>) -> Self {
        let api = RuntimeApi::start().await;
        let mut process = Command::new(binary)
            .env_clear()
            .envs(environment)
            .env("AWS_LAMBDA_RUNTIME_API", &api.address)
            .env("AWS_LAMBDA_FUNCTION_NAME", binary.file_stem().expect("a name"))
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_LOG_FORMAT", "JSON")
            .env("AWS_LAMBDA_LOG_LEVEL", "INFO")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the binary starts");
        let id = process.id().expect("the process runs");
        let log = Arc::default();
        let mut reader = JoinSet::new();
        reader.spawn(collect(process.stdout.take().expect("a pipe"), Arc::clone(&log)));
        Self { api, process: AsyncMutex::new(process), id, log, _reader: reader }
    }

    /// Hands the function an event, and waits for what it does with it.
    pub async fn invoke(&self, event: impl ToString) -> Outcome {
        let mut process = self.process.lock().await;
        tokio::select! {
            outcome = self.api.invoke(event.to_string()) => outcome,
            ended = process.wait() => panic!("the process ended: {ended:?}"),
            () = tokio::time::sleep(LONGEST) => panic!("no answer within {LONGEST:?}"),
        }
    }

    /// Waits until it has started and asks for work.
    pub async fn asks_for_work(&self) {
        self.api.asked().await;
    }

    /// Ends the process as Lambda does, so that what watches it can write down what it saw.
    pub async fn end(&self) {
        let mut process = self.process.lock().await;
        let told = Command::new("kill").arg(self.id.to_string()).status().await;
        assert!(told.is_ok_and(|told| told.success()), "the process runs");
        process.wait().await.expect("the process ends");
    }

    /// What runs it.
    pub fn process(&self) -> Process {
        Process::new(self.id)
    }

    /// The lines that it has logged.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn collect(output: ChildStdout, log: Arc<Mutex<Vec<String>>>) {
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}
