//! The people of the stories.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{Api, Reply, World};

/// An account and its first administrator's ids.
#[derive(Debug, Clone)]
pub struct Account {
    /// The account's id.
    pub id: String,
    /// The first administrator's user id.
    pub administrator: String,
    /// Which role a plain invitation gives.
    pub role: &'static str,
}

impl Account {
    /// A path below the account.
    pub fn path(&self, rest: &str) -> String {
        format!("/v1/accounts/{}{rest}", self.id)
    }

    /// The operator has it follow this access model.
    pub async fn follow(&self, world: &World, model: &Value) -> Reply {
        let body = json!({ "access_model": model }).to_string();
        world.operator().send(Method::PUT, &self.path("/model"), &[], Some(body)).await
    }
}

/// Someone who is signed in.
#[derive(Clone)]
pub struct Member {
    /// The address.
    pub email: String,
    /// The API, with the session's token.
    pub api: Api,
}

impl Member {
    /// A row that invites `email` with a role.
    pub fn row(email: &str, role: &str) -> Value {
        json!({
            "email": email, "given_name": "Grace", "family_name": "Hopper",
            "grants": [{ "role": role, "units": "all" }],
        })
    }

    /// Invites with the account's plain role; the verdicts, row by row.
    pub async fn invite(&self, account: &Account, emails: &[&str]) -> Vec<String> {
        let rows: Vec<Value> = emails.iter().map(|email| Self::row(email, account.role)).collect();
        let body = self.invite_rows(account, rows).await.expect(200);
        verdicts(&body)
    }

    /// Invites with these rows.
    pub async fn invite_rows(&self, account: &Account, rows: Vec<Value>) -> Reply {
        self.api.post(&account.path("/invitations"), json!({ "invitations": rows })).await
    }

    /// Invites one person, who must be free; the invitation's id.
    pub async fn invite_one(&self, account: &Account, email: &str) -> String {
        let body = self.invite_rows(account, vec![Self::row(email, account.role)]).await.expect(200);
        assert_eq!(body["results"][0]["verdict"], "invited", "{body}");
        body["results"][0]["invitation"].as_str().expect("an id").to_owned()
    }

    /// The invitation as it is now.
    pub async fn invitation(&self, account: &Account, id: &str) -> Value {
        self.api.get(&account.path(&format!("/invitations/{id}"))).await.expect(200)
    }

    /// The addresses of the users with a status, in the order of the list, page by page.
    pub async fn users(&self, account: &Account, status: &str) -> Vec<String> {
        self.pages(&account.path(&format!("/users?status={status}&limit=100")))
            .await
            .iter()
            .map(|user| text(&user["email"]))
            .collect()
    }

    /// All records of a list whose path has a query.
    pub async fn pages(&self, path: &str) -> Vec<Value> {
        let (mut records, mut after) = (Vec::new(), String::new());
        for _ in 0..1_000 {
            let page = self.api.get(&format!("{path}{after}")).await.expect(200);
            records.extend(page["data"].as_array().expect("a page").iter().cloned());
            match page["page"]["after"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return records,
            }
        }
        panic!("the list has no end")
    }
}

/// The verdicts of an answer to a bulk invitation.
fn verdicts(body: &Value) -> Vec<String> {
    body["results"].as_array().expect("results").iter().map(|result| text(&result["verdict"])).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
