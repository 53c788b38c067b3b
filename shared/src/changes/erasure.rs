//! Erasing an account or a person: in small steps, each of which can be repeated, and what leads to the rest last.

use std::collections::BTreeSet;

use crate::app::App;
use crate::domain::credentials::api_token::ApiToken;
use crate::domain::effects::audit::{Action, AuditEvent, Author, EventFilter, Happened, Target, VendorEvent};
use crate::domain::email::EmailAddress;
use crate::domain::external_id::Scope;
use crate::domain::id::{AccountId, ApiTokenId, PersonKey, UserId, UserKey};
use crate::domain::people::account::Account;
use crate::domain::people::invitation::Invitation;
use crate::domain::people::user::User;
use crate::store::{AnyKey, Change, CommitFault, Key, List, Listed, Page, Personal, Record, StoreFault};

/// How many items are read at once: as many as one transaction can remove.
const PAGE: u16 = 100;

/// Erases a user of an account that is erased, with all that is there of the person because of it: all of the person,
/// if they are in no other account.
pub async fn user(app: &App, user: User) -> Result<(), StoreFault> {
    let (account, email) = (user.account, user.email.clone());
    let (person, mailbox) = (PersonKey::of(&email), PersonKey::of_mailbox(&email));
    of_person(app, person, account).await?;
    if mailbox != person {
        counts_of(app, mailbox, account).await?;
    }
    // The user goes last: as long as they are there, the next run comes back to the rest.
    settled(app, Change::new().remove_user(user)).await
}

async fn of_person(app: &App, person: PersonKey, account: AccountId) -> Result<(), StoreFault> {
    let list = List::personal(person);
    let items = whole::<Personal>(app, &list).await?;
    let is_elsewhere =
        items.iter().any(|item| matches!(item, Personal::Membership(joined) if joined.account != account));
    let changes: Vec<Change> = items.into_iter().filter_map(|item| item.without(account, is_elsewhere)).collect();
    in_steps(app, changes).await
}

/// What is counted of a mailbox is beside what belongs to the person at its plain address, who may be someone else.
async fn counts_of(app: &App, mailbox: PersonKey, account: AccountId) -> Result<(), StoreFault> {
    let items = whole::<Personal>(app, &List::personal(mailbox)).await?.into_iter();
    let counts = items.filter(|item| matches!(item, Personal::Count(..)));
    in_steps(app, counts.filter_map(|item| item.without(account, true)).collect()).await
}

/// Erases what is in an account of someone whose place is at `key`, who may be no user of it any more. Of events a
/// pseudonym remains, the id of the user or the invitation.
pub async fn place(app: &App, account: AccountId, key: UserKey) -> Result<(), StoreFault> {
    events(app, account, key).await?;
    let invitations = whole::<Invitation>(app, &List::invitations_of(account, key)).await?;
    let tokens = whole::<ApiToken>(app, &List::api_tokens(account, Some(key))).await?;
    let slots = tokens.iter().filter_map(|token| token.slot);
    let slots = slots.map(|slot| Change::new().forget(Key::api_token_slot(account, key, slot)));
    let end = Change::new().forget(Key::api_tokens_end(account, key));
    let invitations = invitations.iter().map(|invitation| Change::new().forget(invitation.key()));
    let tokens = tokens.iter().map(|token| Change::new().forget(token.key()));
    in_steps(app, invitations.chain(tokens).chain(slots).chain([end]).collect()).await
}

/// Erases the person from the events that are about them, and where they were from those of what they did, themselves
/// or by programs. They may have been several users, one after the other.
async fn events(app: &App, account: AccountId, key: UserKey) -> Result<(), StoreFault> {
    let about = EventFilter { target: Some(Target::of_user(key)), ..EventFilter::default() };
    let about = found(app, account, &about).await?;
    let users = about.iter().filter_map(|event| event.target.parse::<UserId>().ok()).map(|user| user.to_string());
    let made = EventFilter { action: Some(Action::ApiTokenCreated), ..EventFilter::default() };
    let tokens = found(app, account, &made).await?;
    let tokens = tokens.iter().filter(|event| event.target.parse::<ApiTokenId>().is_ok_and(|token| token.key() == key));
    let actors: BTreeSet<String> = users.chain(tokens.map(|event| event.target.clone())).collect();
    erased(app, &about, key).await?;
    for actor in actors {
        let by = EventFilter { actor: Some(actor), ..EventFilter::default() };
        erased(app, &found(app, account, &by).await?, key).await?;
    }
    Ok(())
}

async fn found(app: &App, account: AccountId, filter: &EventFilter) -> Result<Vec<AuditEvent>, StoreFault> {
    match List::events(account, filter) {
        Some(list) => whole(app, &list).await,
        None => Ok(Vec::new()),
    }
}

async fn erased(app: &App, events: &[AuditEvent], key: UserKey) -> Result<(), StoreFault> {
    let erased = events.iter().filter_map(|event| event.erased(key));
    in_steps(app, erased.map(|event| Change::new().note(&event)).collect()).await
}

/// Erases a user because their person is erased. Belongs behind [`place`]: as long as the user is there, a call that is
/// repeated comes back to the rest.
pub async fn user_of_person(app: &App, user: User, author: &Author) -> Result<(), StoreFault> {
    let event = author.event(user.account, &Happened::UserErased(user.id, (), ()), &mut app.rng());
    let membership = Key::membership(user.person(), user.account);
    settled(app, Change::new().remove_user(user).forget(membership).record(&event)).await
}

/// Ends every session and every link of a person at once, and their password with them.
pub async fn access_of_person(app: &App, person: PersonKey) -> Result<(), StoreFault> {
    settled(app, Change::new().forget(Key::person(person))).await
}

/// Erases what is a person's own.
pub async fn person(app: &App, email: &EmailAddress) -> Result<(), StoreFault> {
    let (person, mailbox) = (PersonKey::of(email), PersonKey::of_mailbox(email));
    let items = whole::<Personal>(app, &List::personal(person)).await?;
    in_steps(app, items.into_iter().map(|item| Change::new().forget(item.place())).collect()).await?;
    if mailbox == person {
        return Ok(());
    }
    let items = whole::<Personal>(app, &List::personal(mailbox)).await?.into_iter();
    let counts = items.filter(|item| matches!(item, Personal::Count(..)));
    in_steps(app, counts.map(|item| Change::new().forget(item.place())).collect()).await
}

/// All items of a list.
async fn whole<R: Listed>(app: &App, list: &List) -> Result<Vec<R>, StoreFault> {
    let (mut items, mut after) = (Vec::new(), None);
    loop {
        let Page { entries, next, unreadable } = app.store.list(list, after.as_ref(), PAGE).await?;
        if unreadable > 0 {
            return Err(StoreFault::Unreadable);
        }
        items.extend(entries.into_iter().map(|(_, item)| item));
        if next.is_none() {
            return Ok(items);
        }
        after = next;
    }
}

impl Personal {
    /// Where it is.
    fn place(&self) -> AnyKey {
        match self {
            Self::Membership(joined) => joined.key().any(),
            Self::Invited(invited) => invited.key().any(),
            Self::Session(session) => session.key().any(),
            Self::Reset(reset) => reset.key().any(),
            Self::Count(key, _) | Self::Other(key) => key.clone(),
        }
    }

    /// What becomes of it once `account` is gone; nothing where it stays as it is. Who is in no other account is no
    /// person any more.
    fn without(self, account: AccountId, is_elsewhere: bool) -> Option<Change> {
        let change = Change::new();
        match self {
            Self::Membership(joined) => (joined.account == account).then(|| change.forget(joined.key())),
            Self::Invited(invited) => (invited.account == account).then(|| change.forget(invited.key())),
            Self::Count(key, accounts) => accounts.contains(&account).then(|| change.forget(key)),
            Self::Session(mut session) if is_elsewhere => {
                session.forget(account).then(|| change.replace(session.as_mut()))
            }
            Self::Session(session) => Some(change.forget(session.key())),
            Self::Reset(reset) => {
                let is_of_account = reset.via.as_ref().is_some_and(|via| via.account == account);
                (is_of_account || !is_elsewhere).then(|| change.forget(reset.key()))
            }
            Self::Other(key) => (!is_elsewhere).then(|| change.forget(key)),
        }
    }
}

/// Makes changes, as many at once as one transaction takes.
pub async fn in_steps(app: &App, changes: Vec<Change>) -> Result<(), StoreFault> {
    let mut step = Change::new();
    for change in changes {
        if step.writes() + change.writes() > Change::MOST_WRITES {
            settled(app, std::mem::take(&mut step)).await?;
        }
        step = step.and(change);
    }
    settled(app, step).await
}

/// Makes a change, or leaves it to the next run where something came between.
async fn settled(app: &App, change: Change) -> Result<(), StoreFault> {
    if change.writes() == 0 {
        return Ok(());
    }
    match app.store.commit(change).await {
        Ok(()) | Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => Ok(()),
        Err(CommitFault::Store(fault)) => Err(fault),
    }
}

/// An operator has exported what there is of a person, and the vendor's trail says so.
pub fn person_exported(app: &App, person: PersonKey, author: &Author) -> Change {
    Change::new().create(&author.vendor_event(&Happened::PersonExported(person, (), ()), &mut app.rng()))
}

/// An operator has erased a person, and the vendor's trail says so.
pub fn person_erased(app: &App, person: PersonKey, author: &Author) -> Change {
    Change::new().create(&author.vendor_event(&Happened::PersonErased(person, (), ()), &mut app.rng()))
}

/// The account, of which nothing is left, is gone as well, and the vendor's trail says so.
pub fn finished(app: &App, account: Account, author: &Author) -> Change {
    let erased = author.event(account.id, &Happened::AccountErased(account.id, (), ()), &mut app.rng());
    let change = Change::new().forget(Key::access_model(account.id)).create(&VendorEvent::of(&erased));
    let change = change.forget(Key::brand(account.id)).forget(Key::logo(account.id));
    let change = match &account.external_id {
        Some(id) => change.forget(Key::external_id(Scope::Accounts, id)),
        None => change,
    };
    change.remove(account)
}
