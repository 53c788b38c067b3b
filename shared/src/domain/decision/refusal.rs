//! Why someone may not do something.

use crate::domain::Coded;
use crate::domain::access::permission::Operation;
use crate::domain::access::unit::UnitFault;
use crate::domain::people::invitation::{InvitationFault, InvitationStatus};
use crate::domain::people::user::LeavingFault;

/// What was decided: what comes of it, or why not.
pub type Decided<T = ()> = Result<T, Refusal>;

/// Why someone may not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// They lack the permission.
    #[error("you need the permission `{}`", .0.permission())]
    Lacks(Operation),
    /// They hold it, but not everywhere where the user is.
    #[error("you need the permission `{}` in all of the user's units", .0.permission())]
    LacksOver(Operation),
    /// It does not exist for them.
    #[error("not found")]
    Unseen,
    /// The user has more say than they have (docs/decisions/0014).
    #[error("this user has administrative permissions that you do not have")]
    Outranked,
    /// Nobody takes their own place away: a user who leaves leaves someone behind who can let them in again.
    #[error("you cannot do this to yourself; ask another administrator")]
    OnSelf,
    /// Nobody changes what they hold themselves.
    #[error("you cannot change your own grants")]
    OwnGrants,
    /// Nobody gives more than they hold (security.md 28).
    #[error("you cannot grant more than you hold, or for longer")]
    ExceedsOwn,
    /// The access model does not let them edit the name.
    #[error("the access model does not let you change it")]
    NameNotEditable,
    /// The account would be without anybody who manages its users.
    #[error("no other user could manage the users of the account")]
    LastAdministrator,
    /// The user cannot leave in this way, or come back.
    #[error(transparent)]
    Leaving(#[from] LeavingFault),
    /// There is nobody to be helped.
    #[error("the user is deactivated; reactivate them first")]
    Deactivated,
    /// Who has never come in has no credentials here.
    #[error("the user has not accepted the invitation; resend it instead")]
    NotAccepted,
    /// The invitation has ended.
    #[error(transparent)]
    Invitation(InvitationFault),
    /// Nothing can be done with the unit.
    #[error(transparent)]
    Unit(#[from] UnitFault),
    /// A program asks for what takes a person.
    #[error("requires a signed-in user; API tokens are not accepted")]
    SessionRequired,
    /// The access model has no API tokens.
    #[error("this account does not allow API tokens")]
    NoApiTokens,
    /// The API token was shown once, and that was all.
    #[error("this token cannot be shown again; rotate it to get a new one")]
    ShownOnce,
    /// The owner of an API token to be is away.
    #[error("only active users can have tokens")]
    OwnerNotActive,
}

impl Refusal {
    /// An invitation that ended in this way.
    pub fn ended(status: InvitationStatus) -> Self {
        Self::Invitation(InvitationFault::NotPending(status))
    }
}

impl Coded for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Lacks(_) | Self::LacksOver(_) => "forbidden",
            Self::Unseen => "not_found",
            Self::Outranked => "user_outranks_caller",
            Self::OnSelf => "cannot_act_on_self",
            Self::OwnGrants => "cannot_change_own_grants",
            Self::ExceedsOwn => "grant_exceeds_own",
            Self::NameNotEditable => "name_not_editable",
            Self::LastAdministrator => "last_administrator",
            Self::Leaving(fault) => fault.code(),
            Self::Deactivated => "already_deactivated",
            Self::NotAccepted => "not_accepted",
            Self::Invitation(fault) => fault.code(),
            Self::Unit(fault) => fault.code(),
            Self::SessionRequired => "session_required",
            Self::NoApiTokens => "no_api_tokens",
            Self::ShownOnce => "shown_once",
            Self::OwnerNotActive => "not_active",
        }
    }
}
