//! The keys of records: each leads to one kind of record.

use jiff::Timestamp;

use super::{API_TOKEN_SLOTS, API_TOKENS, Key, MEMBERSHIPS, OUTBOX_SHARDS, SECOND_FACTOR, SESSIONS, VENDOR};
use super::{brand_of, event_at, in_account, in_part, lists, moment, of_model, of_person, outbox};
use crate::domain::access::unit::Unit;
use crate::domain::access::vendors::{ModelVersion, VendorModel};
use crate::domain::brand::{PublicBrand, PublicLogo};
use crate::domain::credentials::api_token::{ApiToken, ApiTokenSlot, ApiTokensEnd};
use crate::domain::credentials::attempts::Attempts;
use crate::domain::credentials::challenge::Challenge;
use crate::domain::credentials::credential_reset::CredentialReset;
use crate::domain::credentials::second_factor::{Replacement, SecondFactor};
use crate::domain::credentials::session::Session;
use crate::domain::effects::audit::{AuditEvent, VendorEvent};
use crate::domain::effects::limit::Window;
use crate::domain::effects::outbox::PromisedMail;
use crate::domain::external_id::{ExternalId, Holder, Scope};
use crate::domain::id::{
    AccountId, ApiTokenId, ChallengeId, EventId, InvitationId, ModelId, NetworkId, PersonKey, SessionId, UnitId,
    UserKey,
};
use crate::domain::people::account::{Account, AccountModel};
use crate::domain::people::invitation::{DeliveryEvent, Invitation};
use crate::domain::people::person::{Invited, Membership, Person};
use crate::domain::people::user::User;
use crate::domain::secret::foreign::ForeignKinds;
use crate::store::attempts::NetworkCount;
use crate::store::idempotency::StoredAnswer;

impl Key<Account> {
    /// The account itself.
    pub fn account(account: AccountId) -> Self {
        Self::new(in_account(account), "ACCOUNT".to_owned())
    }
}

impl Key<AccountModel> {
    /// The account's access model.
    pub fn access_model(account: AccountId) -> Self {
        Self::new(in_account(account), "ACCESS_MODEL".to_owned())
    }
}

impl Key<PublicBrand> {
    /// What anybody may see of the account.
    pub fn brand(account: AccountId) -> Self {
        Self::new(brand_of(account), "BRAND".to_owned())
    }
}

impl Key<PublicLogo> {
    /// The account's logo.
    pub fn logo(account: AccountId) -> Self {
        Self::new(brand_of(account), "LOGO".to_owned())
    }
}

impl Key<VendorModel> {
    /// A model of the vendor's.
    pub fn vendor_model(model: ModelId) -> Self {
        Self::new(of_model(model), "MODEL".to_owned())
    }
}

impl Key<ModelVersion> {
    /// A version of a model.
    pub fn model_version(model: ModelId, number: u32) -> Self {
        Self::new(of_model(model), format!("VERSION#{number:010}"))
    }
}

impl Key<User> {
    /// A user; also what makes an address unique in its account.
    pub fn user(account: AccountId, user: UserKey) -> Self {
        Self::new(in_account(account), format!("USER#{user}"))
    }
}

impl Key<Invitation> {
    /// An invitation.
    pub fn invitation(account: AccountId, invitation: InvitationId) -> Self {
        Self::new(in_account(account), format!("INVITATION#{invitation}"))
    }
}

impl Key<Unit> {
    /// A unit.
    pub fn unit(account: AccountId, unit: UnitId) -> Self {
        Self::new(in_account(account), format!("UNIT#{unit}"))
    }
}

impl Key<Holder> {
    /// Who has an external id: an account in a partition of the id's own, users and units in that of their account.
    pub fn external_id(scope: Scope, id: &ExternalId) -> Self {
        match scope {
            Scope::Accounts => Self::new(format!("EXTERNAL_ID#{id}"), "ACCOUNT".to_owned()),
            Scope::Users(account) => Self::new(in_account(account), format!("EXTERNAL_ID#USER#{id}")),
            Scope::Units(account) => Self::new(in_account(account), format!("EXTERNAL_ID#UNIT#{id}")),
        }
    }
}

impl Key<AuditEvent> {
    /// An audit event; the account's events sort by time.
    pub fn event(account: AccountId, at: Timestamp, event: EventId) -> Self {
        Self::new(in_account(account), lists::by(event_at(at), event))
    }
}

impl Key<VendorEvent> {
    /// An event of the vendor's trail; they sort by time.
    pub fn vendor_event(at: Timestamp, event: EventId) -> Self {
        Self::new(VENDOR.to_owned(), lists::by(event_at(at), event))
    }
}

impl Key<DeliveryEvent> {
    /// News of an email. Beside the account's audit events, so that the stream has both in one order.
    pub fn delivery_event(account: AccountId, at: Timestamp, event: EventId) -> Self {
        Self::new(in_account(account), format!("DELIVERY#{}#{event}", moment(at)))
    }
}

impl Key<Person> {
    /// A person; also what makes an address unique among people.
    pub fn person(person: PersonKey) -> Self {
        Self::new(of_person(person), "PERSON".to_owned())
    }
}

impl Key<Membership> {
    /// A person's membership of an account.
    pub fn membership(person: PersonKey, account: AccountId) -> Self {
        Self::new(of_person(person), format!("{MEMBERSHIPS}{account}"))
    }
}

impl Key<Invited> {
    /// The invitation that was last sent to a person's address. Sorts before what sign-in reads.
    pub fn invited(person: PersonKey) -> Self {
        Self::new(of_person(person), "INVITED".to_owned())
    }
}

impl Key<Session> {
    /// A session. Sorts behind the person and the memberships, so that sign-in reads those without the sessions.
    pub fn session(person: PersonKey, session: SessionId) -> Self {
        Self::new(of_person(person), format!("{SESSIONS}{session}"))
    }
}

impl Key<Challenge> {
    /// A sign-in that waits for the second factor.
    pub fn challenge(person: PersonKey, challenge: ChallengeId) -> Self {
        Self::new(of_person(person), format!("CHALLENGE#{challenge}"))
    }
}

impl Key<Attempts> {
    /// What is known of failed sign-ins with a person's address, whether or not there is such a person. Sorts between
    /// the person and the second factor, so that sign-in reads it with them.
    pub fn attempts(person: PersonKey) -> Self {
        Self::new(of_person(person), "PERSON#ATTEMPTS".to_owned())
    }
}

impl Key<SecondFactor> {
    /// A person's second factor. Sorts behind the person and before the sessions, so that sign-in reads it with the
    /// person.
    pub fn second_factor(person: PersonKey) -> Self {
        Self::new(of_person(person), SECOND_FACTOR.to_owned())
    }
}

impl Key<Replacement> {
    /// The second factor that is to take the place of a person's. Sorts behind what sign-in reads.
    pub fn second_factor_replacement(person: PersonKey) -> Self {
        Self::new(of_person(person), "SECOND_FACTOR_REPLACEMENT".to_owned())
    }
}

impl Key<CredentialReset> {
    /// The link with which a person sets a new password.
    pub fn password_reset(person: PersonKey) -> Self {
        Self::new(of_person(person), "CREDENTIAL_RESET#PASSWORD".to_owned())
    }

    /// The link with which a person loses their second factor.
    pub fn second_factor_reset(person: PersonKey) -> Self {
        Self::new(of_person(person), "CREDENTIAL_RESET#SECOND_FACTOR".to_owned())
    }
}

impl Key<ApiToken> {
    /// An API token. Its id begins with its owner's key, so that one user's tokens are side by side.
    pub fn api_token(account: AccountId, token: ApiTokenId) -> Self {
        Self::new(in_part(account, API_TOKENS), token.to_string())
    }
}

impl Key<ApiTokenSlot> {
    /// One of the slots that a user has for API tokens.
    pub fn api_token_slot(account: AccountId, owner: UserKey, number: u8) -> Self {
        Self::new(in_part(account, API_TOKEN_SLOTS), format!("{owner}#{number:02}"))
    }
}

impl Key<ApiTokensEnd> {
    /// The end that a user has put to the API tokens that they knew.
    pub fn api_tokens_end(account: AccountId, owner: UserKey) -> Self {
        Self::new(in_part(account, API_TOKEN_SLOTS), format!("{owner}#END"))
    }
}

impl Key<NetworkCount> {
    /// What is counted of the attempts from a network that fail in an hour.
    pub(in crate::store) fn network_count(network: NetworkId, window: Window) -> Self {
        Self::new(format!("NETWORK#{network}"), format!("COUNT#ATTEMPTS#{}", moment(window.start)))
    }

    /// The same at `now`.
    pub(in crate::store) fn network_count_at(network: NetworkId, now: Timestamp) -> Self {
        Self::network_count(network, Window::hour_of(now))
    }
}

impl Key<ForeignKinds> {
    /// The kinds of hashes that people moved in with.
    pub fn foreign_kinds() -> Self {
        Self::new("IMPORTS".to_owned(), "FOREIGN_KINDS".to_owned())
    }
}

impl Key<PromisedMail> {
    /// A promised mail.
    pub(in crate::store) fn mail(mail: &PromisedMail) -> Self {
        let shard = mail.id.random_byte() % OUTBOX_SHARDS;
        Self::new(outbox(mail.subject.queue(), shard), lists::by(moment(mail.promised_at), mail.id))
    }
}

impl Key<StoredAnswer> {
    /// The answer to a request that carried an idempotency key, by the hash of everything that tells requests apart.
    pub fn answer(fingerprint: &str) -> Self {
        Self::new(format!("IDEMPOTENCY#{fingerprint}"), "ANSWER".to_owned())
    }
}
