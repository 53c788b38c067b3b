//! What is asked without a client of the SDK: how it is signed, and when it is asked again.

use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::json;
use usher::aws::{AWS_TIMEOUT, Aws, Call};
use usher::machine::Timer;

use super::*;

fn aws(endpoint: &str) -> Aws {
    Aws {
        region: "eu-west-1".to_owned(),
        dynamodb_endpoint: None,
        dynamodb_timeout: AWS_TIMEOUT,
        ses_endpoint: Some(endpoint.to_owned()),
        kms_endpoint: Some(endpoint.to_owned()),
        events_endpoint: Some(endpoint.to_owned()),
        secrets_endpoint: Some(endpoint.to_owned()),
        credentials: Credentials::new("key", "secret", Some("of the role".to_owned()), None, "tests"),
        http_client: http_client(Roots::none()),
        time_source: SharedTimeSource::default(),
        timer: Timer::system(),
    }
}

fn call() -> Call {
    Call { path: "/", content_type: "application/x-amz-json-1.1", target: Some("Service.Do"), body: json!({ "A": 1 }) }
}

#[tokio::test]
async fn calls_are_signed_for_their_service_with_all_that_says_what_is_asked() {
    let (server, endpoint) = Server::start(&[], None).await;
    let aws = aws(&endpoint);
    assert_eq!(aws.kms().ask(call()).await.expect("an answer"), b"{}");
    let path = Call { path: "/v2/email", target: None, ..call() };
    aws.ses().ask(path).await.expect("an answer");
    let requests = server.requests();
    for (request, service, begin) in
        [(&requests[0], "kms", "post / http/1.1\r\n"), (&requests[1], "ses", "post /v2/email http/1.1\r\n")]
    {
        assert!(request.starts_with(begin) && request.ends_with("\r\n\r\n{\"A\":1}"), "{request}");
        assert!(request.contains(&format!("/eu-west-1/{service}/aws4_request, ")), "{request}");
        for signed in ["content-type", "host", "x-amz-date", "x-amz-security-token"] {
            let all = request.split("signedheaders=").nth(1).and_then(|rest| rest.split(',').next()).expect("a list");
            assert!(all.split(';').any(|one| one == signed), "{signed}: {request}");
        }
    }
    assert!(requests[0].contains("\r\nx-amz-target: service.do\r\n") && requests[0].contains(";x-amz-target,"));
}

#[tokio::test]
async fn kms_is_asked_again_after_a_failure_and_ses_never() {
    for (act, code) in [
        (FAILED, Some("InternalServerError")),
        (Act::Answer(400, r#"{"__type":"ThrottlingException"}"#), Some("ThrottlingException")),
        (Act::Close, None),
    ] {
        let (server, endpoint) = Server::start(&[act, WELL, act], None).await;
        let aws = aws(&endpoint);
        aws.kms().ask(call()).await.expect("an answer to the second try");
        assert_eq!(server.seen().0, 2);
        let failed = aws.ses().ask(call()).await.expect_err("no answer to the only try");
        assert_eq!((failed.code(), server.seen().0), (code, 3));
    }
    let (server, endpoint) = Server::start(&[Act::Answer(400, r#"{"__type":"NotFoundException"}"#)], None).await;
    let refused = aws(&endpoint).kms().ask(call()).await.expect_err("refused");
    assert_eq!((refused.code(), server.seen().0), (Some("NotFoundException"), 1), "asking again would change nothing");
}
