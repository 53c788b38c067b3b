//! The words of Usher's emails: values in, subject, text and HTML out.
//!
//! Pure: no network, no file, no clock. The templates are in `shared/templates/mail/`, one file per locale and format
//! so that a translator reads a whole mail in one place, and are compiled into the binary. They only ever see `Words`
//! and its like, in which every name is already inert (see `inert`), and askama escapes what it puts into HTML.
//! Snapshots of each email are in `shared/src/mail/snapshots/`.

mod inert;
mod notice;
mod reset;
mod until;

#[cfg(test)]
mod tests;

use askama::Template;

pub use self::notice::{NoticeMail, NoticeToken};
pub use self::reset::ResetMail;
use crate::domain::brand::AccentColour;
use crate::domain::locale::Locale;
use crate::domain::people::invitation::InviterMessage;
use crate::domain::text::shortened;

/// What an email says of the account that sends it.
#[derive(Clone, Copy)]
pub struct Sender<'a> {
    /// The portal, as its users know it.
    pub product_name: &'a str,
    /// The account that the recipient deals with: none if they are in none.
    pub account_name: Option<&'a str>,
    /// Where a recipient may ask for help.
    pub support_address: Option<&'a str>,
    /// The colour of its buttons and links.
    pub accent_colour: Option<AccentColour>,
    /// Whether its logo comes with the email.
    pub has_logo: bool,
}

/// How many bytes a subject has at most: encoded, it then fits into the longest header that SES takes.
const LONGEST_SUBJECT: usize = 400;

impl Sender<'_> {
    /// The email, which comes from the product.
    fn message(
        &self,
        subject: impl Template,
        text: impl Template,
        html: impl Template,
    ) -> Result<Message, askama::Error> {
        Ok(Message {
            from: inert::name(self.product_name),
            subject: shortened(&subject.render()?, LONGEST_SUBJECT),
            text: text.render()? + "\n",
            html: html.render()? + "\n",
        })
    }

    /// Who speaks to the recipient: the product, if no account does.
    fn account(&self) -> String {
        inert::name(self.account_name.unwrap_or(self.product_name))
    }

    fn look(&self) -> Look {
        let accent = self.accent_colour;
        let or = |colour: Option<AccentColour>, own: &str| colour.map_or(own.to_owned(), |it| it.to_string());
        Look {
            button: or(accent, "#1f5fd6"),
            by_day: or(accent.map(AccentColour::by_day), "#1a55c4"),
            by_night: or(accent.map(AccentColour::by_night), "#8ab4ff"),
            logo: self.has_logo.then_some(LOGO),
        }
    }

    /// Whether the account and the product have names of their own. If not, an email says the one name once: nobody
    /// joins Northwind on Northwind.
    fn has_two_names(&self) -> bool {
        self.account_name.is_some_and(|account| account != self.product_name)
    }
}

/// By what the HTML part names the logo that comes with the email. Nothing is fetched: no server learns who reads.
pub const LOGO: &str = "logo";

/// The look of an email.
struct Look {
    /// The ground of the button, whose words are white.
    button: String,
    by_day: String,
    by_night: String,
    logo: Option<&'static str>,
}

/// A rendered mail. It carries a link that opens something, so it has no `Debug`: it is sent, never
/// logged.
pub struct Message {
    /// The name that it comes from, as harmless as in the text: mail clients look for addresses and links here, too.
    pub from: String,
    /// The subject, on one line.
    pub subject: String,
    /// The plain text part. Lines end in `\n`; paragraphs are not hard-wrapped.
    pub text: String,
    /// The HTML part, self-contained.
    pub html: String,
}

/// The email that invites someone. It says nothing of whether the address is known elsewhere (security.md 34): a new
/// person and a known one get the same words.
pub struct InvitationMail<'a> {
    /// Who sends it.
    pub sender: Sender<'a>,
    /// The language.
    pub locale: Locale,
    /// The invitee's given name, if the inviter gave one.
    pub given_name: Option<&'a str>,
    /// The inviter's name, if there is one to show.
    pub inviter_name: Option<&'a str>,
    /// What the inviter writes to them.
    pub message: Option<&'a InviterMessage>,
    /// The whole link, secret included, built on the configured origin (security.md 17).
    pub link: &'a str,
    /// When the link stops working.
    pub expires_at: jiff::Timestamp,
    /// Whether this is a resend, whose link replaces the earlier ones.
    pub reminder: bool,
    /// Whether the recipient is a user already: the link is their way in, and there is nothing to accept.
    pub active: bool,
}

impl InvitationMail<'_> {
    /// Renders the email.
    pub fn render(&self) -> Result<Message, askama::Error> {
        let (mail, sender) = (&self.words(), &self.sender);
        match self.locale {
            Locale::En => {
                sender.message(InvitationSubject::En { mail }, InvitationText::En { mail }, InvitationHtml::En { mail })
            }
            Locale::Fr => {
                sender.message(InvitationSubject::Fr { mail }, InvitationText::Fr { mail }, InvitationHtml::Fr { mail })
            }
            Locale::De => {
                sender.message(InvitationSubject::De { mail }, InvitationText::De { mail }, InvitationHtml::De { mail })
            }
            Locale::Es => {
                sender.message(InvitationSubject::Es { mail }, InvitationText::Es { mail }, InvitationHtml::Es { mail })
            }
        }
    }

    fn words(&self) -> Words<'_> {
        Words {
            look: self.sender.look(),
            product: inert::name(self.sender.product_name),
            account: self.sender.account(),
            has_two_names: self.sender.has_two_names(),
            given_name: self.given_name.map(inert::name),
            inviter: self.inviter_name.map(inert::name),
            message: self.message.into_iter().flat_map(InviterMessage::lines).map(inert::name).collect(),
            support: self.sender.support_address.map(Support::new),
            link: self.link,
            until: until::words(self.expires_at, self.locale),
            reminder: self.reminder,
            active: self.active,
        }
    }
}

/// What the templates may say.
struct Words<'a> {
    look: Look,
    product: String,
    account: String,
    has_two_names: bool,
    given_name: Option<String>,
    inviter: Option<String>,
    /// What the inviter writes, a line each.
    message: Vec<String>,
    support: Option<Support>,
    link: &'a str,
    until: String,
    reminder: bool,
    active: bool,
}

struct Support {
    address: String,
    mailto: String,
}

impl Support {
    fn new(address: &str) -> Self {
        Self { address: inert::one_line(address), mailto: inert::mailto(address) }
    }
}

#[derive(Template)]
enum InvitationSubject<'a> {
    #[template(path = "mail/invitation.en.txt", block = "subject")]
    En { mail: &'a Words<'a> },
    #[template(path = "mail/invitation.fr.txt", block = "subject")]
    Fr { mail: &'a Words<'a> },
    #[template(path = "mail/invitation.de.txt", block = "subject")]
    De { mail: &'a Words<'a> },
    #[template(path = "mail/invitation.es.txt", block = "subject")]
    Es { mail: &'a Words<'a> },
}

#[derive(Template)]
enum InvitationText<'a> {
    #[template(path = "mail/invitation.en.txt", block = "text")]
    En { mail: &'a Words<'a> },
    #[template(path = "mail/invitation.fr.txt", block = "text")]
    Fr { mail: &'a Words<'a> },
    #[template(path = "mail/invitation.de.txt", block = "text")]
    De { mail: &'a Words<'a> },
    #[template(path = "mail/invitation.es.txt", block = "text")]
    Es { mail: &'a Words<'a> },
}

#[derive(Template)]
enum InvitationHtml<'a> {
    #[template(path = "mail/invitation.en.html")]
    En { mail: &'a Words<'a> },
    #[template(path = "mail/invitation.fr.html")]
    Fr { mail: &'a Words<'a> },
    #[template(path = "mail/invitation.de.html")]
    De { mail: &'a Words<'a> },
    #[template(path = "mail/invitation.es.html")]
    Es { mail: &'a Words<'a> },
}
