//! How many guesses a password withstands, for a bounded amount of work, whatever its text is.
//!
//! `zxcvbn` has two costs that a text can drive up. It looks at every substring, so it sees only [`WINDOW`] characters.
//! And it tries every reading of the characters that may stand for letters (`p4$$` may be `pass`): with all twenty of
//! them in one text there are hundreds of readings, and each is looked up like a password of its own. So a text with
//! many readings is judged in pieces that have few.

/// How much of a password is judged: the work grows with more than the square of that.
const WINDOW: usize = 64;

/// How many readings a piece may have. With them, the worst text takes about as long to judge as to hash.
const MOST_READINGS: usize = 32;

/// Which characters `zxcvbn` takes for which letter.
const STAND_INS: [(char, &str); 12] = [
    ('a', "4@"),
    ('b', "8"),
    ('c', "({[<"),
    ('e', "3"),
    ('g', "69"),
    ('i', "1!|"),
    ('l', "1|7"),
    ('o', "0"),
    ('s', "$5"),
    ('t', "+7"),
    ('x', "%"),
    ('z', "2"),
];

/// How many guesses `password` withstands, as a power of ten: as many as the strongest of its pieces. A whole
/// withstands no fewer than its parts, so a long one is judged by its beginning.
pub(super) fn guesses_log10(password: &str, words: &[&str]) -> f64 {
    pieces(password).iter().map(|piece| zxcvbn::zxcvbn(piece, words).guesses_log10()).fold(0.0, f64::max)
}

/// The beginning of the password, cut where a piece would get more than [`MOST_READINGS`].
fn pieces(password: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for character in password.chars().take(WINDOW) {
        let mut longer = pieces.pop().unwrap_or_default();
        longer.push(character);
        if readings(&longer) > MOST_READINGS {
            longer.pop();
            pieces.push(longer);
            longer = character.to_string();
        }
        pieces.push(longer);
    }
    pieces
}

/// At most how many readings `zxcvbn` tries. It picks one of the stand-ins for each letter; one that may stand for two
/// letters goes to either.
fn readings(text: &str) -> usize {
    let of_letter = |(letter, stand_ins): &(char, &str)| {
        let is_shared = |c: char| STAND_INS.iter().any(|(other, also)| other != letter && also.contains(c));
        let present = stand_ins.chars().filter(|c| text.contains(*c));
        present.map(|c| if is_shared(c) { 2 } else { 1 }).sum::<usize>().max(1)
    };
    STAND_INS.iter().map(of_letter).product()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use cpu_time::ThreadTime;
    use proptest::prelude::*;

    use super::*;

    const ALL: &str = "4@8({[<369!1|0$5+7%2";

    /// Texts that were slow to judge, or are made to be.
    fn adversarial() -> Vec<String> {
        let mut texts: Vec<String> = (1..=12).map(|times| ALL.repeat(times)).collect();
        texts.push(ALL.chars().rev().collect::<String>().repeat(3));
        texts.push(ALL.chars().map(|c| format!("l0ve{c}")).collect());
        texts.push(ALL.chars().map(|c| format!("{c}{c}{c}a")).collect());
        texts.push("1|7".repeat(20));
        texts.push("1l0v3love+aeaa@234qw3rty4bcsh4a+wdr{g00aa5albcabc123456a{90".to_owned());
        texts.push("lovetosh4d0wm0nk3ysh4d0w123lovemem0nk3y12345678901234567890m0nk3".to_owned());
        texts
    }

    fn check_bound(text: &str) {
        let pieces = pieces(text);
        assert!(pieces.iter().all(|piece| readings(piece) <= MOST_READINGS), "{pieces:?}");
        assert_eq!(pieces.concat(), text.chars().take(WINDOW).collect::<String>());
    }

    #[test]
    fn ordinary_texts_are_one_piece() {
        for text in ["correct horse battery staple", "P@ssw0rd, twice!", "2026-11-29", "Tr0ub4dor&3", "", "4@8({[<3"] {
            assert_eq!(pieces(text), [text]);
        }
    }

    #[test]
    fn a_text_with_many_readings_is_cut_into_pieces_with_few() {
        assert_eq!(pieces(ALL), ["4@8({[<369!", "1|0$5+", "7%2"]);
        adversarial().iter().for_each(|text| check_bound(text));
    }

    #[test]
    fn what_is_weak_stays_weak_when_it_is_cut_and_what_is_strong_stays_strong() {
        for (text, is_strong) in [
            ("1234567890!@#$%^&*()", false),
            ("!@#$%^&*()1234567890-=", false),
            ("1234567890!@#$ a purple walrus", true),
            ("7Tz(q{4@ 91|$+k5[e<2", true),
        ] {
            assert!(pieces(text).len() > 1, "{text}");
            assert_eq!(guesses_log10(text, &[]) >= 8.0, is_strong, "{text}: {}", guesses_log10(text, &[]));
        }
    }

    #[test]
    fn no_text_takes_much_longer_to_judge_than_another() {
        let work = |text: &str| {
            let start = ThreadTime::now();
            let _ = guesses_log10(text, &[]);
            start.elapsed()
        };
        let ordinary = "four tame donkeys on a barge, and a heron in cold water at dusk";
        work(ordinary);
        let ordinary = (0..5).map(|_| work(ordinary)).sum::<Duration>() / 5;
        for text in adversarial() {
            let work = work(&text);
            assert!(work < 15 * ordinary, "{text}: {work:?}, {ordinary:?} for an ordinary text");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_text_the_work_is_bounded(text in r"[4@8({\[<369!1|0$5+7%2a-z\PC]{0,300}") {
            check_bound(&text);
        }
    }
}
