//! The email that tells someone what happened to their credentials or API tokens.

use jiff::Timestamp;

use super::recipient::{Recipient, signed};
use super::{Begun, Content, Letter, Post, Sent};
use crate::domain::effects::outbox::{Notice, NoticedApiToken, PromisedMail};
use crate::domain::email::EmailAddress;
use crate::domain::id::PersonKey;
use crate::domain::locale::Locale;
use crate::domain::people::account::Account;
use crate::domain::people::invitation::Invitation;
use crate::domain::people::person::{Invited, Person};
use crate::domain::people::user::User;
use crate::domain::text::PersonName;
use crate::mail::message::{Message, NoticeMail, NoticeToken, Sender};
use crate::store::{Change, CommitFault, Key, Record, StoreFault};

/// What a notice is about, as it was promised.
pub(super) struct About {
    pub(super) notice: Notice,
    pub(super) api_token: Option<NoticedApiToken>,
    pub(super) ends_api_tokens: bool,
}

impl About {
    /// A notice that has nothing to do with API tokens.
    fn only(notice: Notice) -> Self {
        Self { notice, api_token: None, ends_api_tokens: false }
    }
}

/// What the email says, as it was read.
pub(super) struct NoticeLetter {
    given_name: Option<PersonName>,
    about: About,
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
            notice: self.about.notice,
            other: self.other.as_ref().map(|account| account.name.as_str()),
            api_token: self
                .about
                .api_token
                .as_ref()
                .map(|token| NoticeToken { name: token.name.as_str(), by_another: token.by_another }),
            ends_api_tokens: self.about.ends_api_tokens,
            at: self.at,
        }
        .render()
    }
}

impl Post {
    /// Begins with a notice. It is worth sending however late, but for one that nobody would remember what it is about.
    /// What happened to an API token, its account tells to an owner who has joined it.
    pub(super) async fn begin_notice(
        &self,
        promised: &PromisedMail,
        email: &EmailAddress,
        about: About,
    ) -> Result<Begun, CommitFault> {
        let now = self.app.now();
        let key = promised.key();
        let recipient = async {
            match &about.api_token {
                Some(token) => Ok(self.recipient_in(token.account, email).await?.map(|(recipient, _)| recipient)),
                None => self.recipient(email).await,
            }
        };
        let (mail, recipient) = tokio::join!(self.app.store.get(&key), recipient);
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
        let content = Content::Notice(Box::new(NoticeLetter { given_name, about, other: None, at: mail.promised_at }));
        let Person { email, locale, .. } = person;
        Ok(Begun::Leased(Box::new(Letter { mail, account, to: email, locale, content })))
    }

    /// Begins with what is sent to an address that is nobody's yet instead of a link to a new password: how to come by
    /// the first one, if an account waits for them. No link is made, and those that were sent go on working: who asks
    /// has shown nothing.
    pub(super) async fn begin_no_password(
        &self,
        mail: PromisedMail,
        email: &EmailAddress,
    ) -> Result<Begun, CommitFault> {
        let waits = match self.app.store.get(&Key::invited(PersonKey::of(email))).await? {
            Some(invited) => self.waiting(&invited).await?,
            None => None,
        };
        let now = self.app.now();
        let Some((account, user, locale)) = waits.filter(|_| !mail.is_hopeless(now)) else {
            return self.drop_mail(mail).await;
        };
        let Some(mut mail) = mail.lease(now) else { return Ok(Begun::Not(Sent::Busy)) };
        self.app.store.commit(Change::new().replace(&mut mail)).await?;
        let (about, at, given_name) = (About::only(Notice::NoPasswordYet), mail.promised_at, user.names.given_name);
        let content = Content::Notice(Box::new(NoticeLetter { given_name, about, other: None, at }));
        Ok(Begun::Leased(Box::new(Letter { mail, account: Some(account), to: user.email, locale, content })))
    }

    /// The account, its user to be and their language, if the invitation can still lead to something: accepted, or
    /// renewed.
    async fn waiting(&self, invited: &Invited) -> Result<Option<(Account, User, Option<Locale>)>, StoreFault> {
        let (account, invitation) =
            (Key::account(invited.account), Key::invitation(invited.account, invited.invitation));
        let user = Key::user(invited.account, invited.invitation.key());
        let found = self.app.store.read([account.any(), invitation.any(), user.any()]).await?;
        let Some(invitation) = found.get(&invitation)?.filter(Invitation::is_open) else { return Ok(None) };
        let user = found.get(&user)?.filter(|user| user.id == invitation.user);
        let account = found.get(&account)?.filter(Account::is_open);
        Ok(account.zip(user).map(|(account, user)| (account, user, invitation.greeting.locale)))
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
        let about = About::only(Notice::SecondFactorKept);
        let content =
            Content::Notice(Box::new(NoticeLetter { given_name, about, other: Some(other), at: mail.promised_at }));
        let Person { email, locale, .. } = person;
        Ok(Begun::Leased(Box::new(Letter { mail, account, to: email, locale, content })))
    }
}
