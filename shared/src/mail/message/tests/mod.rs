mod every;
mod names;
mod samples;
mod wording;

use self::samples::{LOCALES, invitation, invitations, notices, resets};
use super::*;

/// A rendered email.
struct Sample {
    /// Its snapshot's name.
    name: String,
    locale: Locale,
    /// The link that it carries.
    link: Option<&'static str>,
    message: Message,
}

impl Sample {
    fn is_hostile(&self) -> bool {
        self.name.contains("hostile")
    }

    /// All that a reader sees, without the link.
    fn said(&self) -> String {
        let Message { subject, text, .. } = &self.message;
        let said = format!("{subject}\n{text}\n{}", self.shown().join("\n"));
        self.link.map_or(said.clone(), |link| said.replace(link, ""))
    }

    /// What a reader sees of the HTML part, a block a line.
    fn shown(&self) -> Vec<String> {
        let html = self.message.html.split_once("<body").unwrap().1;
        let (_, after_preheader) = html.split_once("</div>").unwrap();
        let blocks =
            ["</p>", "</h1>", "</td>"].iter().fold(after_preheader.to_owned(), |text, end| text.replace(end, "\n"));
        let text: String = format!(">{blocks}").split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).collect();
        unescaped(&text).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

/// Without the entities that occur in emails.
fn unescaped(html: &str) -> String {
    let entities =
        [("&nbsp;", "\u{a0}"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    entities.iter().fold(html.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

/// Every email that has a snapshot.
fn every() -> Vec<Sample> {
    let invitations = invitations().into_iter().map(|(name, mail)| Sample {
        name,
        locale: mail.locale,
        link: Some(mail.link),
        message: mail.render().unwrap(),
    });
    let resets = resets().into_iter().map(|(name, mail)| Sample {
        name,
        locale: mail.locale,
        link: Some(mail.link),
        message: mail.render().unwrap(),
    });
    let notices = notices().into_iter().map(|(name, mail)| Sample {
        name,
        locale: mail.locale,
        link: None,
        message: mail.render().unwrap(),
    });
    invitations.chain(resets).chain(notices).collect()
}
