//! The email that carries the link of a credential reset. The link comes to be here: the one who asked for it knows
//! nothing of it, and no request can tell whether there is anybody at an address.

use jiff::Timestamp;

use super::recipient::{Recipient, signed};
use super::{Begun, Content, Letter, Post, Sent};
use crate::domain::credential::Credential;
use crate::domain::credentials::credential_reset::{CredentialReset, RequestedReset};
use crate::domain::credentials::token::{ResetToken, Secret};
use crate::domain::effects::outbox::{PromisedMail, SentBy, Subject};
use crate::domain::email::EmailAddress;
use crate::domain::id::PersonKey;
use crate::domain::locale::Locale;
use crate::domain::people::person::Memberships;
use crate::domain::text::PersonName;
use crate::mail::message::{Message, ResetMail, Sender};
use crate::store::{Change, CommitFault, Key, Record};

/// What the email says, as it was read.
pub(super) struct ResetLetter {
    credential: Credential,
    given_name: Option<PersonName>,
    /// Who sends it, if an administrator does.
    sent: bool,
    both: bool,
    sender_name: Option<String>,
    link: String,
    expires_at: Timestamp,
}

impl ResetLetter {
    pub(super) fn compose(&self, sender: Sender<'_>, locale: Locale) -> Result<Message, askama::Error> {
        let mail = ResetMail {
            sender,
            locale,
            credential: self.credential,
            given_name: self.given_name.as_ref().map(PersonName::as_str),
            sent: self.sent,
            both: self.both,
            sender_name: self.sender_name.as_deref(),
            link: &self.link,
            expires_at: self.expires_at,
        };
        mail.render()
    }
}

/// What the email promises a link for.
fn asked(mail: &PromisedMail) -> Option<RequestedReset> {
    match mail.subject {
        Subject::CredentialReset { credential, epoch, paired_with, .. } => {
            Some(RequestedReset { credential, issue: mail.id, paired_with, epoch, at: mail.promised_at })
        }
        _ => None,
    }
}

impl Post {
    /// Begins with a reset: makes its link, unless there is nobody, or something has happened since that makes it
    /// pointless.
    pub(super) async fn begin_reset(
        &self,
        promised: &PromisedMail,
        email: &EmailAddress,
        sent: Option<SentBy>,
    ) -> Result<Begun, CommitFault> {
        let now = self.app.now();
        let Some(asked) = asked(promised) else { return Ok(Begun::Not(Sent::Settled)) };
        let mail_key = promised.key();
        let reset_key = Key::credential_reset(PersonKey::of(email), asked.credential);
        let sender_key = sent.map(|sent| Key::user(sent.account, sent.user));
        let keys = [mail_key.any(), reset_key.any()].into_iter().chain(sender_key.as_ref().map(Key::any));
        let recipient = async {
            match sent {
                Some(sent) => self.recipient_in(sent.account, email).await,
                None => Ok(self.recipient(email).await?.map(|recipient| (recipient, Memberships::default()))),
            }
        };
        let (found, recipient) = tokio::join!(self.app.store.read(keys), recipient);
        let (found, recipient) = (found?, recipient?);
        let Some(mail) = found.get(&mail_key)? else { return Ok(Begun::Not(Sent::Settled)) };
        if recipient.is_none() && sent.is_none() {
            return self.begin_no_password(mail, email).await;
        }
        let recipient = recipient.filter(|(recipient, _)| asked.is_current(&recipient.person, recipient.user()));
        let Some((recipient, elsewhere)) = recipient else { return self.drop_mail(mail).await };
        if asked.expires_at() <= now {
            tracing::error!(mail = %mail.id, "a credential reset was not sent before it expired");
            return self.drop_mail(mail).await;
        }
        if asked.credential == Credential::SecondFactor
            && let Some(other) = self.requires_factor(&elsewhere).await?
        {
            return self.begin_withheld(mail, recipient, other).await;
        }
        let before = found.get(&reset_key)?;
        let is_first = before.is_none();
        let secret = Secret::random(&mut self.app.rng());
        let Some(mut reset) = asked.with_link(before, &recipient.person, recipient.user(), secret.hash()) else {
            return self.drop_mail(mail).await;
        };
        let Some(mut mail) = mail.lease(now) else { return Ok(Begun::Not(Sent::Busy)) };
        let Recipient { person, signatory } = recipient;
        let (to, locale) = (person.email.clone(), person.locale);
        // The person is unchanged since they were read: a change of theirs that ends the link has come before, or meets
        // it.
        let change = Change::new().replace(&mut mail).require(person);
        let change = if is_first { change.create(&reset) } else { change.replace(&mut reset) };
        self.app.store.commit(change).await?;
        let sender_name = sender_key.and_then(|key| found.readable(&key)).and_then(|sender| sender.names.full());
        let link = self.reset_link(&reset, secret);
        let expires_at = reset.expires_at;
        let (account, given_name) = signed(signatory);
        let credential = asked.credential;
        let both = sent.is_some_and(|sent| sent.both);
        let content = Content::Reset(ResetLetter {
            credential,
            given_name,
            sent: sent.is_some(),
            both,
            sender_name,
            link,
            expires_at,
        });
        Ok(Begun::Leased(Box::new(Letter { mail, account, to, locale, content })))
    }

    fn reset_link(&self, reset: &CredentialReset, secret: Secret) -> String {
        let page = match reset.credential {
            Credential::Password => "password-reset",
            Credential::SecondFactor => "second-factor-reset",
        };
        let token = ResetToken {
            credential: reset.credential,
            person: reset.person,
            account: reset.via.as_ref().map(|via| via.account),
            secret,
        };
        self.link(page, &token.reveal())
    }
}
