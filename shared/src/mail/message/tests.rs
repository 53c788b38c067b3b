mod credentials;

use std::path::PathBuf;

use super::*;

const LINK: &str = "https://portal.example/invitations/acc_01k9/inv_01k9#hT4kq8Zx2vYB0mW6nR3dLpJ7sUeGfAiQcO5yVtKxM1E";
const UPDATE: &str = "USHER_UPDATE_SNAPSHOTS";
const LOCALES: [Locale; 2] = [Locale::En, Locale::Fr];

fn mail(locale: Locale) -> InvitationMail<'static> {
    InvitationMail {
        sender: Sender { product_name: "Ledgerly", account_name: Some("Cabinet Beauséjour"), support_address: Some("help@ledgerly.example") },
        locale,
        given_name: Some("Marie"),
        inviter_name: Some("Ana Martin"),
        link: LINK,
        expires_at: "2026-11-24T14:05:59Z".parse().unwrap(),
        reminder: false,
        active: false,
    }
}

fn nameless(locale: Locale) -> InvitationMail<'static> {
    let mut mail = mail(locale);
    mail.sender.support_address = None;
    InvitationMail { given_name: None, inviter_name: None, ..mail }
}

fn hostile(locale: Locale) -> InvitationMail<'static> {
    let mut mail = mail(locale);
    mail.sender.product_name = "O'Brien & \"Sons\" <b>Ltd</b>";
    mail.sender.account_name = Some("http://evil.example/?a=1&b=2 <script>alert('x')</script>");
    mail.sender.support_address = Some("a?bcc=spam&x=\"><i>@ledgerly.example");
    InvitationMail { given_name: Some("www.evil.example"), inviter_name: Some("boss@evil.example"), ..mail }
}

fn long(locale: Locale) -> InvitationMail<'static> {
    let mut mail = mail(locale);
    mail.sender.product_name = "The International Portal for Warranty Claims and Reimbursements";
    mail.sender.account_name = Some(
        "Société_Anonyme_de_Distribution_Internationale_et_de_Réparation\
        _des_Équipements_Électroménagers de la région Auvergne-Rhône-Alpes et de ses environs",
    );
    InvitationMail {
        given_name: Some("Marie-Françoise-Antoinette-Élisabeth"),
        inviter_name: Some("Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren"),
        ..mail
    }
}

/// Every mail that has a snapshot, by the snapshot's name.
fn samples() -> Vec<(String, InvitationMail<'static>)> {
    LOCALES
        .into_iter()
        .flat_map(|locale| {
            [
                ("full", mail(locale)),
                ("nameless", nameless(locale)),
                ("reminder", InvitationMail { reminder: true, ..mail(locale) }),
                ("reminder-nameless", InvitationMail { reminder: true, ..nameless(locale) }),
                ("inviter-without-support", inviter_without_support(locale)),
                ("active", InvitationMail { active: true, ..mail(locale) }),
                ("active-reminder", InvitationMail { active: true, reminder: true, ..nameless(locale) }),
                ("hostile", hostile(locale)),
                ("long", long(locale)),
            ]
            .map(|(name, mail)| (format!("invitation.{name}.{}", locale.tag()), mail))
        })
        .collect()
}

fn inviter_without_support(locale: Locale) -> InvitationMail<'static> {
    let mut mail = mail(locale);
    mail.sender.support_address = None;
    mail
}

/// Compares with a committed file, or writes it when `USHER_UPDATE_SNAPSHOTS=1`.
#[expect(clippy::disallowed_methods, reason = "tells a person's wish to the test")]
fn check_snapshot(file: &str, rendered: &str) -> Result<(), String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/mail/snapshots").join(file);
    if std::env::var(UPDATE).is_ok_and(|value| value == "1") {
        return std::fs::write(&path, rendered).map_err(|error| format!("{file}: {error}"));
    }
    match std::fs::read_to_string(&path) {
        Ok(expected) if expected == rendered => Ok(()),
        Ok(_) => Err(format!("{file} differs")),
        Err(error) => Err(format!("{file}: {error}")),
    }
}

#[test]
fn every_mail_is_as_its_snapshot() {
    let failures: Vec<String> = samples()
        .into_iter()
        .flat_map(|(name, mail)| {
            let Message { subject, text, html } = mail.render().unwrap();
            [check_snapshot(&format!("{name}.txt"), &format!("Subject: {subject}\n\n{text}")), check_snapshot(&format!("{name}.html"), &html)]
        })
        .filter_map(Result::err)
        .collect();
    assert!(failures.is_empty(), "look at the change, then {UPDATE}=1: {failures:#?}");
}

#[test]
fn the_link_is_once_in_text_and_twice_in_html() {
    for (name, mail) in samples() {
        let message = mail.render().unwrap();
        assert_eq!(message.text.lines().filter(|line| *line == LINK).count(), 1, "{name}");
        assert_eq!(message.text.matches(LINK).count(), 1, "{name}");
        assert_eq!(message.html.matches(LINK).count(), 2, "{name}");
        assert_eq!(message.html.matches(&format!("href=\"{LINK}\"")).count(), 1, "{name}");
    }
}

#[test]
fn a_link_with_a_query_survives_the_escaping() {
    let link = "https://portal.example/i?a=1&b=2";
    let message = InvitationMail { link, ..mail(Locale::En) }.render().unwrap();
    assert!(message.text.contains(link));
    assert_eq!(message.html.matches("https://portal.example/i?a=1&#38;b=2").count(), 2);
}

#[test]
fn html_has_no_other_links_and_fetches_nothing() {
    for (name, mail) in samples() {
        let html = mail.render().unwrap().html;
        let others = html.match_indices("href=\"").filter(|(at, prefix)| {
            let target = &html[at + prefix.len()..];
            !target.starts_with(LINK) && !target.starts_with("mailto:")
        });
        assert_eq!(others.count(), 0, "{name}");
        for forbidden in ["<script", "<img", "<link", "src=", "url(", "@import", "<i>", "<b>"] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
    }
}

#[test]
fn names_are_escaped_in_html_and_left_alone_in_text() {
    let message = hostile(Locale::En).render().unwrap();
    assert!(message.html.contains("&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;"));
    assert!(message.html.contains("O&#39;Brien &#38; &#34;Sons&#34; &#60;b&#62;Ltd"));
    assert!(message.text.contains("O'Brien & \"Sons\" <b>Ltd</b>"));
    assert!(message.html.contains("mailto:a%3Fbcc%3Dspam%26x%3D%22%3E%3Ci%3E@ledgerly.example\""));
}

#[test]
fn names_never_read_as_links() {
    for locale in LOCALES {
        let Message { subject, text, html } = hostile(locale).render().unwrap();
        for part in [subject, text, html] {
            for link in ["http://evil", "evil.example", "www.evil", "boss@evil"] {
                assert!(!part.contains(link), "{locale:?}: {link}");
            }
        }
    }
}

#[test]
fn a_name_linked_all_the_same_leads_nowhere() {
    for host in ["evil.example", "evil\u{3002}example", "a.b.evil.example", "evil\u{2060}.example"] {
        assert!(idna::domain_to_ascii(host).is_ok(), "{host}");
        assert!(idna::domain_to_ascii(&inert::name(host)).is_err(), "{host}");
    }
}

#[test]
fn only_what_could_be_a_link_changes() {
    for kept in ["Ana Martin", "St. John Ltd.", "Dr. A. Martin", "Rappel : ici", "مرحبا", "日本 株式会社"] {
        assert_eq!(inert::name(kept), kept);
    }
    assert_eq!(inert::name("Booking.com").replace('\u{200c}', ""), "Booking.com");
}

#[test]
fn names_cannot_add_lines() {
    for locale in LOCALES {
        let name = "Ana\r\nBcc: x@evil.example\u{2028}\u{85}\u{0}Martin";
        let message = InvitationMail { inviter_name: Some(name), ..mail(locale) }.render().unwrap();
        let usual = mail(locale).render().unwrap();
        assert_eq!(message.text.lines().count(), usual.text.lines().count());
        assert!(!message.subject.contains(char::is_control));
        assert!(!message.subject.contains('\u{2028}'));
    }
}

#[test]
fn subjects_are_one_line_and_say_when_they_remind() {
    for (name, mail) in samples() {
        let Message { subject, text, html } = mail.render().unwrap();
        assert!(!subject.contains(char::is_control), "{name}");
        assert_eq!(subject.trim(), subject, "{name}");
        let reminder = if mail.locale == Locale::En { "Reminder: " } else { "Rappel\u{a0}: " };
        assert_eq!(subject.starts_with(reminder), mail.reminder, "{name}");
        assert_eq!(text.starts_with(reminder), mail.reminder, "{name}");
        assert!(html.contains(&format!("<html lang=\"{}\"", mail.locale.tag())), "{name}");
    }
}

#[test]
fn french_spaces_do_not_break() {
    for mail in [mail(Locale::Fr), InvitationMail { reminder: true, ..nameless(Locale::Fr) }] {
        let Message { subject, text, html } = mail.render().unwrap();
        for part in [subject, text, visible(&html)] {
            for wrong in [" :", " ;", " ?", " !", " »", "« ", "'"] {
                assert!(!part.contains(wrong), "{wrong:?} in {part}");
            }
        }
    }
}

/// What a reader sees of an HTML part: its body without tags.
fn visible(html: &str) -> String {
    let body = html.split_once("</head>").unwrap().1;
    let text = body.split('<').filter_map(|piece| Some(piece.split_once('>')?.1));
    text.collect::<String>().replace("&nbsp;", "\u{a0}")
}

#[test]
fn moments_are_written_as_each_language_does() {
    for (moment, en, fr) in [
        ("2026-11-24T14:05:59Z", "24\u{a0}November 2026, 14:05\u{a0}UTC", "le 24\u{a0}novembre 2026 à\u{a0}14:05\u{a0}(UTC)"),
        ("2027-08-01T00:00:00Z", "1\u{a0}August 2027, 00:00\u{a0}UTC", "le 1er\u{a0}août 2027 à\u{a0}00:00\u{a0}(UTC)"),
        ("2028-02-29T23:59:00Z", "29\u{a0}February 2028, 23:59\u{a0}UTC", "le 29\u{a0}février 2028 à\u{a0}23:59\u{a0}(UTC)"),
        ("2027-01-01T00:30:00+01:00", "31\u{a0}December 2026, 23:30\u{a0}UTC", "le 31\u{a0}décembre 2026 à\u{a0}23:30\u{a0}(UTC)"),
    ] {
        let moment = moment.parse().unwrap();
        assert_eq!(until::words(moment, Locale::En), en);
        assert_eq!(until::words(moment, Locale::Fr), fr);
    }
}
