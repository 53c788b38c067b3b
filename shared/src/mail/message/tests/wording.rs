//! The words of every email.

use super::*;

/// Words that emails do not use: each has a plainer one.
const HABITS: [(&str, &[&str]); 4] = [
    ("en", &["somebody", "nobody", "whoever", "anew", " mail", "stands", "get in", "tries", "follow the link"]),
    ("fr", &["servez-vous", "n’est entré", "n’entre", "a servi", "essais", "suivez"]),
    ("de", &["klicken", "bzw.", "mail-adresse"]),
    ("es", &["haga clic", "cliquee", "usuario/a", "email"]),
];

fn title(html: &str) -> String {
    let (_, rest) = html.split_once("<title>").unwrap();
    unescaped(rest.split_once("</title>").unwrap().0)
}

fn heading(html: &str) -> String {
    let (_, rest) = html.split_once("<h1 ").unwrap();
    unescaped(rest.split_once("</h1>").unwrap().0.split_once('>').unwrap().1)
}

#[test]
fn has_one_title_which_is_its_heading_everywhere() {
    for Sample { name, message: Message { text, html, .. }, .. } in every() {
        let first = text.lines().next().unwrap();
        assert_eq!((title(&html).as_str(), heading(&html).as_str()), (first, first), "{name}");
        assert_eq!((text.matches(first).count(), unescaped(&html).matches(first).count()), (1, 2), "{name}");
    }
}

#[test]
fn is_named_by_its_title_but_for_an_invitation_which_names_who_invites() {
    let (invitations, others): (Vec<_>, Vec<_>) =
        every().into_iter().partition(|sample| sample.name.starts_with("invitation."));
    for Sample { name, message: Message { subject, text, .. }, .. } in others {
        assert_eq!(text.lines().next(), Some(subject.as_str()), "{name}");
    }
    for Sample { name, locale, message, .. } in invitations {
        let reminder = match locale {
            Locale::En => "Reminder: ",
            Locale::Fr => "Rappel\u{a0}: ",
            Locale::De => "Erinnerung: ",
            Locale::Es => "Recordatorio: ",
        };
        let reminds = name.contains("reminder");
        assert_eq!(message.subject.starts_with(reminder), reminds, "{name}");
        assert_eq!(message.text.starts_with(reminder), reminds, "{name}");
    }
}

#[test]
fn no_two_notices_have_the_same_title() {
    for locale in LOCALES {
        let notices = notices().into_iter().filter(|(name, mail)| {
            mail.locale == locale
                && !["hostile", "nowhere", "by-another", "with-tokens", "one-name", "branded"]
                    .iter()
                    .any(|it| name.contains(it))
        });
        let mut titles: Vec<String> = notices.map(|(_, mail)| mail.render().unwrap().subject).collect();
        let all = titles.len();
        titles.sort();
        titles.dedup();
        assert_eq!((titles.len(), all), (all, 14), "{titles:?}");
    }
}

/// The HTML part shows the product above and the link once more below, to copy; the text part has a colon before the
/// link, and marks each line of what someone else wrote. All else is the same.
#[test]
fn says_the_same_as_text_and_as_html() {
    for sample in every() {
        let text = sample.message.text.lines().filter(|line| !line.is_empty() && Some(*line) != sample.link);
        let text = text.map(|line| line.strip_prefix("> ").unwrap_or(line)).filter(|line| *line != ">");
        let text: Vec<_> = text.map(|line| line.trim_end_matches([':', '\u{a0}'])).collect();
        let shown = sample.shown();
        let for_copying = ["If the button", "Si le bouton", "Wenn die Schaltfläche", "Si el botón"];
        let is_for_copying = |line: &str| for_copying.iter().any(|begin| line.starts_with(begin));
        let is_extra = |line: &str| Some(line) == sample.link || is_for_copying(line);
        let html = shown[1..].iter().map(|line| line.trim_end_matches([':', '\u{a0}']));
        let html: Vec<_> = html.filter(|line| !is_extra(line)).collect();
        assert_eq!(html, text, "{}", sample.name);
        assert_eq!(
            shown.iter().filter(|line| is_for_copying(line)).count(),
            usize::from(sample.link.is_some()),
            "{}",
            sample.name
        );
    }
}

#[test]
fn a_name_that_the_account_and_the_product_share_is_said_once_in_a_sentence() {
    let of_one_name: Vec<Sample> = every().into_iter().filter(|sample| sample.name.contains("one-name")).collect();
    assert_eq!(of_one_name.len(), 4 * (2 + 4 + 1), "in each language");
    for sample in of_one_name {
        let said = sample.said();
        let sentences = said.lines().flat_map(|line| line.split_inclusive(". "));
        let twice: Vec<&str> = sentences.filter(|sentence| sentence.matches("Ledgerly").count() > 1).collect();
        assert!(twice.is_empty(), "{}: {twice:?}", sample.name);
    }
}

#[test]
fn is_in_one_language() {
    for sample in every() {
        let html = &sample.message.html;
        assert!(html.contains(&format!("<html lang=\"{}\"", sample.locale.as_str())), "{}", sample.name);
        let foreign = match sample.locale {
            Locale::En => ["Bonjour", "mot de passe", "invitation à"],
            Locale::Fr => ["Hello", "password", "invites you"],
            Locale::De => ["Hello", "password", "invitation"],
            Locale::Es => ["Hello", "password", "invitation"],
        };
        let said = sample.said();
        assert!(foreign.iter().all(|word| !said.contains(word)), "{}: {said}", sample.name);
    }
}

#[test]
fn is_plain() {
    for sample in every() {
        let (_, habits) = HABITS.iter().find(|(language, _)| *language == sample.locale.as_str()).unwrap();
        let said = sample.said().to_lowercase();
        let found: Vec<_> = habits.iter().filter(|habit| said.contains(**habit)).collect();
        assert!(found.is_empty(), "{}: {found:?} in {said}", sample.name);
    }
}

#[test]
fn french_is_set_as_french_is() {
    for sample in every().into_iter().filter(|sample| sample.locale == Locale::Fr && !sample.is_hostile()) {
        let said = sample.said();
        for wrong in ["« ", "'", "\"", "..."] {
            assert!(!said.contains(wrong), "{}: {wrong:?} in {said}", sample.name);
        }
        for (at, sign) in said.match_indices([':', ';', '?', '!', '»']) {
            assert!(said[..at].ends_with('\u{a0}'), "{}: {sign} in {said}", sample.name);
        }
    }
}

#[test]
fn a_link_says_until_when_it_works_and_what_to_do_if_it_was_not_expected() {
    for (name, mail) in resets().into_iter().filter(|(_, mail)| mail.locale == Locale::En) {
        let text = mail.render().unwrap().text;
        let until = "works once and expires on 24\u{a0}November 2026, 14:05\u{a0}UTC";
        let unexpected = if mail.sent { "If you did not expect this" } else { "If this was not you" };
        assert!(text.contains(until) && text.contains(unexpected), "{name}: {text}");
    }
}
