//! From the outbox to SES.
//!
//! One mail is sent in four steps: read everything, take the lease and store the hash of a new link, call SES, record the outcome and empty
//! the outbox. Killed before the call, the lease runs out and somebody else sends the mail; killed after it, one more mail may go out, and the
//! links in both work. SES has no idempotency token, so that this is the best there is.

mod outcome;
mod pace;

use std::sync::Arc;

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message as SesMessage, MessageTag};
use email_encoding::headers::writer::EmailWriter;
use email_encoding::headers::{quoted_string, rfc2047};

use self::outcome::Outcome;
use self::pace::Pace;
use super::message::{InvitationMail, Message, Sender};
use crate::app::{App, Aws};
use crate::domain::account::Account;
use crate::domain::id::{InvitationId, PersonKey};
use crate::domain::invitation::{Delivery, DeliveryStatus, Invitation, InvitationStatus};
use crate::domain::outbox::{PromisedMail, Subject};
use crate::domain::token::{InvitationToken, Secret};
use crate::domain::user::{User, UserStatus};
use crate::store::{Change, CommitFault, CountFault, Key, Limit, StoreFault};

/// How often a step is decided anew because something changed meanwhile.
const ATTEMPTS: u32 = 8;

/// Sends mail. One a process, so that it keeps to the account's rate.
pub struct Post {
    app: Arc<App>,
    ses: Client,
    pace: Pace,
}

/// What became of an attempt to send a promised mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It is settled: sent, given up, or pointless by now.
    Settled,
    /// Somebody else is sending it.
    Busy,
    /// SES takes nothing for a while; the sweep tries again.
    Later,
}

/// The mail could not be sent, and another try at once is worth it.
#[derive(Debug, thiserror::Error)]
pub enum PostFault {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// What was to be recorded kept changing.
    #[error("the mail's records kept changing")]
    Contended,
    /// SES asked to slow down.
    #[error("SES throttles")]
    Throttled,
    /// The mail cannot be composed.
    #[error("the mail cannot be composed")]
    Unwritable,
}

/// Everything that one mail needs, as it was read.
struct Letter {
    mail: PromisedMail,
    invitation: Invitation,
    user: User,
    account: Account,
    inviter: Option<User>,
}

impl Post {
    /// What sends mail for `app` through `aws`.
    pub fn new(app: Arc<App>, aws: &Aws) -> Self {
        let pace = Pace::per_second(app.config.mail_rate);
        Self { ses: aws.ses(), app, pace }
    }

    /// Sends a promised mail, unless that has happened or is happening.
    pub async fn send(&self, promised: &PromisedMail) -> Result<Sent, PostFault> {
        for _ in 0..ATTEMPTS {
            match self.begin(promised).await {
                Ok(Begun::Leased(letter, link)) => return self.call(*letter, &link).await,
                Ok(Begun::Not(sent)) => return Ok(sent),
                Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => {}
                Err(CommitFault::Store(fault)) => return Err(fault.into()),
            }
        }
        Err(PostFault::Contended)
    }

    /// Takes the lease, and stores the hash of a new link, or finds that there is nothing to send.
    async fn begin(&self, promised: &PromisedMail) -> Result<Begun, CommitFault> {
        let now = self.app.now();
        let Subject::Invitation { account, invitation, issue, inviter } = promised.subject else { return Ok(Begun::Not(Sent::Settled)) };
        let keys = [
            Key::mail(promised.promised_at, promised.id),
            Key::invitation(account, invitation),
            Key::user(account, invitation.key()),
            Key::account(account),
        ];
        let inviter = inviter.map(|inviter| Key::user(account, inviter));
        let found = self.app.store.read(keys.iter().cloned().chain(inviter.clone())).await?;
        let Some(mail) = found.get::<PromisedMail>(&keys[0])? else { return Ok(Begun::Not(Sent::Settled)) };
        let invitation = found.get(&keys[1])?.filter(|invitation: &Invitation| invitation.issue == issue);
        let Some(invitation) = invitation else { return self.drop_mail(mail).await };
        if let Some((status, reason)) = outcome_after(invitation.status_at(now)) {
            return self.settle(mail, invitation, status, reason).await.map(Begun::Not);
        }
        let (Some(user), Some(account)) = (found.get(&keys[2])?, found.get(&keys[3])?) else { return self.drop_mail(mail).await };
        let inviter = inviter.map(|key| found.get(&key)).transpose()?.flatten();
        let is_hopeless = mail.is_hopeless(now);
        let is_first_attempt = mail.attempts == 0;
        let Some(mut mail) = mail.lease(now) else { return Ok(Begun::Not(Sent::Busy)) };
        if is_hopeless {
            let reason = "not sent within 48 hours".to_owned();
            return self.settle(mail, invitation, DeliveryStatus::Failed, Some(reason)).await.map(Begun::Not);
        }
        if is_first_attempt && !self.has_room(&invitation).await? {
            let reason = "the address takes no more mail for now; send the invitation again tomorrow".to_owned();
            return self.settle(mail, invitation, DeliveryStatus::Suppressed, Some(reason)).await.map(Begun::Not);
        }
        let secret = Secret::random(&mut self.app.rng());
        let mut invitation = invitation.with_link(secret.hash());
        self.app.store.commit(Change::new().replace(&mut mail).replace(&mut invitation)).await?;
        let link = self.link(&invitation, secret);
        Ok(Begun::Leased(Box::new(Letter { mail, invitation, user, account, inviter }), link))
    }

    /// Whether the recipient may get another mail today, from whichever account. Counted at the first attempt: a mail that SES throttles counts once.
    async fn has_room(&self, invitation: &Invitation) -> Result<bool, StoreFault> {
        match self.app.store.count(&Limit::recipient(PersonKey::of(&invitation.email), self.app.now())).await {
            Ok(()) => Ok(true),
            Err(CountFault::Limited(_)) => Ok(false),
            Err(CountFault::Store(fault)) => Err(fault),
        }
    }

    /// A newer mail has taken its place.
    async fn drop_mail(&self, mail: PromisedMail) -> Result<Begun, CommitFault> {
        self.app.store.commit(Change::new().remove(mail)).await?;
        Ok(Begun::Not(Sent::Settled))
    }

    /// The link of a mail. The secret is in the fragment, which browsers keep to themselves.
    fn link(&self, invitation: &Invitation, secret: Secret) -> String {
        let token = InvitationToken {
            account: invitation.account,
            invitation: invitation.id,
            person: PersonKey::of(&invitation.email),
            inviter: invitation.invited_by.key(),
            secret,
        };
        format!("{}/links/invitation#token={}", self.app.config.pages_url, token.reveal())
    }

    /// Hands the mail to SES and records what SES says.
    async fn call(&self, letter: Letter, link: &str) -> Result<Sent, PostFault> {
        let message = compose(&letter, link)?;
        self.pace.turn().await;
        let answer = self.ses_request(&letter, message)?.send().await;
        match Outcome::of(answer) {
            Outcome::Taken => self.record(letter, DeliveryStatus::Sent, None).await,
            Outcome::Refused(reason) => self.record(letter, DeliveryStatus::Failed, Some(reason)).await,
            Outcome::Throttled => {
                self.release(letter.mail, outcome::AT_ONCE).await?;
                Err(PostFault::Throttled)
            }
            Outcome::Closed => self.release(letter.mail, outcome::LATER).await,
        }
    }

    fn ses_request(
        &self,
        letter: &Letter,
        message: Message,
    ) -> Result<aws_sdk_sesv2::operation::send_email::builders::SendEmailFluentBuilder, PostFault> {
        let text = |data: String| Content::builder().data(data).charset("UTF-8").build().map_err(|_| PostFault::Unwritable);
        let body = Body::builder().text(text(message.text)?).html(text(message.html)?).build();
        let content = SesMessage::builder().subject(text(message.subject)?).body(body).build();
        let tags = [
            ("usher-account", letter.account.id.to_string()),
            ("usher-invitation", letter.invitation.id.to_string()),
            ("usher-issue", letter.invitation.issue.to_string()),
        ];
        let tags = tags.into_iter().map(|(name, value)| MessageTag::builder().name(name).value(value).build());
        let tags = tags.collect::<Result<Vec<_>, _>>().map_err(|_| PostFault::Unwritable)?;
        let config = &self.app.config;
        Ok(self
            .ses
            .send_email()
            .from_email_address(mailbox(letter.account.product_name.as_str(), &config.mail_from)?)
            .destination(Destination::builder().to_addresses(letter.invitation.email.canonical()).build())
            .set_reply_to_addresses(letter.account.support_address.as_ref().map(|address| vec![address.canonical().to_owned()]))
            .content(EmailContent::builder().simple(content).build())
            .set_email_tags(Some(tags))
            .set_configuration_set_name(config.mail_configuration_set.clone()))
    }

    /// Empties the outbox of a mail and records its outcome. What SES reported meanwhile stands: it knows more.
    async fn record(&self, letter: Letter, status: DeliveryStatus, reason: Option<String>) -> Result<Sent, PostFault> {
        let Letter { mail, mut invitation, .. } = letter;
        for _ in 0..ATTEMPTS {
            match self.settle(mail.clone(), invitation.clone(), status, reason.clone()).await {
                Ok(sent) => return Ok(sent),
                Err(CommitFault::Store(fault)) => return Err(fault.into()),
                Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => {}
            }
            let keys = [Key::mail(mail.promised_at, mail.id), Key::invitation(invitation.account, invitation.id)];
            let found = self.app.store.read(keys.clone()).await?;
            let stands: Option<PromisedMail> = found.get(&keys[0])?;
            if stands.is_none_or(|stands| stands.version != mail.version) {
                return Ok(Sent::Settled);
            }
            invitation = found.get(&keys[1])?.unwrap_or(invitation);
        }
        Err(PostFault::Contended)
    }

    async fn settle(&self, mail: PromisedMail, invitation: Invitation, status: DeliveryStatus, reason: Option<String>) -> Result<Sent, CommitFault> {
        let Subject::Invitation { issue, .. } = mail.subject else { return Ok(Sent::Settled) };
        let mut change = Change::new().remove(mail);
        let news = invitation.delivery.advance(status, reason, self.app.now()).filter(|_| invitation.issue == issue);
        if let Some(delivery) = news {
            change = change.replace(&mut invitation.with_delivery(delivery));
        }
        self.app.store.commit(change).await?;
        Ok(Sent::Settled)
    }

    async fn release(&self, mail: PromisedMail, pause: jiff::SignedDuration) -> Result<Sent, PostFault> {
        let mut mail = mail.released(self.app.now() + pause);
        match self.app.store.commit(Change::new().replace(&mut mail)).await {
            Ok(()) | Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => Ok(Sent::Later),
            Err(CommitFault::Store(fault)) => Err(fault.into()),
        }
    }
}

/// How an attempt begins.
enum Begun {
    Leased(Box<Letter>, String),
    Not(Sent),
}

/// What is known of an unsent mail once the invitation is over; nothing while it is pending. Whoever answered it has had the mail.
fn outcome_after(end: InvitationStatus) -> Option<(DeliveryStatus, Option<String>)> {
    match end {
        InvitationStatus::Pending => None,
        InvitationStatus::Accepted | InvitationStatus::Declined => Some((DeliveryStatus::Delivered, None)),
        InvitationStatus::Revoked | InvitationStatus::Expired => {
            Some((DeliveryStatus::Failed, Some("the invitation ended before its mail could be sent".to_owned())))
        }
    }
}

fn compose(letter: &Letter, link: &str) -> Result<Message, PostFault> {
    let inviter_name = letter.inviter.as_ref().and_then(|inviter| inviter.names.full());
    let mail = InvitationMail {
        sender: Sender {
            product_name: letter.account.product_name.as_str(),
            account_name: letter.account.name.as_str(),
            support_address: letter.account.support_address.as_ref().map(|address| address.canonical()),
        },
        locale: letter.account.locale,
        given_name: letter.user.names.given_name.as_ref().map(|name| name.as_str()),
        inviter_name: inviter_name.as_deref(),
        link,
        expires_at: letter.invitation.expires_at,
        reminder: letter.invitation.issue > 1,
        active: letter.user.status == UserStatus::Active,
    };
    mail.render().map_err(|_| PostFault::Unwritable)
}

/// An address with a name before it, as RFC 5322 and RFC 2047 write it.
fn mailbox(name: &str, address: &str) -> Result<String, PostFault> {
    let mut header = String::new();
    let mut writer = EmailWriter::new(&mut header, 0, 0, false);
    let is_plain = name.chars().all(|c| matches!(c, ' '..='~'));
    let written = if is_plain { quoted_string::encode(name, &mut writer) } else { rfc2047::encode(name, &mut writer) };
    drop(writer);
    written.map_err(|_| PostFault::Unwritable)?;
    Ok(format!("{} <{address}>", header.replace("\r\n", "")))
}

/// What is known of an invitation's mail because SES reported it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Where the invitation is.
    pub account: crate::domain::id::AccountId,
    /// Which invitation.
    pub invitation: InvitationId,
    /// Which issue of it.
    pub issue: u32,
    /// How far the mail has come.
    pub status: DeliveryStatus,
    /// Why it went no further.
    pub reason: Option<String>,
}

/// Notes what SES reported. Reports that come twice, late, or out of order change nothing.
pub async fn note(app: &App, report: Report) -> Result<(), PostFault> {
    for _ in 0..ATTEMPTS {
        let key = Key::invitation(report.account, report.invitation);
        let Some(invitation) = app.store.read([key.clone()]).await?.get::<Invitation>(&key)? else { return Ok(()) };
        let news: Option<Delivery> = invitation.delivery.advance(report.status, report.reason.clone(), app.now());
        let Some(delivery) = news.filter(|_| invitation.issue == report.issue) else { return Ok(()) };
        match app.store.commit(Change::new().replace(&mut invitation.with_delivery(delivery))).await {
            Ok(()) => return Ok(()),
            Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => {}
            Err(CommitFault::Store(fault)) => return Err(fault.into()),
        }
    }
    Err(PostFault::Contended)
}
