//! Reading policies from a document, and refusing those that contradict each other.

use jiff::SignedDuration;

use super::{
    ApiTokenPolicy, CredentialResetPolicy, DisposableDomains, InvitationPolicy, LONGEST_API_TOKEN, LONGEST_SESSION,
    OffboardingPolicy, Policies, SHORTEST_IDLE, SessionPolicy, TokenCreators, TokenDisplay, UnitPolicy, UnitReach,
    Visibility,
};
use crate::domain::access::model::faults::Faults;
use crate::domain::access::model::lifetime::{self, Bounds};
use crate::domain::access::model::table::Table;

/// How long a session may count.
const SESSIONS: Bounds = SHORTEST_IDLE..=LONGEST_SESSION;

/// For how long an API token may be made.
const API_TOKENS: Bounds = SignedDuration::from_hours(1)..=LONGEST_API_TOKEN;

impl UnitPolicy {
    pub(in crate::domain::access::model) fn read(mut table: Table<'_>, faults: &mut Faults) -> Self {
        let default = Self::default();
        let policy = Self {
            noun: table.optional_line("noun", faults).unwrap_or(default.noun),
            reach: table.or_default("reach", faults),
            visibility: table.or_default("visibility", faults),
        };
        if policy.visibility == Visibility::SharedUnit && policy.reach != UnitReach::Selected {
            let message = "users can share a unit only if `reach` is `selected`";
            faults.add(table.path_of("visibility"), "impossible_policy", message);
        }
        table.finish(faults);
        policy
    }
}

impl Policies {
    /// Reads everything but `units`, which is a key of its own.
    pub(in crate::domain::access::model) fn read(mut table: Table<'_>, units: UnitPolicy, faults: &mut Faults) -> Self {
        let policies = Self {
            units,
            invitation: InvitationPolicy::read(table.table("invitation", faults), faults),
            activation: table.or_default("activation", faults),
            names: table.or_default("names", faults),
            roles_per_user: table.or_default("roles_per_user", faults),
            offboarding: OffboardingPolicy::read(table.table("offboarding", faults), faults),
            second_factor: table.or_default("second_factor", faults),
            session: SessionPolicy::read(table.table("session", faults), faults),
            api_tokens: ApiTokenPolicy::read(table.table("api_tokens", faults), faults),
            credential_reset: CredentialResetPolicy::read(table.table("credential_reset", faults), faults),
        };
        table.finish(faults);
        policies
    }
}

impl InvitationPolicy {
    fn read(mut table: Table<'_>, faults: &mut Faults) -> Self {
        let default = Self::default();
        let refuse_disposable = table.or("refuse_disposable", default.refuse_disposable, faults);
        let policy = Self {
            lifetime: lifetime::read(&mut table, "lifetime", &lifetime::OFFERED, faults).unwrap_or(default.lifetime),
            names: table.or_default("names", faults),
            refuse_disposable,
            disposable_domains: DisposableDomains::read(
                table.table("disposable_domains", faults),
                refuse_disposable,
                faults,
            ),
            bulk: table.or("bulk", default.bulk, faults),
        };
        table.finish(faults);
        policy
    }
}

impl OffboardingPolicy {
    fn read(mut table: Table<'_>, faults: &mut Faults) -> Self {
        let default = Self::default();
        let policy = Self {
            deactivate: table.or("deactivate", default.deactivate, faults),
            remove: table.or("remove", default.remove, faults),
            deactivation_clears_roles: table.or("deactivation_clears_roles", false, faults),
        };
        if !policy.deactivate && !policy.remove {
            let message = "users could never leave; allow `deactivate`, `remove` or both";
            faults.add(table.path(), "impossible_policy", message);
        }
        if !policy.deactivate && policy.deactivation_clears_roles {
            let message = "needs deactivation, but `deactivate` is `false`";
            faults.add(table.path_of("deactivation_clears_roles"), "impossible_policy", message);
        }
        table.finish(faults);
        policy
    }
}

impl SessionPolicy {
    fn read(mut table: Table<'_>, faults: &mut Faults) -> Self {
        let default = Self::default();
        let policy = Self {
            lifetime: lifetime::read(&mut table, "lifetime", &SESSIONS, faults).unwrap_or(default.lifetime),
            idle: lifetime::read(&mut table, "idle", &SESSIONS, faults).unwrap_or(default.idle),
        };
        table.finish(faults);
        policy
    }
}

impl ApiTokenPolicy {
    fn read(mut table: Table<'_>, faults: &mut Faults) -> Self {
        let policy = Self {
            who: table.or_default("who", faults),
            display: table.or_default("display", faults),
            lifetime: lifetime::read(&mut table, "lifetime", &API_TOKENS, faults).unwrap_or(Self::default().lifetime),
        };
        if policy.who == TokenCreators::Nobody && policy.display == TokenDisplay::Again {
            faults.add(table.path_of("display"), "impossible_policy", "has no effect while `who` is `nobody`");
        }
        table.finish(faults);
        policy
    }
}

impl CredentialResetPolicy {
    fn read(mut table: Table<'_>, faults: &mut Faults) -> Self {
        let policy = Self { reopens_invitation: table.or_default("reopens_invitation", faults) };
        table.finish(faults);
        policy
    }
}
