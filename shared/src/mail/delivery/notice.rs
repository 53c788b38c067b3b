//! The email that tells someone what happened to their credentials.

use jiff::Timestamp;

use super::recipient::{Recipient, signed};
use super::{Begun, Content, Letter, Post, Sent};
use crate::domain::effects::outbox::{Notice, PromisedMail};
use crate::domain::email::EmailAddress;
use crate::domain::locale::Locale;
use crate::domain::people::account::Account;
use crate::domain::text::PersonName;
use crate::mail::message::{Message, NoticeMail, Sender};
use crate::store::{Change, CommitFault};

/// What the email says, as it was read.
pub(super) struct NoticeLetter {
    given_name: Option<PersonName>,
    notice: Notice,
    /// The account that is to be asked for help.
    other: Option<Account>,
    at: Timestamp,
}

impl NoticeLetter {
    pub(super) fn compose(&self, sender: Sender<'_>, locale: Locale) -> Result<Message, askama::Error> {
        NoticeMail {
            sender,
            locale,
            given_name: self.given_name.as_ref().map(PersonName::as_str),
            notice: self.notice,
            other: self.other.as_ref().map(|account| account.name.as_str()),
            at: self.at,
        }
        .render()
    }
}

impl Post {
    /// Begins with a notice. It is worth sending however late, but for one that nobody would remember what it is about.
    pub(super) async fn begin_notice(
        &self,
        promised: &PromisedMail,
        email: &EmailAddress,
        notice: Notice,
    ) -> Result<Begun, CommitFault> {
        let now = self.app.now();
        let key = Self::mail_key(promised);
        let (mail, recipient) = tokio::join!(self.app.store.get(&key), self.recipient(email));
        let Some(mail) = mail? else {
            return Ok(Begun::Not(Sent::Settled));
        };
        let Some(Recipient { person, signatory }) = recipient? else { return self.drop_mail(mail).await };
        if mail.is_hopeless(now) {
            tracing::error!(mail = %mail.id, "a notice was not sent within 48 hours");
            return self.drop_mail(mail).await;
        }
        let Some(mut mail) = mail.lease(now) else { return Ok(Begun::Not(Sent::Busy)) };
        self.app.store.commit(Change::new().replace(&mut mail)).await?;
        let (account, given_name) = signed(signatory);
        let content = Content::Notice(NoticeLetter { given_name, notice, other: None, at: mail.promised_at });
        Ok(Begun::Leased(Box::new(Letter { mail, account, to: person.email, content })))
    }

    /// Begins with what is sent instead of a link that would remove the second factor that `other` asks for: whom to
    /// ask.
    pub(super) async fn begin_withheld(
        &self,
        mail: PromisedMail,
        Recipient { person, signatory }: Recipient,
        other: Account,
    ) -> Result<Begun, CommitFault> {
        let Some(mut mail) = mail.lease(self.app.now()) else { return Ok(Begun::Not(Sent::Busy)) };
        self.app.store.commit(Change::new().replace(&mut mail)).await?;
        let (account, given_name) = signed(signatory);
        let (notice, at) = (Notice::SecondFactorKept, mail.promised_at);
        let content = Content::Notice(NoticeLetter { given_name, notice, other: Some(other), at });
        Ok(Begun::Leased(Box::new(Letter { mail, account, to: person.email, content })))
    }
}
