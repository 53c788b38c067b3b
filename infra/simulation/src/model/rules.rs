//! What may happen when.

use serde_json::Value;

use super::{Ending, Event, Invitation, Model, Place, Standing, User};

/// The roles that manage users, of all presets.
const MANAGING: [&str; 3] = ["admin", "administrator", "admin_user"];

impl Model {
    /// Does what an event says, if it may happen now.
    pub(super) fn step(&mut self, event: &Event) {
        let Event { action, account, .. } = event;
        match action.as_str() {
            "account.created" => self.open(account, true),
            "account.suspended" | "account.deletion_scheduled" => self.open(account, false),
            "account.resumed" | "account.deletion_cancelled" => self.open(account, true),
            "invitation.created" => self.invite(event, &event.target, Standing::Pending),
            "user.created" => {
                let invitation = event.after["invitation"].as_str().unwrap_or_default();
                self.invite(event, invitation, Standing::Active);
            }
            "invitation.resent" | "invitation.requested_again" => self.reissue(event),
            "invitation.accepted" => self.end(event, Ending::Accepted),
            "invitation.declined" => self.end(event, Ending::Declined),
            "invitation.revoked" => self.end(event, Ending::Revoked),
            "invitation.expired" => self.end(event, Ending::Expired),
            "user.activated" => {
                self.stand(event, &[Standing::Pending, Standing::Active, Standing::Deactivated], Standing::Active)
            }
            "user.deactivated" => self.stand(event, &[Standing::Pending, Standing::Active], Standing::Deactivated),
            "user.reactivated" => self.reactivate(event),
            "user.removed" => {
                self.stand(event, &[Standing::Pending, Standing::Active, Standing::Deactivated], Standing::Removed)
            }
            "user.updated" => self.regrant(event),
            _ => {}
        }
    }

    fn open(&mut self, account: &str, is_open: bool) {
        let commits = self.commits;
        self.accounts.entry(account.to_owned()).or_default().push((commits, is_open));
    }

    /// I1: there is at most one user for each account and address.
    fn invite(&mut self, event: &Event, invitation: &str, standing: Standing) {
        let email = event.after["email"].as_str().unwrap_or_default().to_owned();
        let place = (event.account.clone(), email.clone());
        if self.users.get(&place).is_some_and(|user| user.now() != Standing::Removed) {
            self.break_with(format!("I1: {email} is invited to {} and is there already", event.account));
        }
        if self.invitations.contains_key(invitation) {
            self.break_with(format!("{invitation} is created twice"));
        }
        let expires_at = moment(&event.after["expires_at"]).unwrap_or(event.at);
        let made = Invitation::new(place.clone(), self.commits, expires_at);
        self.invitations.insert(invitation.to_owned(), made);
        let grants = event.after["grants"].clone();
        let standings = self.users.remove(&place).map(|user| user.standings).unwrap_or_default();
        let mut user = User { standings, grants, id: None, invitation: invitation.to_owned() };
        user.standings.push((self.commits, standing));
        if event.target.starts_with("usr_") {
            user.id = Some(event.target.clone());
        }
        self.users.insert(place, user);
    }

    fn reissue(&mut self, event: &Event) {
        let commits = self.commits;
        let Some(invitation) = self.invitations.get_mut(&event.target) else {
            return self.break_with(format!("{} of an unknown {}", event.action, event.target));
        };
        let was = invitation.now();
        invitation.issues += 1;
        if let Some(expires_at) = moment(&event.after["expires_at"]) {
            invitation.renew(commits, expires_at);
        }
        invitation.endings.push((commits, Ending::Pending));
        let place = (invitation.account.clone(), invitation.email.clone());
        if !matches!(was, Ending::Pending | Ending::Expired) {
            self.break_with(format!("{} of {}, which is {was:?}", event.action, event.target));
        }
        let given = event.after.get("grants").filter(|grants| !grants.is_null());
        if let (Some(grants), Some(user)) = (given, self.users.get_mut(&place)) {
            user.grants = grants.clone();
        }
    }

    /// I2: an invitation is accepted at most once, and only while it is pending and has not expired.
    fn end(&mut self, event: &Event, ending: Ending) {
        let commits = self.commits;
        let Some(invitation) = self.invitations.get_mut(&event.target) else {
            return self.break_with(format!("{} of an unknown {}", event.action, event.target));
        };
        let (was, expires_at) = (invitation.now(), invitation.expires_at);
        invitation.endings.push((commits, ending));
        let place = (invitation.account.clone(), invitation.email.clone());
        let is_late = event.at >= expires_at;
        let may = match ending {
            Ending::Accepted => was == Ending::Pending && !is_late,
            Ending::Declined => was == Ending::Pending && !is_late,
            Ending::Expired => was == Ending::Pending && is_late,
            Ending::Revoked => matches!(was, Ending::Pending | Ending::Expired),
            Ending::Pending => false,
        };
        if !may {
            self.break_with(format!(
                "I2: {} of {}, which is {was:?} until {expires_at}, at {}",
                event.action, event.target, event.at
            ));
        }
        let Some(user) = self.users.get_mut(&place) else { return };
        // A pending user leaves with the invitation; one who was active from the start has an event of their own.
        if matches!(ending, Ending::Declined | Ending::Revoked)
            && user.now() == Standing::Pending
            && user.invitation == event.target
        {
            user.standings.push((commits, Standing::Removed));
        }
    }

    fn reactivate(&mut self, event: &Event) {
        let pending = event.after["status"] == "pending";
        let to = if pending { Standing::Pending } else { Standing::Active };
        self.stand(event, &[Standing::Deactivated], to);
        let Some(place) = self.place(event) else { return };
        let Some(user) = self.users.get_mut(&place) else { return };
        user.grants = event.after["grants"].clone();
        if let Some(invitation) = event.after["invitation"].as_str() {
            user.invitation = invitation.to_owned();
            let expires_at = moment(&event.after["expires_at"]).unwrap_or(event.at);
            self.invitations.insert(invitation.to_owned(), Invitation::new(place, self.commits, expires_at));
        }
    }

    fn stand(&mut self, event: &Event, from: &[Standing], to: Standing) {
        let commits = self.commits;
        let Some(place) = self.place(event) else {
            return self.break_with(format!("{} of an unknown {}", event.action, event.target));
        };
        let Some(user) = self.users.get_mut(&place) else { return };
        // What one commit does may be told by several events, each of which is about how they were before it.
        let may = from.iter().any(|standing| user.was(*standing, commits - 1));
        let was = user.now();
        user.standings.push((commits, to));
        user.id = Some(event.target.clone());
        if to == Standing::Deactivated && event.after["grants"].is_array() {
            user.grants = event.after["grants"].clone();
        }
        if !may {
            self.break_with(format!("{} of {}, who is {was:?}", event.action, event.target));
        }
    }

    fn regrant(&mut self, event: &Event) {
        let Some(place) = self.place(event) else { return };
        let Some(user) = self.users.get_mut(&place) else { return };
        let was = user.now();
        if event.after["grants"].is_array() {
            if event.before["grants"] != user.grants {
                let held = user.grants.clone();
                self.broken
                    .push(format!("a change is lost: {} held {held}, not {}", event.target, event.before["grants"]));
            }
            if let Some(user) = self.users.get_mut(&place) {
                user.grants = event.after["grants"].clone();
            }
        }
        if was == Standing::Removed {
            self.break_with(format!("{} of {}, who is gone", event.action, event.target));
        }
    }

    /// Whom an event is about. An id begins with the user's key, which the invitation's has as well.
    pub(super) fn place(&self, event: &Event) -> Option<Place> {
        self.place_of(&event.account, &event.target)
    }

    /// Who has an id in an account.
    pub fn place_of(&self, account: &str, id: &str) -> Option<Place> {
        let key = |id: &str| id.get(4..28).map(str::to_owned);
        let mut users = self.users.iter().filter(|((of, _), _)| of == account);
        users.find(|(_, user)| key(&user.invitation) == key(id)).map(|(place, _)| place.clone())
    }

    /// I3: an account that has had an active user who manages users always has one.
    pub(super) fn keep_administrators(&mut self) {
        let accounts: Vec<String> = self.accounts.keys().cloned().collect();
        for account in accounts {
            let is_managed = self.users.iter().any(|((of, _), user)| *of == account && user.manages());
            if is_managed {
                self.managed.insert(account);
            } else if self.managed.remove(&account) {
                self.break_with(format!("I3: nobody manages {account} any more"));
            }
        }
    }
}

impl User {
    /// Whether they manage users.
    pub fn manages(&self) -> bool {
        let mut grants = self.grants.as_array().into_iter().flatten();
        let is_managing = |grant: &Value| {
            MANAGING.iter().any(|role| grant["role"] == *role) && grant["units"] == "all" && grant["ends_at"].is_null()
        };
        self.now() == Standing::Active && grants.any(is_managing)
    }
}

fn moment(value: &Value) -> Option<jiff::Timestamp> {
    value.as_str()?.parse().ok()
}
