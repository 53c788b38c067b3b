//! What may happen to an invitation, and what it is afterwards.

use jiff::{SignedDuration, Timestamp};

use super::{Delivery, Invitation, InvitationFault, InvitationStatus, Inviter};

impl Invitation {
    /// The invitation, accepted.
    pub fn accept(self, now: Timestamp) -> Result<Self, InvitationFault> {
        self.end(InvitationStatus::Accepted, now)
    }

    /// The invitation, declined.
    pub fn decline(self, now: Timestamp) -> Result<Self, InvitationFault> {
        self.end(InvitationStatus::Declined, now)
    }

    /// Taken back; an expired one too, which ends the user's place in the account.
    pub fn revoke(self, now: Timestamp) -> Result<Self, InvitationFault> {
        match self.status {
            InvitationStatus::Pending | InvitationStatus::Expired => Ok(self.ended(InvitationStatus::Revoked, now)),
            status => Err(InvitationFault::NotPending(status)),
        }
    }

    /// Not taken in time.
    pub fn expire(self, now: Timestamp) -> Result<Self, InvitationFault> {
        match (self.status, self.status_at(now)) {
            (InvitationStatus::Pending, InvitationStatus::Expired) => Ok(self.ended(InvitationStatus::Expired, now)),
            (InvitationStatus::Pending, _) => Err(InvitationFault::NotExpired),
            (status, _) => Err(InvitationFault::NotPending(status)),
        }
    }

    /// A new issue with a new lifetime; no link sent before works any more. From now on `by` vouches for all that it
    /// gives; if nobody is given, the user who did goes on to.
    pub fn resend(
        self,
        by: Option<Inviter>,
        lifetime: SignedDuration,
        now: Timestamp,
    ) -> Result<Self, InvitationFault> {
        match (self.is_open(), by) {
            (true, Some(by)) => Self { invited_by: by, edited_by: None, ..self }.reissue(lifetime, now),
            (true, None) => self.reissue(lifetime, now),
            (false, _) => Err(InvitationFault::NotPending(self.status)),
        }
    }

    /// A new issue because the invited person asks for one. Only once the last has expired: until then its link works.
    pub fn request_new(self, lifetime: SignedDuration, now: Timestamp) -> Result<Self, InvitationFault> {
        match self.status_at(now) {
            InvitationStatus::Expired => self.reissue(lifetime, now),
            InvitationStatus::Pending => Err(InvitationFault::NotExpired),
            status => Err(InvitationFault::NotPending(status)),
        }
    }

    /// The invited person has asked those who can give it for a new one.
    #[must_use]
    pub fn with_renewal_requested(self, now: Timestamp) -> Self {
        Self { renewal_requested_at: Some(now), ..self }
    }

    fn reissue(self, lifetime: SignedDuration, now: Timestamp) -> Result<Self, InvitationFault> {
        Ok(Self {
            status: InvitationStatus::Pending,
            renewal_requested_at: None,
            expires_at: now + lifetime,
            ended_at: None,
            issue: self.issue + 1,
            issues: self.issues.with_another(now)?,
            links: Vec::new(),
            delivery: Delivery::queued(now),
            ..self
        })
    }

    fn end(self, status: InvitationStatus, now: Timestamp) -> Result<Self, InvitationFault> {
        match self.status_at(now) {
            InvitationStatus::Pending => Ok(self.ended(status, now)),
            InvitationStatus::Expired => Err(InvitationFault::Expired),
            other => Err(InvitationFault::NotPending(other)),
        }
    }

    /// Keeps the links of an expired or ended invitation: their holder may learn what became of it.
    fn ended(self, status: InvitationStatus, now: Timestamp) -> Self {
        Self { status, ended_at: Some(now), ..self }
    }
}
