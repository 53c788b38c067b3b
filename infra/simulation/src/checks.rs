//! What must be true after each history.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use crate::actors::Actors;
use crate::model::{Ending, Model, Standing};
use crate::world::World;
use crate::world::fault::Fault;

/// Looks at everything, and tells the model what is wrong.
pub fn all(world: &World, actors: &Actors) {
    let items = Items(world.items());
    let found = {
        let model = world.model();
        let checks = [
            users(&items, &model),
            accounts(&items, &model),
            invitations(&items, &model, world.true_now()),
            events(&items, &model),
            links(&items),
            revoked(&items, &model),
            listings(&items),
            mails(&items, world, &model),
            published(world, &model),
            secrets(&items, world, actors),
            counters(&items),
        ];
        checks.concat()
    };
    let mut model = world.model();
    found.into_iter().for_each(|what| model.break_with(what));
}

/// The table.
struct Items(Vec<Value>);

impl Items {
    fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.0.iter().filter(move |item| item["kind"] == kind)
    }

    fn has(&self, kind: &str, is: impl Fn(&Value) -> bool) -> bool {
        self.of(kind).any(is)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The users are those of the model, and hold what they hold there.
fn users(items: &Items, model: &Model) -> Vec<String> {
    let mut broken = Vec::new();
    let mut left: BTreeSet<_> = model
        .users
        .iter()
        .filter(|(_, user)| user.now() != Standing::Removed)
        .map(|(place, _)| place.clone())
        .collect();
    for item in items.of("user") {
        let place = (text(&item["account"]), text(&item["email"]));
        if !left.remove(&place) {
            broken.push(format!("{place:?} is a user, and must be none"));
            continue;
        }
        let user = &model.users[&place];
        let standing = match user.now() {
            Standing::Pending => "pending",
            Standing::Active => "active",
            Standing::Deactivated | Standing::Removed => "deactivated",
        };
        if item["status"] != standing {
            broken.push(format!("{place:?} is {}, and must be {standing}", item["status"]));
        }
        if item["grants"] != user.grants {
            broken.push(format!("{place:?} holds {}, and must hold {}", item["grants"], user.grants));
        }
    }
    broken.extend(left.iter().map(|place| format!("{place:?} must be a user, and is none")));
    broken
}

/// The accounts are open and closed as in the model.
fn accounts(items: &Items, model: &Model) -> Vec<String> {
    let is_wrong = |item: &&Value| {
        let is_closed =
            model.accounts.get(&text(&item["id"])).and_then(|history| history.last()).is_some_and(|it| !it.1);
        is_closed != item["suspended_at"].is_string()
    };
    items
        .of("account")
        .filter(is_wrong)
        .map(|item| format!("{} is open or closed, and must not be", item["id"]))
        .collect()
}

/// The invitations are those of the model.
fn invitations(items: &Items, model: &Model, now: Timestamp) -> Vec<String> {
    let mut broken = Vec::new();
    for (id, invitation) in &model.invitations {
        let ending = match invitation.now() {
            Ending::Pending => "pending",
            Ending::Accepted => "accepted",
            Ending::Declined => "declined",
            Ending::Revoked => "revoked",
            Ending::Expired => "expired",
        };
        let Some(item) = items.of("invitation").find(|item| item["id"] == id.as_str()) else {
            broken.push(format!("{id} is gone"));
            continue;
        };
        if item["status"] != ending {
            broken.push(format!("{id} is {}, and must be {ending}", item["status"]));
        }
        if item["issues"].as_array().map(Vec::len).is_none() && item["issue"].as_u64() > Some(invitation.issues) {
            broken.push(format!("{id} was sent {} times, and must be {}", item["issue"], invitation.issues));
        }
        if ending == "pending" && invitation.expires_at + jiff::SignedDuration::from_mins(5) < now {
            broken.push(format!("{id} is pending, and its time was over at {}", invitation.expires_at));
        }
        let is_due = item["due_pk"].is_string();
        if is_due != (ending == "pending") {
            broken.push(format!("{id} is {ending}, and its place among those that are due says otherwise"));
        }
    }
    let known = |item: &&Value| model.invitations.contains_key(item["id"].as_str().unwrap_or_default());
    broken.extend(items.of("invitation").filter(|item| !known(item)).map(|item| format!("{} is unknown", item["id"])));
    broken
}

/// The audit trail is the model's, in its order.
fn events(items: &Items, model: &Model) -> Vec<String> {
    let mut stored: BTreeMap<String, &Value> = items.of("audit_event").map(|item| (text(&item["id"]), item)).collect();
    let mut broken = Vec::new();
    let mut ids = BTreeSet::new();
    for event in &model.events {
        if !ids.insert(&event.id) {
            broken.push(format!("{} {} is recorded twice", event.action, event.id));
            continue;
        }
        let Some(item) = stored.remove(&event.id) else {
            broken.push(format!("{} {} is not on record", event.action, event.id));
            continue;
        };
        if text(&item["request_id"]) != event.request || text(&item["target"]) != event.target {
            broken.push(format!("{} {} is on record as another", event.action, event.id));
        }
    }
    broken.extend(stored.values().map(|item| format!("{} {} never happened", item["action"], item["id"])));
    broken
}

/// What items name each other with leads somewhere.
fn links(items: &Items) -> Vec<String> {
    let mut broken = Vec::new();
    for membership in items.of("membership") {
        let is = |user: &Value| user["id"] == membership["user"] && user["account"] == membership["account"];
        if !items.has("user", is) {
            broken.push(format!("a membership leads to {}, who is nobody", membership["user"]));
        }
        if !items.has("person", |person| person["pk"] == membership["pk"]) {
            broken.push(format!("a membership of {} is nobody's", membership["user"]));
        }
    }
    for user in items.of("user") {
        if user["status"] == "active" && user["joined"] == true {
            let is = |membership: &Value| membership["user"] == user["id"];
            if !items.has("membership", is) {
                broken.push(format!("{} is active, and has no membership", user["id"]));
            }
        }
        if !items.has("invitation", |invitation| invitation["id"] == user["invitation"]) {
            broken.push(format!("{} has no invitation", user["id"]));
        }
    }
    for token in items.of("api_token") {
        // One that is made while its owner leaves may stay behind: it is worth nothing, and goes by its time.
        if !items.has("api_token_slot", |slot| slot["taken_by"] == token["id"]) {
            broken.push(format!("{} has no slot", token["id"]));
        }
    }
    let mut people = BTreeSet::new();
    broken.extend(
        items
            .of("person")
            .filter(|it| !people.insert(text(&it["email"])))
            .map(|it| format!("{} is twice", it["email"])),
    );
    broken
}

/// API tokens that were revoked are gone.
fn revoked(items: &Items, model: &Model) -> Vec<String> {
    let revoked = model.events.iter().filter(|event| event.action == "api_token.revoked");
    let left = revoked.filter(|event| items.has("api_token", |token| token["id"] == event.target.as_str()));
    left.map(|event| format!("{} was revoked, and is there", event.target)).collect()
}

/// The lists show every user once where they belong, and nobody else.
fn listings(items: &Items) -> Vec<String> {
    let mut broken = Vec::new();
    let mut expected = BTreeSet::new();
    for user in items.of("user") {
        let sort = format!("{}#{}", text(&user["status"]), text(&user["email"]));
        for grant in user["grants"].as_array().into_iter().flatten() {
            expected
                .insert((format!("ACCOUNT#{}#ROLE#{}", text(&user["account"]), text(&grant["role"])), sort.clone()));
        }
        if user["p1"].is_null() || user["s1"] != sort.as_str() {
            broken.push(format!("{} is in no list of users as they are: {}", user["id"], user["s1"]));
        }
    }
    let is_of_role = |item: &&Value| text(&item["pk"]).contains("#ROLE#");
    let found: BTreeSet<_> =
        items.of("listing").filter(is_of_role).map(|item| (text(&item["pk"]), text(&item["sk"]))).collect();
    broken.extend(expected.difference(&found).map(|place| format!("nobody is at {place:?}")));
    broken.extend(found.difference(&expected).map(|place| format!("someone is at {place:?}")));
    broken
}

/// I5: every email that was promised was sent, or SES refused it; none more often than it may be.
fn mails(items: &Items, world: &World, model: &Model) -> Vec<String> {
    let mut sent: BTreeMap<(String, u64), u64> = BTreeMap::new();
    for mail in world.mails() {
        if let (Some(invitation), Some(issue)) = (mail.tags.get("usher-invitation"), mail.tags.get("usher-issue")) {
            *sent.entry((invitation.clone(), issue.parse().unwrap_or_default())).or_default() += 1;
        }
    }
    let mut broken = Vec::new();
    // A sender that is disturbed between SES and the table may send once more.
    let sends = |operation: &str| ["stream mailer", "stream events", "event mailer", "sweep"].contains(&operation);
    let disturbs = |fault: &Fault| *fault == Fault::SesReplyLost || Fault::OF_A_REQUEST.contains(fault);
    let may_double = world.covered().keys().any(|(operation, fault)| sends(operation) && disturbs(fault));
    for (id, invitation) in &model.invitations {
        let newest = (id.clone(), invitation.issues);
        let is_wanted = invitation.now() == Ending::Pending;
        let mut stored = items.of("invitation").filter(|item| item["id"] == id.as_str());
        let has_failed = stored.any(|item| item["delivery"]["status"] == "failed");
        // A closed account sends nothing.
        let since = invitation.endings.last().map_or(0, |(at, _)| *at);
        let was_closed = model.was_closed(&invitation.account, since);
        if is_wanted && !was_closed && !sent.contains_key(&newest) && !has_failed {
            broken.push(format!("I5: {id} was sent {} times, and the last email never left", invitation.issues));
        }
    }
    if !may_double {
        let often = sent.iter().filter(|(_, times)| **times > 1);
        broken.extend(often.map(|((id, issue), times)| format!("I5: the email {issue} of {id} left {times} times")));
    }
    broken
}

/// What happened leaves Usher at least once.
fn published(world: &World, model: &Model) -> Vec<String> {
    let published: BTreeSet<String> = world.published().iter().map(|event| text(&event["id"])).collect();
    let missing = model.events.iter().filter(|event| !published.contains(&event.id));
    missing.map(|event| format!("I9: {} {} was never published", event.action, event.id)).collect()
}

/// I7: no secret is stored or published that can be used.
fn secrets(items: &Items, world: &World, actors: &Actors) -> Vec<String> {
    let mut secrets = actors.known().secrets.clone();
    secrets.extend(world.mails().into_iter().filter_map(|mail| Some(mail.link?.1)));
    let stored = Value::from(items.0.clone()).to_string();
    let published = Value::from(world.published()).to_string();
    let is_told = |secret: &&String| stored.contains(secret.as_str()) || published.contains(secret.as_str());
    secrets.iter().filter(is_told).map(|secret| format!("I7: {} is in the clear", &secret[..12])).collect()
}

/// What is counted is never less than nothing.
fn counters(items: &Items) -> Vec<String> {
    let counts = items.0.iter().filter(|item| text(&item["kind"]).ends_with("_count"));
    let negative = |item: &&Value| {
        item.as_object().into_iter().flatten().any(|(_, value)| value.as_f64().is_some_and(|number| number < 0.0))
    };
    counts.filter(negative).map(|item| format!("{} {} is less than nothing", item["kind"], item["pk"])).collect()
}
