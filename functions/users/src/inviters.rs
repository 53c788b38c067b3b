//! The names of those who invited users.

use std::collections::{BTreeSet, HashMap};

use usher::app::App;
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::invitation::Inviter;
use usher::domain::people::user::User;
use usher::http::Answer;
use usher::store::{Found, Key};

/// Names of users by their ids, of those who have one.
pub struct Inviters(HashMap<UserId, String>);

impl Inviters {
    /// Of those who invited these users of an account. They are known if they are among these, or the `caller`; those
    /// who are not are looked up, in one request. Only those whom `sees` sees have a name.
    pub async fn of(
        app: &App,
        account: AccountId,
        users: &[&User],
        caller: Option<&User>,
        sees: impl Fn(&User) -> bool,
    ) -> Answer<Self> {
        let known: HashMap<UserId, &User> = users.iter().copied().chain(caller).map(|user| (user.id, user)).collect();
        let all: BTreeSet<UserId> = users.iter().filter_map(|user| user.invited_by.and_then(Inviter::user)).collect();
        let key = |id: &UserId| Key::user(account, id.key());
        let unknown: Vec<Key<User>> = all.iter().filter(|id| !known.contains_key(id)).map(key).collect();
        let found = match unknown.is_empty() {
            true => Found::default(),
            false => app.store.look_up(unknown.iter().map(Key::any)).await?,
        };
        let name = |id: UserId| {
            let read = found.readable(&key(&id)).filter(|user: &User| user.id == id);
            let user = known.get(&id).map(|user| (*user).clone()).or(read);
            Some((id, user.filter(&sees)?.names.full()?))
        };
        Ok(Self(all.into_iter().filter_map(name).collect()))
    }

    /// The name of an inviter.
    pub fn name(&self, id: UserId) -> Option<String> {
        self.0.get(&id).cloned()
    }
}
