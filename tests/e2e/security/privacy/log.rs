//! Everything that the process logs, kept for tests to read.

use std::io;
use std::sync::{Mutex, Once, PoisonError};

use tracing_subscriber::EnvFilter;

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// What a deployed function logs at most when an engineer looks for a fault: all of Usher's own, and everybody's
/// debugging output.
const LEVELS: &str = "debug,usher=trace";

/// Begins to keep what is logged. Once for the process, since tests share it.
pub fn keep() {
    static START: Once = Once::new();
    START.call_once(|| {
        let log = tracing_subscriber::fmt().json().with_env_filter(EnvFilter::new(LEVELS)).with_writer(|| Log);
        log.try_init().expect("nobody else listens");
    });
}

/// What has been logged since, by every test.
pub fn read() -> String {
    String::from_utf8_lossy(&LOG.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
}

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
