//! The email that tells someone what happened to their credentials. It has no link: nothing in it is worth stealing, or
//! imitating.

use askama::Template;
use jiff::Timestamp;

use super::{Look, Message, Sender, Support, inert, until};
use crate::domain::effects::outbox::Notice;
use crate::domain::locale::Locale;

/// The email that says what happened, and what to do if it was not the recipient.
pub struct NoticeMail<'a> {
    /// In whose name it is sent.
    pub sender: Sender<'a>,
    /// The language.
    pub locale: Locale,
    /// The recipient's given name, if the account knows one.
    pub given_name: Option<&'a str>,
    /// What happened.
    pub notice: Notice,
    /// The account that is to be asked for help, if it is another than the sender's.
    pub other: Option<&'a str>,
    /// The API token that it is about, if it is about one.
    pub api_token: Option<NoticeToken<'a>>,
    /// Whether the API tokens that the recipient knew are over with it.
    pub ends_api_tokens: bool,
    /// When it happened.
    pub at: Timestamp,
}

/// An API token, as its owner is told of it.
#[derive(Clone, Copy)]
pub struct NoticeToken<'a> {
    /// What users call it.
    pub name: &'a str,
    /// Whether another user than its owner did it.
    pub by_another: bool,
}

impl NoticeMail<'_> {
    /// Renders the email.
    pub fn render(&self) -> Result<Message, askama::Error> {
        let (mail, sender) = (&self.words(), &self.sender);
        match self.locale {
            Locale::En => sender.message(NoticeSubject::En { mail }, NoticeText::En { mail }, NoticeHtml::En { mail }),
            Locale::Fr => sender.message(NoticeSubject::Fr { mail }, NoticeText::Fr { mail }, NoticeHtml::Fr { mail }),
            Locale::De => sender.message(NoticeSubject::De { mail }, NoticeText::De { mail }, NoticeHtml::De { mail }),
            Locale::Es => sender.message(NoticeSubject::Es { mail }, NoticeText::Es { mail }, NoticeHtml::Es { mail }),
        }
    }

    fn words(&self) -> Words {
        Words {
            look: self.sender.look(),
            product: inert::name(self.sender.product_name),
            account: self.sender.account(),
            is_of_account: self.sender.account_name.is_some(),
            has_two_names: self.sender.has_two_names(),
            given_name: self.given_name.map(inert::name),
            support: self.sender.support_address.map(Support::new),
            notice: self.notice,
            other: self.other.map(inert::name),
            token: self.api_token.map(|token| inert::name(token.name)).unwrap_or_default(),
            ends_api_tokens: self.ends_api_tokens,
            by_another: self.api_token.is_some_and(|token| token.by_another),
            at: match self.locale {
                Locale::En => format!("on {}", until::words(self.at, self.locale)),
                Locale::Fr => until::words(self.at, self.locale),
                Locale::De => format!("am {}", until::words(self.at, self.locale)),
                Locale::Es => format!("el {}", until::words(self.at, self.locale)),
            },
        }
    }
}

/// What the templates may say.
struct Words {
    look: Look,
    product: String,
    account: String,
    is_of_account: bool,
    has_two_names: bool,
    given_name: Option<String>,
    support: Option<Support>,
    notice: Notice,
    other: Option<String>,
    token: String,
    by_another: bool,
    ends_api_tokens: bool,
    at: String,
}

#[derive(Template)]
enum NoticeSubject<'a> {
    #[template(path = "mail/notice.en.txt", block = "subject")]
    En { mail: &'a Words },
    #[template(path = "mail/notice.fr.txt", block = "subject")]
    Fr { mail: &'a Words },
    #[template(path = "mail/notice.de.txt", block = "subject")]
    De { mail: &'a Words },
    #[template(path = "mail/notice.es.txt", block = "subject")]
    Es { mail: &'a Words },
}

#[derive(Template)]
enum NoticeText<'a> {
    #[template(path = "mail/notice.en.txt", block = "text")]
    En { mail: &'a Words },
    #[template(path = "mail/notice.fr.txt", block = "text")]
    Fr { mail: &'a Words },
    #[template(path = "mail/notice.de.txt", block = "text")]
    De { mail: &'a Words },
    #[template(path = "mail/notice.es.txt", block = "text")]
    Es { mail: &'a Words },
}

#[derive(Template)]
enum NoticeHtml<'a> {
    #[template(path = "mail/notice.en.html")]
    En { mail: &'a Words },
    #[template(path = "mail/notice.fr.html")]
    Fr { mail: &'a Words },
    #[template(path = "mail/notice.de.html")]
    De { mail: &'a Words },
    #[template(path = "mail/notice.es.html")]
    Es { mail: &'a Words },
}
