//! What becomes of one row of a bulk invitation.

use serde::Serialize;
use usher::changes::invitee::{InviteeFields, Terms, Unfit};
use usher::domain::people::invitation::Invitee;
use usher::domain::people::user::{User, UserStatus};
use usher::domain::text::{TextFault, Title};
use usher::http::labels;
use usher::http::problem::{FieldFault, FieldFaults};
use usher::http::{Json as Raw, Sent};
use utoipa::ToSchema;

/// The verdict on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationVerdict {
    /// Invited; in a dry run, would be. If the access model says so, the user is active at once.
    Invited,
    /// There is an invitation already, pending or expired. Send it again instead.
    AlreadyInvited,
    /// Is a user of the account already: active, or yet to sign in for the first time after accepting.
    AlreadyMember,
    /// Is a user of the account who was deactivated. Reactivate them instead.
    Deactivated,
    /// The address is thrown away after use, and the access model refuses such.
    DisposableAddress,
    /// The address is in an earlier row of the same call, `duplicate_of`.
    Duplicate,
    /// The row is wrong; see `errors`.
    Invalid,
    /// The grants are more than the caller holds.
    NotAllowed,
    /// Not done, or not known to be: the time of the call was over, or the store failed. Send the row again, with
    /// another idempotency key.
    TryAgain,
}

/// Why a row is not invited.
pub struct RefusedRow {
    pub email: Option<String>,
    pub verdict: InvitationVerdict,
    pub duplicate_of: Option<usize>,
    pub errors: FieldFaults,
}

impl RefusedRow {
    fn of(email: Option<String>, verdict: InvitationVerdict) -> Self {
        Self { email, verdict, duplicate_of: None, errors: FieldFaults::default() }
    }

    fn invalid(email: Option<String>, errors: FieldFaults) -> Self {
        Self { errors, ..Self::of(email, InvitationVerdict::Invalid) }
    }

    /// The address of `invitee` is in the row `first`.
    pub fn duplicate(invitee: &Invitee, first: usize) -> Self {
        let email = Some(invitee.email.to_string());
        Self { duplicate_of: Some(first), ..Self::of(email, InvitationVerdict::Duplicate) }
    }

    /// There is nobody in the row.
    fn empty() -> Self {
        let fault = FieldFault::new("row", "required", "the row is empty: it has no address and no name");
        Self::invalid(None, FieldFaults::from_iter([fault]))
    }

    /// What is stored of the user who has the address of `invitee` cannot be read.
    pub fn unreadable(invitee: &Invitee) -> Self {
        let fault = FieldFault::new("email", "unavailable", "this address cannot be checked now; try again later");
        Self::invalid(Some(invitee.email.to_string()), FieldFaults::from_iter([fault]))
    }

    /// Another user, or an earlier row, has the external id.
    pub fn called_as_another(email: Option<String>) -> Self {
        let fault = FieldFault::new("external_id", labels::TAKEN, labels::TAKEN_BY_A_USER);
        Self::invalid(email, FieldFaults::from_iter([fault]))
    }

    fn because(unfit: Unfit, row: &Sent<InviteeFields>) -> Self {
        let email = row.peek().and_then(InviteeFields::address).map(String::from);
        match unfit {
            Unfit::Invalid(errors) => Self::invalid(email, errors),
            Unfit::ExceedsOwn => Self::of(email, InvitationVerdict::NotAllowed),
            Unfit::ExternalIdTaken => Self::called_as_another(email),
            Unfit::Disposable => Self::of(email, InvitationVerdict::DisposableAddress),
        }
    }
}

/// A row as it was sent.
pub struct Row {
    fields: Sent<InviteeFields>,
    is_empty: bool,
}

impl Row {
    /// Reads what is to be judged.
    pub fn of(sent: &Raw) -> Self {
        Self { fields: sent.read("row"), is_empty: is_empty(sent) }
    }

    /// The fields before they are judged: for what is to be looked up to judge them, and for nothing else.
    pub fn peek(&self) -> Option<&InviteeFields> {
        self.fields.peek()
    }

    /// The person that the caller invites with it. Whether the address is taken is another matter.
    pub fn invitee(&self, terms: Terms<'_>) -> Result<Invitee, RefusedRow> {
        if self.is_empty {
            return Err(RefusedRow::empty());
        }
        let judged = self.fields.judge(|row, fields| row.invitee(terms, fields));
        judged.map_err(|unfit| RefusedRow::because(unfit, &self.fields))
    }
}

/// Of nobody in particular: programs add these to every line of a table.
const FOR_ALL: [&str; 4] = ["grants", "message", "locale", "return_to"];

/// Whether a row holds nothing of anybody, as the empty lines of a table do once a program has added grants.
fn is_empty(row: &Raw) -> bool {
    let is_blank = |value: &Raw| match value {
        Raw::Null => true,
        Raw::Text(text) => matches!(Title::parse(text), Err(TextFault::Empty)),
        _ => false,
    };
    let says_nothing = |(name, value): &(String, Raw)| FOR_ALL.contains(&name.as_str()) || is_blank(value);
    matches!(row, Raw::Object(fields) if fields.iter().all(says_nothing))
}

/// The verdict on a row whose address is taken by `user`.
pub fn taken_by(user: &User) -> InvitationVerdict {
    match user.status {
        UserStatus::Pending if !user.joined => InvitationVerdict::AlreadyInvited,
        UserStatus::Pending | UserStatus::Active => InvitationVerdict::AlreadyMember,
        UserStatus::Deactivated => InvitationVerdict::Deactivated,
    }
}
