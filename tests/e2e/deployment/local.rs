//! `cargo dev`: the real `usher-local`, as someone starts it, looks at it and stops it.

use std::process::{Output, Stdio};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinHandle;
use usher_local::{Options, System};
use usher_tests::{Api, PASSWORD};

use super::binaries::built::binary;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running `usher-local`. Killed when dropped.
struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// What it prints to stderr, read all the time: a pipe that is full would stop it.
    log: JoinHandle<String>,
    api: Api,
    mailbox: Api,
    operator: Api,
    ready: String,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(binary("usher-local"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// Starts it on free ports, and waits for the ready line.
async fn start(arguments: &[&str]) -> Running {
    let mut child = command(&[&["--port", "0", "--mailbox-port", "0"], arguments].concat()).spawn().expect("it starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut stderr = child.stderr.take().expect("a pipe");
    let log = tokio::spawn(async move {
        let mut log = String::new();
        stderr.read_to_string(&mut log).await.expect("readable output");
        log
    });
    let mut ready = String::new();
    in_time(stdout.read_line(&mut ready)).await.expect("a line");
    let ready = ready.trim_end().to_owned();
    let words: Vec<&str> = ready.split(' ').collect();
    let [word, api, mailbox, dynamodb, token] = words[..] else { panic!("{ready}") };
    assert!(word == "ready" && dynamodb.starts_with("dynamodb=http://127.0.0.1:"), "{ready}");
    let value = |pair: &str, name: &str| pair.strip_prefix(name).unwrap_or_else(|| panic!("{ready}")).to_owned();
    let api = Api::new(&value(api, "api="));
    let (mailbox, token) = (Api::new(&value(mailbox, "mailbox=")), value(token, "operator_token="));
    Running { child, stdout, log, operator: api.with_token(&token), api, mailbox, ready }
}

async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("in time")
}

impl Running {
    /// Sends a signal, as `kill` does, and waits for the end: the exit code, and what else was printed to stdout and
    /// stderr.
    async fn stop(mut self, signal: &str) -> (Option<i32>, String, String) {
        let id = self.child.id().expect("it runs").to_string();
        let killed = Command::new("kill").args([signal, &id]).status().await.expect("`kill` runs");
        assert!(killed.success());
        let mut rest = String::new();
        in_time(self.stdout.read_to_string(&mut rest)).await.expect("readable output");
        let log = in_time(self.log).await.expect("it was read");
        (in_time(self.child.wait()).await.expect("it ends").code(), rest, log)
    }

    async fn create_account(&self, administrator: &str) -> String {
        let body =
            json!({ "name": "Northwind Dental", "preset": "invoicing", "administrator": { "email": administrator } });
        let created = self.operator.post("/v1/accounts", body).await.expect(201);
        created["account"]["id"].as_str().expect("an id").to_owned()
    }

    /// The emails to an address, once there are as many.
    async fn mails(&self, to: &str, count: usize) -> Vec<Value> {
        let came = async {
            loop {
                let mails = self.mailbox.get(&format!("/api/messages?to={to}")).await.expect(200);
                let mails = mails.as_array().expect("a list").clone();
                if mails.len() >= count {
                    return mails;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        in_time(came).await
    }

    async fn token(&self, to: &str) -> String {
        let mails = self.mails(to, 1).await;
        let link = mails[0]["links"][0].as_str().expect("a link");
        link.split_once("#token=").expect("a token").1.to_owned()
    }

    async fn sign_in(&self, email: &str, password: &str) -> Api {
        let session = self.api.post("/v1/sessions", json!({ "email": email, "password": password })).await.expect(201);
        self.api.with_token(session["token"].as_str().expect("a token"))
    }
}

#[tokio::test]
async fn it_prints_one_line_and_stops_cleanly_on_either_signal() {
    for signal in ["-INT", "-TERM"] {
        let running = start(&[]).await;
        running.api.get("/healthz").await.expect(204);
        let (code, rest, log) = running.stop(signal).await;
        assert_eq!((code, rest.as_str()), (Some(0), ""), "{signal}: {log}");
        assert!(!log.contains("ERROR") && !log.contains("WARN") && !log.contains("panicked"), "{log}");
    }
}

#[tokio::test]
async fn the_mailbox_is_for_pages_of_its_own() {
    let running = start(&[]).await;
    let now = async || running.mailbox.get("/api/clock").await.expect(200)["now"].as_str().map(str::to_owned);
    let before = now().await;
    let by = || Some(json!({ "by": "49h" }).to_string());
    for header in [("host", "usher.example:80"), ("origin", "https://usher.example"), ("origin", "null")] {
        let read = running.mailbox.send(Method::GET, "/api/messages", &[header], None).await;
        let moved = running.mailbox.send(Method::POST, "/api/clock/advance", &[header], by()).await;
        assert_eq!((read.status.as_u16(), moved.status.as_u16()), (403, 403), "{header:?}");
    }
    let time = |text: Option<String>| text.expect("a time").parse::<jiff::Timestamp>().expect("RFC 3339");
    assert!(time(now().await) < time(before) + jiff::SignedDuration::from_hours(1), "the clock was not moved");
    running.mailbox.post("/api/clock/advance", json!({ "by": "1h" })).await.expect(200);
}

#[tokio::test]
async fn the_mailbox_shows_emails_and_moves_the_clock() {
    let running = start(&[]).await;
    running.create_account("ada@example.com").await;
    running.create_account("ada@example.com").await;
    running.create_account("grace+1@bücher.example").await;
    for typed in ["grace+1@bücher.example", "Grace%2B1@xn--bcher-kva.example"] {
        running.mails(typed, 1).await;
    }

    let mails = running.mails("ADA@example.com", 2).await;
    for mail in &mails {
        let text = |name: &str| mail[name].as_str().unwrap_or_else(|| panic!("`{name}` in {mail}"));
        assert_eq!(mail["to"], json!(["ada@example.com"]));
        assert!(text("from").contains('@') && text("subject").contains("Northwind Dental"), "{mail}");
        let link = mail["links"][0].as_str().expect("a link");
        assert!(
            link.contains("/links/invitation#token=ush_inv_")
                && text("text").contains(link)
                && text("html").contains(link),
            "{mail}"
        );
    }
    let sent = |mail: &Value| mail["at"].as_str().expect("a time").parse::<jiff::Timestamp>().expect("RFC 3339");
    assert!(sent(&mails[0]) <= sent(&mails[1]), "newest last");
    assert_eq!(running.mails("nobody@example.com", 0).await.len(), 0);
    assert_eq!(running.mailbox.get("/api/messages").await.expect(200).as_array().map(Vec::len), Some(3));
    assert!(running.mailbox.get("/").await.expect(200).as_str().is_some_and(|page| page.contains("Usher's mailbox")));

    let time = |answer: Value| answer["now"].as_str().expect("a time").parse::<jiff::Timestamp>().expect("RFC 3339");
    let before = time(running.mailbox.get("/api/clock").await.expect(200));
    let moved = time(running.mailbox.post("/api/clock/advance", json!({ "by": "49h" })).await.expect(200));
    let after = time(running.mailbox.get("/api/clock").await.expect(200));
    assert!(before + jiff::SignedDuration::from_hours(49) <= moved && moved <= after, "{before} {moved} {after}");
    let token = running.token("ada@example.com").await;
    let seen = running.api.post("/v1/invitations/lookup", json!({ "token": token })).await.expect(200);
    assert_eq!(seen["status"], "expired", "the functions follow the clock");
    for wrong in [json!({ "by": "-1h" }), json!({ "by": "a while" }), json!({ "hours": 1 })] {
        let refused = running.mailbox.post("/api/clock/advance", wrong).await.expect(400);
        assert!(refused["error"].is_string(), "{refused}");
    }
}

#[tokio::test]
async fn the_links_lead_to_a_page_that_keeps_the_secret() {
    let running = start(&[]).await;
    running.create_account("ada@example.com").await;
    let token = running.token("ada@example.com").await;
    let page = running.api.get(&format!("/links/invitation#token={token}")).await;
    let header = |name: &str| page.headers[name].to_str().expect("text").to_owned();
    assert_eq!((header("cache-control"), header("referrer-policy")), ("no-store".to_owned(), "no-referrer".to_owned()));
    assert!(header("content-security-policy").starts_with("default-src 'none'"));
    page.expect(200);
    let seen = running.api.post("/v1/invitations/lookup", json!({ "token": token })).await.expect(200);
    assert_eq!(seen["status"], "pending", "opening the page changes nothing");
}

#[tokio::test]
async fn it_opens_on_a_page_that_leads_to_everything() {
    let running = start(&[]).await;
    let page = running.api.get("/").await.expect(200);
    let page = page.as_str().expect("a page");
    let links: Vec<&str> = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mailbox = links.iter().find(|link| link.starts_with("http")).expect("the mailbox");
    assert_eq!(running.mailbox.get("/").await.status, 200, "{mailbox}");
    for link in links.iter().filter(|link| link.starts_with('/')) {
        running.api.get(link).await.expect(200);
    }
    for needed in ["/console", "/sign-in", "/openapi.json"] {
        assert!(links.contains(&needed), "{links:?}");
    }
}

#[tokio::test]
async fn the_demonstration_has_people_in_every_status() {
    let directory = TempDir::new().expect("a directory");
    let arguments = ["--seed-demo", "--data-dir", name(&directory)];
    let running = start(&arguments).await;
    let (_, _, log) = running.stop("-INT").await;
    let told = |log: &str, name: &str| {
        let line = log.lines().find(|line| line.starts_with("demo ")).unwrap_or_else(|| panic!("{log}"));
        let value = line.split(' ').find_map(|word| word.strip_prefix(name)).unwrap_or_else(|| panic!("{line}"));
        value.to_owned()
    };
    let (email, password, accounts) = (told(&log, "administrator="), told(&log, "password="), told(&log, "accounts="));

    let again = start(&arguments).await;
    let ada = again.sign_in(&email, &password).await;
    let me = ada.get("/v1/me").await.expect(200);
    assert_eq!(me["accounts"].as_array().map(Vec::len), Some(5), "seeded once: {me}");
    let count = async |list: &str, status: &str| {
        let mut count = 0;
        for account in accounts.split(',') {
            let page = ada.get(&format!("/v1/accounts/{account}/{list}?status={status}")).await.expect(200);
            count += page["data"].as_array().map_or(0, Vec::len);
        }
        count
    };
    let colours: std::collections::BTreeSet<String> = me["accounts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|account| {
            assert!(account["brand"]["logo"].is_string(), "{account}");
            account["brand"]["accent_colour"].to_string()
        })
        .collect();
    assert_eq!(colours.len(), 5, "each looks different");
    for (list, filter) in [("users", "external=true"), ("invitations", "delivery=bounced"), ("users", "query=مريم")]
    {
        let mut found = 0;
        for account in accounts.split(',') {
            let page = ada.get(&format!("/v1/accounts/{account}/{list}?{filter}")).await.expect(200);
            found += page["data"].as_array().map_or(0, Vec::len);
        }
        assert!(found > 0, "{filter}");
    }
    for status in ["pending", "active", "deactivated"] {
        assert!(count("users", status).await > 0, "{status}");
    }
    for status in ["pending", "accepted", "declined", "revoked", "expired"] {
        assert!(count("invitations", status).await > 0, "{status}");
    }
}

#[tokio::test]
async fn a_data_directory_outlives_a_restart() {
    let directory = TempDir::new().expect("a directory");
    let first = start(&["--data-dir", name(&directory)]).await;
    let account = first.create_account("ada@example.com").await;
    let token = first.token("ada@example.com").await;
    first.api.post("/v1/invitations/accept", json!({ "token": token, "password": PASSWORD })).await.expect(200);
    let moved = first.mailbox.post("/api/clock/advance", json!({ "by": "8d" })).await.expect(200)["now"].clone();
    let before = first.ready.clone();
    assert_eq!(first.stop("-INT").await.0, Some(0));

    let second = start(&["--data-dir", name(&directory)]).await;
    assert_ne!(second.ready, before, "the operator token is new");
    let time = |value: &Value| value.as_str().expect("a time").parse::<jiff::Timestamp>().expect("RFC 3339");
    let now = second.mailbox.get("/api/clock").await.expect(200)["now"].clone();
    assert!(time(&moved) <= time(&now), "what is stored does not lie in the future");
    let ada = second.sign_in("ada@example.com", PASSWORD).await;
    let users = ada.get(&format!("/v1/accounts/{account}/users?status=active")).await.expect(200);
    assert_eq!(users["data"][0]["email"], "ada@example.com");
}

#[tokio::test]
async fn another_dynamodb_is_left_as_it_was_but_for_a_table_that_is_named() {
    let other = System::start(Options::default()).await.expect("another system starts");
    let endpoint = other.aws.dynamodb_endpoint.clone().expect("an endpoint");
    let tables = async || other.aws.dynamodb().list_tables().send().await.expect("a list").table_names().to_vec();
    let before = tables().await;

    let running = start(&["--dynamodb", &endpoint]).await;
    running.create_account("ada@example.com").await;
    running.mails("ada@example.com", 1).await;
    assert_eq!(tables().await.len(), before.len() + 1, "a table for this run");
    assert_eq!(running.stop("-INT").await.0, Some(0));
    assert_eq!(tables().await, before);

    let named = ["--dynamodb", endpoint.as_str(), "--table", "portal"];
    let first = start(&named).await;
    first.create_account("ada@example.com").await;
    let token = first.token("ada@example.com").await;
    first.api.post("/v1/invitations/accept", json!({ "token": token, "password": PASSWORD })).await.expect(200);
    assert_eq!(first.stop("-INT").await.0, Some(0));
    assert!(tables().await.contains(&"portal".to_owned()));
    let second = start(&named).await;
    second.sign_in("ada@example.com", PASSWORD).await.get("/v1/me").await.expect(200);
    assert_eq!(second.stop("-INT").await.0, Some(0));
    other.stop().await;
}

#[tokio::test]
async fn what_cannot_start_says_why_and_fails() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let run = async |arguments: &[&str]| -> Output { in_time(command(arguments).output()).await.expect("it ends") };
    for (arguments, code, reason) in [
        (vec!["--port", &port, "--mailbox-port", "0"], 1, format!("cannot listen on 127.0.0.1:{port}")),
        (vec!["--port", "0", "--mailbox-port", &port], 1, "--mailbox-port".to_owned()),
        (vec!["--data-dir", "a", "--dynamodb", "http://127.0.0.1:1"], 2, "cannot be used with".to_owned()),
        (vec!["--port", "0", "--mailbox-port", "0", "--log", "!"], 2, "is not a log filter".to_owned()),
        (vec!["--ports", "0"], 2, "unexpected argument".to_owned()),
    ] {
        let output = run(&arguments).await;
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {complaint}");
        assert!(complaint.contains(&reason), "{arguments:?}: {complaint}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    let help = run(&["--help"]).await;
    let text = String::from_utf8_lossy(&help.stdout);
    assert!(help.status.success() && text.contains("--seed-demo") && text.contains("operator_token="), "{text}");
}

fn name(directory: &TempDir) -> &str {
    directory.path().to_str().expect("a path in UTF-8")
}
