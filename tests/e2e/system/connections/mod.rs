//! What carries calls to AWS: when a connection is used again, whom it trusts, and what the SDK learns of a failure.

mod server;
mod services;

use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{self, BehaviorVersion, Config, Credentials, Region, StalledStreamProtectionConfig};
use aws_smithy_runtime_api::client::result::{DispatchFailure, SdkError};
use tokio::net::TcpListener;
use usher::aws::{Roots, http_client};

use self::server::{Act, LOCALHOST, Server, tls};

/// Longer than anything here takes, on a busy machine as well.
const LONGEST: Duration = Duration::from_secs(30);

const WELL: Act = Act::Answer(200, "{}");
const FAILED: Act = Act::Answer(500, r#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}"#);

/// How DynamoDB is reached, and that once only.
fn settings(endpoint: &str, roots: Roots) -> config::Builder {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "tests"))
        .endpoint_url(endpoint)
        .http_client(http_client(roots))
        .retry_config(RetryConfig::disabled())
}

/// A client of DynamoDB that does not wait long, and tries as often as this.
fn client(endpoint: &str, roots: Roots, tries: u32) -> Client {
    let tries = RetryConfig::standard().with_max_attempts(tries).with_initial_backoff(Duration::from_millis(1));
    let patience = TimeoutConfig::builder().read_timeout(Duration::from_millis(300)).build();
    Client::from_conf(settings(endpoint, roots).retry_config(tries).timeout_config(patience).build())
}

async fn call(client: &Client) -> Result<(), DispatchFailure> {
    let called = tokio::time::timeout(LONGEST, client.list_tables().send()).await.expect("the call ends");
    called.map(|_| ()).map_err(|cause| match cause {
        SdkError::DispatchFailure(failure) => failure,
        other => panic!("not a failure of the connection: {other:?}"),
    })
}

#[tokio::test]
async fn calls_use_a_connection_again_unless_one_of_them_failed_on_it() {
    let (server, endpoint) = Server::start(&[WELL, WELL, FAILED], None).await;
    let client = client(&endpoint, Roots::none(), 2);
    for _ in 0..2 {
        call(&client).await.expect("an answer");
    }
    assert_eq!(server.seen(), (2, 1));
    call(&client).await.expect("an answer to the second try");
    call(&client).await.expect("an answer");
    assert_eq!(server.seen(), (5, 2), "the second try has a connection of its own, which is used again");
}

#[tokio::test]
async fn a_call_whose_answer_is_lost_or_late_is_made_again() {
    for act in [Act::Close, Act::Wait] {
        let (server, endpoint) = Server::start(&[act], None).await;
        call(&client(&endpoint, Roots::none(), 2)).await.expect("an answer to the second try");
        assert_eq!(server.seen(), (2, 2));
    }
}

#[tokio::test]
async fn the_sdk_learns_what_kind_of_failure_it_was() {
    let (server, endpoint) = Server::start(&[Act::Wait, Act::Close, Act::Babble], None).await;
    let client_of = |endpoint: &str| client(endpoint, Roots::none(), 1);
    let late = call(&client_of(&endpoint)).await.expect_err("no answer in time");
    assert!(late.is_timeout(), "{late:?}");
    let lost = call(&client_of(&endpoint)).await.expect_err("no answer");
    assert!(lost.as_other().is_some(), "transient: {lost:?}");
    let strange = call(&client(&endpoint, Roots::none(), 3)).await.expect_err("no HTTP");
    assert!(strange.is_other() && strange.as_other().is_none(), "{strange:?}");
    assert_eq!(server.seen(), (3, 3), "what speaks no HTTP is not asked again");
    let refused = call(&client_of("http://127.0.0.1:1")).await.expect_err("nobody there");
    assert!(refused.is_io(), "{refused:?}");
}

#[tokio::test]
async fn a_connection_that_is_not_made_in_a_second_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("https://{}", listener.local_addr().expect("an address"));
    let settings = settings(&endpoint, Roots::of_amazon()).timeout_config(TimeoutConfig::disabled());
    let protection = StalledStreamProtectionConfig::disabled();
    let client = Client::from_conf(settings.stalled_stream_protection(protection).build());
    let begun = Instant::now();
    let silent = call(&client).await.expect_err("TLS without an answer");
    assert!(silent.is_timeout() && begun.elapsed() >= Duration::from_secs(1), "{silent:?}");
}

#[tokio::test]
async fn only_what_chains_to_the_roots_is_trusted() {
    let (server, endpoint) = Server::start(&[], Some(tls())).await;
    let trusted = Roots::from_pem(LOCALHOST).expect("a root");
    call(&client(&endpoint, trusted.clone(), 1)).await.expect("an answer");
    for (endpoint, roots) in [
        (endpoint.clone(), Roots::of_amazon()),
        (endpoint.clone(), Roots::none()),
        (endpoint.replace("localhost", "127.0.0.1"), trusted),
    ] {
        let refused = call(&client(&endpoint, roots, 1)).await.expect_err("not trusted");
        assert!(refused.is_io() && format!("{refused:?}").contains("InvalidCertificate"), "{refused:?}");
    }
    assert_eq!(server.requests().len(), 1, "nobody else gets a request");
}
