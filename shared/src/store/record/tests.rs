//! Whatever is written can be read: every kind of record, made of every text that requests take.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::domain::access::grant::{Grant, UnitScope};
use crate::domain::access::unit::Unit;
use crate::domain::access::vendors::{Follows, ModelVersion, VendorModel};
use crate::domain::brand::{AccentColour, Brand, Logo, PublicBrand, PublicLogo};
use crate::domain::credential::Credential;
use crate::domain::credentials::api_token::{ApiToken, ApiTokensEnd, PreviousToken};
use crate::domain::credentials::attempts::{AttemptVerdict, Attempts};
use crate::domain::credentials::challenge::Challenge;
use crate::domain::credentials::credential_reset::RequestedReset;
use crate::domain::credentials::sealed::Sealed;
use crate::domain::credentials::second_factor::{Replacement, SecondFactor};
use crate::domain::credentials::session::{Device, Session, SessionLimits};
use crate::domain::effects::audit::{Actor, Author, Origin, VendorEvent};
use crate::domain::effects::limit::OwnMailLimits;
use crate::domain::effects::outbox::{Notice, NoticedApiToken, PromisedMail, SentBy, Subject};
use crate::domain::email::EmailAddress;
use crate::domain::external_id::{ExternalId, Holder, Scope};
use crate::domain::id::{AccountId, ApiTokenId, MailId, NetworkId, PersonKey, UnitId, UserKey};
use crate::domain::labels::Labels;
use crate::domain::locale::Locale;
use crate::domain::metadata::Metadata;
use crate::domain::people::account::{Account, AccountModel, CursorKey, Deletion};
use crate::domain::people::invitation::{DeliveryStatus, Greeting, Invitee, Inviter, InviterMessage};
use crate::domain::people::person::{Invited, Membership, Person};
use crate::domain::people::user::Names;
use crate::domain::return_url::{ReturnOrigins, ReturnUrl};
use crate::domain::secret::Secret;
use crate::domain::secret::foreign::{ForeignHash, ForeignKinds};
use crate::domain::secret::password::PasswordHash;
use crate::domain::text::{Line, cleaned};
use crate::presets::Preset;
use crate::store::attempts::NetworkCount;
use crate::store::idempotency::StoredAnswer;

/// A hash that someone moved in with.
const FOREIGN: &str = "pbkdf2_sha256$1000$seasalt$3xmXbyk2QpiyNcnoBbzRPwEBsYPTbDlRdtmLyBvQltA=";

/// A green square.
const LOGO: &str =
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mPgzvMnCTGMahjVMHw1AAAQ/sgBnhTytwAAAABJRU5ErkJggg==";

/// The texts of a request, as they were taken.
#[derive(Debug, Clone)]
struct Texts {
    email: EmailAddress,
    name: Line<80>,
    title: Line<120>,
    free: String,
    at: Timestamp,
    ends_at: Timestamp,
    seed: u64,
}

fn line<const MAX: usize>() -> impl Strategy<Value = Line<MAX>> {
    ".{1,80}".prop_filter_map("not a line", |text| Line::parse(&cleaned(&text)).ok())
}

fn email() -> impl Strategy<Value = EmailAddress> {
    let label = prop_oneof!["[a-zA-Z0-9]{1,63}", "[a-zäöüß]{1,40}", "[а-яА-Я]{1,30}", "[ぁ-ん一-龠]{1,20}"];
    let domain = proptest::collection::vec(label, 1..5).prop_map(|labels| labels.join("."));
    let typed = ("[a-zA-Z0-9+_-]{1,64}", domain).prop_map(|(local, domain)| format!("{local}@{domain}.example"));
    typed.prop_filter_map("not an address", |text| EmailAddress::parse(&text).ok())
}

fn texts() -> impl Strategy<Value = Texts> {
    let times = (0..4_000_000_000_000_i64, 0..4_000_000_000_000_i64);
    let at = |milliseconds: i64| Timestamp::from_millisecond(milliseconds).expect("a time");
    (email(), line(), line(), ".{0,80}", times, any::<u64>()).prop_map(
        move |(email, name, title, free, (first, second), seed)| Texts {
            email,
            name,
            title,
            free,
            at: at(first),
            ends_at: at(second),
            seed,
        },
    )
}

/// Writes and reads a record back, and names its kind.
fn read_back<R: Record>(record: &R) -> &'static str {
    let item = to_item(record).expect("it can be written");
    item.values().for_each(assert_has_no_empty_map);
    let back: R = from_item(item.clone()).unwrap_or_else(|_| panic!("{} cannot be read: {item:?}", R::KIND));
    assert_eq!(to_item(&back).expect("it can be written"), item);
    R::KIND
}

/// DynamoDB Local writes an empty map into its stream as `{}`, which says of no type.
fn assert_has_no_empty_map(value: &AttributeValue) {
    match value {
        AttributeValue::M(entries) => {
            assert!(!entries.is_empty());
            entries.values().for_each(assert_has_no_empty_map);
        }
        AttributeValue::L(values) => values.iter().for_each(assert_has_no_empty_map),
        _ => {}
    }
}

fn every_kind(texts: &Texts) -> Vec<&'static str> {
    let mut kinds = account(texts);
    kinds.extend(people(texts));
    kinds.extend(credentials(texts));
    kinds.extend(effects(texts));
    kinds
}

fn account(Texts { email, title, free, at, ends_at, seed, .. }: &Texts) -> Vec<&'static str> {
    let rng = &mut StdRng::seed_from_u64(*seed);
    let id = AccountId::random(rng);
    let accent_colour = AccentColour::parse("#2456c9").ok();
    let logo = Logo::parse(LOGO).expect("a logo");
    let brand = Brand { accent_colour, logo: Some(logo.name().clone()) };
    let account = Account {
        id,
        name: title.clone(),
        product_name: title.clone(),
        support_address: Some(email.clone()),
        locale: Locale::Fr,
        brand: brand.clone(),
        external_id: Line::parse(title.as_str()).ok(),
        metadata: Metadata::default().with("plan", Some(title.as_str())).expect("metadata"),
        mail_limits: OwnMailLimits { per_account: Some(1), per_user: None },
        suspended_at: Some(*at),
        deletion: Some(Deletion { scheduled_at: *at, erased_from: *ends_at, emptied_at: Some(*at) }),
        cursor_key: CursorKey::random(rng),
        created_at: *at,
        version: 1,
    };
    let unit = Unit {
        account: id,
        id: UnitId::random(rng),
        name: title.clone(),
        labels: labels(title.as_str()),
        created_at: *at,
        retired_at: Some(*ends_at),
        version: 2,
    };
    let name = logo.name().clone();
    let mut kinds = vec![
        read_back(&account),
        read_back(&unit),
        read_back(&PublicBrand { account: id, brand }),
        read_back(&PublicLogo { account: id, name, file: logo.into_file() }),
    ];
    for scope in [Scope::Accounts, Scope::Users(id), Scope::Units(id)] {
        let external_id = Line::parse(title.as_str()).expect("an external id");
        kinds.push(read_back(&Holder { scope, external_id, holder: id.to_string() }));
    }
    for preset in Preset::ALL {
        let follows = Some(Follows::of(preset.id(), 7, true));
        kinds.push(read_back(&AccountModel { account: id, model: preset.model().into(), follows, version: 1 }));
        let (created_at, name) = (Some(*at), title.clone());
        kinds.push(read_back(&VendorModel { name, created_at, ..preset.unchanged() }));
        kinds.push(read_back(&ModelVersion {
            model: preset.id(),
            number: 3,
            document: preset.model().into(),
            published_at: *at,
            published_by: free.clone(),
        }));
    }
    kinds
}

fn labels(text: &str) -> Labels {
    let metadata = Metadata::default().with("crm", Some(text)).expect("metadata");
    Labels { external_id: ExternalId::parse(text).ok(), metadata }
}

fn people(Texts { email, name, free, at, ends_at, seed, .. }: &Texts) -> Vec<&'static str> {
    let rng = &mut StdRng::seed_from_u64(*seed);
    let account = AccountId::random(rng);
    let grant = Grant {
        role: "read".parse().expect("a role"),
        units: UnitScope::Selected([UnitId::random(rng)].into()),
        permissions: ["tasks:read".parse().expect("a permission")].into(),
        ends_at: Some(*ends_at),
    };
    let names = Names { given_name: Some(name.clone()), family_name: Some(name.clone()) };
    let labels = labels(name.as_str());
    let origins = ReturnOrigins::parse("https://app.example.com").expect("origins");
    let greeting = Greeting {
        message: InviterMessage::parse(name.as_str()).ok(),
        locale: Some(Locale::Fr),
        return_to: ReturnUrl::parse("https://app.example.com/", &origins).ok(),
    };
    let invitee = Invitee { email: email.clone(), names, labels, grants: vec![grant], greeting };
    let origin = Origin { request_id: Some(free.clone()), source_ip: Some(free.clone()) };
    let author = Author { actor: Actor::Operator { principal: free.clone() }, origin, at: *at };
    let offer = invitee.offer(account, Inviter::Operator, SignedDuration::from_hours(48), &author, rng);
    let news = offer.invitation.delivery.advance(DeliveryStatus::Bounced, Some(free.clone()), *ends_at);
    let (invitation, told) = offer.invitation.clone().with_news(news.expect("it has come further"), rng);
    let membership = Membership {
        person: PersonKey::of(email),
        account,
        user: offer.user.id,
        awaits_sign_in: true,
        joined_at: *at,
        version: 1,
    };
    let invited = Invited { person: membership.person, account, invitation: invitation.id, until: *ends_at };
    let person = Person::new(email.clone(), PasswordHash::of_nobody(), true, invitation.id, *at);
    let foreign = ForeignHash::parse(FOREIGN).expect("a hash");
    let moved_in = Person::new(email.clone(), PasswordHash::foreign(&foreign), false, invitation.id, *at);
    let kinds = ForeignKinds::default().with(&foreign).expect("one kind");
    vec![
        read_back(&moved_in),
        read_back(&kinds),
        read_back(&offer.user),
        read_back(&invitation.with_link(Secret::random(rng).hash())),
        read_back(&offer.event),
        read_back(&VendorEvent::of(&offer.event)),
        read_back(&told),
        read_back(&offer.mail),
        read_back(&membership),
        read_back(&invited),
        read_back(&person),
    ]
}

fn credentials(Texts { email, title, free, at, ends_at, seed, .. }: &Texts) -> Vec<&'static str> {
    let rng = &mut StdRng::seed_from_u64(*seed);
    let (account, key) = (AccountId::random(rng), PersonKey::of(email));
    let user = UserKey::of(account, key);
    let hash = Secret::random(rng).hash();
    let owner = crate::domain::id::UserId::random(user, rng);
    let invitation = crate::domain::id::InvitationId::random(user, rng);
    let person = Person::new(email.clone(), PasswordHash::of_nobody(), false, invitation, *at);
    let device = Device { user_agent: Some(free.clone()), source_ip: Some(free.clone()) };
    let (mut session, _) = Session::begin(&person, true, device, SessionLimits::default(), *at, rng);
    session.closed_in.insert(account);
    let token = ApiToken {
        account,
        id: ApiTokenId::random(user, rng),
        owner,
        name: Line::parse(title.as_str().chars().take(100).collect::<String>().as_str())
            .unwrap_or_else(|_| Line::parse("x").expect("a line")),
        token: hash.clone(),
        previous: Some(PreviousToken { token: hash.clone(), until: *ends_at }),
        permissions: Some(BTreeSet::from(["tasks:read".parse().expect("a permission")])),
        sealed: Some(Sealed::from_bytes(free.as_bytes())),
        slot: Some(7),
        created_by: owner,
        known_since: Some(*seed),
        created_at: *at,
        last_used_at: Some(*ends_at),
        expires_at: *ends_at,
        version: 1,
    };
    let (challenge, _) = Challenge::begin(&person, *at, rng);
    let pending = SecondFactor::pending(key, Sealed::from_bytes(free.as_bytes()), 3, *at);
    let requested = RequestedReset {
        credential: Credential::Password,
        issue: MailId::new(*at, rng),
        paired_with: Some(MailId::new(*at, rng)),
        epoch: 1,
        at: *at,
    };
    let reset = requested.with_link(None, &person, None, hash).expect("there is none before");
    vec![
        read_back(&session),
        read_back(&token),
        read_back(&token.taken_slot().expect("a slot")),
        read_back(&ApiTokensEnd { account, owner: user, epoch: *seed, at: *at }),
        read_back(&challenge),
        read_back(&pending),
        read_back(&Replacement::of(pending.clone())),
        read_back(&reset),
    ]
}

fn effects(Texts { email, free, at, seed, .. }: &Texts) -> Vec<&'static str> {
    let rng = &mut StdRng::seed_from_u64(*seed);
    let (account, person) = (AccountId::random(rng), PersonKey::of(email));
    let network = NetworkId::of(Some("192.0.2.7"));
    let known = Attempts::none(person, *at).after(network, AttemptVerdict::Right, *at).0;
    let attempts = known.after(network, AttemptVerdict::WrongSecondFactor, *at).0;
    let sent = Some(SentBy { account, user: UserKey::of(account, person), both: true });
    let subjects = [
        Subject::Notice {
            email: email.clone(),
            notice: Notice::ApiTokenCreated,
            api_token: Some(NoticedApiToken {
                account,
                name: Line::parse("Nightly export").expect("a line"),
                by_another: true,
            }),
            ends_api_tokens: true,
        },
        Subject::CredentialReset {
            credential: Credential::SecondFactor,
            email: email.clone(),
            epoch: 7,
            sent,
            paired_with: Some(MailId::new(*at, rng)),
        },
    ];
    let mut kinds = vec![
        read_back(&attempts),
        read_back(&NetworkCount { network, hour: *at, failures: 3 }),
        read_back(&StoredAnswer {
            fingerprint: free.clone(),
            request: free.clone(),
            sealed: Some(free.clone().into_bytes()),
            nonce: *seed,
            running_until: at.as_millisecond(),
            forgotten_from: at.as_millisecond(),
        }),
    ];
    kinds.extend(subjects.map(|subject| read_back(&PromisedMail::new(subject, *at, rng).released(*at))));
    kinds
}

proptest! {
    #[test]
    fn whatever_is_written_can_be_read(texts in texts()) {
        every_kind(&texts);
    }
}

/// The kinds that the sources of the store name, in this directory and below.
fn named(directory: &std::path::Path, kinds: &mut BTreeSet<String>) {
    for entry in directory.read_dir().expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            named(&path, kinds);
        } else {
            let source = std::fs::read_to_string(&path).expect("a source");
            let found = source.split("const KIND: &'static str = \"").skip(1).filter_map(|rest| rest.split('"').next());
            kinds.extend(
                found
                    .filter(|kind| !kind.is_empty() && kind.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
                    .map(str::to_owned),
            );
        }
    }
}

#[test]
fn no_kind_of_record_is_left_out() {
    let mut kinds = BTreeSet::new();
    named(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store"), &mut kinds);
    let texts = Texts {
        email: EmailAddress::parse("ada@example.com").expect("an address"),
        name: Line::parse("Ada").expect("a name"),
        title: Line::parse("Northwind").expect("a title"),
        free: String::new(),
        at: Timestamp::UNIX_EPOCH,
        ends_at: Timestamp::UNIX_EPOCH,
        seed: 1,
    };
    assert_eq!(every_kind(&texts).into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), kinds);
}
