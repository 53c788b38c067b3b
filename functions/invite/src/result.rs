//! The result of one row of a bulk invitation, as the client sees it.

use serde::Serialize;
use usher::caller::Caller;
use usher::domain::people::invitation::Invitee;
use usher::domain::people::user::User;
use usher::http::problem::FieldFault;
use utoipa::ToSchema;

use crate::row::{InvitationVerdict, RefusedRow, taken_by};

/// The result of a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationResult {
    /// The place of the row in the request, from 0.
    #[schema(example = 0)]
    pub index: usize,
    /// The address in its canonical form, if the row has one.
    #[schema(required, example = "ada@example.com")]
    email: Option<String>,
    /// The verdict on the row.
    pub verdict: InvitationVerdict,
    /// The invitation: a new one, or the existing one of a user whom the caller can see.
    #[schema(required)]
    invitation: Option<String>,
    /// The user: a new one, or the existing one if the caller can see them.
    #[schema(required)]
    user: Option<String>,
    /// The place of the earlier row with the same address, if it is a duplicate.
    #[schema(required)]
    duplicate_of: Option<usize>,
    /// What is wrong with the row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldFault>,
}

impl InvitationResult {
    /// The row is refused.
    pub fn refused(index: usize, refused: RefusedRow) -> Self {
        Self {
            index,
            email: refused.email,
            verdict: refused.verdict,
            invitation: None,
            user: None,
            duplicate_of: refused.duplicate_of,
            errors: refused.errors.to_vec(),
        }
    }

    /// The address of the row is taken by `user`. Whom the caller does not see stays unnamed: that the address is taken
    /// is all there is to know.
    pub fn taken(index: usize, user: &User, caller: &Caller) -> Self {
        let result = Self::with(index, taken_by(user), user);
        if caller.sees(user) {
            return result;
        }
        let verdict = match result.verdict {
            InvitationVerdict::Deactivated => InvitationVerdict::AlreadyMember,
            verdict => verdict,
        };
        Self { invitation: None, user: None, verdict, ..result }
    }

    /// The row is invited, as `user`.
    pub fn invited(index: usize, user: &User) -> Self {
        Self::with(index, InvitationVerdict::Invited, user)
    }

    /// The row would be invited, if this were no dry run.
    pub fn would_be_invited(index: usize, invitee: &Invitee) -> Self {
        let (email, verdict) = (Some(invitee.email.to_string()), InvitationVerdict::Invited);
        Self { index, email, verdict, invitation: None, user: None, duplicate_of: None, errors: Vec::new() }
    }

    fn with(index: usize, verdict: InvitationVerdict, user: &User) -> Self {
        let (invitation, id) = (Some(user.invitation.to_string()), Some(user.id.to_string()));
        let email = Some(user.email.to_string());
        Self { index, email, verdict, invitation, user: id, duplicate_of: None, errors: Vec::new() }
    }
}
