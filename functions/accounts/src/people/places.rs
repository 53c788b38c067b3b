//! The places of an address: in the accounts that the person has joined, in those that only expect them, and
//! in those that they have left.
//!
//! Nothing leads from an address to all of these, so that no account learns of another
//! (docs/decisions/0069): all accounts are asked, a stretch of them with each call.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use usher::app::App;
use usher::domain::effects::audit::{AuditEvent, EventFilter, Target};
use usher::domain::email::EmailAddress;
use usher::domain::id::{AccountId, PersonKey, UserKey};
use usher::domain::people::account::{AccountFilter, AccountOrder, AccountSummary, CursorKey};
use usher::domain::people::person::Memberships;
use usher::domain::people::user::User;
use usher::http::{Answer, Problem};
use usher::store::{Cursor, Key, List, Page};

/// How many accounts are asked at once: as many as one request reads.
const PAGE: u16 = 100;

/// How many pages one call asks.
const PAGES: usize = 20;

/// How many accounts are asked side by side for what they have on record.
const AT_ONCE: usize = 16;

/// How many places one call finds, or a few more, so that an answer about all of them has room.
const PLACES: usize = 10;

/// What a cursor of this walk is good for.
const WALK: &str = "people";

/// An account that has something of an address on record.
pub struct Place {
    pub account: AccountId,
    /// The place of the user, who may be gone.
    pub key: UserKey,
    /// The user, unless they were removed.
    pub user: Option<User>,
}

/// The places of an address in a stretch of all accounts.
pub struct Places {
    pub places: Vec<Place>,
    /// Where the next stretch begins; nothing behind the last account.
    pub after: Option<String>,
}

/// The places of `email`: those in the accounts that the person has joined come first.
pub async fn find(app: &App, email: &EmailAddress, joined: &Memberships, after: Option<&str>) -> Answer<Places> {
    let person = PersonKey::of(email);
    let lists = [List::accounts(&AccountFilter::default(), AccountOrder::CreatedAt)];
    let key = CursorKey::of_vendor();
    let start = after.map(|after| Cursor::open(after, &lists, WALK, &key)).transpose();
    let start = start.map_err(|_| Problem::invalid_field("after", "invalid_cursor", "not where an answer ended"))?;
    let known: Vec<AccountId> = joined.iter().map(|membership| membership.account).collect();
    let mut places = if start.is_none() { places_in(app, person, &known).await? } else { Vec::new() };
    let mut position = start.and_then(|cursor| cursor.after);
    for _ in 0..PAGES {
        let page: Page<AccountSummary> = app.store.list(&lists[0], position.as_ref(), PAGE).await?;
        let accounts = page.entries.iter().map(|(_, account)| account.id).filter(|account| !known.contains(account));
        places.extend(places_in(app, person, &accounts.collect::<Vec<_>>()).await?);
        position = page.next;
        if position.is_none() || places.len() >= PLACES {
            break;
        }
    }
    let after = position.map(|position| Cursor { list: 0, after: Some(position) }.seal(&lists, WALK, &key));
    let after = after.transpose().map_err(|cause| Problem::unavailable(&cause))?;
    Ok(Places { places, after })
}

/// The places of a person in these accounts, of which they are users, or were. A user who cannot be read is an error:
/// they must not be passed over.
async fn places_in(app: &App, person: PersonKey, accounts: &[AccountId]) -> Answer<Vec<Place>> {
    let keys: Vec<(AccountId, UserKey)> =
        accounts.iter().map(|account| (*account, UserKey::of(*account, person))).collect();
    let found = app.store.read(keys.iter().map(|(account, key)| Key::user(*account, *key).any())).await?;
    let asked = stream::iter(keys).map(async |(account, key)| {
        let user = found.get(&Key::user(account, key))?;
        let is_on_record = user.is_some() || has_events(app, account, key).await?;
        Ok::<_, Problem>(is_on_record.then_some(Place { account, key, user }))
    });
    asked.buffered(AT_ONCE).try_filter_map(async |place| Ok(place)).try_collect().await
}

/// Whether the account's trail tells of someone whose place is at `key`.
async fn has_events(app: &App, account: AccountId, key: UserKey) -> Answer<bool> {
    let filter = EventFilter { target: Some(Target::of_user(key)), ..EventFilter::default() };
    let Some(list) = List::events(account, &filter) else { return Ok(false) };
    let page: Page<AuditEvent> = app.store.list(&list, None, 1).await?;
    Ok(!page.entries.is_empty())
}
