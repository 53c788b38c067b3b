//! The email that tells someone what happened to their credentials. It has no link: nothing in it is worth stealing, or
//! imitating.

use askama::Template;
use jiff::Timestamp;

use super::{Message, Sender, Support, inert, until};
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
    /// When it happened.
    pub at: Timestamp,
}

impl NoticeMail<'_> {
    /// Renders the email.
    pub fn render(&self) -> Result<Message, askama::Error> {
        let (mail, sender) = (&self.words(), &self.sender);
        match self.locale {
            Locale::En => sender.message(NoticeSubject::En { mail }, NoticeText::En { mail }, NoticeHtml::En { mail }),
            Locale::Fr => sender.message(NoticeSubject::Fr { mail }, NoticeText::Fr { mail }, NoticeHtml::Fr { mail }),
        }
    }

    fn words(&self) -> Words {
        Words {
            product: inert::name(self.sender.product_name),
            account: self.sender.account(),
            is_of_account: self.sender.account_name.is_some(),
            given_name: self.given_name.map(inert::name),
            support: self.sender.support_address.map(Support::new),
            notice: self.notice,
            other: self.other.map(inert::name),
            at: match self.locale {
                Locale::En => format!("on {}", until::words(self.at, self.locale)),
                Locale::Fr => until::words(self.at, self.locale),
            },
        }
    }
}

/// What the templates may say.
struct Words {
    product: String,
    account: String,
    is_of_account: bool,
    given_name: Option<String>,
    support: Option<Support>,
    notice: Notice,
    other: Option<String>,
    at: String,
}

#[derive(Template)]
enum NoticeSubject<'a> {
    #[template(path = "mail/notice.en.txt", block = "subject")]
    En { mail: &'a Words },
    #[template(path = "mail/notice.fr.txt", block = "subject")]
    Fr { mail: &'a Words },
}

#[derive(Template)]
enum NoticeText<'a> {
    #[template(path = "mail/notice.en.txt", block = "text")]
    En { mail: &'a Words },
    #[template(path = "mail/notice.fr.txt", block = "text")]
    Fr { mail: &'a Words },
}

#[derive(Template)]
enum NoticeHtml<'a> {
    #[template(path = "mail/notice.en.html")]
    En { mail: &'a Words },
    #[template(path = "mail/notice.fr.html")]
    Fr { mail: &'a Words },
}
