//! HTTP servers that stop in bounded time.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::error::Error;

/// How long running requests may take to finish when everything stops.
const GRACE: Duration = Duration::from_secs(2);

/// The tasks of the system, and the signal that ends its servers.
pub(crate) struct Tasks {
    shutdown: watch::Sender<bool>,
    servers: Vec<JoinHandle<()>>,
    loops: Vec<JoinHandle<()>>,
}

/// Listens on this machine only. The option is named when the port cannot be had.
pub(crate) async fn listen(port: u16, option: &'static str) -> Result<(TcpListener, String), Error> {
    let failed = |reason| Error::Port { port, option, reason };
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(failed)?;
    let url = format!("http://{}", listener.local_addr().map_err(failed)?);
    Ok((listener, url))
}

impl Tasks {
    pub(crate) fn new() -> Self {
        Self { shutdown: watch::Sender::new(false), servers: Vec::new(), loops: Vec::new() }
    }

    /// Serves until [`Tasks::stop`].
    pub(crate) fn serve(&mut self, listener: TcpListener, router: Router) {
        let mut shutdown = self.shutdown.subscribe();
        let stopped = async move {
            let _ = shutdown.wait_for(|stop| *stop).await;
        };
        self.servers.push(tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            if let Err(failure) = axum::serve(listener, service).with_graceful_shutdown(stopped).await {
                tracing::error!(%failure, "a server failed");
            }
        }));
    }

    /// Runs something that never ends by itself.
    pub(crate) fn run(&mut self, endless: impl Future<Output = ()> + Send + 'static) {
        self.loops.push(tokio::spawn(endless));
    }

    /// Ends the loops at once and the servers as soon as their requests are answered.
    pub(crate) async fn stop(&mut self) {
        self.loops.drain(..).for_each(|task| task.abort());
        self.shutdown.send_replace(true);
        let deadline = tokio::time::Instant::now() + GRACE;
        for mut server in self.servers.drain(..) {
            if tokio::time::timeout_at(deadline, &mut server).await.is_err() {
                server.abort();
            }
        }
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.loops.iter().chain(&self.servers).for_each(JoinHandle::abort);
    }
}
