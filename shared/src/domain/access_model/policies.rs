//! The policies of an access model: how people come in, what they may change, how they leave.
//!
//! Every policy has a default, so that a document names only what makes its portal different; the stored
//! form names them all, so that a later default changes no account.

mod disposable;
mod reading;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

pub use self::disposable::DisposableDomains;
use super::lifetime;
use crate::domain::text::Line;

/// How one portal's user management behaves, beyond who may do what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Policies {
    /// How access can be limited to a part of the account. The document's own key `units`, not a part of `policies`.
    #[serde(skip)]
    pub units: UnitPolicy,
    /// How people are invited.
    pub invitation: InvitationPolicy,
    /// When an invited user becomes active.
    pub activation: Activation,
    /// Who edits the names of a user once they exist.
    pub names: NameEditors,
    /// How many roles a user may hold.
    pub roles_per_user: RolesPerUser,
    /// How people leave.
    pub offboarding: OffboardingPolicy,
    /// Whether people may or must have a second factor.
    pub second_factor: SecondFactor,
    /// How programs get in.
    pub api_tokens: ApiTokenPolicy,
    /// What a credential reset does beyond resetting.
    pub credential_reset: CredentialResetPolicy,
}

/// The parts of an account, and who reaches which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitPolicy {
    /// What a unit is called, such as `practice` or `store`.
    pub noun: Line<40>,
    /// Whether there are units, and whether a grant chooses among them.
    pub reach: UnitReach,
    /// Which users a user with `users:read` sees.
    pub visibility: Visibility,
}

/// How a grant relates to units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Every user of the account.
    #[default]
    Everyone,
    /// Those who share a unit with the one who looks.
    SharedUnit,
}

/// How people are invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvitationPolicy {
    /// How long an invitation can be accepted, from the moment the user is added.
    #[serde(serialize_with = "lifetime::serialize")]
    pub lifetime: SignedDuration,
    /// Who gives the first and the last name.
    pub names: GivenBy,
    /// Whether addresses of disposable-mail services are refused.
    pub refuse_disposable: bool,
    /// Domains that are disposable although no list says so, or are not although one does.
    pub disposable_domains: DisposableDomains,
    /// Whether one call may invite several people.
    pub bulk: bool,
}

/// Who gives the names of somebody invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenBy {
    /// Whoever invites, in the invitation.
    Inviter,
    /// Whoever is invited, on accepting.
    #[default]
    Invitee,
    /// Either of them, or nobody: an invitation is accepted with a password alone.
    Optional,
}

/// When a user becomes active.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activation {
    /// At once, before the invitation is accepted.
    OnCreate,
    /// On accepting the invitation.
    #[default]
    OnAccept,
    /// On the first successful sign-in after accepting.
    OnFirstSignIn,
}

/// Who edits names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RolesPerUser {
    /// Exactly one, possibly in several grants.
    #[default]
    One,
    /// One or more.
    Several,
}

/// How people leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OffboardingPolicy {
    /// Whether users can be deactivated.
    pub deactivate: bool,
    /// Whether users can be removed.
    pub remove: bool,
    /// Whether deactivation takes all grants away.
    pub deactivation_clears_roles: bool,
}

/// Whether people have a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// Nobody is offered one.
    Off,
    /// Each decides.
    #[default]
    Optional,
    /// Nobody is in without one.
    Required,
}

/// How programs get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ApiTokenPolicy {
    /// Who may create API tokens.
    pub who: TokenCreators,
    /// How often a token can be seen.
    pub display: TokenDisplay,
}

/// Who may create API tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenCreators {
    /// Nobody: the portal has no API tokens.
    Nobody,
    /// Those who hold `api_tokens:manage`; those who hold `api_tokens:manage:own`, for themselves.
    #[default]
    Permitted,
}

/// How often an API token can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenDisplay {
    /// Once, when it is created.
    #[default]
    Once,
    /// At any time, by those who may manage it.
    Again,
}

/// What a credential reset does beyond resetting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct CredentialResetPolicy {
    /// Whether a password reset lets somebody in who never accepted, even when the invitation has expired.
    pub reopens_invitation: bool,
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
