//! The API as a client sees it.

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::conformance;

/// A client of the API, with or without a bearer token.
#[derive(Clone)]
pub struct Api {
    http: reqwest::Client,
    url: String,
    token: Option<String>,
}

/// What the API answered.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; null if there is none.
    pub body: Value,
}

impl Api {
    /// A client of the API at `url`, without a token.
    pub fn new(url: &str) -> Self {
        Self { http: reqwest::Client::new(), url: url.to_owned(), token: None }
    }

    /// The same client, with a token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same client on another machine: one with this loopback address, which the gateway sees as the source.
    pub fn from_address(&self, address: [u8; 4]) -> Self {
        let http = reqwest::Client::builder().local_address(std::net::IpAddr::from(address)).build().expect("a client");
        Self { http, ..self.clone() }
    }

    /// The token that the client sends.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Sends a request of any kind. What went well and every answer are held to the OpenAPI document.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Reply {
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = &body {
            if !headers.iter().any(|(name, _)| *name == "content-type") {
                request = request.header("content-type", "application/json");
            }
            request = request.body(body.clone());
        }
        let response = request.send().await.expect("the API answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("the whole body arrives");
        let answer = serde_json::from_str(&text).unwrap_or(Value::String(text));
        let reply = Reply { status, headers, body: if answer == "" { Value::Null } else { answer } };
        conformance::check(&method, path, body.as_deref(), &reply);
        reply
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, &[], None).await
    }

    /// POST of a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, &[], Some(body.to_string())).await
    }

    /// POST of a JSON body with further headers.
    pub async fn post_with(&self, path: &str, headers: &[(&str, &str)], body: Value) -> Reply {
        self.send(Method::POST, path, headers, Some(body.to_string())).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, &[], None).await
    }
}

impl Reply {
    /// The body of an answer with this status; anything else fails the test.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    /// Fails the test unless this is the problem with this status and code, in the form of RFC 9457.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Value {
        let kind =
            self.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        assert_eq!((self.status.as_u16(), self.body["code"].as_str()), (status, Some(code)), "{}", self.body);
        assert_eq!(
            (kind.as_str(), self.body["status"].as_u64()),
            ("application/problem+json", Some(u64::from(status)))
        );
        assert!(self.body["request_id"].as_str().is_some_and(|id| !id.is_empty()), "{}", self.body);
        self.body
    }

    /// The fields that a 422 names, with their codes, sorted.
    #[track_caller]
    pub fn expect_fields(self, fields: &[(&str, &str)]) {
        let body = self.expect_problem(422, "invalid_fields");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = body["errors"].as_array().expect("a list of errors");
        let mut found: Vec<(String, String)> =
            errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect();
        found.sort();
        let mut expected: Vec<(String, String)> =
            fields.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect();
        expected.sort();
        assert_eq!(found, expected);
    }

    /// The `ETag`.
    #[track_caller]
    pub fn etag(&self) -> String {
        self.headers["etag"].to_str().expect("a readable ETag").to_owned()
    }
}
