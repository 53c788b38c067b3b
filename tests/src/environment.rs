//! Execution environments of one's own beside the running system, as Lambda has many: their calls can be sabotaged
//! apart, and they can be killed.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::Poll;

use crate::{Api, PASSWORD, Recorder, Reply, Sabotage, World};
use aws_sdk_dynamodb::config::SharedHttpClient;
use axum::Router;
use usher::app::{App, Aws, Config};
use usher_mailer::Mailer;
use usher_sweeper::Sweeper;

/// One environment, on the world's table and clock.
pub struct Environment {
    /// What it asks of DynamoDB.
    pub dynamodb: Recorder,
    app: Arc<App>,
    aws: Aws,
}

impl Environment {
    /// One that uses the world's SES.
    pub fn of(world: &World) -> Self {
        Self::with_ses(world, &world.system.ses_url)
    }

    /// One that looks for SES elsewhere.
    pub fn with_ses(world: &World, ses: &str) -> Self {
        let dynamodb = Recorder::default();
        let config = Config { mail_rate: 1_000, ..world.system.config.clone() };
        let http_client = SharedHttpClient::new(dynamodb.clone());
        let aws = Aws { ses_endpoint: Some(ses.to_owned()), http_client, ..world.system.aws.clone() };
        Self { dynamodb, app: App::new(config, &aws, world.system.clock().for_app()), aws }
    }

    /// The mailer.
    pub fn mailer(&self) -> Mailer {
        Mailer::new(Arc::clone(&self.app), &self.aws)
    }

    /// The sweeper.
    pub fn sweeper(&self) -> Sweeper {
        Sweeper::new(Arc::clone(&self.app), &self.aws)
    }

    /// What people and those who administer them call, without a gateway.
    pub fn api(&self) -> Router {
        let routes = usher_invite::routes().and(usher_accept::routes()).and(usher_sessions::routes());
        let routes = routes.and(usher_credentials::routes());
        usher::service::router(routes, Arc::clone(&self.app))
    }

    /// Runs `work`, which this environment does, until it dies; what it came to if it ends before.
    pub async fn dying<T>(&self, death: Death, work: impl Future<Output = T>) -> Option<T> {
        let (last, lost) = match death {
            Death::AtWait(wait) => return killed_at(wait, work).await,
            Death::Before(number) => (number - 1, None),
            Death::After(number) => (number, Some(number)),
        };
        let is_dead = Arc::new(AtomicBool::new(false));
        let (dies, mut number) = (Arc::clone(&is_dead), 0);
        self.dynamodb.sabotage(move |_| {
            number += 1;
            dies.fetch_or(number > last, SeqCst);
            let is_lost = lost == Some(number);
            is_lost.then_some(Sabotage::ReplyLost).or((number > last).then_some(Sabotage::Unreachable))
        });
        let ended = unless(work, || is_dead.load(SeqCst)).await;
        ended.filter(|_| !is_dead.load(SeqCst))
    }

    /// Drives a mailer's `work` until the email `is_sent`, and stops it before the mark that says so. Dropped then, the
    /// mailer is killed; awaited, it goes on.
    pub async fn stopped_before_the_mark<T>(
        &self,
        mut work: Pin<&mut impl Future<Output = T>>,
        is_sent: impl Fn() -> bool,
    ) {
        let mut transactions = 0;
        // The first takes the lease.
        self.dynamodb.sabotage(move |operation| {
            transactions += usize::from(operation == "TransactWriteItems");
            (operation == "TransactWriteItems" && transactions > 1).then_some(Sabotage::TransactionConflict)
        });
        poll_fn(|context| {
            if is_sent() {
                return Poll::Ready(());
            }
            assert!(work.as_mut().poll(context).is_pending(), "the mailer ended before it sent the mail");
            Poll::Pending
        })
        .await;
        self.dynamodb.heal();
    }
}

/// How an environment dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    /// At a wait, from 0. What it waits for then is a matter of chance.
    AtWait(usize),
    /// Before its request to DynamoDB with this number, from 1, gets there.
    Before(usize),
    /// When its request with this number is done, and before it hears of that.
    After(usize),
}

/// All the deaths of work that makes so many requests one after the other, and some by chance.
pub fn deaths(requests: usize) -> impl Iterator<Item = Death> {
    (0..6).map(Death::AtWait).chain((1..=requests).flat_map(|number| [Death::Before(number), Death::After(number)]))
}

/// Runs `work` and kills it at its wait with this number, from 0; what it came to if it ends before.
pub async fn killed_at<T>(wait: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut left = wait;
    unless(work, move || {
        left = left.wrapping_sub(1);
        left == usize::MAX
    })
    .await
}

/// Runs `work` and drops it at a wait at which it `is_over`; what it came to if it ends before.
async fn unless<T>(work: impl Future<Output = T>, mut is_over: impl FnMut() -> bool) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending if is_over() => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    })
    .await
}

/// Runs all `acts`, which start together; their results, in the order of the acts.
pub async fn at_once<T: Send + 'static, Act: Future<Output = T> + Send + 'static>(
    acts: impl IntoIterator<Item = Act>,
) -> Vec<T> {
    let acts: Vec<Act> = acts.into_iter().collect();
    let start = Arc::new(tokio::sync::Barrier::new(acts.len()));
    let running = acts.into_iter().map(|act| {
        let start = Arc::clone(&start);
        tokio::spawn(async move {
            start.wait().await;
            act.await
        })
    });
    let mut results = Vec::new();
    for act in running.collect::<Vec<_>>() {
        results.push(act.await.expect("the act does not panic"));
    }
    results
}

/// The tokens in the emails to `email` so far, oldest first.
pub fn tokens(world: &World, email: &str) -> Vec<String> {
    let mails = world.system.mailbox().to(email);
    let token =
        |mail: &usher_local::Message| mail.links[0].split_once("#token=").expect("a token in the link").1.to_owned();
    mails.iter().map(token).collect()
}

/// Accepts an invitation as someone new.
pub async fn accept(api: Api, token: String) -> Reply {
    api.post("/v1/invitations/accept", serde_json::json!({ "token": token, "password": PASSWORD })).await
}

/// Addresses of people who differ in a number only.
pub fn people(name: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{name}{number}@example.com")).collect()
}
