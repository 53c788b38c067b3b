//! What SES is asked.

use data_encoding::BASE64;
use email_encoding::headers::writer::EmailWriter;
use email_encoding::headers::{quoted_string, rfc2047};
use serde_json::json;

use super::{Letter, Post, PostFault};
use crate::aws::Call;
use crate::domain::brand::PublicLogo;
use crate::domain::text::shortened;
use crate::mail::message::{LOGO, Message};

/// How many bytes of a name are shown before an address: encoded, they are less than half of the longest header that
/// SES takes (870 characters), and more than a mail client shows.
const LONGEST_NAME: usize = 160;

impl Post {
    /// `SendEmail` of version 2 of SES's API.
    pub(super) fn send_email(
        &self,
        letter: &Letter,
        message: Message,
        logo: Option<PublicLogo>,
    ) -> Result<Call, PostFault> {
        let text = |data: String| json!({ "Data": data, "Charset": "UTF-8" });
        let tags = letter.tags().into_iter().map(|(name, value)| json!({ "Name": name, "Value": value }));
        let mut body = json!({
            "FromEmailAddress": mailbox(&message.from, &self.app.config.mail_from)?,
            "Destination": { "ToAddresses": [letter.to.canonical()] },
            "Content": { "Simple": {
                "Subject": text(message.subject),
                "Body": { "Text": text(message.text), "Html": text(message.html) },
            } },
            "EmailTags": tags.collect::<Vec<_>>(),
        });
        if let Some(logo) = logo {
            body["Content"]["Simple"]["Attachments"] = json!([{
                "FileName": logo.name.as_str(),
                "ContentType": logo.name.content_type(),
                "ContentId": LOGO,
                "ContentDisposition": "INLINE",
                "ContentTransferEncoding": "BASE64",
                "RawContent": BASE64.encode(&logo.file),
            }]);
        }
        if let Some(address) = letter.sender().support_address {
            body["ReplyToAddresses"] = json!([address]);
        }
        if let Some(name) = &self.app.config.mail_configuration_set {
            body["ConfigurationSetName"] = json!(name);
        }
        Ok(Call { path: "/v2/email/outbound-emails", content_type: "application/json", target: None, body })
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
