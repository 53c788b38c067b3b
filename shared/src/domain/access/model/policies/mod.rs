//! The policies of an access model: how people come in, what they may change, how they leave.
//!
//! Every policy has a default, so that a document names only what makes its portal different; the stored
//! form names them all, so that a later default changes no account.

mod disposable;
mod proofs;
mod reading;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::disposable::DisposableDomains;
use self::proofs::LONGEST_SESSION;
pub use self::proofs::{
    ApiTokenPolicy, CredentialResetPolicy, LONGEST_API_TOKEN, SHORTEST_IDLE, SecondFactorPolicy, SessionPolicy,
    TokenCreators, TokenDisplay,
};
use super::lifetime;
use crate::domain::text::Line;

/// The policies of a portal's user management, beyond roles and permissions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Policies {
    /// How access can be limited to a part of the account. The document's own key `units`, not a part of `policies`.
    #[serde(skip)]
    pub units: UnitPolicy,
    /// How users are invited.
    pub invitation: InvitationPolicy,
    /// When an invited user becomes active.
    pub activation: Activation,
    /// Who may change the names of an existing user.
    pub names: NameEditors,
    /// How many roles a user may hold.
    pub roles_per_user: RolesPerUser,
    /// How users leave.
    pub offboarding: OffboardingPolicy,
    /// Whether people may or must have a second factor.
    pub second_factor: SecondFactorPolicy,
    /// How long sessions count in the account.
    pub session: SessionPolicy,
    /// Whether programs may have API tokens, and how.
    pub api_tokens: ApiTokenPolicy,
    /// What a credential reset also does.
    pub credential_reset: CredentialResetPolicy,
}

/// The parts of an account, and who has access to which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UnitPolicy {
    /// The noun for a unit, such as `practice` or `store`.
    #[schema(value_type = String, min_length = 1, max_length = 40, example = "practice")]
    pub noun: Line<40>,
    /// Whether there are units, and whether grants choose among them.
    pub reach: UnitReach,
    /// Which users a user with `users:read` sees.
    pub visibility: Visibility,
}

/// How a grant relates to units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitReach {
    /// The account has no units.
    #[default]
    None,
    /// Every user reaches every unit.
    All,
    /// Each grant names its units, or all of them with those to come.
    Selected,
}

/// Which users are visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = UserVisibility)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Every user of the account.
    #[default]
    Everyone,
    /// Those who share a unit with the one who looks.
    SharedUnit,
}

/// How users are invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InvitationPolicy {
    /// How long an invitation can be accepted after it is created.
    #[serde(serialize_with = "lifetime::serialize")]
    #[schema(value_type = String, pattern = "^[0-9]+[mhd]$", default = "7d", example = "48h")]
    pub lifetime: SignedDuration,
    /// Who provides the given name and the family name.
    pub names: GivenBy,
    /// Whether disposable email addresses are refused.
    pub refuse_disposable: bool,
    /// Corrections to the maintained list of disposable domains.
    pub disposable_domains: DisposableDomains,
    /// Whether one call may invite several people.
    pub bulk: bool,
}

/// Who provides the names of an invited user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = NamesGivenBy)]
#[serde(rename_all = "snake_case")]
pub enum GivenBy {
    /// The inviter, in the invitation.
    Inviter,
    /// The invited person, on accepting.
    #[default]
    Invitee,
    /// Either of them, or nobody: an invitation is accepted with a password alone.
    Optional,
}

/// When a user becomes active.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Activation {
    /// At once, before the invitation is accepted. The person is let in once they accept it.
    OnCreate,
    /// On accepting the invitation.
    #[default]
    OnAccept,
    /// On the first successful sign-in after accepting.
    OnFirstSignIn,
}

/// Who may change names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NameEditors {
    /// Those with `users:update`.
    Administrators,
    /// The person alone.
    Person,
    /// Both.
    #[default]
    Both,
}

/// How many roles one user may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RolesPerUser {
    /// Exactly one, possibly in several grants.
    #[default]
    One,
    /// One or more.
    Several,
}

/// How users leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OffboardingPolicy {
    /// Whether users can be deactivated.
    pub deactivate: bool,
    /// Whether users can be removed.
    pub remove: bool,
    /// Whether deactivation removes all grants.
    pub deactivation_clears_roles: bool,
}

impl Default for UnitPolicy {
    fn default() -> Self {
        #[expect(clippy::expect_used, reason = "a constant; every test that reads a model passes here")]
        let noun = Line::parse("unit").expect("`unit` is a line of text");
        Self { noun, reach: UnitReach::default(), visibility: Visibility::default() }
    }
}

impl Default for InvitationPolicy {
    fn default() -> Self {
        Self {
            lifetime: SignedDuration::from_hours(7 * 24),
            names: GivenBy::default(),
            refuse_disposable: false,
            disposable_domains: DisposableDomains::default(),
            bulk: true,
        }
    }
}

impl Default for OffboardingPolicy {
    fn default() -> Self {
        Self { deactivate: true, remove: true, deactivation_clears_roles: false }
    }
}
