//! A random account: who is in it, what they hold, and by which rules.

use jiff::SignedDuration;
use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use usher::domain::access::grant::Grant;
use usher::domain::access::model::AccessModel;
use usher::domain::access::permission::Operation;
use usher::domain::access::unit::Unit;
use usher::domain::id::{AccountId, UnitId, UserId};
use usher::domain::people::account::AccountModel;
use usher::domain::people::invitation::Invitation;
use usher::domain::people::user::{User, UserStatus};
use usher::store::{Change, Key, Store};
use usher_tests::{Account, Member, World};

use super::acts::{ACTIONS, Act};
use super::one_of;

/// The units that grants name, and one that is retired.
const UNITS: [&str; 3] = ["North", "South", "Old"];

/// An account whose rules and users change from round to round.
pub struct Stage<'a> {
    world: &'a World,
    pub account: Account,
    id: AccountId,
    members: Vec<Member>,
    users: Vec<User>,
    invitations: Vec<Invitation>,
    units: Vec<String>,
    all_units: Vec<Unit>,
    roles: Vec<String>,
    model: Value,
}

impl<'a> Stage<'a> {
    /// People who have joined, one for whom a program acts among them, and people who are still to accept.
    pub async fn open(world: &'a World) -> Self {
        let (account, ada) = usher_tests::office::open(world, json!({}), "ada@example.com").await;
        let mut members = vec![ada.clone()];
        for email in ["bob@example.com", "cat@example.com", "dan@example.com"] {
            members.push(usher_tests::shop::hire(world, &account, &ada, email, "owner").await);
        }
        for email in ["eve@example.com", "fay@example.com"] {
            ada.invite_rows(&account, vec![Member::row(email, "worker")]).await.expect(200);
        }
        let made = members[1].api.post(&account.path("/api-tokens"), json!({ "name": "Program" })).await.expect(201);
        let program = world.api.with_token(made["token"].as_str().expect("a token"));
        members.push(Member { email: "program@example.com".to_owned(), api: program });
        let mut units = Vec::new();
        for name in UNITS {
            let unit = ada.api.post(&account.path("/units"), json!({ "name": name })).await.expect(201);
            units.push(unit["id"].as_str().expect("an id").to_owned());
        }
        let old = units.pop().expect("a unit");
        ada.api.delete(&account.path(&format!("/units/{old}"))).await.expect(200);
        world.system.settle().await.expect("the outbox runs empty");
        let id = account.id.parse().expect("an id");
        let mut stage = Self {
            world,
            account,
            id,
            members,
            users: Vec::new(),
            invitations: Vec::new(),
            units,
            all_units: Vec::new(),
            roles: Vec::new(),
            model: json!(null),
        };
        let listed = ada.pages(&stage.account.path("/users?limit=100")).await;
        for unit in ada.pages(&stage.account.path("/units?limit=100")).await {
            let unit = Key::unit(id, unit["id"].as_str().expect("an id").parse().expect("an id"));
            stage.all_units.push(stage.read(&unit).await.expect("a unit"));
        }
        for user in listed {
            let user: UserId = user["id"].as_str().expect("an id").parse().expect("an id");
            let user: User = stage.read(&Key::user(id, user.key())).await.expect("a user");
            stage.invitations.extend(stage.read(&Key::invitation(id, user.invitation)).await);
            stage.users.push(user);
        }
        stage
    }

    fn store(&self) -> Store {
        self.world.store()
    }

    async fn read<R: usher::store::Record>(&self, key: &Key<R>) -> Option<R> {
        self.store().get(key).await.expect("the table")
    }

    /// Those who call.
    pub fn callers(&self) -> Vec<Member> {
        self.members.clone()
    }

    /// Other rules, other grants, other statuses.
    pub async fn shuffle(&mut self, rng: &mut StdRng) {
        self.model = model(rng);
        let model = AccessModel::from_json(self.model.clone()).expect("a model");
        self.roles = model.roles().map(|role| role.name.to_string()).collect();
        let mut followed: AccountModel = self.read(&Key::access_model(self.id)).await.expect("a model");
        followed.model = model.into();
        self.store().commit(Change::new().replace(&mut followed)).await.expect("a change");
        for place in 0..self.users.len() {
            self.users[place].grants = self.grants(rng);
            let is_waiting = !self.users[place].joined;
            let statuses = if is_waiting {
                [UserStatus::Pending, UserStatus::Pending, UserStatus::Active]
            } else {
                [UserStatus::Active, UserStatus::Deactivated, UserStatus::Deactivated]
            };
            // Someone must be there to ask.
            self.users[place].status = if place < 2 { UserStatus::Active } else { *one_of(rng, &statuses) };
            let gives = (self.users[place].status == UserStatus::Pending).then(|| self.users[place].grants.clone());
            let invitation = self.users[place].invitation;
            for one in self.invitations.iter_mut().filter(|one| one.id == invitation) {
                one.gives = gives.clone();
            }
        }
        self.restore().await;
    }

    /// Everything as this round has it, whatever was done.
    pub async fn restore(&self) {
        self.restore_units().await;
        for user in &self.users {
            let present: Option<User> = self.read(&Key::user(self.id, user.id.key())).await;
            let mut wanted = User { version: present.as_ref().map_or(user.version, |one| one.version), ..user.clone() };
            let change = match &present {
                Some(present) if *present == wanted => continue,
                Some(present) => Change::new().replace_user(present, &mut wanted),
                None => Change::new().add_user(&wanted),
            };
            self.store().commit(change).await.expect("a change");
        }
        for invitation in &self.invitations {
            let present: Invitation = self.read(&Key::invitation(self.id, invitation.id)).await.expect("one");
            let mut wanted = invitation.clone();
            wanted.version = present.version;
            if present != wanted {
                self.store().commit(Change::new().replace(&mut wanted)).await.expect("a change");
            }
        }
    }

    async fn restore_units(&self) {
        for unit in &self.all_units {
            let present: Unit = self.read(&Key::unit(self.id, unit.id)).await.expect("one");
            let mut wanted = Unit { version: present.version, ..unit.clone() };
            if present != wanted {
                self.store().commit(Change::new().replace(&mut wanted)).await.expect("a change");
            }
        }
    }

    fn grants(&self, rng: &mut StdRng) -> Vec<Grant> {
        let several = self.model["policies"]["roles_per_user"] == "several";
        let mut grants: Vec<Grant> = Vec::new();
        for _ in 0..rng.random_range(1..=if several { 3 } else { 1 }) {
            let mut grant = one_of(rng, &self.all_grants()).clone();
            if rng.random_bool(0.2) {
                grant["ends_at"] = json!(self.world.system.clock().now() + SignedDuration::from_hours(9));
            }
            let grant = serde_json::from_value(grant).expect("a grant");
            if !grants.contains(&grant) {
                grants.push(grant);
            }
        }
        grants
    }

    /// Each role, for the whole account and, if grants choose units, for one or both of two units.
    pub fn all_grants(&self) -> Vec<Value> {
        let mut units = vec![json!("all")];
        if self.model["units"]["reach"] == "selected" {
            units.extend([json!([self.units[0]]), json!([self.units[1]]), json!(sorted(&self.units))]);
        }
        let of = |role: &String| units.iter().map(|units| json!({ "role": role, "units": units })).collect::<Vec<_>>();
        self.roles.iter().flat_map(of).collect()
    }

    /// What `by` may give, if they are let in at all.
    pub async fn grantable(&self, by: &Member, what: &str) -> Option<Vec<Value>> {
        let reply = by.api.get(&self.account.path("/access/grantable-roles")).await;
        reply.status.is_success().then(|| reply.body[what].as_array().expect("roles").clone())
    }

    /// The verdict on an invitation that gives `grant`.
    pub async fn invites(&self, by: &Member, grant: &Value) -> String {
        let row = json!({
            "email": "new@example.com", "given_name": "New", "family_name": "One", "grants": [grant],
        });
        let body = json!({ "invitations": [row], "dry_run": true });
        let reply = by.api.post(&self.account.path("/invitations"), body).await;
        reply.body["results"][0]["verdict"].as_str().unwrap_or_default().to_owned()
    }

    /// Some of all that might be done to what `by` is shown.
    pub async fn acts(&self, by: &Member, rng: &mut StdRng) -> Vec<Act> {
        let mut acts = Vec::new();
        for (kind, actions) in ACTIONS {
            let reply = by.api.get(&self.account.path(&format!("/{kind}?limit=100"))).await;
            for thing in reply.body["data"].as_array().into_iter().flatten() {
                self.check_alone(by, kind, thing).await;
                let is_unknown = |act: &Act| self.is_left_open(act);
                let all = actions.iter().map(|action| Act { kind, action, thing: thing.clone() });
                acts.extend(all.filter(|act| !is_unknown(act) && rng.random_bool(0.4)));
            }
        }
        acts
    }

    /// The list tells the same of a thing as the thing alone.
    async fn check_alone(&self, by: &Member, kind: &str, thing: &Value) {
        let path = self.account.path(&format!("/{kind}/{}", thing["id"].as_str().expect("an id")));
        let alone = by.api.get(&path).await;
        if alone.status.is_success() {
            assert_eq!(alone.body["allowed_actions"], thing["allowed_actions"], "{path}\n{}", self.scene());
        }
    }

    /// What ends the sessions of those who are still to call, or their own; and a reset by someone who does not vouch
    /// for the invitation, which depends on who does.
    fn is_left_open(&self, act: &Act) -> bool {
        let email = act.thing["email"].as_str().unwrap_or_default();
        let is_caller = self.members.iter().any(|member| member.email == email);
        let ends = ["end_sessions"].contains(&act.action) && is_caller;
        // A program must not end with its owner.
        let ends_program = ["deactivate", "remove"].contains(&act.action) && email == self.members[1].email;
        let is_waiting = act.action == "reset_credentials" && !act.thing["invitation"].is_null() && !act.is_told();
        ends || ends_program || is_waiting || act.thing["name"] == "Program"
    }

    /// The round, for whom it may concern.
    pub fn scene(&self) -> String {
        let users = self.users.iter().map(|user| format!("{} {:?} {:?}", user.email, user.status, user.grants));
        format!("{}\n{}", self.model, users.collect::<Vec<_>>().join("\n"))
    }
}

fn sorted(units: &[String]) -> Vec<String> {
    let mut ids: Vec<UnitId> = units.iter().map(|unit| unit.parse().expect("an id")).collect();
    ids.sort();
    ids.iter().map(ToString::to_string).collect()
}

/// A random access model that is allowed.
fn model(rng: &mut StdRng) -> Value {
    loop {
        let permissions = |rng: &mut StdRng| -> Vec<String> {
            let all = Operation::ALL.iter().map(|operation| operation.permission().to_string());
            all.chain(["tasks:read".to_owned()]).filter(|_| rng.random_bool(0.5)).collect()
        };
        let (some, others) = (permissions(rng), permissions(rng));
        let model = json!({
            "name": "random", "title": "Random",
            "units": {
                "reach": one_of(rng, &["all", "selected", "selected"]),
                "visibility": "everyone",
            },
            "resources": { "tasks": { "title": "Tasks", "actions": ["read", "write"] } },
            "roles": {
                "owner": { "title": "Owner", "permissions": ["*:*"] },
                "manager": {
                    "title": "Manager",
                    "permissions": ["users:read", "users:invite", "users:update", "users:remove", "users:deactivate"],
                },
                "some": { "title": "Some", "permissions": some, "customizable": ["tasks:*"] },
                "others": { "title": "Others", "permissions": others, "customizable": ["tasks:*"] },
            },
            "policies": {
                "invitation": { "names": "inviter" },
                "names": one_of(rng, &["administrators", "person", "both"]),
                "roles_per_user": one_of(rng, &["one", "several"]),
                "offboarding": {
                    "deactivate": true, "remove": rng.random_bool(0.7),
                    "deactivation_clears_roles": false,
                },
                "api_tokens": {
                    "who": "permitted", "display": one_of(rng, &["once", "again"]),
                },
                "credential_reset": { "reopens_invitation": rng.random_bool(0.5) },
            },
        });
        if AccessModel::from_json(model.clone()).is_ok() {
            return model;
        }
    }
}
