//! What each action's events hold: typed in the code, described in the OpenAPI document, listed in docs/api.md.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use usher::domain::access::grant::{Grant, UnitScope};
use usher::domain::access::unit::UnitStatus;
use usher::domain::effects::audit::record::{
    AcceptedInvitationRecord, AccountRecord, AccountStandingRecord, ApiTokenRecord, CredentialResetRecord, Ended,
    EndedSessionsRecord, InvitationRecord, InvitationStatusRecord, KnownApiTokens, NamesRecord, NewAccountRecord,
    NewInvitationRecord, NewPasswordRecord, NewUserRecord, OwnSessions, OwnSessionsRecord, ReactivatedUserRecord,
    RecoveryCodesRecord, RenewalRecord, SecondFactorRecord, UnitRecord, UserChangeRecord, UserRecord,
    UserStandingRecord, UserStatusRecord,
};
use usher::domain::effects::audit::{Action, Author, Happened};
use usher::domain::email::EmailAddress;
use usher::domain::external_id::ExternalId;
use usher::domain::id::{AccountId, ApiTokenId, InvitationId, ModelId, PersonKey, UnitId, UserId};
use usher::domain::locale::Locale;
use usher::domain::metadata::Metadata;
use usher::domain::status::{AccountStatus, InvitationStatus, UserStatus};
use usher::presets::Preset;
use usher_tests::committed::compare_section;
use usher_tests::trail;

const ACCOUNT: AccountId = AccountId::from_bytes([1; 16]);
const MODEL: ModelId = ModelId::from_bytes([6; 10]);
const UNIT: UnitId = UnitId::from_bytes([2; 10]);
const INVITATION: InvitationId = InvitationId::from_bytes([3; 20]);
const PERSON: PersonKey = PersonKey::from_bytes([6; 20]);
const USER: UserId = UserId::from_bytes([4; 20]);
const TOKEN: ApiTokenId = ApiTokenId::from_bytes([5; 20]);

/// A value that is read as a client would write it.
fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a value")
}

fn names(given_name: Option<&str>) -> NamesRecord {
    NamesRecord { given_name: given_name.map(|name| read(json!(name))), family_name: None }
}

/// Grants of every form.
fn grants() -> Vec<Grant> {
    let everywhere = Grant { role: read(json!("read")), units: UnitScope::All, permissions: [].into(), ends_at: None };
    let limited = Grant {
        units: UnitScope::Selected([UNIT].into()),
        permissions: [read(json!("invoices:create"))].into(),
        ends_at: Some(Timestamp::MAX),
        ..everywhere.clone()
    };
    vec![everywhere, limited]
}

fn labels() -> (Option<ExternalId>, Option<Metadata>) {
    (Some(read(json!("crm-7"))), Some(read(json!({ "plan": "gold" }))))
}

fn user(email: EmailAddress, names: NamesRecord) -> UserRecord {
    let (external_id, metadata) = labels();
    UserRecord { email, names, external_id, metadata, status: UserStatus::Active, grants: grants() }
}

/// One of each action, and a second of those whose events differ.
fn samples() -> Vec<Happened> {
    [of_the_account(), of_invitations(), of_users(), of_credentials(), of_api_tokens()].concat()
}

fn of_the_account() -> Vec<Happened> {
    let (name, locale) = (read::<usher::domain::text::Title>(json!("Northwind")), Locale::Fr);
    let account = |support_address: Option<&str>| AccountRecord {
        name: name.clone(),
        product_name: name.clone(),
        support_address: support_address.map(|address| read(json!(address))),
        locale,
        accent_colour: support_address.map(|_| read(json!("#2456c9"))),
        logo: support_address.map(|_| read(json!("mfrggzdfmztwq2lknnwg23tp.png"))),
        external_id: support_address.map(|_| read(json!("crm-7"))),
        metadata: Some(read(json!({ "plan": "gold" }))),
        invitations_per_day: Some(1),
        invitations_per_user_and_day: None,
    };
    let unit = |status| UnitRecord {
        name: name.clone(),
        status,
        external_id: Some(read(json!("shop-7"))),
        metadata: Some(read(json!({ "plan": "gold" }))),
    };
    let created = NewAccountRecord {
        name: name.clone(),
        product_name: name.clone(),
        support_address: None,
        locale,
        accent_colour: None,
        logo: None,
        external_id: None,
        metadata: None,
        access_model: "invoicing".to_owned(),
    };
    let is = |status, erased_from| AccountStandingRecord { status, erased_from };
    let (open, suspended) = (|| is(AccountStatus::Active, None), || is(AccountStatus::Suspended, None));
    let scheduled = || is(AccountStatus::DeletionScheduled, Some(Timestamp::MAX));
    let models = [Preset::Invoicing, Preset::Warranty].map(|preset| Box::new(preset.model()));
    let [before, after] = models;
    vec![
        Happened::AccountCreated(ACCOUNT, (), created),
        Happened::AccountUpdated(ACCOUNT, account(None), account(Some("help@example.com"))),
        Happened::AccountSuspended(ACCOUNT, open(), suspended()),
        Happened::AccountResumed(ACCOUNT, suspended(), open()),
        Happened::AccountDeletionScheduled(ACCOUNT, open(), scheduled()),
        Happened::AccountDeletionCancelled(ACCOUNT, scheduled(), open()),
        Happened::AccountErased(ACCOUNT, (), ()),
        Happened::AccessModelReplaced(ACCOUNT, before, after),
        Happened::ModelCreated(MODEL, (), ()),
        Happened::ModelPublished(MODEL, (), ()),
        Happened::ModelRolledOut(MODEL, (), ()),
        Happened::UnitCreated(UNIT, (), unit(UnitStatus::Active)),
        Happened::UnitRenamed(UNIT, unit(UnitStatus::Active), unit(UnitStatus::Active)),
        Happened::UnitUpdated(UNIT, unit(UnitStatus::Active), unit(UnitStatus::Active)),
        Happened::UnitRetired(UNIT, unit(UnitStatus::Active), unit(UnitStatus::Retired)),
    ]
}

fn of_invitations() -> Vec<Happened> {
    let (is, expires_at) = (|status| InvitationStatusRecord { status }, Timestamp::MAX);
    let sent = |grants| InvitationRecord { status: InvitationStatus::Pending, expires_at, grants };
    let email = read(json!("ada@example.com"));
    let (external_id, metadata) = labels();
    let created =
        NewInvitationRecord { email, names: names(None), external_id, metadata, grants: grants(), expires_at };
    let accepted = AcceptedInvitationRecord { status: InvitationStatus::Accepted, names: names(Some("Ada")) };
    let asked = RenewalRecord { renewal_requested_at: Timestamp::MIN };
    let pending = || is(InvitationStatus::Pending);
    vec![
        Happened::InvitationCreated(INVITATION, (), created),
        Happened::InvitationResent(INVITATION, sent(None), sent(None)),
        Happened::InvitationResent(INVITATION, sent(Some(Vec::new())), sent(Some(grants()))),
        Happened::InvitationRequestedAgain(INVITATION, sent(None), sent(None)),
        Happened::InvitationRenewalRequested(INVITATION, (), asked),
        Happened::InvitationRevoked(INVITATION, pending(), is(InvitationStatus::Revoked)),
        Happened::InvitationAccepted(INVITATION, is(InvitationStatus::Expired), accepted),
        Happened::InvitationDeclined(INVITATION, pending(), is(InvitationStatus::Declined)),
        Happened::InvitationExpired(INVITATION, pending(), is(InvitationStatus::Expired)),
    ]
}

fn of_users() -> Vec<Happened> {
    let (is, email) = (|status| UserStatusRecord { status }, read::<EmailAddress>(json!("a@b.example")));
    let standing = |status| UserStandingRecord { status, grants: grants() };
    let (names, status) = (names(Some("Ada")), UserStatus::Active);
    let (of, nothing) =
        (email.clone(), UserChangeRecord { names: None, external_id: None, metadata: None, grants: None });
    let (external_id, metadata) = labels();
    let created = NewUserRecord {
        email,
        names: names.clone(),
        external_id: external_id.clone(),
        metadata: metadata.clone(),
        status,
        grants: grants(),
        invitation: INVITATION,
        expires_at: Timestamp::MAX,
    };
    let changed = UserChangeRecord {
        names: Some(names.clone()),
        external_id: Some(external_id.clone()),
        metadata: Some(None),
        grants: Some(grants()),
    };
    let record = user(of, names.clone());
    let back = |invitation: Option<InvitationId>| ReactivatedUserRecord {
        status,
        grants: Vec::new(),
        invitation,
        expires_at: invitation.map(|_| Timestamp::MAX),
    };
    vec![
        Happened::UserCreated(USER, (), created),
        Happened::UserActivated(USER, None, is(status)),
        Happened::UserActivated(USER, Some(is(UserStatus::Pending)), is(status)),
        Happened::UserUpdated(USER, nothing, changed),
        Happened::UserDeactivated(USER, standing(status), standing(UserStatus::Deactivated)),
        Happened::UserReactivated(USER, standing(UserStatus::Deactivated), back(None)),
        Happened::UserReactivated(USER, standing(UserStatus::Deactivated), back(Some(INVITATION))),
        Happened::UserErased(USER, (), ()),
        Happened::PersonExported(PERSON, (), ()),
        Happened::PersonErased(PERSON, (), ()),
        Happened::UserImported(USER, (), record.clone()),
        Happened::UserLeft(USER, record.clone(), None),
        Happened::UserLeft(USER, record.clone(), Some(standing(UserStatus::Deactivated))),
        Happened::UserRemoved(USER, record, ()),
    ]
}

fn of_credentials() -> Vec<Happened> {
    let new_password = |sessions, api_tokens| NewPasswordRecord { sessions, api_tokens };
    let own = |sessions| OwnSessionsRecord { sessions };
    let ended = |sessions| EndedSessionsRecord { sessions };
    let factor = |second_factor| SecondFactorRecord { second_factor };
    let codes = |recovery_codes_left| RecoveryCodesRecord { recovery_codes_left };
    let links = CredentialResetRecord { password: true, second_factor: false };
    vec![
        Happened::UserPasswordChanged(USER, (), new_password(OwnSessions::OthersEnded, KnownApiTokens::Kept)),
        Happened::UserPasswordReset(USER, (), new_password(OwnSessions::Ended, KnownApiTokens::Ended)),
        Happened::UserSecondFactorReset(USER, (), own(OwnSessions::Ended)),
        Happened::UserCredentialResetSent(USER, (), links),
        Happened::UserSessionsEnded(USER, (), ended(Ended::Here(3))),
        Happened::UserSessionsEnded(USER, (), ended(Ended::Own(OwnSessions::OthersEnded))),
        Happened::UserSecondFactorAdded(USER, factor(false), factor(true)),
        Happened::UserSecondFactorRemoved(USER, factor(true), factor(false)),
        Happened::UserRecoveryCodesReplaced(USER, codes(2), codes(10)),
        Happened::UserRecoveryCodeUsed(USER, codes(10), codes(9)),
    ]
}

fn of_api_tokens() -> Vec<Happened> {
    let token = |is_limited: bool| ApiTokenRecord {
        name: read(json!("Nightly export")),
        owner: USER,
        permissions: is_limited.then(|| [read(json!("invoices:read"))].into()),
        expires_at: Timestamp::MAX,
        previous_until: is_limited.then_some(Timestamp::MIN),
    };
    vec![
        Happened::ApiTokenCreated(TOKEN, (), token(false)),
        Happened::ApiTokenRotated(TOKEN, token(false), token(true)),
        Happened::ApiTokenRevealed(TOKEN, None, None),
        Happened::ApiTokenRevealed(TOKEN, Some(token(false)), Some(token(true))),
        Happened::ApiTokenRevoked(TOKEN, token(true), ()),
    ]
}

#[test]
fn every_event_holds_what_the_document_says_of_its_action() {
    let mut rng = StdRng::seed_from_u64(1);
    let events: Vec<Value> = samples()
        .iter()
        .map(|happened| Author::system(Timestamp::UNIX_EPOCH).event(ACCOUNT, happened, &mut rng))
        .map(|event| trail::listed(&serde_json::to_value(event).expect("JSON")))
        .collect();
    events.iter().for_each(trail::check);
    let told: BTreeSet<&str> = events.iter().filter_map(|event| event["action"].as_str()).collect();
    assert_eq!(told, Action::ALL.map(Action::as_str).into(), "one of each");
}

#[test]
fn the_actions_and_what_their_events_hold_are_listed() {
    let document = serde_json::to_value(usher_local::openapi()).expect("a document");
    let words = &document["components"]["schemas"]["AuditAction"]["enum"];
    assert_eq!(*words, json!(Action::ALL.to_vec()));
    let mut table = "\n| action | what was done | `before` | `after` |\n|---|---|---|---|\n".to_owned();
    for action in Action::ALL {
        let event = &document["components"]["schemas"][action.event_name()];
        let sides = &event["allOf"][1]["properties"];
        let [before, after] = ["before", "after"].map(|side| held(&document, &sides[side]));
        let what = event["description"].as_str().expect("a description").trim_end_matches('.');
        writeln!(table, "| `{}` | {what} | {before} | {after} |", action.as_str()).expect("a line");
    }
    table.push('\n');
    compare_section("docs/api.md", "actions", &table);
}

/// What a side of an event holds, in a cell of the table.
pub(super) fn held(document: &Value, side: &Value) -> String {
    if let Some(either) = side["oneOf"].as_array() {
        return either.iter().map(|side| held(document, side)).collect::<Vec<_>>().join(" or ");
    }
    let Some(reference) = side["$ref"].as_str() else { return "null".to_owned() };
    if reference.ends_with("/AccessModel") {
        return "the [access model](access-models.md)".to_owned();
    }
    let record = document.pointer(reference.trim_start_matches('#')).expect("a schema");
    let is_required = |name: &String| record["required"].as_array().is_some_and(|names| names.contains(&json!(name)));
    let fields = record["properties"].as_object().expect("fields").keys();
    let shown = fields.map(|name| if is_required(name) { format!("`{name}`") } else { format!("`{name}`?") });
    shown.collect::<Vec<_>>().join(", ")
}
