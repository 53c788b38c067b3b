//! The server's side of Lambda's Runtime API (2018-06-01), for one function.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Mutex as AsyncMutex, Notify, mpsc, oneshot};
use tokio::task::JoinSet;
use usher::app::Clock;

/// What a function did with an event: its answer, or the error that it reported.
pub type Outcome = Result<Value, Value>;

/// The API on a port of its own.
pub struct RuntimeApi {
    /// Host and port, as `AWS_LAMBDA_RUNTIME_API` wants them.
    pub address: String,
    events: mpsc::UnboundedSender<Invocation>,
    asked: Arc<Notify>,
    _server: JoinSet<()>,
}

struct Invocation {
    event: String,
    outcome: oneshot::Sender<Outcome>,
}

/// The events that wait for the function, and who waits for the outcomes of those that it has taken.
struct Work {
    events: AsyncMutex<mpsc::UnboundedReceiver<Invocation>>,
    taken: Mutex<HashMap<String, oneshot::Sender<Outcome>>>,
    count: AtomicU64,
    asked: Arc<Notify>,
}

impl RuntimeApi {
    pub async fn start() -> Self {
        let (events, queue) = mpsc::unbounded_channel();
        let asked = Arc::<Notify>::default();
        let work = Work {
            events: AsyncMutex::new(queue),
            taken: Mutex::default(),
            count: AtomicU64::default(),
            asked: Arc::clone(&asked),
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let mut server = JoinSet::new();
        server.spawn(async { axum::serve(listener, routes(work)).await.expect("the Runtime API serves") });
        Self { address, events, asked, _server: server }
    }

    /// Waits until the function has asked for an event for the first time.
    pub async fn asked(&self) {
        self.asked.notified().await;
    }

    /// Offers an event, and waits for its outcome.
    pub async fn invoke(&self, event: String) -> Outcome {
        let (outcome, settled) = oneshot::channel();
        assert!(self.events.send(Invocation { event, outcome }).is_ok(), "the Runtime API is gone");
        settled.await.expect("an outcome")
    }
}

fn routes(work: Work) -> Router {
    Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
        .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
        .route("/2018-06-01/runtime/init/error", post(init_error))
        .with_state(Arc::new(work))
}

/// The next event, once there is one.
async fn next(State(work): State<Arc<Work>>) -> Response {
    work.asked.notify_one();
    let Some(Invocation { event, outcome }) = work.events.lock().await.recv().await else {
        return std::future::pending().await;
    };
    let id = format!("00000000-0000-4000-8000-{:012x}", work.count.fetch_add(1, Ordering::Relaxed));
    work.taken().insert(id.clone(), outcome);
    let deadline = Clock::system().now() + jiff::SignedDuration::from_mins(1);
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("lambda-runtime-aws-request-id", id),
        ("lambda-runtime-deadline-ms", deadline.as_millisecond().to_string()),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:000000000000:function:usher".to_owned()),
        (
            "lambda-runtime-trace-id",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0".to_owned(),
        ),
    ];
    (headers, event).into_response()
}

async fn response(State(work): State<Arc<Work>>, Path(id): Path<String>, body: Bytes) -> impl IntoResponse {
    work.settle(&id, Ok(json_or_text(&body)))
}

async fn error(State(work): State<Arc<Work>>, Path(id): Path<String>, body: Bytes) -> impl IntoResponse {
    work.settle(&id, Err(json_or_text(&body)))
}

/// A function that cannot start: whatever waits for it has failed.
async fn init_error(State(work): State<Arc<Work>>, body: Bytes) -> StatusCode {
    while let Ok(Invocation { outcome, .. }) = work.events.lock().await.try_recv() {
        let _ = outcome.send(Err(json_or_text(&body)));
    }
    StatusCode::ACCEPTED
}

impl Work {
    fn taken(&self) -> MutexGuard<'_, HashMap<String, oneshot::Sender<Outcome>>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn settle(&self, id: &str, outcome: Outcome) -> (StatusCode, Json<Value>) {
        let Some(waiting) = self.taken().remove(id) else {
            return (StatusCode::BAD_REQUEST, Json(json!({ "errorType": "InvalidRequestID" })));
        };
        let _ = waiting.send(outcome);
        (StatusCode::ACCEPTED, Json(json!({ "status": "OK" })))
    }
}

fn json_or_text(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| Value::String(String::from_utf8_lossy(body).into_owned()))
}
