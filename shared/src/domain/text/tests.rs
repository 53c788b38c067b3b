use proptest::prelude::*;

use super::*;

fn line(text: &str) -> Result<String, TextFault> {
    Line::<80>::parse(text).map(String::from)
}

fn refused(found: char) -> Result<String, TextFault> {
    Err(TextFault::ForbiddenCharacter { found })
}

#[test]
fn names_of_the_world_are_taken_and_trimmed() {
    for name in ["Ada", "Zoë", "Nguyễn Thị Minh Khai", "O’Neill-Smith", "李", "محمد", "Ⅷ", "⠠⠁⠙⠁⠀⠇⠕⠧⠑"]
    {
        for typed in
            [format!(" {name} "), format!("\u{FEFF}{name}\u{200B}\u{A0}"), format!("\u{202A}{name}\u{202C}\r\n")]
        {
            assert_eq!(line(&typed), Ok(name.nfc().collect()), "{typed:?}");
        }
    }
}

/// In these, what shows nothing itself makes a difference that is seen.
#[test]
fn writing_that_needs_joiners_and_selectors_has_them() {
    let persian = ["علی\u{200C}رضا", "می\u{200C}نا"];
    let indic = ["രാജന്\u{200D}", "ක්\u{200D}රිෂාන්", "র\u{200D}্যাব", "क्\u{200C}ष"];
    let pictures =
        ["Team 👩\u{200D}💻", "👩🏽\u{200D}💻", "🏳\u{FE0F}\u{200D}🌈", "Shop ❤\u{FE0F}", "Team 1\u{FE0F}\u{20E3}"];
    let forms = ["辻\u{E0100}井", "葛\u{E0101}", "ᠮᠣᠩ\u{180B}ᠭᠣᠯ"];
    for name in persian.into_iter().chain(indic).chain(pictures).chain(forms) {
        assert_eq!(line(name), Ok(name.to_owned()), "{name:?}");
    }
}

#[test]
fn letters_have_all_the_marks_that_writing_puts_on_them() {
    let latin = ["Élodie", "Nguye\u{302}\u{303}n", "Q\u{32F}\u{302}oš", "ɔ\u{330}\u{303}\u{301}"];
    let hebrew = ["בְּרֵאשִׁ֖ית", "ש\u{5C1}\u{5BC}\u{5B8}\u{5BD}\u{5A3}"];
    let arabic = ["مُحَمَّدٌ", "ٱلرَّحْمَٰنِ"];
    let south_asian = ["श्रीमती", "क़ुर्बान", "ক্ষুদ্র", "ශ්\u{200D}රී"];
    let south_east_asian = ["กุ้งน้ำ", "ညွှန့်", "နွှိုံ့", "ស៊ុំ", "བསྒྲུབས་", "ཧཱུྃ"];
    for name in latin.into_iter().chain(hebrew).chain(arabic).chain(south_asian).chain(south_east_asian) {
        assert_eq!(line(name), Ok(name.nfc().collect()), "{name:?}");
    }
}

#[test]
fn letters_with_more_marks_than_any_writing_has_are_refused() {
    for (letter, mark) in [('q', '\u{301}'), ('q', '\u{489}'), ('क', '\u{94D}'), ('ก', '\u{E49}')] {
        let with = |many: usize| format!("{letter}{}", String::from(mark).repeat(many));
        assert_eq!(line(&with(8)), Ok(with(8)));
        assert_eq!(line(&with(9)), refused(mark));
        assert_eq!(line(&with(8).repeat(8)), Ok(with(8).repeat(8)), "each letter has its own");
        assert_eq!(cleaned(&with(70)), with(8));
    }
    let viramas = "\u{94D}".repeat(8);
    assert_eq!(line(&format!("क{viramas}\u{200D}\u{94D}")), refused('\u{94D}'), "what is not seen is no letter");
}

#[test]
fn nothing_belongs_to_a_picture_that_does_not_exist_yet() {
    for text in ["a\u{1FC00}\u{FE0F}", "a\u{1FC00}\u{200D}\u{1FC00}", "a👩\u{200D}\u{1FC00}"] {
        assert_eq!(characters::refused(&cleaned(text)), None, "{text:?}");
    }
}

#[test]
fn what_could_deceive_a_reader_is_refused() {
    let lines = ['\n', '\0', '\u{7F}', '\u{85}', '\u{2028}'];
    let directions = ['\u{61C}', '\u{200E}', '\u{202E}', '\u{2066}'];
    let invisible =
        ['\u{AD}', '\u{34F}', '\u{115F}', '\u{180E}', '\u{200B}', '\u{2060}', '\u{3164}', '\u{FFA0}', '\u{E0061}'];
    let unknown = ['\u{E000}', '\u{FFFF}', '\u{378}', '\u{10FFFF}'];
    for found in lines.into_iter().chain(directions).chain(invisible).chain(unknown) {
        assert_eq!(line(&format!("a{found}b")), refused(found));
    }
    for out_of_place in [
        "a\u{200C}b",
        "a\u{200D}b",
        "a\u{FE0F}b",
        "1\u{FE0F}b",
        "م\u{200D}م",
        "क्\u{200D}\u{200D}ष",
        "李\u{E0100}\u{E0100}b",
    ] {
        assert!(matches!(line(out_of_place), Err(TextFault::ForbiddenCharacter { .. })), "{out_of_place:?}");
    }
    assert_eq!(
        line("a\u{202E}b").unwrap_err().to_string(),
        "the character U+202E is not allowed: it is invisible, or does not look the same everywhere"
    );
}

#[test]
fn of_what_is_nothing_to_be_seen_there_is_nothing() {
    for text in [
        "",
        " \t",
        "\u{A0}",
        "\u{3164}",
        "\u{115F}",
        "\u{2800}",
        "\u{1D159}",
        "\u{200B}\u{FEFF}",
        "\u{AD}",
        "\u{E000}",
        "\u{301}",
    ] {
        assert_eq!(line(text), Err(TextFault::Empty), "{text:?}");
        assert_eq!(line(&text.repeat(200)), Err(TextFault::Empty), "{text:?}");
    }
}

#[test]
fn a_text_has_so_many_characters_and_no_more() {
    assert_eq!(Line::<3>::parse("äöüß"), Err(TextFault::TooLong { most: 3 }));
    assert_eq!(Line::<4>::parse("äöüß").unwrap().as_str(), "äöüß");
}

#[test]
fn what_an_older_version_took_is_read_as_it_is() {
    for stored in ["Ada\u{AD}", "\u{3164}", "a\u{61C}b"] {
        let read: Line<80> = serde_json::from_value(stored.into()).unwrap();
        assert_eq!((read.as_str(), serde_json::to_value(&read).unwrap()), (stored, stored.into()));
    }
}

#[test]
fn a_text_is_shortened_between_characters() {
    assert_eq!((shortened("Ada", 3), shortened("Adam", 3)), ("Ada".to_owned(), "…".to_owned()));
    assert_eq!(shortened(&"🦷".repeat(120), 20), "🦷🦷🦷🦷…");
    assert_eq!(shortened("Ada Lovelace", 7), "Ada…");
}

/// Any character there is, and those that need judgement more often than they come by chance.
fn any_text() -> impl Strategy<Value = String> {
    let joining = "\u{200C}\u{200D}\u{FE0F}\u{E0100}\u{180B}\u{20E3}\u{94D}\u{301}";
    let blank = "\u{AD}\u{3164}\u{2800} \t\u{FEFF}\u{202E}";
    let seen = "1م\u{915}ᠮ👩🏽李a";
    let special = proptest::sample::select([joining, blank, seen].concat().chars().collect::<Vec<_>>());
    let mixed = proptest::collection::vec(prop_oneof![any::<char>(), special], 0..12).prop_map(String::from_iter);
    prop_oneof![3 => mixed, 1 => "[\u{301}\u{94D}\u{200D}\u{E000}\u{915}]{0,24}"]
}

/// How many marks there are in a row.
fn longest_pile(text: &str) -> usize {
    let piles = text.split(|c| !"\u{301}\u{323}\u{489}".contains(c));
    piles.map(|pile| pile.chars().count()).max().unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_taken_is_seen_and_holds_nothing_that_is_not(text in any_text()) {
        let Ok(taken) = line(&text) else { return Ok(()) };
        prop_assert!(characters::shows(&taken) && characters::refused(&taken).is_none());
        prop_assert!(!taken.starts_with(char::is_whitespace) && !taken.ends_with(char::is_whitespace));
        prop_assert_eq!(line(&taken), Ok(taken));
    }

    #[test]
    fn a_text_is_taken_if_no_letter_of_it_has_too_many_marks(text in "(q[\u{301}\u{323}\u{489}]{0,12}){1,5}") {
        prop_assert_eq!(line(&text).is_ok(), longest_pile(&text.nfc().collect::<String>()) <= 8);
    }

    #[test]
    fn what_is_cleaned_holds_nothing_that_would_be_refused(text in any_text()) {
        let cleaned = cleaned(&text);
        prop_assert_eq!(characters::refused(&cleaned), None, "{:?}", cleaned);
        if characters::refused(&text).is_none() {
            prop_assert_eq!(cleaned, text);
        }
    }

    #[test]
    fn trimming_takes_only_the_edges_and_once(text in any_text()) {
        let once = trimmed(&text);
        prop_assert_eq!(trimmed(once), once);
        prop_assert!(text.contains(once));
    }

    #[test]
    fn what_is_shortened_has_no_more_bytes_than_it_may(text in any_text(), most in 3_usize..40) {
        let shortened = shortened(&text, most);
        prop_assert!(shortened.len() <= most, "{shortened:?}");
        prop_assert!(text.contains(shortened.trim_end_matches('…')));
    }
}
