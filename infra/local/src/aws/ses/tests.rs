//! The SDK's own client against the local SES.

use std::time::Duration;

use aws_sdk_sesv2::config::timeout::TimeoutConfig;
use aws_sdk_sesv2::config::{BehaviorVersion, Region, retry::RetryConfig};
use aws_sdk_sesv2::error::ProvideErrorMetadata;
use aws_sdk_sesv2::operation::send_email::{SendEmailError, SendEmailOutput};
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageHeader, MessageTag};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::*;
use crate::lambda::Function;
use crate::system::serve::{Tasks, listen};

/// SES, a client for it, and the events that it emits.
struct Bench {
    ses: Ses,
    client: aws_sdk_sesv2::Client,
    events: UnboundedReceiver<Value>,
    _tasks: Tasks,
}

async fn bench() -> Bench {
    let (events, queue) = Events::new();
    let (handled, received) = unbounded_channel();
    let mailer = Function::new(move |event| {
        let _ = handled.send(event);
        async { Ok::<_, String>(Value::Null) }
    });
    let ses = Ses::new(Mailbox::default(), events.clone(), MovableClock::default());
    let (listener, url) = listen(0, "").await.unwrap();
    let mut tasks = Tasks::new();
    tasks.serve(listener, ses.clone().router());
    tasks.run(events.deliver(queue, mailer));
    let config = aws_sdk_sesv2::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(crate::aws::REGION))
        .credentials_provider(crate::aws::client::credentials())
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::builder().operation_timeout(Duration::from_millis(500)).build())
        .http_client(crate::aws::client::http_client(&url).unwrap())
        .endpoint_url(url)
        .build();
    Bench { ses, client: aws_sdk_sesv2::Client::from_conf(config), events: received, _tasks: tasks }
}

fn content(data: &str) -> Content {
    Content::builder().data(data).build().unwrap()
}

impl Bench {
    async fn send(&self, to: &str) -> Result<SendEmailOutput, aws_sdk_sesv2::error::SdkError<SendEmailError>> {
        let body = Body::builder().text(content("See https://example.com/a.")).html(content("<p>See</p>")).build();
        let header = MessageHeader::builder().name("Auto-Submitted").value("auto-generated").build().unwrap();
        let simple = Message::builder().subject(content("Héllo")).body(body).headers(header).build();
        self.client
            .send_email()
            .from_email_address("Ledgerly <usher@mail.localhost>")
            .destination(Destination::builder().to_addresses(to).build())
            .reply_to_addresses("help@example.com")
            .content(EmailContent::builder().simple(simple).build())
            .email_tags(MessageTag::builder().name("usher-account").value("acc_1").build().unwrap())
            .configuration_set_name("set")
            .send()
            .await
    }

    async fn events(&mut self, n: usize) -> Vec<Value> {
        let mut events = Vec::new();
        for _ in 0..n {
            events.push(tokio::time::timeout(Duration::from_secs(5), self.events.recv()).await.unwrap().unwrap());
        }
        // Handled several at a time, so their order is free, as EventBridge's is.
        events.sort_by_key(|event| event["detail-type"].to_string());
        events
    }
}

#[tokio::test]
async fn keeps_what_the_sdk_sends() {
    let bench = bench().await;
    let id = bench.send("ana@example.com").await.unwrap().message_id.unwrap();
    let mails = bench.ses.mailbox().to("ANA@example.com");
    assert_eq!(mails.len(), 1);
    assert_eq!((&mails[0].id, mails[0].subject.as_str()), (&id, "Héllo"));
    assert_eq!(mails[0].links, ["https://example.com/a"]);
    assert_eq!(mails[0].reply_to, ["help@example.com"]);
    assert_eq!(mails[0].headers["Auto-Submitted"], "auto-generated");
}

#[tokio::test]
async fn tells_what_became_of_each_mail() {
    let ends: &[(&str, &[&str], &str)] = &[
        ("ana@example.com", &["Email Delivered", "Email Sent"], "/detail/delivery/recipients/0"),
        (
            "bounce+x@simulator.amazonses.com",
            &["Email Bounced", "Email Sent"],
            "/detail/bounce/bouncedRecipients/0/emailAddress",
        ),
        (
            "complaint@simulator.amazonses.com",
            &["Email Complaint Received", "Email Delivered", "Email Sent"],
            "/detail/complaint/complainedRecipients/0/emailAddress",
        ),
        (
            "suppressionlist@simulator.amazonses.com",
            &["Email Bounced", "Email Sent"],
            "/detail/bounce/bouncedRecipients/0/emailAddress",
        ),
    ];
    let mut bench = bench().await;
    for (to, kinds, recipient) in ends {
        let id = bench.send(to).await.unwrap().message_id.unwrap();
        let events = bench.events(kinds.len()).await;
        assert_eq!(
            events.iter().map(|event| event["detail-type"].as_str().unwrap()).collect::<Vec<_>>(),
            *kinds,
            "{to}"
        );
        assert_eq!(events[0].pointer(recipient).unwrap(), to);
        assert!(events.iter().all(|event| event["detail"]["mail"]["messageId"] == *id));
        assert_eq!(events[0]["detail"]["mail"]["tags"]["usher-account"][0], "acc_1");
    }
}

#[tokio::test]
async fn fails_as_asked_with_the_errors_that_the_sdk_knows() {
    let bench = bench().await;
    for (fault, code, status) in [
        (Fault::Throttled, "TooManyRequestsException", 429),
        (Fault::MessageRejected, "MessageRejected", 400),
        (Fault::SendingPaused, "SendingPausedException", 400),
        (Fault::DailyQuota, "LimitExceededException", 400),
    ] {
        bench.ses.fail_next(1, fault);
        let failure = bench.send("ana@example.com").await.unwrap_err();
        assert_eq!(failure.raw_response().unwrap().status().as_u16(), status);
        let failure = failure.into_service_error();
        assert_eq!(failure.code(), Some(code));
    }
    assert_eq!(bench.ses.mailbox().count(), 0);
    bench.send("ana@example.com").await.unwrap();
}

#[tokio::test]
async fn may_never_answer_with_and_without_sending() {
    let bench = bench().await;
    for (fault, sent) in [(Fault::Hang, 0), (Fault::ReplyLost, 1)] {
        bench.ses.fail_next(1, fault);
        assert!(bench.send("ana@example.com").await.is_err());
        assert_eq!(bench.ses.mailbox().count(), sent, "{fault:?}");
    }
}

#[tokio::test]
async fn refuses_what_ses_refuses() {
    let bench = bench().await;
    for to in ["", "nobody", "é@example.com", "a@example.com\r\nBcc: b@example.com"] {
        let failure = bench.send(to).await.unwrap_err().into_service_error();
        assert!(failure.is_bad_request_exception(), "{to:?}: {failure:?}");
    }
}

#[tokio::test]
async fn holds_events_back_for_tests_to_deliver() {
    let mut bench = bench().await;
    bench.ses.events().hold();
    bench.send("ana@example.com").await.unwrap();
    assert_eq!(bench.ses.events().take_held().len(), 2);
    bench.send("bob@example.com").await.unwrap();
    bench.ses.events().release();
    let events = bench.events(2).await;
    assert!(events.iter().all(|event| event["detail"]["mail"]["destination"][0] == "bob@example.com"));
    tokio::time::timeout(Duration::from_secs(5), bench.ses.events().idle()).await.unwrap();
}
