//! The email with the link of a credential reset.

use askama::Template;
use jiff::Timestamp;

use super::{Look, Message, Sender, Support, inert, until};
use crate::domain::credential::Credential;
use crate::domain::locale::Locale;

/// The email with which someone sets a new password, or removes their second factor.
pub struct ResetMail<'a> {
    /// In whose name it is sent.
    pub sender: Sender<'a>,
    /// The language.
    pub locale: Locale,
    /// What the link resets.
    pub credential: Credential,
    /// The recipient's given name, if the account knows one.
    pub given_name: Option<&'a str>,
    /// Whether an administrator sends it; otherwise someone, most likely the recipient, has asked for it.
    pub sent: bool,
    /// Whether links for both credentials are sent.
    pub both: bool,
    /// The administrator's name, if there is one to show.
    pub sender_name: Option<&'a str>,
    /// The whole link, secret included, built on the configured origin (security.md 17).
    pub link: &'a str,
    /// When the link stops working.
    pub expires_at: Timestamp,
}

impl ResetMail<'_> {
    /// Renders the email.
    pub fn render(&self) -> Result<Message, askama::Error> {
        let (mail, sender) = (&self.words(), &self.sender);
        match (self.credential, self.locale) {
            (Credential::Password, Locale::En) => {
                sender.message(PasswordSubject::En { mail }, PasswordText::En { mail }, PasswordHtml::En { mail })
            }
            (Credential::Password, Locale::Fr) => {
                sender.message(PasswordSubject::Fr { mail }, PasswordText::Fr { mail }, PasswordHtml::Fr { mail })
            }
            (Credential::Password, Locale::De) => {
                sender.message(PasswordSubject::De { mail }, PasswordText::De { mail }, PasswordHtml::De { mail })
            }
            (Credential::Password, Locale::Es) => {
                sender.message(PasswordSubject::Es { mail }, PasswordText::Es { mail }, PasswordHtml::Es { mail })
            }
            (Credential::SecondFactor, Locale::En) => {
                sender.message(FactorSubject::En { mail }, FactorText::En { mail }, FactorHtml::En { mail })
            }
            (Credential::SecondFactor, Locale::Fr) => {
                sender.message(FactorSubject::Fr { mail }, FactorText::Fr { mail }, FactorHtml::Fr { mail })
            }
            (Credential::SecondFactor, Locale::De) => {
                sender.message(FactorSubject::De { mail }, FactorText::De { mail }, FactorHtml::De { mail })
            }
            (Credential::SecondFactor, Locale::Es) => {
                sender.message(FactorSubject::Es { mail }, FactorText::Es { mail }, FactorHtml::Es { mail })
            }
        }
    }

    fn words(&self) -> Words<'_> {
        Words {
            look: self.sender.look(),
            product: inert::name(self.sender.product_name),
            account: self.sender.account(),
            is_of_account: self.sender.account_name.is_some(),
            has_two_names: self.sender.has_two_names(),
            given_name: self.given_name.map(inert::name),
            sent: self.sent,
            both: self.both,
            sender: self.sender_name.map(inert::name),
            support: self.sender.support_address.map(Support::new),
            link: self.link,
            until: until::words(self.expires_at, self.locale),
        }
    }
}

/// What the templates may say.
struct Words<'a> {
    look: Look,
    product: String,
    account: String,
    is_of_account: bool,
    has_two_names: bool,
    given_name: Option<String>,
    sent: bool,
    both: bool,
    sender: Option<String>,
    support: Option<Support>,
    link: &'a str,
    until: String,
}

#[derive(Template)]
enum PasswordSubject<'a> {
    #[template(path = "mail/password-reset.en.txt", block = "subject")]
    En { mail: &'a Words<'a> },
    #[template(path = "mail/password-reset.fr.txt", block = "subject")]
    Fr { mail: &'a Words<'a> },
    #[template(path = "mail/password-reset.de.txt", block = "subject")]
    De { mail: &'a Words<'a> },
    #[template(path = "mail/password-reset.es.txt", block = "subject")]
    Es { mail: &'a Words<'a> },
}

#[derive(Template)]
enum PasswordText<'a> {
    #[template(path = "mail/password-reset.en.txt", block = "text")]
    En { mail: &'a Words<'a> },
    #[template(path = "mail/password-reset.fr.txt", block = "text")]
    Fr { mail: &'a Words<'a> },
    #[template(path = "mail/password-reset.de.txt", block = "text")]
    De { mail: &'a Words<'a> },
    #[template(path = "mail/password-reset.es.txt", block = "text")]
    Es { mail: &'a Words<'a> },
}

#[derive(Template)]
enum PasswordHtml<'a> {
    #[template(path = "mail/password-reset.en.html")]
    En { mail: &'a Words<'a> },
    #[template(path = "mail/password-reset.fr.html")]
    Fr { mail: &'a Words<'a> },
    #[template(path = "mail/password-reset.de.html")]
    De { mail: &'a Words<'a> },
    #[template(path = "mail/password-reset.es.html")]
    Es { mail: &'a Words<'a> },
}

#[derive(Template)]
enum FactorSubject<'a> {
    #[template(path = "mail/second-factor-reset.en.txt", block = "subject")]
    En { mail: &'a Words<'a> },
    #[template(path = "mail/second-factor-reset.fr.txt", block = "subject")]
    Fr { mail: &'a Words<'a> },
    #[template(path = "mail/second-factor-reset.de.txt", block = "subject")]
    De { mail: &'a Words<'a> },
    #[template(path = "mail/second-factor-reset.es.txt", block = "subject")]
    Es { mail: &'a Words<'a> },
}

#[derive(Template)]
enum FactorText<'a> {
    #[template(path = "mail/second-factor-reset.en.txt", block = "text")]
    En { mail: &'a Words<'a> },
    #[template(path = "mail/second-factor-reset.fr.txt", block = "text")]
    Fr { mail: &'a Words<'a> },
    #[template(path = "mail/second-factor-reset.de.txt", block = "text")]
    De { mail: &'a Words<'a> },
    #[template(path = "mail/second-factor-reset.es.txt", block = "text")]
    Es { mail: &'a Words<'a> },
}

#[derive(Template)]
enum FactorHtml<'a> {
    #[template(path = "mail/second-factor-reset.en.html")]
    En { mail: &'a Words<'a> },
    #[template(path = "mail/second-factor-reset.fr.html")]
    Fr { mail: &'a Words<'a> },
    #[template(path = "mail/second-factor-reset.de.html")]
    De { mail: &'a Words<'a> },
    #[template(path = "mail/second-factor-reset.es.html")]
    Es { mail: &'a Words<'a> },
}
