//! API tokens: who manages them, who may see their secrets, and what becomes of them, with the event that tells of it.

use jiff::Timestamp;

use crate::app::App;
use crate::caller::{Bearer, Caller, Proven};
use crate::domain::access::grant::Access;
use crate::domain::credentials::api_token::{ApiToken, ApiTokensEnd};
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::effects::outbox::{Notice, NoticedApiToken, PromisedMail, Subject};
use crate::domain::id::{AccountId, ApiTokenId};
use crate::domain::people::person::Membership;
use crate::domain::people::user::User;
use crate::http::{Answer, Problem};
use crate::store::{Change, Key, Record};

/// How many tokens that are over a new one takes along. Else one that is made and expires could be followed by another
/// without end, until DynamoDB deletes them.
const MOST_SWEPT: usize = 60;

/// That neither the caller nor the owner has changed since it was decided that the one may know the secret of the
/// other's token: a user who loses a right, or their place, at this very moment learns nothing.
fn require_unchanged(caller: &Caller, owner: &User) -> Change {
    let change = Change::new().require(owner.clone());
    if caller.user.id == owner.id { change } else { change.require(caller.user.clone()) }
}

/// The email that tells the owner of a token what `caller` did with it. An owner who has not joined the account is told
/// nothing by it: nobody but programs acts as they do.
fn told(app: &App, token: &ApiToken, notice: Notice, caller: &Caller, owner: &User) -> Change {
    if !owner.joined {
        return Change::new();
    }
    let by_another = caller.user.id != owner.id;
    let api_token = Some(NoticedApiToken { account: token.account, name: token.name.clone(), by_another });
    let subject = Subject::Notice { email: owner.email.clone(), notice, api_token, ends_api_tokens: false };
    Change::new().create(&PromisedMail::new(subject, caller.now, &mut app.rng()))
}

/// A new token of `owner`, which `caller` has made, and which takes a slot. Of the tokens that the owner `held`, these
/// are over, and go.
pub fn created(
    app: &App,
    token: &ApiToken,
    mut over: Vec<ApiToken>,
    caller: &Caller,
    owner: &User,
    author: &Author,
) -> Change {
    let is_before_its_time = |over: &ApiToken| caller.now < over.expires_at;
    // These hold their slots: none of them may be left out.
    over.sort_by_key(|over| !is_before_its_time(over));
    over.truncate(MOST_SWEPT);
    let taken = token.taken_slot().map_or_else(Change::new, |slot| {
        match over.iter().find(|over| over.slot == token.slot && is_before_its_time(over)) {
            Some(over) => Change::new().take_over(&slot, over.id),
            None => Change::new().take(&slot, caller.now),
        }
    });
    let change = over.iter().fold(taken, |change, over| {
        let held = over.taken_slot().filter(|_| is_before_its_time(over) && over.slot != token.slot);
        let change = change.forget(over.key());
        if let Some(slot) = held { change.free(&slot) } else { change }
    });
    let created = Happened::ApiTokenCreated(token.id, (), token.recorded());
    let event = author.event(token.account, &created, &mut app.rng());
    let told = told(app, token, Notice::ApiTokenCreated, caller, owner);
    change.create(token).create(&event).and(told).and(require_unchanged(caller, owner))
}

/// The end of a token: it is worth nothing any more.
pub fn revoked(app: &App, token: ApiToken, author: &Author) -> Change {
    let revoked = Happened::ApiTokenRevoked(token.id, token.recorded(), ());
    let event = author.event(token.account, &revoked, &mut app.rng());
    let freed = token.taken_slot().map_or_else(Change::new, |slot| Change::new().free(&slot));
    freed.remove(token).create(&event)
}

/// How many of the ends that a person puts to API tokens go with the change that they belong to. It may write events in
/// very many accounts, and all of it is one transaction.
const ENDS_AT_ONCE: usize = 4;

/// How many ends go before that at once.
const ENDS_BEFORE: usize = 90;

/// Ends the API tokens that a person knows, in each account that they have joined: what is to be written with the
/// change that raises their epoch to `epoch`. For someone in many accounts the others are ended before it, as long as
/// all is as the change will require it, which `unchanged` says.
pub async fn known_ended(
    app: &App,
    memberships: &[Membership],
    epoch: u64,
    at: Timestamp,
    unchanged: impl Fn() -> Change,
) -> Answer<Change> {
    let end =
        |membership: &Membership| ApiTokensEnd { account: membership.account, owner: membership.user.key(), epoch, at };
    let (first, others) = memberships.split_at(memberships.len().min(ENDS_AT_ONCE));
    for some in others.chunks(ENDS_BEFORE) {
        app.store.commit(some.iter().map(end).fold(unchanged(), |change, end| change.end_tokens(&end))).await?;
    }
    Ok(first.iter().map(end).fold(Change::new(), |change, end| change.end_tokens(&end)))
}

/// A token in the path, its owner, and the caller, who manages it.
#[derive(Debug)]
pub struct Managed {
    /// The caller.
    pub caller: Caller,
    /// The token.
    pub token: ApiToken,
    /// The token's owner.
    pub owner: User,
}

impl Managed {
    /// Reads them in one request: the token's id tells whose it is. What the caller does not manage does not exist for
    /// them.
    pub async fn enter(bearer: &Bearer, app: &App, (account, id): (AccountId, ApiTokenId)) -> Answer<Self> {
        let (token, owner) = (Key::api_token(account, id), Key::user(account, id.key()));
        let end = Key::api_tokens_end(account, id.key());
        let (caller, found) = bearer.enter(app, account, [token.any(), owner.any(), end.any()]).await?;
        caller.acting().require_any_tokens()?;
        let (token, owner, end) = (found.get(&token)?, found.get(&owner)?, found.get(&end)?);
        let (token, owner) = token.zip(owner).ok_or_else(Problem::not_found)?;
        let is_there = token.owner == owner.id && !token.is_over(end.as_ref(), caller.now);
        if !is_there {
            return Err(Problem::not_found());
        }
        caller.acting().revokes_token(&owner)?;
        Ok(Self { caller, token, owner })
    }

    /// The same, for what shows or changes the secret: no program does that, nobody who could not act as the owner
    /// does, and nobody who has not just shown who they are.
    pub async fn enter_for_the_secret(
        bearer: &Bearer,
        app: &App,
        path: (AccountId, ApiTokenId),
    ) -> Answer<(Self, Proven)> {
        let managed = Self::enter(bearer, app, path).await?;
        managed.caller.acting().rotates_token(&managed.owner)?;
        // Asked for last: nobody shows their credentials only to hear that they may not.
        let proven = managed.caller.require_proof()?;
        Ok((managed, proven))
    }

    /// The token as it goes on once the caller has seen its secret.
    pub fn seen(&self) -> ApiToken {
        if self.caller.user.id == self.owner.id {
            let token = self.token.clone();
            return match self.caller.epoch() {
                Some(epoch) => token.known_to_owner(epoch),
                None => token,
            };
        }
        let held = Access::of(&self.caller.model, &self.owner.grants, self.caller.now).held();
        self.token.clone().known_to_another(held)
    }

    /// `rotated` as it is written: the token with a new secret, which the caller sees.
    pub fn rotated(&self, app: &App, rotated: &mut ApiToken, author: &Author) -> Change {
        let happened = Happened::ApiTokenRotated(rotated.id, self.token.recorded(), rotated.recorded());
        let event = author.event(rotated.account, &happened, &mut app.rng());
        Change::new().replace(rotated).create(&event).and(self.told(app, Notice::ApiTokenRotated))
    }

    /// `seen` as it is written: the token, whose secret the caller sees again. Nothing is shown that is not on record,
    /// and nothing that has changed since it was read.
    pub fn revealed(&self, app: &App, seen: &mut ApiToken, author: &Author) -> Change {
        let token = &self.token;
        let is_limited = seen.permissions != token.permissions;
        let (before, after) = (is_limited.then(|| token.recorded()), is_limited.then(|| seen.recorded()));
        let is_same = seen == token;
        let change = if is_same { Change::new().require(token.clone()) } else { Change::new().replace(seen) };
        let revealed = Happened::ApiTokenRevealed(token.id, before, after);
        let event = author.event(token.account, &revealed, &mut app.rng());
        change.create(&event).and(self.told(app, Notice::ApiTokenRevealed))
    }

    /// What the owner is told, provided that they and the caller have not changed.
    fn told(&self, app: &App, notice: Notice) -> Change {
        let told = told(app, &self.token, notice, &self.caller, &self.owner);
        told.and(require_unchanged(&self.caller, &self.owner))
    }
}
