//! A kind of call, which is made many times.

use serde_json::Value;

use crate::deployment::binaries::{Deployed, Request};

/// The body of the call with a number, from 0.
type Body = Box<dyn Fn(usize) -> Option<Value>>;

/// A kind of call.
pub struct Call {
    pub name: &'static str,
    method: &'static str,
    /// The paths, one call after the other.
    paths: Vec<String>,
    /// Whether a password is hashed.
    pub hashes: bool,
    token: Option<String>,
    body: Body,
    status: u64,
    count: usize,
}

impl Call {
    pub fn get(name: &'static str, path: String) -> Self {
        let body: Body = Box::new(|_| None);
        Self { name, method: "GET", paths: vec![path], hashes: false, token: None, body, status: 200, count: 0 }
    }

    pub fn post(name: &'static str, path: String, body: impl Fn(usize) -> Value + 'static) -> Self {
        Self { method: "POST", body: Box::new(move |number| Some(body(number))), ..Self::get(name, path) }
    }

    pub fn hashing(self) -> Self {
        Self { hashes: true, ..self }
    }

    pub fn by(self, token: Option<&str>) -> Self {
        Self { token: token.map(str::to_owned), ..self }
    }

    pub fn answered(self, status: u64) -> Self {
        Self { status, ..self }
    }

    /// With another path each time.
    pub fn to(self, paths: Vec<String>) -> Self {
        Self { paths, ..self }
    }

    /// The function that answers.
    pub fn function<'a>(&self, deployed: &'a Deployed) -> &'a str {
        let path = &self.paths[0];
        let (path, _) = path.split_once('?').unwrap_or((path, ""));
        deployed.function(self.method, path)
    }

    /// Makes the call once more.
    pub async fn make(&mut self, deployed: &Deployed) {
        let path = &self.paths[self.count % self.paths.len()];
        let body = (self.body)(self.count).map(|body| body.to_string());
        let request = Request { token: self.token.clone(), body, ..Request::default() };
        self.count += 1;
        let answer = deployed.send(self.method, path, request).await.expect(self.status);
        let count = |list: &str| answer[list].as_array().map(Vec::len);
        match self.name {
            "list" => assert_eq!(count("data"), Some(50)),
            "search" => assert_eq!(count("data"), Some(20)),
            "check" => assert_eq!(answer["allowed"], true),
            "invitation" | "invitations" => assert_eq!(answer["results"][0]["verdict"], "invited"),
            _ => {}
        }
    }
}
