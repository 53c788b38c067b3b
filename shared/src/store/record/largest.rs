//! The largest item of each kind that grows with what a request lists fits into DynamoDB's 400 KB.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::*;
use crate::domain::access::grant::{Grant, MOST_GRANTS, MOST_LISTED, UnitScope};
use crate::domain::access::model::{AccessModel, MOST_PERMISSIONS};
use crate::domain::access::permission::Permission;
use crate::domain::credentials::api_token::{ApiToken, PreviousToken};
use crate::domain::credentials::sealed::Sealed;
use crate::domain::effects::audit::{AuditEvent, Author, Happened};
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, ApiTokenId, PersonKey, UnitId, UserId, UserKey};
use crate::domain::labels::Labels;
use crate::domain::locale::Locale;
use crate::domain::metadata::Metadata;
use crate::domain::people::account::AccountModel;
use crate::domain::people::invitation::{Greeting, Invitee, Inviter, InviterMessage, LONGEST_MESSAGE};
use crate::domain::people::user::{Names, User};
use crate::domain::return_url::{ReturnOrigins, ReturnUrl};
use crate::domain::secret::Secret;
use crate::domain::text::Line;

/// What DynamoDB counts of an item: names and values, and of what has parts a little more for each.
fn size(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.len(),
        AttributeValue::B(bytes) => bytes.as_ref().len(),
        AttributeValue::L(items) => 3 + items.iter().map(|item| 1 + size(item)).sum::<usize>(),
        AttributeValue::M(entries) => {
            3 + entries.iter().map(|(name, entry)| 1 + name.len() + size(entry)).sum::<usize>()
        }
        AttributeValue::Ss(texts) => texts.iter().map(String::len).sum(),
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        other => panic!("no record has {other:?}"),
    }
}

#[track_caller]
fn check_fits<R: Record>(record: &R) {
    let item = to_item(record).unwrap();
    let size: usize = item.iter().map(|(name, value)| name.len() + size(value)).sum();
    assert!(size < 400_000, "{}: {size} bytes", R::KIND);
}

/// A name that is as long as it may be.
fn name(number: usize) -> String {
    format!("{:x<40}", format!("n{number}_"))
}

fn permissions(count: usize) -> BTreeSet<Permission> {
    let longest = |number| format!("{}:{}:own", name(number), name(number)).parse().unwrap();
    (0..count).map(longest).collect()
}

fn grants(units: bool, at: Timestamp, rng: &mut StdRng) -> Vec<Grant> {
    let each = MOST_LISTED / MOST_GRANTS;
    let units = |rng: &mut StdRng| match units {
        true => UnitScope::Selected((0..each).map(|_| UnitId::random(rng)).collect()),
        false => UnitScope::All,
    };
    let grant = |number: usize| Grant {
        role: name(number).parse().unwrap(),
        units: units(rng),
        permissions: permissions(each),
        ends_at: Some(at),
    };
    (0..MOST_GRANTS).map(grant).collect()
}

/// What users and their invitations are written with.
fn check_users(units: bool, author: &Author, rng: &mut StdRng) {
    let (account, wide) = (AccountId::random(rng), Line::parse(&"🦔".repeat(80)).ok());
    let email = EmailAddress::parse(&format!("{0}@{1}.{1}.{1}.example", "a".repeat(64), "b".repeat(55))).unwrap();
    let names = Names { given_name: wide.clone(), family_name: wide };
    let value = "🦔".repeat(400);
    let metadata = (0..5).fold(Metadata::default(), |all, n| all.with(&format!("k{n}"), Some(&value)).unwrap());
    assert_eq!(metadata.check(), Ok(()));
    let labels = Labels { external_id: Line::parse(&"🦔".repeat(128)).ok(), metadata };
    let origins = ReturnOrigins::parse("https://app.example.com").unwrap();
    let greeting = Greeting {
        message: InviterMessage::parse(&"🦔".repeat(LONGEST_MESSAGE)).ok(),
        locale: Some(Locale::Fr),
        return_to: ReturnUrl::parse(&format!("https://app.example.com/{}", "a".repeat(900)), &origins).ok(),
    };
    let invitee = Invitee { email, names, labels, grants: grants(units, author.at, rng), greeting };
    let offer = invitee.offer(account, Inviter::Operator, SignedDuration::from_hours(48), author, rng);
    check_fits(&offer.user);
    check_fits(&offer.invitation);
    check_fits(&offer.event);
    check_fits(&offer.mail);
    let after = User {
        names: Names::default(),
        labels: Labels::default(),
        grants: grants(units, Timestamp::MAX, rng),
        ..offer.user.clone()
    };
    let (one, other) = (offer.user.recorded_beside(&after), after.recorded_beside(&offer.user));
    check_fits(&author.event(account, &Happened::UserUpdated(after.id, one, other), rng));
}

#[test]
fn of_a_user_with_the_most_grants() {
    let author = Author::system("2026-01-01T00:00:00.123456789Z".parse().unwrap());
    for units in [false, true] {
        check_users(units, &author, &mut StdRng::seed_from_u64(1));
    }
}

#[test]
fn of_an_api_token_with_every_permission() {
    let rng = &mut StdRng::seed_from_u64(1);
    let (account, at) = (AccountId::random(rng), Timestamp::UNIX_EPOCH);
    let user = UserKey::of(account, PersonKey::of(&EmailAddress::parse("ada@example.com").unwrap()));
    let hash = Secret::random(rng).hash();
    let token = ApiToken {
        account,
        id: ApiTokenId::random(user, rng),
        owner: UserId::random(user, rng),
        name: Line::parse(&"🦔".repeat(100)).unwrap(),
        token: hash.clone(),
        previous: Some(PreviousToken { token: hash, until: at }),
        // Each over all records, and over own ones.
        permissions: Some(permissions(2 * MOST_PERMISSIONS)),
        sealed: Some(Sealed::from_bytes(&[0; 1_000])),
        slot: Some(19),
        created_by: UserId::random(user, rng),
        known_since: Some(u64::MAX),
        created_at: at,
        last_used_at: Some(at),
        expires_at: at,
        version: 1,
    };
    check_fits(&token);
    let rotated = Happened::ApiTokenRotated(token.id, token.recorded(), token.recorded());
    let event: AuditEvent = Author::system(at).event(account, &rotated, rng);
    check_fits(&event);
}

#[test]
fn of_the_largest_access_model() {
    let rng = &mut StdRng::seed_from_u64(1);
    let roles: serde_json::Map<String, Value> = (0..98)
        .map(|n| {
            let patterns: Vec<String> = (0..18).map(|n| format!("s{n}:a{n}")).collect();
            let role = json!({ "title": format!("R{n}"), "description": "x".repeat(430), "permissions": patterns });
            (format!("r{n}"), role)
        })
        .chain([("owner".to_owned(), json!({ "title": "Owner", "permissions": ["*:*"] }))])
        .collect();
    let resources: serde_json::Map<String, Value> =
        (0..18).map(|n| (format!("s{n}"), json!({ "title": format!("S{n}"), "actions": [format!("a{n}")] }))).collect();
    let document = json!({ "name": "most", "title": "Most", "resources": resources, "roles": roles });
    let model = AccessModel::from_json(document).unwrap();
    assert!(serde_json::to_vec(&model).unwrap().len() > 60_000);
    let account = AccountId::random(rng);
    check_fits(&AccountModel { account, model: model.clone().into(), follows: None, version: 1 });
    let replaced = Happened::AccessModelReplaced(account, Box::new(model.clone()), Box::new(model));
    check_fits(&Author::system(Timestamp::UNIX_EPOCH).event(account, &replaced, rng));
}
