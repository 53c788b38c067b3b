//! Deciding whether something is allowed, and saying why.
//!
//! ```
//! use jiff::Timestamp;
//! use usher::domain::access::grant::{Grant, Question};
//! use usher::presets::Preset;
//!
//! let grants: Vec<Grant> = serde_json::from_str(r#"[{ "role": "write" }]"#)?;
//! let question = Question { permission: &"invoices:read".parse()?, unit: None, owned: false };
//! let allowance = question.decide(&Preset::Invoicing.model(), &grants, Timestamp::UNIX_EPOCH)?;
//! assert_eq!((allowance.role.as_str(), allowance.source.as_str()), ("write", "read"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The decision is the one of [`super::Access::allows`]; properties hold the two together. Not decided here: whether
//! the user is active and the unit in use.

use jiff::Timestamp;

use super::access::scope;
use super::{Grant, UnitScope};
use crate::domain::access::model::{AccessModel, Role, RoleName};
use crate::domain::access::permission::Permission;
use crate::domain::id::UnitId;
use crate::domain::words::words;

/// What is asked: may a user do this, there, to such a record?
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What is to be done. To ask for `:own` is to ask about a record that the user owns.
    pub permission: &'a Permission,
    /// Where; `None` is the account as a whole.
    pub unit: Option<UnitId>,
    /// Whether the record is the user's own.
    pub owned: bool,
}

/// Why something is allowed: the first grant that allows it, one over every record before one over own records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// Which of the user's grants, from 0.
    pub grant: usize,
    /// The role of the grant.
    pub role: RoleName,
    /// The role that itself names the permission: the grant's, or one that it includes. The grant's, if the permission
    /// is added to the grant.
    pub source: RoleName,
    /// Whether it is not the role that gives the permission, but what was added to it for this user.
    pub added: bool,
    /// What the user holds: over every record, or over own ones.
    pub permission: Permission,
    /// Where the grant counts.
    pub units: UnitScope,
    /// When it expires.
    pub ends_at: Option<Timestamp>,
}

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefusal {
    /// A grant would have allowed it, and has ended.
    #[error("the grant of the role `{role}` that allowed it ended at {ended_at}")]
    GrantEnded {
        /// Which of the user's grants, from 0: the one that ended last.
        grant: usize,
        /// Its role.
        role: RoleName,
        /// When it ended.
        ended_at: Timestamp,
    },
    /// It is held over the user's own records, and this is not one of them.
    #[error("only for the user's own records")]
    NotOwner {
        /// Which of the user's grants, from 0.
        grant: usize,
        /// Its role.
        role: RoleName,
    },
    /// It is held, and not there.
    #[error("only in the units where the user holds it")]
    UnitNotReached {
        /// The units where it is held.
        held_in: UnitScope,
    },
    /// No grant gives it.
    #[error("none of the user's grants gives this permission")]
    PermissionNotHeld,
}

words! {
    /// The reason of a decision, for programs.
    #[schema(as = ReasonCode)]
    pub enum Reason {
        /// Allowed: a role gives the permission.
        RoleAllows = "role_allows",
        /// Allowed: the permission is added to a role for this user.
        AddedPermissionAllows = "added_permission_allows",
        /// Not allowed: no grant gives the permission.
        PermissionNotHeld = "permission_not_held",
        /// Not allowed: the permission is held, and not there.
        UnitNotReached = "unit_not_reached",
        /// Not allowed: the permission is held over the user's own records, and this is not one of them.
        NotOwner = "not_owner",
        /// Not allowed: a grant would have allowed it, and has ended.
        GrantEnded = "grant_ended",
        /// Not allowed: the user is pending or deactivated.
        UserNotActive = "user_not_active",
        /// Not allowed: the unit is retired.
        UnitRetired = "unit_retired",
        /// Not allowed: the user may, and the API token that asks is made for less.
        TokenLimited = "token_limited",
    }
}

impl Allowance {
    /// The reason, for programs.
    pub fn reason(&self) -> Reason {
        if self.added { Reason::AddedPermissionAllows } else { Reason::RoleAllows }
    }
}

impl AccessRefusal {
    /// The reason, for programs.
    pub fn reason(&self) -> Reason {
        match self {
            Self::GrantEnded { .. } => Reason::GrantEnded,
            Self::NotOwner { .. } => Reason::NotOwner,
            Self::UnitNotReached { .. } => Reason::UnitNotReached,
            Self::PermissionNotHeld => Reason::PermissionNotHeld,
        }
    }
}

/// How near one grant comes to what is asked.
struct Candidate<'a> {
    index: usize,
    grant: &'a Grant,
    role: &'a Role,
    units: UnitScope,
    /// The form in which the permission is held, the widest.
    held: Permission,
}

impl Question<'_> {
    /// Whether `grants` allow it at `now`, and why or why not.
    ///
    /// # Errors
    ///
    /// What is missing; of several things the one that comes nearest to what is asked.
    pub fn decide(&self, model: &AccessModel, grants: &[Grant], now: Timestamp) -> Result<Allowance, AccessRefusal> {
        let candidates: Vec<Candidate<'_>> =
            grants.iter().enumerate().filter_map(|(index, grant)| self.candidate(index, grant, model)).collect();
        let (live, ended): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|candidate| candidate.grant.is_live(now));
        let allowing =
            live.iter().filter(|candidate| self.is_met_by(candidate)).min_by_key(|candidate| candidate.held.is_own());
        match allowing {
            Some(candidate) => Ok(candidate.allowance(model)),
            None => Err(self.refusal(&live, &ended)),
        }
    }

    /// The grant, if it gives the permission in some form somewhere, at some time.
    fn candidate<'a>(&self, index: usize, grant: &'a Grant, model: &'a AccessModel) -> Option<Candidate<'a>> {
        let role = model.role(&grant.role)?;
        let gives =
            |permission: &Permission| role.permissions().contains(permission) || is_added(grant, role, permission);
        let held = [self.permission.unrestricted(), self.permission.restricted()].into_iter().find(gives)?;
        Some(Candidate { index, grant, role, units: scope(grant, model), held })
    }

    fn is_met_by(&self, candidate: &Candidate<'_>) -> bool {
        candidate.units.reaches(self.unit) && self.may_be_own(candidate)
    }

    fn may_be_own(&self, candidate: &Candidate<'_>) -> bool {
        !candidate.held.is_own() || self.owned || self.permission.is_own()
    }

    fn refusal(&self, live: &[Candidate<'_>], ended: &[Candidate<'_>]) -> AccessRefusal {
        let last =
            ended.iter().filter(|candidate| self.is_met_by(candidate)).max_by_key(|candidate| candidate.grant.ends_at);
        if let Some((candidate, ended_at)) = last.and_then(|candidate| Some((candidate, candidate.grant.ends_at?))) {
            return AccessRefusal::GrantEnded { grant: candidate.index, role: candidate.role.name.clone(), ended_at };
        }
        if let Some(candidate) = live.iter().find(|candidate| candidate.units.reaches(self.unit)) {
            return AccessRefusal::NotOwner { grant: candidate.index, role: candidate.role.name.clone() };
        }
        let elsewhere =
            live.iter().filter(|candidate| self.may_be_own(candidate)).map(|candidate| candidate.units.clone());
        let held_in = elsewhere.reduce(|mut all, units| {
            all.extend(units);
            all
        });
        held_in.map_or(AccessRefusal::PermissionNotHeld, |held_in| AccessRefusal::UnitNotReached { held_in })
    }
}

impl Candidate<'_> {
    fn allowance(&self, model: &AccessModel) -> Allowance {
        let added = !self.role.permissions().contains(&self.held);
        let source = if added { self.role } else { source(model, self.role, &self.held) };
        Allowance {
            grant: self.index,
            role: self.role.name.clone(),
            source: source.name.clone(),
            added,
            permission: self.held.clone(),
            units: self.units.clone(),
            ends_at: self.grant.ends_at,
        }
    }
}

/// Whether the permission is added to the grant, and may be.
fn is_added(grant: &Grant, role: &Role, permission: &Permission) -> bool {
    grant.permissions.contains(permission) && role.may_add(permission)
}

/// The role that names the permission itself: the innermost of those that `role` includes, or `role`. Inclusion has no
/// cycles.
fn source<'a>(model: &'a AccessModel, role: &'a Role, permission: &Permission) -> &'a Role {
    let included = role.includes().iter().filter_map(|name| model.role(name));
    included
        .into_iter()
        .find(|included| included.permissions().contains(permission))
        .map_or(role, |included| source(model, included, permission))
}
