//! An account that follows a preset, and what the stories of the five documents do in it.

use crate::{Account, Member, Reply, World};
use serde_json::{Value, json};

use crate::office;

/// An account, and its administrator, who is signed in.
pub struct Desk<'a> {
    pub world: &'a World,
    pub preset: &'a str,
    pub account: Account,
    pub admin: Member,
}

impl<'a> Desk<'a> {
    /// A new account that follows `preset`.
    pub async fn open(world: &'a World, preset: &'a str) -> Self {
        Self::open_as(world, preset, &format!("ada@{preset}.example.com")).await
    }

    /// A new account that follows `preset`, with this administrator.
    pub async fn open_as(world: &'a World, preset: &'a str, administrator: &str) -> Self {
        let (account, admin) = world.account(preset, administrator).await;
        Self { world, preset, account, admin }
    }

    /// A row that invites with a role for the whole account, and gives what the preset has the inviter give.
    pub fn row(&self, email: &str, role: &str) -> Value {
        match self.preset {
            "mailing" => nameless(email, json!({ "role": role })),
            _ => row(email, office::grant(role)),
        }
    }

    /// A path below the account.
    pub fn path(&self, rest: &str) -> String {
        self.account.path(rest)
    }

    /// Lets users be deactivated, in a preset that has them removed.
    pub async fn let_deactivate(&self) {
        let path = self.path("/access-model");
        let mut model = self.admin.api.get(&path).await.expect(200);
        model["policies"]["offboarding"]["deactivate"] = json!(true);
        let permissions = model["roles"]["admin"]["permissions"].as_array_mut().expect("permissions");
        permissions.push(json!("users:deactivate"));
        self.follow(&model).await;
    }

    /// The operator has the account follow this access model.
    pub async fn follow(&self, model: &Value) {
        self.account.follow(self.world, model).await.expect(200);
    }

    /// A new unit; its id.
    pub async fn unit(&self, name: &str) -> String {
        let unit = self.admin.api.post(&self.path("/units"), json!({ "name": name })).await.expect(201);
        unit["id"].as_str().expect("an id").to_owned()
    }

    /// The administrator invites with these rows; the verdicts.
    pub async fn invite(&self, rows: Value) -> Vec<String> {
        let body = self.admin.api.post(&self.path("/invitations"), json!({ "invitations": rows })).await.expect(200);
        let results = body["results"].as_array().expect("results");
        results.iter().map(|result| result["verdict"].as_str().expect("a verdict").to_owned()).collect()
    }

    /// Someone new, invited with `row`, who follows the link, gives what the link asks for, and signs in.
    pub async fn join(&self, row: Value) -> Member {
        let email = row["email"].as_str().expect("an address").to_owned();
        assert_eq!(self.invite(json!([row])).await, ["invited"]);
        self.follow_link(&email).await.expect(200);
        self.world.sign_in(&email).await
    }

    /// Follows the newest link to someone new, and gives what it asks for.
    pub async fn follow_link(&self, email: &str) -> Reply {
        self.world.accept(email).await
    }

    /// The user with this address, as the administrator sees them.
    pub async fn user(&self, email: &str) -> Value {
        office::user(&self.admin, &self.account, email).await
    }

    /// The path of the user with this address.
    pub async fn user_path(&self, email: &str) -> String {
        office::path(&self.admin, &self.account, email).await
    }

    /// The addresses that a list shows, in its order.
    pub async fn emails(&self, list: &str) -> Vec<String> {
        let records = self.admin.pages(&self.path(list)).await;
        records.iter().map(|record| record["email"].as_str().expect("an address").to_owned()).collect()
    }

    /// Whether `by` may do something, as the portal asks on every request.
    pub async fn allows(&self, by: &Member, question: Value) -> bool {
        let decision = by.api.post(&self.path("/access/check"), question).await.expect(200);
        decision["allowed"].as_bool().expect("a decision")
    }

    /// Which of these permissions `by` holds for the whole account.
    pub async fn held<'p>(&self, by: &Member, permissions: &[&'p str]) -> Vec<&'p str> {
        let mut held = Vec::new();
        for permission in permissions {
            if self.allows(by, json!({ "permission": permission })).await {
                held.push(*permission);
            }
        }
        held
    }

    /// Everything that manages users is closed to `by`: the list, inviting, creating, changing and ending.
    pub async fn manages_nobody(&self, by: &Member) {
        let admin = self.path(&format!("/users/{}", self.account.administrator));
        let row = self.row("new@example.com", self.account.role);
        by.api.get(&self.path("/users")).await.expect_problem(403, "forbidden");
        by.api.get(&self.path("/invitations")).await.expect_problem(403, "forbidden");
        by.api.get(&admin).await.expect_problem(403, "forbidden");
        by.api
            .post(&self.path("/invitations"), json!({ "invitations": [row.clone()] }))
            .await
            .expect_problem(403, "forbidden");
        by.api.post(&self.path("/users"), row).await.expect_problem(403, "forbidden");
        office::patch(by, &admin, json!({ "given_name": "Eve" })).await.expect_problem(403, "forbidden");
        by.api.post(&format!("{admin}/deactivate"), json!({})).await.expect_problem(403, "forbidden");
        by.api.delete(&admin).await.expect_problem(403, "forbidden");
    }

    /// Nothing in the account answers `by` any more.
    pub async fn is_closed_to(&self, by: &Member) {
        by.api.get(&self.path("")).await.expect_problem(404, "not_found");
        by.api
            .post(&self.path("/access/check"), json!({ "permission": "users:read" }))
            .await
            .expect_problem(404, "not_found");
        let me = by.api.get("/v1/me").await.expect(200);
        let accounts = me["accounts"].as_array().expect("accounts");
        assert!(accounts.iter().all(|account| account["id"] != self.account.id.as_str()), "{me}");
    }
}

/// A row that names everything.
pub fn row(email: &str, grant: Value) -> Value {
    json!({ "email": email, "given_name": "Grace", "family_name": "Hopper", "grants": [grant] })
}

/// A row without names.
pub fn nameless(email: &str, grant: Value) -> Value {
    json!({ "email": email, "grants": [grant] })
}
