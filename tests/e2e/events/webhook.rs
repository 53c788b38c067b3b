//! The webhook: each event is posted with a signature that its receiver can check.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use jiff::Timestamp;
use usher::domain::effects::published::canonical;
use usher::domain::effects::signature::WebhookSecret;
use usher_local::Options;
use usher_tests::scenario_with;

use super::*;

/// The secret of the back end.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What was posted: the three headers, and the body as it came.
type Posted = ([String; 3], String);

/// A back end that takes what is posted, but for the first.
fn serve(listener: TcpListener) -> Arc<Mutex<Vec<Posted>>> {
    let posted: Arc<Mutex<Vec<Posted>>> = Arc::default();
    let kept = Arc::clone(&posted);
    let take = async move |headers: HeaderMap, body: String| {
        let header = |name: &str| headers[name].to_str().expect("a header").to_owned();
        let mut posted = kept.lock().expect("the lock");
        posted.push((["webhook-id", "webhook-timestamp", "webhook-signature"].map(header), body));
        if posted.len() == 1 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::NO_CONTENT }
    };
    listener.set_nonblocking(true).expect("a socket");
    let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
    let router = Router::new().route("/usher", post(take));
    tokio::spawn(async move { axum::serve(listener, router).await });
    posted
}

#[test]
fn each_event_is_posted_until_it_is_taken_with_a_signature_over_its_id_the_time_and_the_body() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/usher", listener.local_addr().expect("an address"));
    let options = Options { webhook: Some(url), webhook_secret: Some(SECRET.to_owned()), ..Options::default() };
    scenario_with(options, async |world| {
        let posted = serve(listener.try_clone().expect("a socket"));
        world.account("invoicing", "ada@example.com").await;
        let events = assert_published(world).await;
        while posted.lock().expect("the lock").len() <= events.len() {
            tokio::task::yield_now().await;
        }
        let posted = posted.lock().expect("the lock").clone();
        assert_eq!(posted[0], posted[1], "what was refused comes again");
        let secret = WebhookSecret::parse(SECRET).expect("a secret");
        for (([id, timestamp, signature], body), event) in posted[1..].iter().zip(&events) {
            assert_eq!((id.as_str(), body), (event["id"].as_str().expect("an id"), &canonical(event).expect("JSON")));
            let at = Timestamp::from_second(timestamp.parse().expect("seconds")).expect("a time");
            assert_eq!(*signature, secret.sign(id, at, body));
            assert_ne!(*signature, secret.sign(id, at, &body.replace("evt_", "evt-")));
        }
    });
}
