//! The email of an invitation.

use jiff::SignedDuration;

use super::{Begun, Content, Letter, Post, PostFault, Sent, TRIES};
use crate::domain::credentials::token::{InvitationToken, Secret};
use crate::domain::effects::outbox::{PromisedMail, Subject};
use crate::domain::id::{AccountId, InvitationId, PersonKey, UserKey};
use crate::domain::locale::Locale;
use crate::domain::people::invitation::{DeliveryStatus, Invitation, InvitationStatus};
use crate::domain::people::person::Invited;
use crate::domain::people::user::{User, UserStatus};
use crate::mail::message::{InvitationMail, Message, Sender};
use crate::store::{Change, CommitFault, CountFault, Key, Limit, Record, StoreFault};

/// For how long after it has expired an invitation is remembered as the last one that was sent to its address.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What the email says, as it was read.
pub(super) struct InvitationLetter {
    pub(super) invitation: Invitation,
    user: User,
    inviter: Option<User>,
    link: String,
}

impl InvitationLetter {
    pub(super) fn compose(&self, sender: Sender<'_>, locale: Locale) -> Result<Message, askama::Error> {
        let inviter_name = self.inviter.as_ref().and_then(|inviter| inviter.names.full());
        let mail = InvitationMail {
            sender,
            locale,
            given_name: self.user.names.given_name.as_ref().map(|name| name.as_str()),
            inviter_name: inviter_name.as_deref(),
            message: self.invitation.greeting.message.as_ref(),
            link: &self.link,
            expires_at: self.invitation.expires_at,
            reminder: self.invitation.issue > 1,
            active: self.user.status == UserStatus::Active,
        };
        mail.render()
    }

    pub(super) fn tags(&self) -> [(&'static str, String); 2] {
        [("usher-invitation", self.invitation.id.to_string()), ("usher-issue", self.invitation.issue.to_string())]
    }
}

impl Post {
    /// Begins with an issue of an invitation: the email is pointless once there is a newer one.
    pub(super) async fn begin_invitation(
        &self,
        promised: &PromisedMail,
        (account, invitation, issue): (AccountId, InvitationId, u32),
        inviter: Option<UserKey>,
    ) -> Result<Begun, CommitFault> {
        let now = self.app.now();
        let inviter = inviter.map(|inviter| Key::user(account, inviter));
        let (mail, user) = (promised.key(), Key::user(account, invitation.key()));
        let (invitation, account) = (Key::invitation(account, invitation), Key::account(account));
        let keys = [mail.any(), invitation.any(), user.any(), account.any()];
        let found = self.app.store.read(keys.into_iter().chain(inviter.as_ref().map(Key::any))).await?;
        let Some(mail) = found.get(&mail)? else { return Ok(Begun::Not(Sent::Settled)) };
        let invitation = found.get(&invitation)?.filter(|invitation| invitation.issue == issue);
        let Some(invitation) = invitation else { return self.drop_mail(mail).await };
        if let Some((status, reason)) = outcome_after(invitation.status_at(now)) {
            return self.settle(mail, invitation, status, reason).await.map(Begun::Not);
        }
        let (Some(user), Some(account)) = (found.get(&user)?, found.get(&account)?) else {
            return self.drop_mail(mail).await;
        };
        if !account.is_open() {
            let reason = "the account was suspended; send the invitation again".to_owned();
            return self.settle(mail, invitation, DeliveryStatus::Suppressed, Some(reason)).await.map(Begun::Not);
        }
        let inviter = inviter.and_then(|key| found.readable(&key));
        let is_hopeless = mail.is_hopeless(now);
        let is_first_try = mail.tries == 0;
        let Some(mut mail) = mail.lease(now) else { return Ok(Begun::Not(Sent::Busy)) };
        if is_hopeless {
            let reason = "not sent within 48 hours".to_owned();
            return self.settle(mail, invitation, DeliveryStatus::Failed, Some(reason)).await.map(Begun::Not);
        }
        if is_first_try && !self.has_room(&invitation).await? {
            let reason = "the address takes no more mail for now; send the invitation again tomorrow".to_owned();
            return self.settle(mail, invitation, DeliveryStatus::Suppressed, Some(reason)).await.map(Begun::Not);
        }
        let secret = Secret::random(&mut self.app.rng());
        let mut invitation = invitation.with_link(secret.hash());
        let invited = Invited {
            person: PersonKey::of(&invitation.email),
            account: invitation.account,
            invitation: invitation.id,
            until: invitation.expires_at + REMEMBERED,
        };
        let change = Change::new().replace(&mut mail).replace(&mut invitation).note(&invited);
        self.app.store.commit(change).await?;
        let (link, to) = (self.invitation_link(&invitation, secret), invitation.email.clone());
        let locale = invitation.greeting.locale;
        let content = Content::Invitation(Box::new(InvitationLetter { invitation, user, inviter, link }));
        Ok(Begun::Leased(Box::new(Letter { mail, account: Some(account), to, locale, content })))
    }

    /// Whether the recipient may get another email today, from this account and from all. Counted at the first try: an
    /// email that SES throttles counts once.
    async fn has_room(&self, invitation: &Invitation) -> Result<bool, StoreFault> {
        match self.app.store.count(&Limit::recipient(&invitation.email, invitation.account, self.app.now())).await {
            Ok(()) => Ok(true),
            Err(CountFault::Limited(_)) => Ok(false),
            Err(CountFault::Store(fault)) => Err(fault),
        }
    }

    fn invitation_link(&self, invitation: &Invitation, secret: Secret) -> String {
        let token = InvitationToken {
            account: invitation.account,
            invitation: invitation.id,
            person: PersonKey::of(&invitation.email),
            inviter: invitation.invited_by.key(),
            secret,
        };
        self.link("invitation", &token.reveal())
    }

    /// Records the outcome. What SES reported meanwhile stays: it knows more.
    pub(super) async fn record_invitation(
        &self,
        mail: PromisedMail,
        mut invitation: Invitation,
        status: DeliveryStatus,
        reason: Option<String>,
    ) -> Result<Sent, PostFault> {
        for _ in 0..TRIES {
            match self.settle(mail.clone(), invitation.clone(), status, reason.clone()).await {
                Ok(sent) => return Ok(sent),
                Err(CommitFault::Store(fault)) => return Err(fault.into()),
                Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => {}
            }
            let (mail_key, invitation_key) = (mail.key(), Key::invitation(invitation.account, invitation.id));
            let found = self.app.store.read([mail_key.any(), invitation_key.any()]).await?;
            if found.get(&mail_key)?.is_none_or(|stands| stands.version != mail.version) {
                return Ok(Sent::Settled);
            }
            invitation = found.get(&invitation_key)?.unwrap_or(invitation);
        }
        Err(PostFault::Contended)
    }

    async fn settle(
        &self,
        mail: PromisedMail,
        invitation: Invitation,
        status: DeliveryStatus,
        reason: Option<String>,
    ) -> Result<Sent, CommitFault> {
        let Subject::Invitation { issue, .. } = mail.subject else { return Ok(Sent::Settled) };
        let mut change = Change::new().remove(mail);
        let news = invitation.delivery.advance(status, reason, self.app.now()).filter(|_| invitation.issue == issue);
        if let Some(delivery) = news {
            let (mut invitation, event) = invitation.with_news(delivery, &mut self.app.rng());
            change = change.replace(&mut invitation).create(&event);
        }
        self.app.store.commit(change).await?;
        Ok(Sent::Settled)
    }
}

/// What is known of an unsent mail once the invitation is over; nothing while it is pending. Anyone who answered it has
/// had the email.
fn outcome_after(end: InvitationStatus) -> Option<(DeliveryStatus, Option<String>)> {
    match end {
        InvitationStatus::Pending | InvitationStatus::Lapsed => None,
        InvitationStatus::Accepted | InvitationStatus::Declined => Some((DeliveryStatus::Delivered, None)),
        InvitationStatus::Revoked | InvitationStatus::Expired => {
            Some((DeliveryStatus::Failed, Some("the invitation ended before its email could be sent".to_owned())))
        }
    }
}
