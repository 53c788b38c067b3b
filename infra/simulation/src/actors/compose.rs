//! From something to do to a request.

use serde_json::{Value, json};

use super::op::Op;
use super::{Account, Actors, Deed, Lesson, Pick, Session, address};
use crate::model::{Asking, Ending, Standing};
use crate::world::functions::Call;

/// Those who are there.
const IN: [Standing; 2] = [Standing::Active, Standing::Pending];

impl Deed {
    /// A request without anybody signed in.
    pub fn of(method: &'static str, path: String, body: Option<Value>) -> Self {
        Self {
            call: Call { method, path, body, ..Call::default() },
            asking: Asking::default(),
            lesson: Lesson::Nothing,
        }
    }

    /// The same, by someone who is signed in.
    pub fn by(mut self, session: &Session) -> Self {
        self.call.bearer = Some(session.token.clone());
        self.asking.caller = Some(session.email.clone());
        self
    }

    /// The same, by an operator.
    pub fn by_operator(mut self) -> Self {
        self.call.is_operator = true;
        self
    }

    /// The same, about an account.
    pub fn in_account(mut self, account: &Account) -> Self {
        self.asking.account = Some(account.id.clone());
        self
    }

    /// The same, of which there is a record if it succeeds.
    pub fn recorded(mut self) -> Self {
        self.asking.changes = true;
        self
    }

    /// The same, about someone.
    pub fn about(mut self, email: &str) -> Self {
        self.asking.user = Some(email.to_owned());
        self
    }

    /// The same, about an invitation.
    pub fn of_invitation(mut self, invitation: &str) -> Self {
        self.asking.invitation = Some(invitation.to_owned());
        self
    }

    /// The same, from which a caller learns.
    pub fn teaching(mut self, lesson: Lesson) -> Self {
        self.lesson = lesson;
        self
    }
}

impl Actors {
    /// The request that does something, if there is anything to do it with.
    pub fn compose(&self, op: Op, number: u64, focus: Option<u64>) -> Option<Deed> {
        let mut pick = Pick::about(number, focus);
        self.to_users(op, &mut pick)
            .or_else(|| self.with_links(op, &mut pick))
            .or_else(|| self.of_people(op, &mut pick))
            .or_else(|| self.of_accounts(op, &mut pick))
    }

    fn to_users(&self, op: Op, pick: &mut Pick) -> Option<Deed> {
        let (account, session) = self.administrator(pick)?;
        let users = format!("/v1/accounts/{}/users", account.id);
        let invitations = format!("/v1/accounts/{}/invitations", account.id);
        let to_one = |method, rest: &str, body: Value, whom: &(String, String)| {
            let path = format!("{users}/{}{rest}", whom.1);
            Deed::of(method, path, (!body.is_null()).then_some(body)).by(&session).in_account(&account).about(&whom.0)
        };
        let post = |path: String, body: Value| Deed::of("POST", path, Some(body)).by(&session).in_account(&account);
        Some(match op {
            Op::Invite | Op::InviteMany => {
                let count = if op == Op::Invite { 1 } else { 2 + pick.below(4) };
                let rows: Vec<Value> = (0..count).map(|_| self.invitee(&account, pick)).collect();
                let mut deed = post(invitations, json!({ "invitations": rows }));
                deed.asking.has_rows = true;
                deed
            }
            Op::CreateUser => post(users, self.invitee(&account, pick)).recorded(),
            Op::Resend | Op::Revoke | Op::GetInvitation => {
                let id = self.invitation_of(&account, pick)?;
                let (method, rest) = match op {
                    Op::Resend => ("POST", "/resend"),
                    Op::Revoke => ("POST", "/revoke"),
                    _ => ("GET", ""),
                };
                let body = (op == Op::Resend).then(|| json!({}));
                let deed =
                    Deed::of(method, format!("{invitations}/{id}{rest}"), body).by(&session).in_account(&account);
                let deed = deed.of_invitation(&id);
                if op == Op::GetInvitation { deed } else { deed.recorded() }
            }
            Op::ListInvitations => Deed::of("GET", invitations, None).by(&session).in_account(&account),
            Op::ListUsers => Deed::of("GET", users, None).by(&session).in_account(&account),
            Op::SearchUsers => Deed::of("GET", format!("{users}?query=per"), None).by(&session).in_account(&account),
            Op::GetUser => to_one("GET", "", Value::Null, &self.user_of(&account, &session.email, &IN, pick)?),
            Op::EffectiveAccess => {
                to_one("GET", "/access", Value::Null, &self.user_of(&account, &session.email, &IN, pick)?)
            }
            Op::Regrant => {
                let whom = self.user_of(&account, &session.email, &IN, pick)?;
                let role = if pick.once_in(2) { account.preset.manager } else { account.preset.plain };
                let mut deed = to_one("PATCH", "", json!({ "grants": Self::grants(role) }), &whom);
                deed.asking.has_rows = true;
                deed
            }
            Op::Demote => {
                let managers = self.managers(&account, &session.email);
                let grants = Self::grants(account.preset.plain);
                to_one("PATCH", "", json!({ "grants": grants }), pick.one(&managers)?)
            }
            Op::Rename => {
                let whom = self.user_of(&account, &session.email, &IN, pick)?;
                to_one("PATCH", "", json!({ "given_name": format!("Given{}", pick.below(9)) }), &whom)
            }
            Op::Deactivate => {
                to_one("POST", "/deactivate", Value::Null, &self.user_of(&account, &session.email, &IN, pick)?)
                    .recorded()
            }
            Op::Reactivate => {
                let whom = self.user_of(&account, &session.email, &[Standing::Deactivated], pick)?;
                to_one("POST", "/reactivate", json!({ "grants": Self::grants(account.preset.plain) }), &whom).recorded()
            }
            Op::Remove => {
                to_one("DELETE", "", Value::Null, &self.user_of(&account, &session.email, &IN, pick)?).recorded()
            }
            Op::Leave => {
                let own = self.user_id(&account.id, &session.email)?;
                to_one("DELETE", "", Value::Null, &(session.email.clone(), own)).recorded()
            }
            Op::EndSessionsOf => {
                to_one("DELETE", "/sessions", Value::Null, &self.user_of(&account, &session.email, &IN, pick)?)
            }
            Op::SendReset => {
                let whom = self.user_of(&account, &session.email, &IN, pick)?;
                to_one("POST", "/credential-resets", json!({ "password": true }), &whom)
            }
            _ => return None,
        })
    }

    /// Someone to invite.
    fn invitee(&self, account: &Account, pick: &mut Pick) -> Value {
        let role = if pick.once_in(3) { account.preset.manager } else { account.preset.plain };
        let mut row = json!({ "email": address(pick.person()), "grants": Self::grants(role) });
        if account.preset.inviter_names {
            row["given_name"] = json!("Petra");
            row["family_name"] = json!("Person");
        }
        row
    }

    /// An account, and someone who is or was signed in, most often one who manages it.
    pub(super) fn administrator(&self, pick: &mut Pick) -> Option<(Account, Session)> {
        let known = self.known();
        let account = pick.one(&known.accounts)?.clone();
        let is_anyone = pick.once_in(5);
        let model = self.world.model();
        let manages = |session: &&Session| {
            let user = model.users.get(&(account.id.clone(), session.email.clone()));
            is_anyone || user.is_some_and(crate::model::User::manages)
        };
        let sessions: Vec<&Session> = known.sessions.iter().filter(manages).collect();
        let recent = &sessions[sessions.len().saturating_sub(3)..];
        let session = pick.one(recent).map(|session| (*session).clone())?;
        drop(model);
        Some((account, session))
    }

    /// A user of an account, by address and id, most often another than the caller, and one of these standings.
    pub(super) fn user_of(
        &self,
        account: &Account,
        but: &str,
        standings: &[Standing],
        pick: &mut Pick,
    ) -> Option<(String, String)> {
        let users: Vec<(String, String)> = self.world.directory(&account.id);
        let users: Vec<_> = users.into_iter().filter(|(email, _)| pick.is_about(email)).collect();
        if pick.once_in(6) {
            return pick.one(&users).cloned();
        }
        let model = self.world.model();
        let wanted = |(email, _): &&(String, String)| {
            let user = model.users.get(&(account.id.clone(), email.clone()));
            email != but && user.is_some_and(|user| standings.contains(&user.now()))
        };
        let fitting: Vec<&(String, String)> = users.iter().filter(wanted).collect();
        pick.one(&fitting).map(|user| (*user).clone())
    }

    /// The others who manage an account, each of whom may be the last.
    fn managers(&self, account: &Account, but: &str) -> Vec<(String, String)> {
        let mut users = self.world.directory(&account.id);
        let model = self.world.model();
        let user = |email: &str| model.users.get(&(account.id.clone(), email.to_owned()));
        users.retain(|(email, _)| email != but && user(email).is_some_and(crate::model::User::manages));
        users
    }

    pub(super) fn user_id(&self, account: &str, email: &str) -> Option<String> {
        self.world.directory(account).into_iter().find(|(of, _)| of == email).map(|(_, id)| id)
    }

    fn invitation_of(&self, account: &Account, pick: &mut Pick) -> Option<String> {
        let model = self.world.model();
        let is_any = pick.once_in(4);
        let about = pick.focus();
        let is_fit = |invitation: &crate::model::Invitation| {
            invitation.account == account.id
                && about.is_none_or(|focus| address(focus) == invitation.email)
                && (is_any || matches!(invitation.now(), Ending::Pending | Ending::Expired))
        };
        let fitting = model.invitations.iter().filter(|(_, invitation)| is_fit(invitation));
        let ids: Vec<&String> = fitting.map(|(id, _)| id).collect();
        pick.one(&ids).map(|id| (*id).clone())
    }
}
