//! Trying what may be allowed.

use serde_json::{Value, json};
use usher_tests::Member;

use super::stage::Stage;
use super::{nothing, outcome, patch};

/// Something that may be done, and whether an answer tells that.
#[derive(Debug, Clone)]
pub struct Act {
    /// What it is done to: `users`, `invitations`, `units` or `api-tokens`.
    pub kind: &'static str,
    /// The action.
    pub action: &'static str,
    /// The thing, as the caller was shown it.
    pub thing: Value,
}

/// The actions for each kind of thing.
pub const ACTIONS: [(&str, &[&str]); 4] = [
    (
        "users",
        &[
            "update_names",
            "update_labels",
            "update_grants",
            "deactivate",
            "reactivate",
            "remove",
            "reset_credentials",
            "end_sessions",
            "create_api_token",
        ],
    ),
    ("invitations", &["resend", "revoke"]),
    ("units", &["update", "retire"]),
    ("api-tokens", &["rotate", "reveal", "revoke"]),
];

impl Act {
    /// Those that must have been told and not told once at least.
    pub const NAMES: [&str; 16] = [
        "users update_names",
        "users update_labels",
        "users update_grants",
        "users deactivate",
        "users reactivate",
        "users remove",
        "users reset_credentials",
        "users end_sessions",
        "users create_api_token",
        "invitations resend",
        "invitations revoke",
        "units update",
        "units retire",
        "api-tokens rotate",
        "api-tokens reveal",
        "api-tokens revoke",
    ];

    /// Kind and action.
    pub fn name(&self) -> String {
        format!("{} {}", self.kind, self.action)
    }

    /// Whether the answer tells that the caller may do it.
    pub fn is_told(&self) -> bool {
        self.thing["allowed_actions"].as_array().expect("allowed actions").iter().any(|told| *told == self.action)
    }

    /// The id of what it is done to.
    pub fn id(&self) -> &str {
        self.thing["id"].as_str().expect("an id")
    }
}

impl Stage<'_> {
    /// Tries it; what comes of it is undone.
    pub async fn attempt(&self, by: &Member, act: &Act) -> Result<(), String> {
        let done = self.tried(by, act).await;
        self.restore().await;
        done
    }

    /// The act with the thing as it is now: what was done to API tokens stays done, and some are gone with their owner.
    pub async fn as_it_is(&self, by: &Member, act: Act) -> Option<Act> {
        if act.kind != "api-tokens" {
            return Some(act);
        }
        let reply = by.api.get(&self.account.path(&format!("/{}/{}", act.kind, act.id()))).await;
        reply.status.is_success().then(|| Act { thing: reply.body.clone(), ..act })
    }

    async fn tried(&self, by: &Member, act: &Act) -> Result<(), String> {
        let path = self.account.path(&format!("/{}/{}", act.kind, act.id()));
        let post = async |what: &str, body: Value| outcome(&by.api.post(&format!("{path}/{what}"), body).await);
        match act.action {
            "update_names" => outcome(&patch(by, &path, json!({ "given_name": "Another" })).await),
            "update_labels" => outcome(&patch(by, &path, json!({ "metadata": { "tried": "1" } })).await),
            "update_grants" => self.any(by, act, async |grants| outcome(&patch(by, &path, grants).await)).await,
            "reactivate" => match post("reactivate", nothing()).await {
                Ok(()) => Ok(()),
                Err(_) => self.any(by, act, async |grants| post("reactivate", grants).await).await,
            },
            "remove" => outcome(&by.api.delete(&path).await),
            "revoke" if act.kind == "api-tokens" => outcome(&by.api.delete(&path).await),
            "reset_credentials" => post("credential-resets", json!({ "password": true })).await,
            "end_sessions" => outcome(&by.api.delete(&format!("{path}/sessions")).await),
            "create_api_token" => {
                let body = json!({ "name": "Tried", "owner": act.id() });
                outcome(&by.api.post(&self.account.path("/api-tokens"), body).await)
            }
            "update" => outcome(&patch(by, &path, json!({ "name": "Another" })).await),
            "retire" => {
                let reply = by.api.delete(&path).await;
                // To retire it again changes nothing.
                if act.thing["status"] == "retired" { Err("retired already".to_owned()) } else { outcome(&reply) }
            }
            other => post(other, nothing()).await,
        }
    }

    /// Tries all grants that might be given to a user instead of theirs, until one is taken.
    async fn any(&self, by: &Member, act: &Act, give: impl AsyncFn(Value) -> Result<(), String>) -> Result<(), String> {
        let held = act.thing["grants"].as_array().expect("grants");
        let mut wanted: Vec<Value> = Vec::new();
        let given = self.grantable(by, "to_update").await.unwrap_or_default();
        let given = given.iter().map(|role| {
            json!({
                "role": role["role"], "units": role["units"], "ends_at": role["ends_at"],
            })
        });
        for grant in given.chain(self.all_grants()) {
            wanted.push(json!([grant]));
            wanted.push(held.iter().cloned().chain([grant]).collect());
        }
        for place in 0..held.len() {
            let others = held.iter().enumerate().filter(|(other, _)| *other != place);
            wanted.push(others.map(|(_, grant)| grant.clone()).collect());
        }
        let mut last = Err("there is nothing to give".to_owned());
        for grants in wanted.into_iter().filter(|grants| !same(grants, held)) {
            last = give(json!({ "grants": grants })).await;
            if last.is_ok() {
                break;
            }
        }
        last
    }
}

/// Whether these are the grants that are held; what is left out is nothing.
fn same(grants: &Value, held: &[Value]) -> bool {
    let plain = |grant: &Value| (grant["role"].clone(), grant["units"].clone(), grant["ends_at"].clone());
    let grants = grants.as_array().expect("grants");
    let added = |grant: &Value| grant["permissions"].as_array().is_some_and(|added| !added.is_empty());
    grants.len() == held.len()
        && grants.iter().zip(held).all(|(one, other)| plain(one) == plain(other) && added(one) == added(other))
}
