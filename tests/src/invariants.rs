//! What must be true of the whole table, whatever happened before.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{Table, World, plain, wire};
use serde_json::{Value, json};
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;

/// Every item at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot(Vec<Value>);

/// The same, by what the items name each other with.
struct Index<'a> {
    users: HashMap<&'a str, &'a Value>,
    invitations: HashMap<&'a str, &'a Value>,
    memberships: HashMap<&'a str, &'a Value>,
    people: HashMap<&'a str, &'a Value>,
    events: HashMap<(&'a str, &'a str), u64>,
}

/// Waits until all mail is sent, then fails the test unless the table is in order and the outbox empty.
pub async fn assert_sound(world: &World) -> Snapshot {
    world.system.settle().await.expect("the outbox runs empty");
    let table = Snapshot::of(world).await;
    assert_eq!(table.of_kind("promised_mail"), Vec::<&Value>::new(), "nothing is left in the outbox");
    table.assert_consistent();
    table
}

impl Snapshot {
    /// Reads all of it.
    pub async fn of(world: &World) -> Self {
        Self(Table::of(world).items().await)
    }

    /// The items of one kind.
    pub fn of_kind(&self, kind: &str) -> Vec<&Value> {
        self.0.iter().filter(|item| item["kind"] == kind).collect()
    }

    /// The audit events about `target`, or about anything, with this action.
    pub fn events(&self, action: &str, target: Option<&str>) -> Vec<&Value> {
        let events = self.of_kind("audit_event").into_iter();
        events
            .filter(|event| event["action"] == action && target.is_none_or(|target| event["target"] == target))
            .collect()
    }

    /// The invitation to `email`; there must be just one.
    #[track_caller]
    pub fn invitation_to(&self, email: &str) -> &Value {
        let found: Vec<&Value> =
            self.of_kind("invitation").into_iter().filter(|invitation| invitation["email"] == email).collect();
        assert_eq!(found.len(), 1, "one invitation to {email}");
        found[0]
    }

    /// The statuses of the invitations, and how many there are of each.
    pub fn invitation_statuses(&self) -> BTreeMap<String, usize> {
        self.of_kind("invitation").iter().fold(BTreeMap::new(), |mut counts, invitation| {
            *counts.entry(text(&invitation["status"])).or_default() += 1;
            counts
        })
    }

    /// What holds between the items, whatever happened.
    pub fn assert_consistent(&self) {
        let index = self.index();
        self.assert_addresses_are_unique();
        self.of_kind("invitation").into_iter().for_each(|invitation| index.assert_invitation(invitation));
        self.of_kind("user").into_iter().for_each(|user| index.assert_user(user));
        let mut joined = HashSet::new();
        for membership in self.of_kind("membership") {
            let user = index
                .users
                .get(str(&membership["user"]))
                .unwrap_or_else(|| panic!("the membership leads to a user: {membership}"));
            assert_eq!(user["account"], membership["account"], "{membership}");
            assert!(index.people.contains_key(str(&membership["pk"])), "the membership has a person: {membership}");
            joined.insert(str(&membership["pk"]));
        }
        let is_left = index.people.keys().any(|person| !joined.contains(person));
        assert!(
            !is_left || ["user.removed", "user.left"].iter().any(|gone| !self.events(gone, None).is_empty()),
            "nobody is without an account, unless someone was removed or left"
        );
        assert!(self.of_kind("account").iter().all(|account| index.count("account.created", account) == 1));
    }

    fn assert_addresses_are_unique(&self) {
        let mut users = HashSet::new();
        assert!(
            self.of_kind("user").iter().all(|user| users.insert((str(&user["account"]), str(&user["email"])))),
            "one user an address"
        );
        let mut people = HashSet::new();
        assert!(
            self.of_kind("person").iter().all(|person| people.insert(str(&person["email"]))),
            "one person an address"
        );
    }

    fn index(&self) -> Index<'_> {
        let by = |kind: &str, name: &str| self.of_kind(kind).into_iter().map(|item| (str(&item[name]), item)).collect();
        let mut events = HashMap::new();
        for event in self.of_kind("audit_event") {
            *events.entry((str(&event["action"]), str(&event["target"]))).or_default() += 1;
            // A user who is created or reactivated may get an invitation in the same change.
            if event["after"]["invitation"].is_string() {
                *events.entry((str(&event["action"]), str(&event["after"]["invitation"]))).or_default() += 1;
            }
        }
        let (users, invitations) = (by("user", "id"), by("invitation", "id"));
        Index { users, invitations, memberships: by("membership", "user"), people: by("person", "pk"), events }
    }
}

impl Index<'_> {
    fn count(&self, action: &str, target: &Value) -> u64 {
        self.events.get(&(action, str(&target["id"]))).copied().unwrap_or_default()
    }

    /// An invitation is in one state, which its user and its events confirm.
    fn assert_invitation(&self, invitation: &Value) {
        let status = str(&invitation["status"]);
        let issue = invitation["issue"].as_u64().expect("an issue");
        let origins = ["invitation.created", "user.created", "user.reactivated"];
        assert_eq!(origins.iter().map(|origin| self.count(origin, invitation)).sum::<u64>(), 1, "{invitation}");
        let reissued =
            self.count("invitation.resent", invitation) + self.count("invitation.requested_again", invitation);
        assert_eq!(reissued, issue - 1, "{invitation}");
        for end in ["accepted", "declined", "revoked"] {
            assert_eq!(
                self.count(&format!("invitation.{end}"), invitation),
                u64::from(status == end),
                "{end}: {invitation}"
            );
        }
        let expired = self.count("invitation.expired", invitation);
        match status {
            "expired" => assert!((1..=issue).contains(&expired), "{expired}: {invitation}"),
            "pending" => assert!(expired < issue, "{expired}: {invitation}"),
            _ => assert!(expired <= issue, "{expired}: {invitation}"),
        }
        assert_eq!(
            invitation["due_pk"].is_string(),
            status == "pending",
            "only what is pending is ever due: {invitation}"
        );
        assert!(invitation["links"].as_array().is_some_and(|links| links.len() <= 3), "{invitation}");
        let user = self.users.get(str(&invitation["user"])).copied();
        let is_gone = |action| self.events.contains_key(&(action, str(&invitation["user"])));
        let removed = is_gone("user.removed") || (is_gone("user.left") && user.is_none());
        let invited = user.is_some_and(|user| user["invitation"] == invitation["id"]);
        match status {
            "pending" | "expired" => assert!(invited, "{invitation}"),
            "accepted" => assert_eq!(user.is_none(), removed, "{invitation}"),
            _ => assert!(!invited || user.is_some_and(|user| user["status"] != "pending"), "{invitation}"),
        }
    }

    /// A user is what the invitation made of them, and a person's membership says the same.
    fn assert_user(&self, user: &Value) {
        let invitation = self.invitations.get(str(&user["invitation"]));
        let imported = self.count("user.imported", user);
        assert_eq!(u64::from(invitation.is_none()), imported, "a user has an invitation, or was moved in: {user}");
        let membership = self.memberships.get(str(&user["id"]));
        let (joined, status) = (user["joined"] == true, str(&user["status"]));
        assert_eq!(membership.is_some(), joined, "only who has accepted is a member: {user}");
        if let Some(invitation) = invitation {
            assert_eq!((&invitation["user"], &invitation["email"]), (&user["id"], &user["email"]), "{user}");
            assert_eq!(invitation["status"] == "accepted", joined, "{user}");
        }
        let has_arrived = membership.is_some_and(|membership| membership["awaits_sign_in"] != true);
        assert!(status == "deactivated" || (status == "active" && joined) == has_arrived, "{user}");
        let person = PersonKey::of(&EmailAddress::parse(str(&user["email"])).expect("an address"));
        assert!(membership.is_none_or(|membership| membership["person"] == person.to_string()), "{user}");
        // One event tells that a user became active, whatever the way.
        let activated = self.count("user.activated", user);
        assert_eq!(activated > 0, user["activated_at"].is_string(), "{user}");
        assert!(activated <= 1 + self.count("user.reactivated", user), "{user}");
    }
}

/// The records that the stream has, or would have, for what is in the outbox, by the address that the email goes to.
pub async fn outbox_records(world: &World) -> HashMap<String, Value> {
    let items = Table::of(world).raw().await;
    let all: Vec<Value> = items.iter().map(plain).collect();
    let addresses: HashMap<&str, &str> = all
        .iter()
        .filter(|item| item["kind"] == "invitation")
        .map(|invitation| (str(&invitation["id"]), str(&invitation["email"])))
        .collect();
    let mails = items.iter().zip(&all).filter(|(_, item)| item["kind"] == "promised_mail").enumerate();
    mails
        .map(|(number, (item, mail))| (addresses[str(&mail["invitation"])].to_owned(), record(number, wire(item))))
        .collect()
}

/// A stream record with this image.
pub fn record(number: usize, image: Value) -> Value {
    let change = json!({ "SequenceNumber": format!("{number:021}"), "SizeBytes": 1, "NewImage": image });
    json!({
        "eventID": format!("{number}"),
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "awsRegion": "local",
        "dynamodb": change,
    })
}

fn str(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn text(value: &Value) -> String {
    str(value).to_owned()
}
