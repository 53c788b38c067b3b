//! An account always keeps an active user who manages its users for good (invariant I3).
//!
//! A change that takes that from a user names a witness: another user who has it. The change goes through only if the
//! witness, and the access model under which it was decided, are unchanged, so that of two administrators who remove
//! each other one succeeds. Replacing an access model does the same the other way round.

use futures_util::future::try_join_all;

use crate::app::App;
use crate::caller::Caller;
use crate::domain::access::model::{Role, RoleName};
use crate::domain::access::permission::Operation;
use crate::domain::decision::{Keepers, Refusal, loses_administrator};
use crate::domain::id::UserId;
use crate::domain::people::account::AccountModel;
use crate::domain::people::user::{User, UserStatus};
use crate::http::{Answer, Problem};
use crate::store::{Change, Key, List, StoreFault};

/// How many pages of the active holders of a role are searched for a witness. Reached only by callers who do not manage
/// users themselves.
const PAGES: usize = 20;

/// How many of a page are read by their key: one that is as it was listed is enough.
const CANDIDATES: usize = 20;

/// How many users a page has.
const PAGE: u16 = 100;

/// How many the first has that only tells: there is another administrator among the first few, or there is none.
const FIRST: u16 = 4;

/// What must go along with a change from `before` to `after` (nothing: the user goes), so that the account keeps an
/// administrator. `caller` is who makes the change, if a user does: the witness that costs nothing.
pub async fn kept(
    app: &App,
    followed: &AccountModel,
    before: &User,
    after: Option<&User>,
    caller: Option<&User>,
) -> Answer<Change> {
    // One read of two items is no snapshot: the user may be younger than the model that was read beside them.
    if before.witnessed > followed.version {
        return Err(Problem::contended());
    }
    let model = &followed.model;
    if !loses_administrator(model, before, after) {
        return Ok(Change::new());
    }
    let caller = caller.filter(|caller| caller.id != before.id && caller.keeps_managing(model));
    let witness = match caller {
        Some(caller) => Some(caller.clone()),
        None => another(app, followed, Some(before.id)).await?,
    };
    let witness = witness.ok_or(Refusal::LastAdministrator)?;
    Ok(Change::new().require(witness).require(followed.clone()))
}

/// Who is known to keep managing the account's users, to tell `caller` what they may do. It costs nothing to tell a
/// user who does so for good; and to a user who does not manage users at all it makes no difference, since they act on
/// nobody who does. If the others cannot be read, nobody is known.
pub async fn keepers(app: &App, caller: &Caller) -> Keepers {
    if caller.user.keeps_managing(&caller.model) {
        return Keepers::of([caller.user.id]);
    }
    if !caller.access.manages_users() {
        return Keepers::default();
    }
    let followed = caller.followed();
    let find = async |except| another(app, &followed, Some(except)).await.unwrap_or(None);
    let Some(first) = find(caller.user.id).await else { return Keepers::default() };
    let second = find(first.id).await;
    Keepers::of([Some(first), second].into_iter().flatten().map(|user| user.id))
}

/// Who goes on managing the account's users if `user` goes, to tell them whether they may. Looked for only if they
/// manage users for good, side by side and as lists tell. If the others cannot be read, nobody is known.
pub async fn beside(app: &App, followed: &AccountModel, user: &User) -> Keepers {
    if !loses_administrator(&followed.model, user, None) {
        return Keepers::default();
    }
    let roles = followed.model.roles().filter(|role| may_invite(role));
    let found = try_join_all(roles.map(|role| listed(app, followed, &role.name, user.id))).await;
    Keepers::of(found.unwrap_or_default().into_iter().flatten())
}

async fn listed(
    app: &App,
    followed: &AccountModel,
    role: &RoleName,
    except: UserId,
) -> Result<Option<UserId>, StoreFault> {
    let list = List::users_by_role(followed.account, role, Some(UserStatus::Active));
    let (mut after, mut limit) = (None, FIRST);
    for _ in 0..PAGES {
        let page = app.store.list::<User>(&list, after.as_ref(), limit).await?;
        let mut users = page.entries.into_iter().map(|(_, user)| user);
        if let Some(keeper) = users.find(|user| user.id != except && user.keeps_managing(&followed.model)) {
            return Ok(Some(keeper.id));
        }
        (after, limit) = (page.next, PAGE);
        if after.is_none() {
            break;
        }
    }
    Ok(None)
}

/// Another user who manages users for good under the model that is given; any user who does if nobody is excepted.
pub async fn another(app: &App, followed: &AccountModel, except: Option<UserId>) -> Result<Option<User>, StoreFault> {
    for role in followed.model.roles().filter(|role| may_invite(role)) {
        let list = List::users_by_role(followed.account, &role.name, Some(UserStatus::Active)).consistently();
        if let Some(witness) = among(app, &list, followed, except).await? {
            return Ok(Some(witness));
        }
    }
    Ok(None)
}

/// Whether someone with the role might manage users: nobody does without inviting.
fn may_invite(role: &Role) -> bool {
    let invite = Operation::UsersInvite.permission();
    role.allows(&invite) || role.may_add(&invite)
}

async fn among(
    app: &App,
    list: &List,
    followed: &AccountModel,
    except: Option<UserId>,
) -> Result<Option<User>, StoreFault> {
    let is_fit = |user: &User| Some(user.id) != except && user.keeps_managing(&followed.model);
    let mut after = None;
    for _ in 0..PAGES {
        let page = app.store.list::<User>(list, after.as_ref(), PAGE).await?;
        // A list shows less than there is; what the change is conditioned on is read by its key.
        let listed = page.entries.iter().map(|(_, user)| user).filter(|user| is_fit(user));
        let keys: Vec<Key<User>> = listed.map(|user| Key::user(user.account, user.id.key())).collect();
        if !keys.is_empty() {
            let found = app.store.read(keys.iter().take(CANDIDATES).map(Key::any)).await?;
            let mut present = keys.iter().filter_map(|key| found.get(key).transpose());
            if let Some(witness) = present.find(|user| user.as_ref().map_or(true, is_fit)) {
                return witness.map(Some);
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(None)
}
