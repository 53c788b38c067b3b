//! What belongs to an account or to a person, item by item: for those who erase it.

use super::key::{API_TOKEN_SLOTS, API_TOKENS, AnyKey, Key, accounts_due, invitations_of, lists, moment};
use super::list::{Entry, List, Listed};
use super::record::{Malformed, Record, decode};
use crate::domain::credentials::credential_reset::CredentialReset;
use crate::domain::credentials::session::Session;
use crate::domain::id::{AccountId, PersonKey, UserKey};
use crate::domain::people::account::{Account, AccountModel};
use crate::domain::people::invitation::Invitation;
use crate::domain::people::person::{Invited, Membership};
use crate::domain::people::user::User;
use jiff::Timestamp;

/// An item in a partition of an account.
#[derive(Debug)]
pub enum Belonging {
    /// The account or its access model, which go last.
    Account,
    /// A user, with whom listings go, and more of the person's.
    User(Box<User>),
    /// Anything else.
    Other(AnyKey),
}

impl Listed for Belonging {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        match entry.text("kind") {
            Ok(Account::KIND | AccountModel::KIND) => Ok(Self::Account),
            Ok(User::KIND) => decode(entry.0).map(|user| Self::User(Box::new(user))),
            _ => key(&entry).map(Self::Other),
        }
    }
}

/// An item in the partition of a person.
#[derive(Debug)]
pub enum Personal {
    /// That they have joined an account.
    Membership(Membership),
    /// The invitation that was sent to them last.
    Invited(Invited),
    /// A session.
    Session(Box<Session>),
    /// The link of a reset.
    Reset(Box<CredentialReset>),
    /// Something that is counted, for each account that has to do with it.
    Count(AnyKey, Vec<AccountId>),
    /// What is theirs in every account.
    Other(AnyKey),
}

impl Listed for Personal {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        match entry.text("kind") {
            Ok(Membership::KIND) => decode(entry.0).map(Self::Membership),
            Ok(Invited::KIND) => decode(entry.0).map(Self::Invited),
            Ok(Session::KIND) => decode(entry.0).map(|session| Self::Session(Box::new(session))),
            Ok(CredentialReset::KIND) => decode(entry.0).map(|reset| Self::Reset(Box::new(reset))),
            Ok("recipient_count") => {
                let accounts = entry.0.keys().filter_map(|name| name.strip_prefix("by_")?.parse().ok()).collect();
                Ok(Self::Count(key(&entry)?, accounts))
            }
            _ => key(&entry).map(Self::Other),
        }
    }
}

fn key(entry: &Entry) -> Result<AnyKey, Malformed> {
    AnyKey::of_item(&entry.0).map_err(|_| Malformed::at("pk"))
}

impl Listed for Invitation {
    /// In the account's own partition an invitation is whole.
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        decode(entry.0)
    }
}

/// The index holds keys alone, and in this partition those of accounts alone.
impl Listed for Key<Account> {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        key(&entry).map(Self::of)
    }
}

/// The place of an account that is to be erased from `at` on.
pub(super) fn place(account: AccountId, at: Timestamp) -> (String, String) {
    (accounts_due(), lists::by(moment(at), account))
}

impl List {
    /// All that is in an account's partitions, but for listings, which go with their users.
    pub fn belongings(account: AccountId) -> [Self; 3] {
        [None, Some(API_TOKENS), Some(API_TOKEN_SLOTS)].map(|part| Self::in_table(account, part).consistently())
    }

    /// All invitations of an address to an account, whatever has become of them.
    pub fn invitations_of(account: AccountId, user: UserKey) -> Self {
        Self::in_table(account, None).beginning(invitations_of(user)).consistently()
    }

    /// All that is in a person's partition.
    pub fn personal(person: PersonKey) -> Self {
        Self::of_person(person)
    }

    /// The accounts that are to be erased at `now`, those first that have been for longest.
    pub fn accounts_due(now: Timestamp) -> Self {
        Self::of_due(accounts_due(), now)
    }
}
