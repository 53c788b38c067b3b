//! Names of people and companies, which are whatever someone typed.

use super::samples::hostile;
use super::*;

#[test]
fn names_are_escaped_in_html_and_left_alone_in_text() {
    let message = hostile(Locale::En).render().unwrap();
    assert!(message.html.contains("&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;"));
    assert!(message.html.contains("O&#39;Brien &#38; &#34;Sons&#34; &#60;b&#62;Ltd"));
    assert!(message.text.contains("O'Brien & \"Sons\" <b>Ltd</b>"));
    assert!(message.html.contains("mailto:a%3Fbcc%3Dspam%26x%3D%22%3E%3Ci%3E@ledgerly.example\""));
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
        let message = InvitationMail { inviter_name: Some(name), ..invitation(locale) }.render().unwrap();
        let usual = invitation(locale).render().unwrap();
        assert_eq!(message.text.lines().count(), usual.text.lines().count());
        assert!(!message.subject.contains(char::is_control));
        assert!(!message.subject.contains('\u{2028}'));
    }
}

#[test]
fn an_email_comes_from_no_name_that_could_be_an_address() {
    for product_name in ["a@evil.example", "https://evil.example", "Help: boss@evil.example"] {
        let sender = Sender { product_name, ..invitation(Locale::En).sender };
        let message = InvitationMail { sender, ..invitation(Locale::En) }.render().unwrap();
        assert_eq!(message.from, inert::name(product_name));
        assert!(!message.from.contains("evil.example") && !message.from.contains("@evil"), "{}", message.from);
        assert_eq!(message.from.replace('\u{200c}', ""), product_name);
    }
}

#[test]
fn a_subject_fits_into_a_header_however_long_the_names_are() {
    for locale in LOCALES {
        for long in ["é".repeat(120), "中".repeat(120), "🦷".repeat(120)] {
            let sender = Sender { account_name: Some(&long), product_name: &long, ..invitation(locale).sender };
            let message = InvitationMail { sender, inviter_name: Some(&long), ..invitation(locale) }.render().unwrap();
            assert!(message.subject.len() <= 400 && message.subject.ends_with('…'), "{}", message.subject);
            assert!(message.text.contains(&long), "the text has all of it");
        }
    }
}
