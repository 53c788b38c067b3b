//! The result of one row of an import, as the client sees it.

use serde::Serialize;
use usher::domain::Coded;
use usher::domain::people::moving::{Arrival, Mover};
use usher::domain::people::user::{User, UserStatus};
use usher::domain::secret::foreign::ForeignHashFault;
use usher::http::labels;
use usher::http::problem::{FieldFault, FieldFaults, fitting};
use utoipa::ToSchema;

use crate::plan::Arriving;

/// The verdict on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportVerdict {
    /// Moved in; in a dry run, would be.
    Imported,
    /// Has to accept first: `pending`, or known to Usher already, with a password that stays theirs. In a dry run,
    /// would have to.
    Invited,
    /// Is there already, as the row says.
    Unchanged,
    /// Is there already, with other names, grants, external id or metadata, or another status. Nothing is changed.
    Different,
    /// Is known to Usher already, so that nobody but they themselves can bring them in, and the row says `deactivated`.
    /// Nothing is done.
    KnownElsewhere,
    /// The address is in an earlier row of the same call, `duplicate_of`.
    Duplicate,
    /// The row is wrong; see `errors`.
    Invalid,
    /// Not done, or not known to be: the time of the call was over, another change came first, or the store failed.
    /// Send the row again, with another idempotency key.
    TryAgain,
}

impl ImportVerdict {
    /// The verdict on someone who is there as `user`.
    pub fn on(user: &User, mover: &Mover) -> Self {
        let is_asked = user.status == UserStatus::Pending && mover.status == UserStatus::Active;
        let is_same = user.names == mover.invitee.names && user.grants == mover.invitee.grants;
        let is_same = is_same && user.labels == mover.invitee.labels;
        if is_same && (user.status == mover.status || is_asked) { Self::Unchanged } else { Self::Different }
    }
}

/// The result of a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportResult {
    /// The place of the row in the request, from 0.
    #[schema(example = 0)]
    pub index: usize,
    /// The address in its canonical form, if the row has one.
    #[schema(required, example = "ada@example.com")]
    email: Option<String>,
    /// The verdict on the row.
    pub verdict: ImportVerdict,
    /// The user, new or already there.
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
    #[serde(skip)]
    is_mail: bool,
}

fn is_none(omitted: &usize) -> bool {
    *omitted == 0
}

/// How many bytes all results have at most, as JSON: an answer that is known to fit is kept for those who ask again.
const LARGEST: usize = 400_000;

/// How many bytes the result of someone who comes in has at most beside the address.
const GROWTH: usize = 160;

/// How many bytes `errors` and `errors_omitted` have at most beside the errors themselves.
const ERRORS: usize = 40;

/// Cuts what is told of rows that are refused to what there is room for beside all other results. Returns whether there
/// is room for all results.
#[must_use]
pub fn fit(refused: &mut [ImportResult], arrivals: &[Arriving]) -> bool {
    let of_arrivals: usize = arrivals.iter().map(|arriving| arriving.email().len() + GROWTH).sum();
    let of_refused: usize = refused.iter().map(|result| result.length() + ERRORS - result.length_of_errors()).sum();
    let Some(left) = LARGEST.checked_sub(of_arrivals + of_refused) else { return false };
    let faulty: Vec<&mut ImportResult> = refused.iter_mut().filter(|result| !result.errors.is_empty()).collect();
    let room = left / faulty.len().max(1);
    for result in faulty {
        let told = fitting(&result.errors, room);
        result.errors_omitted += result.errors.len() - told;
        result.errors.truncate(told);
    }
    true
}

impl Arriving {
    fn email(&self) -> &str {
        self.arrival.user().email.canonical()
    }
}

impl ImportResult {
    /// The row is wrong.
    pub fn invalid(index: usize, email: Option<String>, faults: &FieldFaults) -> Self {
        let (errors, errors_omitted) = (faults.to_vec(), faults.more());
        Self { errors, errors_omitted, ..Self::new(index, email, ImportVerdict::Invalid) }
    }

    /// Another user, or an earlier row, has the external id.
    pub fn called_as_another(index: usize, email: Option<String>) -> Self {
        let fault = FieldFault::new("external_id", labels::TAKEN, labels::TAKEN_BY_A_USER);
        Self::invalid(index, email, &FieldFaults::from_iter([fault]))
    }

    /// What is stored of someone cannot be read.
    pub fn unreadable(index: usize, email: Option<String>) -> Self {
        let fault = FieldFault::new("email", "unavailable", "this address cannot be checked now; try again later");
        Self::invalid(index, email, &FieldFaults::from_iter([fault]))
    }

    /// The address is in the row `first`.
    pub fn duplicate(index: usize, email: Option<String>, first: usize) -> Self {
        Self { duplicate_of: Some(first), ..Self::new(index, email, ImportVerdict::Duplicate) }
    }

    /// The address is there already, as `user`.
    pub fn there(index: usize, verdict: ImportVerdict, user: &User) -> Self {
        Self { user: Some(user.id.to_string()), ..Self::new(index, Some(user.email.to_string()), verdict) }
    }

    /// The person is known, and cannot be brought in by others.
    pub fn known_elsewhere(index: usize, email: String) -> Self {
        Self::new(index, Some(email), ImportVerdict::KnownElsewhere)
    }

    /// The hash is of one kind too many.
    pub fn costly(arriving: &Arriving, fault: ForeignHashFault) -> Self {
        let fault = FieldFault::new("password_hash", fault.code(), fault);
        Self::invalid(arriving.index, Some(arriving.email().to_owned()), &FieldFaults::from_iter([fault]))
    }

    /// What the row would come to, if this were no dry run.
    pub fn would_be(arriving: &Arriving) -> Self {
        Self::new(arriving.index, Some(arriving.email().to_owned()), arriving.verdict())
    }

    /// The row is done.
    pub fn done(arriving: &Arriving) -> Self {
        let id = arriving.arrival.user().id.to_string();
        Self { user: Some(id), ..Self::would_be(arriving) }
    }

    /// The row is not done, or nobody knows whether it is.
    pub fn unfinished(arriving: &Arriving) -> Self {
        let is_mail = arriving.arrival.is_invited();
        Self { verdict: ImportVerdict::TryAgain, is_mail, ..Self::would_be(arriving) }
    }

    /// Whether the row is done.
    pub fn is_done(&self) -> bool {
        matches!(self.verdict, ImportVerdict::Imported | ImportVerdict::Invited)
    }

    /// Whether the row is not done, and would have been one with an email.
    pub fn is_unsent(&self) -> bool {
        self.is_mail && self.verdict == ImportVerdict::TryAgain
    }

    fn new(index: usize, email: Option<String>, verdict: ImportVerdict) -> Self {
        let (user, duplicate_of, errors) = (None, None, Vec::new());
        Self { index, email, verdict, user, duplicate_of, errors, errors_omitted: 0, is_mail: false }
    }

    /// How many bytes it has as JSON, with the comma behind it.
    fn length(&self) -> usize {
        serde_json::to_vec(self).map_or(LARGEST, |json| json.len() + 1)
    }

    fn length_of_errors(&self) -> usize {
        serde_json::to_vec(&self.errors).map_or(0, |json| json.len())
    }
}

impl Arriving {
    fn verdict(&self) -> ImportVerdict {
        match self.arrival {
            Arrival::Joined(_) => ImportVerdict::Imported,
            Arrival::Invited(_) => ImportVerdict::Invited,
        }
    }
}
