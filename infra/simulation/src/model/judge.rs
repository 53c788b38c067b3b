//! Whether an answer is one that is allowed.

use jiff::Timestamp;

use super::{Ending, Model, Standing};
use crate::world::functions::Reply;

/// Someone asks: what the model needs to know to judge the answer.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    /// The request's id.
    pub request: String,
    /// How many commits there were when it began.
    pub since: u64,
    /// The account that it is about.
    pub account: Option<String>,
    /// Who asks, if someone does who is signed in.
    pub caller: Option<String>,
    /// The invitation that it is about.
    pub invitation: Option<String>,
    /// The address of the user whom it is about.
    pub user: Option<String>,
    /// Whether it changes anything that is recorded.
    pub changes: bool,
    /// Whether some of its rows may be done and others not.
    pub has_rows: bool,
}

impl Model {
    /// Says what is wrong with an answer, if anything is.
    pub fn judge(&mut self, asking: &Asking, reply: &Reply, now: Timestamp, is_disturbed: bool) {
        let code = reply.body["code"].as_str().unwrap_or_default().to_owned();
        let Asking { request, .. } = asking;
        let said = format!("{request} was answered {} {code}", reply.status);
        let happened = self.of_request(request).count();
        match reply.status {
            0 => {}
            500.. if !is_disturbed => self.break_with(format!("{said}, and nothing had gone wrong")),
            200..300 => {
                self.judge_caller(asking, &said);
                if asking.changes && happened == 0 {
                    self.break_with(format!("{said}, and it is not on record"));
                }
            }
            400..500 => {
                // A request that is sent again by the SDK is done once all the same.
                if happened > 0 && !asking.has_rows {
                    self.break_with(format!("{said}, and it is on record"));
                }
                if let Some(why) = self.is_untrue(asking, &code, now) {
                    self.break_with(format!("{said}, but {why}"));
                }
            }
            _ => {}
        }
    }

    /// I4: whom an account has let go gets nothing any more, with the very next request.
    fn judge_caller(&mut self, asking: &Asking, said: &str) {
        let (Some(account), Some(caller)) = (&asking.account, &asking.caller) else { return };
        let Some(user) = self.users.get(&(account.clone(), caller.clone())) else {
            return self.break_with(format!("I6: {said}, and {caller} was never in {account}"));
        };
        if !user.was(Standing::Active, asking.since) {
            let now = user.now();
            self.break_with(format!("I4: {said}, and {caller} is {now:?} in {account}"));
        }
        let is_open = self.accounts.get(account).is_none_or(|history| super::held(history, true, asking.since));
        if !is_open {
            self.break_with(format!("I4: {said}, and {account} is closed"));
        }
    }

    /// Why a refusal is not true.
    fn is_untrue(&self, asking: &Asking, code: &str, now: Timestamp) -> Option<String> {
        let since = asking.since;
        let invitation = asking.invitation.as_ref().and_then(|id| self.invitations.get(id));
        let place = asking.account.clone().zip(asking.user.clone());
        let user = place.and_then(|place| self.users.get(&place));
        let lately = now + jiff::SignedDuration::from_secs(3);
        match code {
            "invitation_not_pending" => {
                let invitation = invitation?;
                let ended = [Ending::Accepted, Ending::Declined, Ending::Revoked].map(|end| invitation.was(end, since));
                (!ended.contains(&true)).then(|| "it is pending".to_owned())
            }
            "invitation_expired" => {
                let invitation = invitation?;
                let is_expired = invitation.was(Ending::Expired, since) || invitation.was_late(since, lately);
                (!is_expired).then(|| "it has not expired".to_owned())
            }
            "already_member" => {
                let user = user?;
                let is_member = user.was(Standing::Active, since) || user.was(Standing::Pending, since);
                (!is_member).then(|| "they are not a member".to_owned())
            }
            "deactivated" => (!user?.was(Standing::Deactivated, since)).then(|| "they are not deactivated".to_owned()),
            "not_deactivated" => {
                let user = user?;
                let is_other = user.was(Standing::Active, since) || user.was(Standing::Pending, since);
                (!is_other).then(|| "they are deactivated".to_owned())
            }
            _ => None,
        }
    }
}
