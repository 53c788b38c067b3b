//! The states that there are: how each comes to be, which cannot, and what leads on from each.

use serde_json::Value;

use super::acts::Act::{self, *};
use super::subject::Place::{Elsewhere, Here};

/// What a user can be.
pub const USERS: [&str; 4] = ["none", "pending", "active", "deactivated"];

/// What the newest invitation of an address can be. `bounced` is a pending one whose email came back.
pub const INVITATIONS: [&str; 8] =
    ["none", "pending", "bounced", "lapsed", "expired", "accepted", "declined", "revoked"];

/// Who someone is outside the account, and how they came to be that.
pub struct Person {
    pub name: &'static str,
    pub acts: &'static [Act],
}

/// Nobody has a password without having accepted an invitation, or a second factor without a password.
pub const PERSONS: [Person; 5] = [
    Person { name: "unknown", acts: &[] },
    Person { name: "password", acts: &[Invite(Elsewhere), Accept(Elsewhere), Remove(Elsewhere)] },
    Person { name: "password (active elsewhere)", acts: &[Invite(Elsewhere), Accept(Elsewhere)] },
    Person {
        name: "password (deactivated elsewhere)",
        acts: &[Invite(Elsewhere), Accept(Elsewhere), Deactivate(Elsewhere)],
    },
    Person {
        name: "factor (deactivated elsewhere)",
        acts: &[Invite(Elsewhere), Accept(Elsewhere), Enrol, Deactivate(Elsewhere)],
    },
];

/// Those who differ in an account with these policies. If the account does not require a second factor, to have one
/// only adds a step to signing in.
pub fn persons(policies: &Value) -> Vec<(usize, &'static Person)> {
    let is_required = policies["second_factor"] == "required";
    let differs = |person: &Person| is_required || !person.acts.contains(&Enrol);
    PERSONS.iter().enumerate().filter(|(_, person)| differs(person)).collect()
}

/// What happens to an invitation without anybody answering it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Arrives,
    Bounces,
    Expires,
    /// The inviter leaves.
    Lapses,
}

/// What has been done in the account, under the access models that allow it.
pub struct History {
    pub acts: &'static [Act],
    pub fate: Fate,
    is_allowed: fn(&Value) -> bool,
}

const HISTORIES: [History; 12] = [
    of(&[BecomeKnown]),
    of(&[BecomeKnown, Invite(Here)]),
    History { fate: Fate::Bounces, ..of(&[BecomeKnown, Invite(Here)]) },
    History { fate: Fate::Expires, ..of(&[BecomeKnown, Invite(Here)]) },
    History { fate: Fate::Lapses, ..of(&[BecomeKnown, Invite(Here)]) },
    of(&[BecomeKnown, Invite(Here), Accept(Here)]),
    of(&[BecomeKnown, Invite(Here), Decline]),
    of(&[BecomeKnown, Invite(Here), Revoke]),
    History { is_allowed: removes, ..of(&[BecomeKnown, Invite(Here), Accept(Here), Remove(Here)]) },
    History { is_allowed: deactivates, ..of(&[BecomeKnown, Invite(Here), Deactivate(Here)]) },
    History { is_allowed: deactivates, ..of(&[BecomeKnown, Invite(Here), Accept(Here), Deactivate(Here)]) },
    // Someone who accepts while signed in has signed in: to be waited for, a known person must have accepted before.
    History {
        is_allowed: |policies| deactivates(policies) && waits_for_sign_in(policies),
        ..of(&[Invite(Here), Accept(Here), Deactivate(Here), BecomeKnown, Reactivate])
    },
];

const fn of(acts: &'static [Act]) -> History {
    History { acts, fate: Fate::Arrives, is_allowed: |_| true }
}

/// The histories that an access model with these policies allows.
pub fn histories(policies: &Value) -> Vec<&'static History> {
    HISTORIES.iter().filter(|history| (history.is_allowed)(policies)).collect()
}

fn removes(policies: &Value) -> bool {
    policies["offboarding"]["remove"] == true
}

fn deactivates(policies: &Value) -> bool {
    policies["offboarding"]["deactivate"] == true
}

fn is_active_at_once(policies: &Value) -> bool {
    policies["activation"] == "on_create"
}

fn waits_for_sign_in(policies: &Value) -> bool {
    policies["activation"] == "on_first_sign_in"
}

/// Why there is no such user with such an invitation; nothing if there is.
pub fn impossible(user: &str, invitation: &str, policies: &Value) -> Option<&'static str> {
    let is_open = ["pending", "bounced", "lapsed", "expired"].contains(&invitation);
    let has_ended = ["declined", "revoked"].contains(&invitation);
    let stays = is_active_at_once(policies) && !removes(policies);
    let why = match user {
        "none" if is_open => "an open invitation has a user, and ends with them",
        "none" if invitation == "accepted" && !removes(policies) => "users are never removed",
        "none" if has_ended && stays => "a user who is active from the start is deactivated instead",
        "pending" | "active" | "deactivated" if invitation == "none" => "every user has an invitation",
        "pending" | "active" if has_ended => "the user leaves with the invitation",
        "pending" if is_open && is_active_at_once(policies) => "users are active from the start",
        "pending" if invitation == "accepted" && !waits_for_sign_in(policies) => "accepting makes the user active",
        "active" if invitation == "lapsed" => "what the user holds already cannot lapse",
        "active" if is_open && !is_active_at_once(policies) => "a user becomes active by accepting, at the earliest",
        "deactivated" if is_open => "deactivation revokes the invitation",
        "deactivated" if !deactivates(policies) => "users are never deactivated",
        "deactivated" if invitation == "declined" && !stays => "who declines is removed",
        _ => return None,
    };
    Some(why)
}

/// What leads on from a state, and what those are told who try something else.
pub struct Ways {
    /// To an active user.
    pub on: Vec<Act>,
    /// Out of the account; nothing if there is nobody in it.
    pub out: Option<Act>,
    /// What a refusal tells someone who follows the link.
    pub link_says: &'static str,
    /// What a refusal tells an administrator who invites them again.
    pub inviting_says: &'static str,
}

/// The ways from a state.
pub fn ways(user: &str, invitation: &str, policies: &Value) -> Ways {
    // If the first sign-in is waited for, someone who was signed in when they accepted has done that.
    let arrive: &[Act] = if waits_for_sign_in(policies) { &[SignIn] } else { &[] };
    let accept = [&[Accept(Here)], arrive].concat();
    let after = |act: Act| [vec![act], accept.clone()].concat();
    let leave = if removes(policies) { Remove(Here) } else { Deactivate(Here) };
    let ways = |on, out, link_says, inviting_says| Ways { on, out, link_says, inviting_says };
    match (user, invitation) {
        ("none", _) => ways(after(Invite(Here)), None, "invite", ""),
        ("deactivated", invitation) => {
            let on = if invitation == "accepted" { [&[Reactivate], arrive].concat() } else { after(Reactivate) };
            ways(on, removes(policies).then_some(leave), "reactivate", "reactivate")
        }
        (_, "pending") => ways(accept, Some(Decline), "sign in", "resend"),
        (_, "bounced") => ways(after(Resend), Some(Revoke), "", "resend"),
        (_, "lapsed") => ways(after(Resend), Some(Revoke), "new invitation", "resend"),
        (_, "expired") => ways(after(RequestNew), Some(Revoke), "request a new one", "resend"),
        ("pending", _) => ways(arrive.to_vec(), Some(leave), "sign in", "sign in"),
        _ => ways(Vec::new(), Some(leave), "sign in", "sign in"),
    }
}
