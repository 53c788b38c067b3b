use proptest::prelude::*;

use super::super::NewPassword;
use super::*;
use crate::domain::text::PersonName;

fn rules(beside_factor: bool) -> PasswordRules {
    let name = |name| Some(PersonName::parse(name).unwrap());
    let names = Names { given_name: name("Ada"), family_name: name("Lovelace") };
    let rules = PasswordRules::new(beside_factor)
        .of(&EmailAddress::parse("ada.lovelace@northwind.example").unwrap())
        .named(&names);
    rules.with("Northwind Dental").with("iCorePay")
}

fn fault(text: &str, beside_factor: bool) -> Option<PasswordFault> {
    NewPassword::parse(text, rules(beside_factor)).and_then(NewPassword::judged).err()
}

#[test]
fn fifteen_characters_of_any_kind_do_and_eight_beside_a_second_factor() {
    for good in [
        "correct horse battery staple",
        "vier zahme Esel",
        "ζητείται ησυχία",
        "тихий омут 12 чертей",
        "静かな湖畔の森の影から男と女の声",
        "🦔🚲🌧️📯🧵🪁🧂🦑🪴🎷🛶🧭🪃🥨🫖",
        "   spaces   count   too   ",
        "a purple walrus, twice!",
    ] {
        assert_eq!(fault(good, false), None, "{good}");
    }
    assert_eq!(fault("fourteen chars", false), Some(PasswordFault::TooShort { shortest: 15 }));
    for good in ["kv7#pQz!", "mufloxte", "juhu 7 Esel"] {
        assert_eq!(fault(good, true), None, "{good}");
        assert_eq!(fault(good, false), Some(PasswordFault::TooShort { shortest: 15 }), "{good}");
    }
    assert_eq!(fault("kv7#pQz", true), Some(PasswordFault::TooShort { shortest: 8 }));
}

#[test]
fn what_everybody_tries_first_is_refused_however_long() {
    for common in [
        "passwordpassword",
        "Password1234567",
        "P@ssw0rd12345678",
        "123456789012345",
        "qwertyuiopasdfgh",
        "qwertyuiop[]asdfgh",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "abcdefghijklmnop",
        "iloveyouiloveyou",
        "letmeinletmeinletmein",
        "               ",
        "🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔",
    ] {
        assert_eq!(fault(common, false), Some(PasswordFault::Common), "{common}");
    }
    assert_eq!(fault(&"a".repeat(256), false), Some(PasswordFault::Common));
    assert_eq!(fault(&"qwertyuiop".repeat(20), false), Some(PasswordFault::Common));
    for common in [
        "password",
        "12345678",
        "qwertyui",
        "sunshine",
        "football1",
        "iloveyou",
        "P@ssw0rd",
        "11111111",
        "abcd1234",
        "trustno1",
    ] {
        assert_eq!(fault(common, true), Some(PasswordFault::Common), "{common}");
    }
}

#[test]
fn what_is_made_of_ones_own_words_is_refused_in_any_case() {
    for own in [
        "ada.lovelace@northwind.example",
        "NorthwindDental2026",
        "northwind dental!!",
        "AdaLovelace1815",
        "Lovelace Lovelace",
        "iCorePay-iCorePay",
        "usherusherusher1",
        "Ada@iCorePay2026!",
    ] {
        assert_eq!(fault(own, false), Some(PasswordFault::OwnWords), "{own}");
    }
    for own in ["lovelace", "lovelace1", "icorepay1", "usher123"] {
        assert!(fault(own, true).is_some(), "{own}");
    }
    assert_eq!(fault("Lovelace hums seven odd tunes", false), None, "a word of one's own does no harm among others");
}

#[test]
fn the_longest_password_is_judged_in_a_bounded_time() {
    for long in ["ab1".repeat(85), "1!".repeat(128), "p@ssW0rd".repeat(32), "€uro§".repeat(51), "a".repeat(255)] {
        let _ = fault(&long, false);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_makes_the_rules_panic(text in ".{0,80}") {
        let _ = fault(&text, false);
        let _ = fault(&text, true);
    }

    #[test]
    fn what_is_taken_is_long_enough_and_what_is_short_needs_a_factor(text in "\\PC{6,20}") {
        let (alone, beside) = (fault(&text, false), fault(&text, true));
        let length = text.nfc().count();
        prop_assert!(alone.is_some() || length >= SHORTEST);
        prop_assert!(beside.is_some() || length >= SHORTEST_BESIDE_FACTOR);
        prop_assert!(alone.is_some() || beside.is_none(), "what may be the only factor may be beside another");
    }

    #[test]
    fn random_letters_are_always_taken(text in "[a-z]{24,60}") {
        prop_assert_eq!(fault(&text, false), None);
    }
}
