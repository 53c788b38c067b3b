//! What holds for every email.

use std::path::PathBuf;

use super::samples::{INVITATION_LINK, PASSWORD_LINK, SECOND_FACTOR_LINK};
use super::*;
use crate::domain::credential::Credential;
use crate::domain::credentials::token::{InvitationToken, ResetToken};

/// Compares with a committed file, or writes it when `USHER_UPDATE=1`.
#[expect(clippy::disallowed_methods, reason = "tells a person's wish to the test")]
fn check_snapshot(file: &str, rendered: &str) -> Result<(), String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/mail/snapshots").join(file);
    if std::env::var("USHER_UPDATE").is_ok_and(|value| value == "1") {
        return std::fs::write(&path, rendered).map_err(|error| format!("{file}: {error}"));
    }
    match std::fs::read_to_string(&path) {
        Ok(expected) if expected == rendered => Ok(()),
        Ok(_) => Err(format!("{file} differs")),
        Err(error) => Err(format!("{file}: {error}")),
    }
}

#[test]
fn is_as_its_snapshot() {
    let failures: Vec<String> = every()
        .into_iter()
        .flat_map(|Sample { name, message: Message { subject, text, html, .. }, .. }| {
            [
                check_snapshot(&format!("{name}.txt"), &format!("Subject: {subject}\n\n{text}")),
                check_snapshot(&format!("{name}.html"), &html),
            ]
        })
        .filter_map(Result::err)
        .collect();
    assert!(failures.is_empty(), "look at the change, then USHER_UPDATE=1: {failures:#?}");
}

#[test]
fn has_its_link_once_in_text_and_twice_in_html_and_no_other_link() {
    for Sample { name, link, message, .. } in every() {
        let links = usize::from(link.is_some());
        let link = link.unwrap_or("no link");
        assert_eq!(message.text.lines().filter(|line| *line == link).count(), links, "{name}");
        assert_eq!(message.html.matches(&format!("href=\"{link}\"")).count(), links, "{name}");
        assert_eq!(
            (message.text.matches(link).count(), message.html.matches(link).count()),
            (links, 2 * links),
            "{name}"
        );
        let targets: Vec<_> = message.html.split("href=\"").skip(1).collect();
        let others = targets.iter().filter(|target| !target.starts_with(link) && !target.starts_with("mailto:"));
        assert_eq!(others.count(), 0, "{name}: {targets:?}");
    }
}

#[test]
fn has_a_link_like_those_that_are_sent() {
    let token =
        |link: &'static str, page| link.strip_prefix(&format!("https://portal.example/links/{page}#token=")).unwrap();
    assert!(InvitationToken::parse(token(INVITATION_LINK, "invitation")).is_ok());
    assert!(ResetToken::parse(Credential::Password, token(PASSWORD_LINK, "password-reset")).is_ok());
    assert!(ResetToken::parse(Credential::SecondFactor, token(SECOND_FACTOR_LINK, "second-factor-reset")).is_ok());
}

#[test]
fn fetches_nothing_and_shows_no_name_as_a_link() {
    for Sample { name, message: Message { from, subject, text, html }, .. } in every() {
        // The logo comes with the mail.
        let logo = html.matches("<img src=\"cid:logo\" alt=\"\" ").count();
        assert_eq!(logo, usize::from(name.contains("branded")), "{name}");
        assert_eq!((html.matches("<img").count(), html.matches("src=").count()), (logo, logo), "{name}");
        for forbidden in ["<script", "<link", "url(", "@import", "<i>", "<b>"] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
        for part in [&from, &subject, &text, &html] {
            for link in ["http://evil", "evil.example", "www.evil", "boss@evil", "\nBcc"] {
                assert!(!part.contains(link), "{name}: {link} in {part}");
            }
        }
    }
}

#[test]
fn has_a_subject_of_one_line_and_one_empty_line_between_paragraphs() {
    for Sample { name, message: Message { subject, text, .. }, .. } in every() {
        assert!(
            !subject.contains(char::is_control) && subject.trim() == subject && !subject.is_empty(),
            "{name}: {subject:?}"
        );
        assert!(!text.contains("\n\n\n") && !text.contains(" \n") && text.ends_with(".\n"), "{name}: {text}");
    }
}

#[test]
fn a_link_with_a_query_survives_the_escaping() {
    let link = "https://portal.example/i?a=1&b=2";
    let message = InvitationMail { link, ..invitation(Locale::En) }.render().unwrap();
    assert!(message.text.contains(link));
    assert_eq!(message.html.matches("https://portal.example/i?a=1&#38;b=2").count(), 2);
}
