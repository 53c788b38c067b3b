//! The result of one row of a bulk invitation, as the client sees it.

use serde::Serialize;
use usher::caller::Caller;
use usher::domain::people::invitation::Invitee;
use usher::domain::people::user::User;
use usher::http::problem::{FieldFault, fitting};
use utoipa::ToSchema;

use crate::offers::Candidate;
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
    /// What is wrong with the row, as far as the answer has room for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldFault>,
    /// The number of wrong fields of the row that `errors` does not name; absent if it names them all.
    #[serde(skip_serializing_if = "is_none")]
    #[schema(example = 3)]
    errors_omitted: usize,
}

fn is_none(omitted: &usize) -> bool {
    *omitted == 0
}

/// How many bytes all results have at most, as JSON. Sealed, they are still one item of DynamoDB's, which has 400 KB:
/// an answer that is known to fit is not lost after what it tells of is done.
const LARGEST: usize = 400_000;

/// How many bytes the result of a row that can be invited grows by at most when that is tried: by two ids, and by the
/// difference between the verdicts.
const GROWTH: usize = 80;

/// How many bytes `errors` and `errors_omitted` have at most beside the errors themselves.
const ERRORS: usize = 40;

/// Cuts what is told of the rows that are refused to what there is room for beside all other results and those of the
/// rows that can be invited. Each has the same room. Returns whether there is room for all results.
#[must_use]
pub fn fit(refused: &mut [InvitationResult], free: &[Candidate]) -> bool {
    let would_be = free.iter().map(|(index, invitee)| InvitationResult::would_be_invited(*index, invitee));
    let of_the_free: usize = would_be.map(|result| result.length() + GROWTH).sum();
    let of_the_refused: usize = refused.iter().map(InvitationResult::length_without_errors).sum();
    let Some(left) = LARGEST.checked_sub(of_the_free + of_the_refused) else { return false };
    let faulty = refused.iter_mut().filter(|result| !result.errors.is_empty());
    let faulty: Vec<&mut InvitationResult> = faulty.collect();
    let room = left / faulty.len().max(1);
    faulty.into_iter().for_each(|result| result.shorten(room));
    true
}

impl InvitationResult {
    /// The row is refused.
    pub fn refused(index: usize, refused: RefusedRow) -> Self {
        let RefusedRow { email, verdict, duplicate_of, errors } = refused;
        let (errors, errors_omitted) = (errors.to_vec(), errors.more());
        Self { duplicate_of, errors, errors_omitted, ..Self::new(index, email, verdict) }
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
        Self::new(index, Some(invitee.email.to_string()), InvitationVerdict::Invited)
    }

    /// The row is not done, or nobody knows whether it is. It would be `user`.
    pub fn unfinished(index: usize, user: &User) -> Self {
        Self::new(index, Some(user.email.to_string()), InvitationVerdict::TryAgain)
    }

    fn with(index: usize, verdict: InvitationVerdict, user: &User) -> Self {
        let (invitation, id) = (Some(user.invitation.to_string()), Some(user.id.to_string()));
        Self { invitation, user: id, ..Self::new(index, Some(user.email.to_string()), verdict) }
    }

    fn new(index: usize, email: Option<String>, verdict: InvitationVerdict) -> Self {
        let (invitation, user, duplicate_of, errors) = (None, None, None, Vec::new());
        Self { index, email, verdict, invitation, user, duplicate_of, errors, errors_omitted: 0 }
    }

    /// How many bytes it has as JSON, with the comma behind it.
    fn length(&self) -> usize {
        serde_json::to_vec(self).map_or(LARGEST, |json| json.len() + 1)
    }

    fn length_without_errors(&self) -> usize {
        let errors = serde_json::to_vec(&self.errors).map_or(0, |json| json.len());
        self.length() + ERRORS - errors
    }

    fn shorten(&mut self, room: usize) {
        let told = fitting(&self.errors, room);
        self.errors_omitted += self.errors.len() - told;
        self.errors.truncate(told);
    }
}
