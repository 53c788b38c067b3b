//! The users whom it takes to tell what an invitation is.

use std::collections::HashMap;

use usher::app::App;
use usher::caller::Caller;
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::invitation::InvitationSummary;
use usher::domain::people::user::User;
use usher::http::Answer;
use usher::store::Key;

/// Users that were read, and the caller.
pub struct Known(HashMap<UserId, User>);

impl Known {
    /// Those who vouch for these invitations, and those at the keys in `also`. One request, or none if it is the caller
    /// who vouches for all that is pending.
    pub async fn read<'a>(
        app: &App,
        caller: &Caller,
        invitations: impl IntoIterator<Item = &'a InvitationSummary>,
        also: Vec<Key<User>>,
    ) -> Answer<Self> {
        let vouchers = invitations.into_iter().filter_map(InvitationSummary::pending_voucher).map(|by| by.user);
        let others = vouchers.filter(|user| *user != caller.user.id);
        let keys: Vec<Key<User>> = others.map(|user| Key::user(caller.account.id, user.key())).chain(also).collect();
        let mut users = HashMap::from([(caller.user.id, caller.user.clone())]);
        if !keys.is_empty() {
            let found = app.store.read(keys.iter().map(Key::any)).await?;
            users.extend(keys.iter().filter_map(|key| found.readable(key)).map(|user| (user.id, user)));
        }
        Ok(Self(users))
    }

    /// Those who vouch for these invitations of an account. One request, or none if nobody does.
    pub async fn of<'a>(
        app: &App,
        account: AccountId,
        invitations: impl IntoIterator<Item = &'a InvitationSummary>,
    ) -> Answer<Self> {
        let vouchers = invitations.into_iter().filter_map(InvitationSummary::pending_voucher).map(|by| by.user);
        let keys: Vec<Key<User>> = vouchers.map(|user| Key::user(account, user.key())).collect();
        if keys.is_empty() {
            return Ok(Self(HashMap::new()));
        }
        let found = app.store.read(keys.iter().map(Key::any)).await?;
        Ok(Self(keys.iter().filter_map(|key| found.readable(key)).map(|user| (user.id, user)).collect()))
    }

    /// The user `id`.
    pub fn user(&self, id: UserId) -> Option<&User> {
        self.0.get(&id)
    }

    /// The user who vouches for `invitation`.
    pub fn voucher_of(&self, invitation: &InvitationSummary) -> Option<&User> {
        self.user(invitation.vouched_by()?)
    }
}
