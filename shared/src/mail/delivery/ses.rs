//! What SES is asked.

use aws_sdk_sesv2::operation::send_email::builders::SendEmailFluentBuilder;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message as SesMessage, MessageTag};
use email_encoding::headers::writer::EmailWriter;
use email_encoding::headers::{quoted_string, rfc2047};

use super::{Letter, Post, PostFault};
use crate::domain::text::shortened;
use crate::mail::message::Message;

/// How many bytes of a name are shown before an address: encoded, they are less than half of the longest header that
/// SES takes (870 characters), and more than a mail client shows.
const LONGEST_NAME: usize = 160;

impl Post {
    pub(super) fn ses_request(&self, letter: &Letter, message: Message) -> Result<SendEmailFluentBuilder, PostFault> {
        let text =
            |data: String| Content::builder().data(data).charset("UTF-8").build().map_err(|_| PostFault::Unwritable);
        let body = Body::builder().text(text(message.text)?).html(text(message.html)?).build();
        let content = SesMessage::builder().subject(text(message.subject)?).body(body).build();
        let tags = letter.tags().into_iter().map(|(name, value)| MessageTag::builder().name(name).value(value).build());
        let tags = tags.collect::<Result<Vec<_>, _>>().map_err(|_| PostFault::Unwritable)?;
        let config = &self.app.config;
        Ok(self
            .ses
            .send_email()
            .from_email_address(mailbox(&message.from, &config.mail_from)?)
            .destination(Destination::builder().to_addresses(letter.to.canonical()).build())
            .set_reply_to_addresses(letter.sender().support_address.map(|address| vec![address.to_owned()]))
            .content(EmailContent::builder().simple(content).build())
            .set_email_tags(Some(tags))
            .set_configuration_set_name(config.mail_configuration_set.clone()))
    }
}

/// An address with a name before it, as RFC 5322 and RFC 2047 write it.
fn mailbox(name: &str, address: &str) -> Result<String, PostFault> {
    let name = &shortened(name, LONGEST_NAME);
    let mut header = String::new();
    let mut writer = EmailWriter::new(&mut header, 0, 0, false);
    let is_plain = name.chars().all(|c| matches!(c, ' '..='~'));
    let written = if is_plain { quoted_string::encode(name, &mut writer) } else { rfc2047::encode(name, &mut writer) };
    drop(writer);
    written.map_err(|_| PostFault::Unwritable)?;
    Ok(format!("{} <{address}>", header.replace("\r\n", "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_before_an_address_is_short_however_it_is_encoded() {
        let address = "no-reply@mail.portal.example";
        assert_eq!(mailbox("Ledgerly", address).unwrap(), "Ledgerly <no-reply@mail.portal.example>");
        for name in ["a".repeat(120), "\"\\".repeat(60), "é".repeat(120), "中".repeat(120), "🦷".repeat(120)] {
            let header = mailbox(&name, address).unwrap();
            assert!(header.is_ascii() && header.len() <= 400, "{} {header}", header.len());
        }
    }
}
