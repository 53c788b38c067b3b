//! What an inviter adds to an invitation, in request bodies.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::locale::Locale;
use crate::domain::people::invitation::{Greeting, InviterMessage};
use crate::domain::return_url::{ReturnOrigins, ReturnUrl};
use crate::http::Fields;

/// What all invitations of a call have, unless their own row says otherwise.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InvitationDefaults)]
pub struct GreetingFields {
    /// What you write to the people, which the email shows as your words: text in at most 12 lines, without addresses
    /// of pages.
    #[schema(example = "Welcome to the team!", min_length = 1, max_length = 500)]
    pub message: Option<String>,
    /// The language of the emails, and each person's own from then on; by default the account's.
    #[schema(value_type = Option<Locale>)]
    pub locale: Option<String>,
    /// Where the page of the link leads on to: an address of up to 1,000 bytes. The installation names the origins that
    /// are allowed.
    pub return_to: Option<String>,
}

/// The same fields of a row or an operator's request.
#[derive(Debug, Clone, Copy)]
pub struct Greets<'a> {
    /// The message.
    pub message: Option<&'a str>,
    /// The language.
    pub locale: Option<&'a str>,
    /// Where to go on.
    pub return_to: Option<&'a str>,
}

impl GreetingFields {
    /// What is greeted with; what is wrong is noted in `fields` under `path`.
    pub fn read(&self, path: &str, origins: &ReturnOrigins, fields: &mut Fields) -> Greeting {
        let Self { message, locale, return_to } = self;
        let sent = Greets { message: message.as_deref(), locale: locale.as_deref(), return_to: return_to.as_deref() };
        sent.read(path, origins, fields)
    }
}

impl Greets<'_> {
    /// The same; `path` is before the fields' names.
    pub fn read(self, path: &str, origins: &ReturnOrigins, fields: &mut Fields) -> Greeting {
        let at = |field: &str| format!("{path}{field}");
        Greeting {
            message: fields.optional(&at("message"), self.message, InviterMessage::parse),
            locale: fields.one_of(&at("locale"), self.locale, Locale::parse),
            return_to: fields.optional(&at("return_to"), self.return_to, |url| ReturnUrl::parse(url, origins)),
        }
    }
}
