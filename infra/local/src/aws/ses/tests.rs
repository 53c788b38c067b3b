//! The local SES, asked as the reference of SES's API says.

use std::time::Duration;

use reqwest::{Client, Response};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::*;
use crate::lambda::Function;
use crate::system::serve::{Tasks, listen};

/// SES, a client for it, and the events that it emits.
struct Bench {
    ses: Ses,
    client: Client,
    endpoint: String,
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
    let client = Client::builder().timeout(Duration::from_millis(500)).build().unwrap();
    let endpoint = format!("{url}/v2/email/outbound-emails");
    Bench { ses, client, endpoint, events: received, _tasks: tasks }
}

impl Bench {
    async fn send(&self, to: &str) -> reqwest::Result<Response> {
        let content = |data: &str| json!({ "Data": data, "Charset": "UTF-8" });
        let body = json!({ "Text": content("See https://example.com/a."), "Html": content("<p>See</p>") });
        let headers = json!([{ "Name": "Auto-Submitted", "Value": "auto-generated" }]);
        let request = json!({
            "FromEmailAddress": "Ledgerly <usher@mail.localhost>",
            "Destination": { "ToAddresses": [to] },
            "ReplyToAddresses": ["help@example.com"],
            "Content": { "Simple": { "Subject": content("Héllo"), "Body": body, "Headers": headers } },
            "EmailTags": [{ "Name": "usher-account", "Value": "acc_1" }],
            "ConfigurationSetName": "set",
        });
        self.client.post(&self.endpoint).json(&request).send().await
    }

    /// The id of an email that SES takes.
    async fn sent(&self, to: &str) -> String {
        let answer = self.send(to).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json::<Value>().await.unwrap()["MessageId"].as_str().unwrap().to_owned()
    }

    /// How SES refuses an email: status and code.
    async fn refusal(&self, to: &str) -> (u16, String) {
        let answer = self.send(to).await.unwrap();
        let code = answer.headers()["x-amzn-errortype"].to_str().unwrap().to_owned();
        let status = answer.status().as_u16();
        assert!(answer.json::<Value>().await.unwrap()["message"].is_string());
        (status, code)
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
async fn keeps_what_is_sent() {
    let bench = bench().await;
    let id = bench.sent("ana@example.com").await;
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
        let id = bench.sent(to).await;
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
async fn fails_as_asked_with_the_codes_of_ses() {
    let bench = bench().await;
    for (fault, code, status) in [
        (Fault::Throttled, "TooManyRequestsException", 429),
        (Fault::MessageRejected, "MessageRejected", 400),
        (Fault::SendingPaused, "SendingPausedException", 400),
        (Fault::DailyQuota, "LimitExceededException", 400),
    ] {
        bench.ses.fail_next(1, fault);
        assert_eq!(bench.refusal("ana@example.com").await, (status, code.to_owned()));
    }
    assert_eq!(bench.ses.mailbox().count(), 0);
    bench.sent("ana@example.com").await;
}

#[tokio::test]
async fn may_never_answer_with_and_without_sending() {
    let bench = bench().await;
    for (fault, sent) in [(Fault::Hang, 0), (Fault::ReplyLost, 1)] {
        bench.ses.fail_next(1, fault);
        assert!(bench.send("ana@example.com").await.unwrap_err().is_timeout());
        assert_eq!(bench.ses.mailbox().count(), sent, "{fault:?}");
    }
}

#[tokio::test]
async fn refuses_what_ses_refuses() {
    let bench = bench().await;
    for to in ["", "nobody", "é@example.com", "a@example.com\r\nBcc: b@example.com"] {
        assert_eq!(bench.refusal(to).await, (400, "BadRequestException".to_owned()), "{to:?}");
    }
}

#[tokio::test]
async fn holds_events_back_for_tests_to_deliver() {
    let mut bench = bench().await;
    bench.ses.events().hold();
    bench.sent("ana@example.com").await;
    assert_eq!(bench.ses.events().take_held().len(), 2);
    bench.sent("bob@example.com").await;
    bench.ses.events().release();
    let events = bench.events(2).await;
    assert!(events.iter().all(|event| event["detail"]["mail"]["destination"][0] == "bob@example.com"));
    tokio::time::timeout(Duration::from_secs(5), bench.ses.events().idle()).await.unwrap();
}
