//! From the outbox to SES.
//!
//! One email is sent in four steps: read everything, take the lease and store the hash of a new link if the email
//! carries one, call SES, record the outcome and empty the outbox. Killed before the call, the lease runs out and
//! someone else sends the email; killed after it, one more mail may go out, and the links in both work. SES has no
//! idempotency token, so that this is the best there is.
//!
//! What the first two steps are is each kind of mail's own business: a file for each kind says what it reads, whether
//! the email is still wanted, which link it makes and what it says.

mod invitation;
mod notice;
mod outcome;
mod pace;
mod quota;
mod recipient;
mod report;
mod reset;
mod ses;

use std::sync::Arc;

use self::invitation::InvitationLetter;
use self::notice::About;
use self::outcome::Outcome;
use self::pace::Paces;
pub use self::quota::MailQuota;
use self::quota::Quotas;
pub use self::report::{DeliveryReport, note};
use super::message::{Message, Sender};
use crate::app::App;
use crate::aws::{Aws, Service};
use crate::domain::brand::PublicLogo;
use crate::domain::effects::outbox::{PromisedMail, Subject};
use crate::domain::email::EmailAddress;
use crate::domain::locale::Locale;
use crate::domain::people::account::{Account, NAMELESS};
use crate::domain::people::invitation::DeliveryStatus;
use crate::store::{Change, CommitFault, Key, StoreFault};

/// How often a step is decided again because something changed meanwhile.
const TRIES: u32 = 8;

/// Sends mail. One a process, so that it keeps to its share of the rate.
pub struct Post {
    app: Arc<App>,
    ses: Service,
    paces: Paces,
    quotas: Quotas,
}

/// What became of a try to send a promised mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It is settled: sent, given up, or pointless by now.
    Settled,
    /// Someone else is sending it.
    Busy,
    /// SES takes nothing for a while; the sweep tries again.
    Later,
}

/// The email could not be sent, and another try at once is worth it.
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
    /// The email cannot be composed.
    #[error("the mail cannot be composed")]
    Unwritable,
}

/// An email that is to go out now: its lease is taken, and its link, if it has one, is stored.
struct Letter {
    mail: PromisedMail,
    /// In whose name it goes out.
    account: Option<Account>,
    to: EmailAddress,
    /// The recipient's own language.
    locale: Option<Locale>,
    content: Content,
}

/// What a letter says, and what more than the outbox knows of it.
enum Content {
    Invitation(Box<InvitationLetter>),
    Reset(reset::ResetLetter),
    Notice(Box<notice::NoticeLetter>),
}

/// How a try begins.
enum Begun {
    /// With a letter.
    Leased(Box<Letter>),
    /// Not at all.
    Not(Sent),
}

impl Letter {
    fn compose(&self, has_logo: bool) -> Result<Message, PostFault> {
        let sender = Sender { has_logo, ..self.sender() };
        let of_account = self.account.as_ref().map(|account| account.locale);
        let locale = self.locale.or(of_account).unwrap_or_default();
        let message = match &self.content {
            Content::Invitation(letter) => letter.compose(sender, locale),
            Content::Reset(letter) => letter.compose(sender, locale),
            Content::Notice(letter) => letter.compose(sender, locale),
        };
        message.map_err(|_| PostFault::Unwritable)
    }

    fn sender(&self) -> Sender<'_> {
        let account = self.account.as_ref();
        Sender {
            product_name: account.map_or(NAMELESS, |account| account.product_name.as_str()),
            account_name: account.map(|account| account.name.as_str()),
            support_address: account.and_then(|account| account.support_address.as_ref()).map(EmailAddress::canonical),
            accent_colour: account.and_then(|account| account.brand.accent_colour),
            has_logo: false,
        }
    }

    /// What SES's events are to carry, so that they can be told to what they are about.
    fn tags(&self) -> Vec<(&'static str, String)> {
        let account = self.account.as_ref().map(|account| ("usher-account", account.id.to_string()));
        match &self.content {
            Content::Invitation(letter) => account.into_iter().chain(letter.tags()).collect(),
            Content::Reset(_) | Content::Notice(_) => {
                account.into_iter().chain([("usher-mail", self.mail.id.to_string())]).collect()
            }
        }
    }
}

impl Post {
    /// What sends mail for `app` through `aws`.
    pub fn new(app: Arc<App>, aws: &Aws) -> Self {
        Self { ses: aws.ses(), app, paces: Paces::default(), quotas: Quotas::default() }
    }

    /// What SES lets the account send; nothing if it does not say.
    pub async fn quota(&self) -> Option<MailQuota> {
        self.quotas.now(&self.ses, &self.app.timer).await
    }

    /// Sends a promised mail, unless that has happened or is happening.
    pub async fn send(&self, promised: &PromisedMail) -> Result<Sent, PostFault> {
        for _ in 0..TRIES {
            match self.begin(promised).await {
                Ok(Begun::Leased(letter)) => return self.call(*letter).await,
                Ok(Begun::Not(sent)) => return Ok(sent),
                Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => {}
                Err(CommitFault::Store(fault)) => return Err(fault.into()),
            }
        }
        Err(PostFault::Contended)
    }

    /// Takes the lease, and makes the link, or finds that there is nothing to send.
    async fn begin(&self, promised: &PromisedMail) -> Result<Begun, CommitFault> {
        match &promised.subject {
            Subject::Invitation { account, invitation, issue, inviter } => {
                self.begin_invitation(promised, (*account, *invitation, *issue), *inviter).await
            }
            Subject::CredentialReset { email, sent, .. } => self.begin_reset(promised, email, *sent).await,
            Subject::Notice { email, notice, api_token, ends_api_tokens } => {
                let about = About { notice: *notice, api_token: api_token.clone(), ends_api_tokens: *ends_api_tokens };
                self.begin_notice(promised, email, about).await
            }
        }
    }

    /// Nobody wants the email any more, or nobody is there to get it.
    async fn drop_mail(&self, mail: PromisedMail) -> Result<Begun, CommitFault> {
        self.app.store.commit(Change::new().remove(mail)).await?;
        Ok(Begun::Not(Sent::Settled))
    }

    /// Where a link leads. The secret is in the fragment, which browsers keep to themselves. The origin is the
    /// deployment's, whatever a request said.
    fn link(&self, page: &str, token: &str) -> String {
        format!("{}/links/{page}#token={token}", self.app.config.pages_url)
    }

    /// Hands the email to SES and records what SES says.
    async fn call(&self, letter: Letter) -> Result<Sent, PostFault> {
        let logo = self.logo(&letter).await;
        let message = letter.compose(logo.is_some())?;
        let queue = letter.mail.subject.queue();
        let rate = self.quotas.rate(&self.ses, self.app.config.mail_rate, &self.app.timer).await;
        self.paces.turn(queue, rate, &self.app.timer).await;
        let outcome = Outcome::of(self.ses.ask(self.send_email(&letter, message, logo)?).await);
        if matches!(outcome, Outcome::Taken | Outcome::Throttled) {
            self.paces.learn(queue, matches!(outcome, Outcome::Throttled)).await;
        }
        match outcome {
            Outcome::Taken => self.record(letter, DeliveryStatus::Sent, None).await,
            Outcome::Refused(reason) => self.record(letter, DeliveryStatus::Failed, Some(reason)).await,
            Outcome::Throttled => {
                self.release(letter.mail, outcome::AT_ONCE).await?;
                Err(PostFault::Throttled)
            }
            Outcome::Closed => self.release(letter.mail, outcome::LATER).await,
        }
    }

    /// The logo of the account, if it has one. An email that cannot have it goes out without.
    async fn logo(&self, letter: &Letter) -> Option<PublicLogo> {
        let account = letter.account.as_ref().filter(|account| account.brand.logo.is_some())?;
        let key = Key::logo(account.id);
        self.app.store.look_up([key.any()]).await.ok()?.readable(&key)
    }

    /// Empties the outbox of an email and records its outcome.
    async fn record(&self, letter: Letter, status: DeliveryStatus, reason: Option<String>) -> Result<Sent, PostFault> {
        match letter.content {
            Content::Invitation(invited) => {
                self.record_invitation(letter.mail, invited.invitation, status, reason).await
            }
            Content::Reset(_) | Content::Notice(_) => self.empty(letter.mail).await,
        }
    }

    /// Empties the outbox of an email of which nothing else is known. The one that took it over meanwhile does that.
    async fn empty(&self, mail: PromisedMail) -> Result<Sent, PostFault> {
        match self.app.store.commit(Change::new().remove(mail)).await {
            Ok(()) | Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => Ok(Sent::Settled),
            Err(CommitFault::Store(fault)) => Err(fault.into()),
        }
    }

    async fn release(&self, mail: PromisedMail, pause: jiff::SignedDuration) -> Result<Sent, PostFault> {
        let mut mail = mail.released(self.app.now() + pause);
        match self.app.store.commit(Change::new().replace(&mut mail)).await {
            Ok(()) | Err(CommitFault::Refused(_) | CommitFault::Limited(_)) => Ok(Sent::Later),
            Err(CommitFault::Store(fault)) => Err(fault.into()),
        }
    }
}
