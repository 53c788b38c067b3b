//! The mails about credentials: the links of resets, and notices.

use super::*;
use crate::domain::credential_reset::Credential;
use crate::domain::outbox::Notice;

const NOTICES: [(&str, Notice); 8] = [
    ("password-changed", Notice::PasswordChanged),
    ("second-factor-added", Notice::SecondFactorAdded),
    ("second-factor-replaced", Notice::SecondFactorReplaced),
    ("second-factor-removed", Notice::SecondFactorRemoved),
    ("recovery-codes-replaced", Notice::RecoveryCodesReplaced),
    ("recovery-code-used", Notice::RecoveryCodeUsed),
    ("failed-sign-ins", Notice::FailedSignIns),
    ("failed-second-steps", Notice::FailedSecondSteps),
];

/// Who writes to somebody who is in no account.
const NOWHERE: Sender<'static> = Sender { product_name: "Usher", account_name: None, support_address: None };

fn reset(credential: Credential, locale: Locale) -> ResetMail<'static> {
    ResetMail {
        sender: mail(locale).sender,
        locale,
        credential,
        given_name: Some("Marie"),
        sent: false,
        both: false,
        sender_name: None,
        link: LINK,
        expires_at: "2026-11-24T14:05:59Z".parse().unwrap(),
    }
}

fn hostile_reset(credential: Credential, locale: Locale) -> ResetMail<'static> {
    let sender = hostile(locale).sender;
    ResetMail {
        sender,
        given_name: Some("www.evil.example"),
        sender_name: Some("boss@evil.example\r\nBcc: x"),
        sent: true,
        ..reset(credential, locale)
    }
}

fn notice(notice: Notice, locale: Locale) -> NoticeMail<'static> {
    NoticeMail { sender: mail(locale).sender, locale, given_name: Some("Marie"), notice, at: "2026-11-24T14:05:59Z".parse().unwrap() }
}

/// Every mail with a link, by its snapshot's name.
fn resets() -> Vec<(String, ResetMail<'static>)> {
    let kinds = [("password-reset", Credential::Password), ("second-factor-reset", Credential::SecondFactor)];
    let each = kinds.into_iter().flat_map(|kind| LOCALES.map(|locale| (kind, locale)));
    each.flat_map(|((name, credential), locale)| {
        let nameless = nameless(locale).sender;
        // Nobody sends somebody who is in no account the other one, which does not say what else is sent, either.
        let of_passwords = (credential == Credential::Password).then(|| {
            [
                ("sent-both", ResetMail { sent: true, both: true, sender_name: Some("Ana Martin"), ..reset(credential, locale) }),
                ("nowhere", ResetMail { given_name: None, sender: NOWHERE, ..reset(credential, locale) }),
            ]
        });
        [
            ("asked", reset(credential, locale)),
            ("sent", ResetMail { sent: true, sender_name: Some("Ana Martin"), ..reset(credential, locale) }),
            ("sent-nameless", ResetMail { sent: true, given_name: None, sender: nameless, ..reset(credential, locale) }),
            ("hostile", hostile_reset(credential, locale)),
        ]
        .into_iter()
        .chain(of_passwords.into_iter().flatten())
        .map(move |(variant, mail)| (format!("{name}.{variant}.{}", locale.tag()), mail))
    })
    .collect()
}

/// Every notice, by its snapshot's name.
fn notices() -> Vec<(String, NoticeMail<'static>)> {
    let each = NOTICES.into_iter().flat_map(|named| LOCALES.map(|locale| (named, locale)));
    let hostile = LOCALES.map(|locale| {
        let mail = NoticeMail { sender: hostile(locale).sender, given_name: Some("www.evil.example"), ..notice(Notice::PasswordChanged, locale) };
        (format!("notice.hostile.{}", locale.tag()), mail)
    });
    let nowhere = LOCALES.map(|locale| {
        let mail = NoticeMail { sender: NOWHERE, given_name: None, ..notice(Notice::PasswordChanged, locale) };
        (format!("notice.nowhere.{}", locale.tag()), mail)
    });
    let each = each.map(|((name, about), locale)| (format!("notice.{name}.{}", locale.tag()), notice(about, locale)));
    each.chain(hostile).chain(nowhere).collect()
}

fn all() -> Vec<(String, Locale, Message)> {
    let resets = resets().into_iter().map(|(name, mail)| (name, mail.locale, mail.render().unwrap()));
    let notices = notices().into_iter().map(|(name, mail)| (name, mail.locale, mail.render().unwrap()));
    resets.chain(notices).collect()
}

#[test]
fn every_mail_is_as_its_snapshot() {
    let failures: Vec<String> = all()
        .into_iter()
        .flat_map(|(name, _, Message { subject, text, html })| {
            [check_snapshot(&format!("{name}.txt"), &format!("Subject: {subject}\n\n{text}")), check_snapshot(&format!("{name}.html"), &html)]
        })
        .filter_map(Result::err)
        .collect();
    assert!(failures.is_empty(), "look at the change, then {UPDATE}=1: {failures:#?}");
}

#[test]
fn the_link_of_a_reset_is_once_in_text_and_twice_in_html_and_notices_have_none() {
    for (name, mail) in resets() {
        let message = mail.render().unwrap();
        assert_eq!(message.text.lines().filter(|line| *line == LINK).count(), 1, "{name}");
        assert_eq!((message.text.matches(LINK).count(), message.html.matches(LINK).count()), (1, 2), "{name}");
    }
    for (name, mail) in notices().into_iter().filter(|(name, _)| !name.contains("hostile")) {
        let message = mail.render().unwrap();
        assert!(!message.text.contains("http") && !message.html.replace("mailto:", "").contains("href=\"http"), "{name}");
    }
}

#[test]
fn what_people_are_called_stays_harmless() {
    for (name, _, Message { subject, text, html }) in all() {
        for forbidden in ["<script", "<img", "<link", "src=", "url(", "@import", "<i>", "<b>"] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
        for part in [&subject, &text, &html] {
            assert!(["http://evil", "evil.example", "www.evil", "boss@evil", "\nBcc"].iter().all(|link| !part.contains(link)), "{name}: {part}");
        }
        assert!(!subject.contains(char::is_control) && subject.trim() == subject && !subject.is_empty(), "{name}: {subject:?}");
    }
}

#[test]
fn each_language_keeps_to_itself_and_paragraphs_stand_apart() {
    for (name, locale, Message { subject, text, html }) in all() {
        assert!(html.contains(&format!("<html lang=\"{}\"", locale.tag())), "{name}");
        assert!(text.starts_with(&subject), "{name}: the mail begins with what it is about");
        assert!(!text.contains("\n\n\n") && !text.contains(" \n") && text.ends_with(".\n"), "{name}: {text}");
        let foreign = if locale == Locale::En { ["Bonjour", "mot de passe"] } else { ["Hello", "password"] };
        assert!(foreign.iter().all(|word| !text.contains(word) && !visible(&html).contains(word)), "{name}");
        if locale == Locale::Fr && !name.contains("hostile") {
            for part in [subject, text, visible(&html)] {
                assert!([" :", " ;", " ?", " !", " »", "« ", "'"].iter().all(|wrong| !part.contains(wrong)), "{name}: {part}");
            }
        }
    }
}

#[test]
fn a_reset_says_how_long_it_works_and_what_to_do_if_it_was_not_you() {
    for (name, mail) in resets().into_iter().filter(|(_, mail)| mail.locale == Locale::En) {
        let text = mail.render().unwrap().text;
        assert!(text.contains("60 minutes") && text.contains("24\u{a0}November 2026, 14:05\u{a0}UTC"), "{name}: {text}");
        assert!(text.contains(if mail.sent { "If you did not expect this" } else { "If it was not you" }), "{name}: {text}");
    }
}
