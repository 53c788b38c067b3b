//! What `SendEmail` accepts: simple content, checked the way SES checks it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use crate::mailbox::{Message, links};

/// The request of `SendEmail`, as far as Usher uses it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SendEmail {
    from_email_address: String,
    destination: Destination,
    #[serde(default)]
    reply_to_addresses: Vec<String>,
    content: Content,
    #[serde(default)]
    email_tags: Vec<NameValue>,
    configuration_set_name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Destination {
    #[serde(default)]
    to_addresses: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Content {
    simple: Simple,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Simple {
    subject: Data,
    body: Body,
    #[serde(default)]
    headers: Vec<NameValue>,
    #[serde(default)]
    attachments: Vec<Attachment>,
}

/// A file that comes with an email, and is shown within it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attachment {
    content_id: String,
    content_type: String,
    /// Base64.
    raw_content: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    text: Option<Data>,
    html: Option<Data>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Data {
    data: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NameValue {
    name: String,
    value: String,
}

/// The tag under which SES reports the configuration set that an email was sent with.
pub(crate) const CONFIGURATION_SET: &str = "ses:configuration-set";

impl Attachment {
    /// Its name, and itself as a `data:` URL.
    fn shown(self) -> (String, String) {
        (self.content_id, format!("data:{};base64,{}", self.content_type, self.raw_content))
    }
}

impl SendEmail {
    /// Reads and checks a request; the error is SES's message to the developer.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, String> {
        let request: Self = serde_json::from_slice(body).map_err(|why| format!("Unsupported request: {why}."))?;
        request.check()?;
        Ok(request)
    }

    fn check(&self) -> Result<(), String> {
        let Simple { subject, body, headers, attachments } = &self.content.simple;
        for Attachment { content_id, raw_content, .. } in attachments {
            let is_file = data_encoding::BASE64.decode(raw_content.as_bytes()).is_ok();
            if !is_file || !(1..=78).contains(&content_id.len()) {
                return Err("Attachment is malformed.".to_owned());
            }
        }
        if !(1..=50).contains(&self.destination.to_addresses.len()) {
            return Err("Between 1 and 50 recipients are required.".to_owned());
        }
        let addresses = self.destination.to_addresses.iter().chain(&self.reply_to_addresses);
        for address in addresses.chain([&self.from_email_address]) {
            check_address(address)?;
        }
        if body.text.is_none() && body.html.is_none() {
            return Err("Body is missing.".to_owned());
        }
        if subject.data.chars().any(char::is_control) {
            return Err("Control character in the subject.".to_owned());
        }
        if headers.iter().any(|header| header.value.chars().any(char::is_control)) {
            return Err("Control character in a header.".to_owned());
        }
        self.email_tags.iter().try_for_each(check_tag)
    }

    /// The email as the mailbox keeps it.
    pub(crate) fn into_message(self, id: String, at: Timestamp) -> Message {
        let Simple { subject, body, headers, attachments } = self.content.simple;
        let text = body.text.map(|text| text.data).unwrap_or_default();
        let mut tags: BTreeMap<_, _> = self.email_tags.into_iter().map(|tag| (tag.name, tag.value)).collect();
        tags.extend(self.configuration_set_name.map(|name| (CONFIGURATION_SET.to_owned(), name)));
        let inline = attachments.into_iter().map(Attachment::shown).collect();
        Message {
            inline,
            id,
            at,
            from: self.from_email_address,
            to: self.destination.to_addresses.iter().map(|to| bare(to).to_owned()).collect(),
            reply_to: self.reply_to_addresses,
            subject: subject.data,
            links: links(&text),
            text,
            html: body.html.map(|html| html.data).unwrap_or_default(),
            headers: headers.into_iter().map(|header| (header.name, header.value)).collect(),
            tags,
        }
    }
}

/// The address alone: `b@x.com` of `"Bob" <b@x.com>`.
fn bare(address: &str) -> &str {
    match (address.rfind('<'), address.strip_suffix('>')) {
        (Some(open), Some(closed)) => &closed[open + 1..],
        _ => address,
    }
}

/// SES wants one mailbox per entry, in ASCII: a display name in other letters must come as a MIME encoded word,
/// and the local part may not be international at all.
fn check_address(address: &str) -> Result<(), String> {
    let whole = bare(address).split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    let sound = address.is_ascii() && !address.chars().any(|c| c.is_ascii_control());
    if whole && sound { Ok(()) } else { Err("Illegal address.".to_owned()) }
}

fn check_tag(tag: &NameValue) -> Result<(), String> {
    let fits = |text: &str, also: &str| {
        (1..=256).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
    };
    if fits(&tag.name, "_-") && fits(&tag.value, "_-.@") {
        Ok(())
    } else {
        Err(format!(
            "Invalid tag <{}>: only alphanumeric ASCII characters, `_`, `-`, and in values `.` and `@`.",
            tag.name
        ))
    }
}
