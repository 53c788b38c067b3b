//! The colour in which an account's buttons and links are, and how well it can be read.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::Coded;

/// The contrast that text needs (WCAG 2.2, 1.4.3).
const ENOUGH: f64 = 4.5;

/// What buttons are written in, and what cards and emails are: the background that a colour is judged on.
const WHITE: [u8; 3] = [0xff; 3];

/// The least light of the grounds that pages have links on, by day, and the least dark by night.
const DAY: [u8; 3] = [0xed, 0xf0, 0xf5];
const NIGHT: [u8; 3] = [0x1d, 0x27, 0x40];

/// A colour that can be read on white, and white on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct AccentColour([u8; 3]);

/// Why a colour cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum AccentFault {
    /// It is written in another way.
    #[error("must be `#` and six hexadecimal digits, such as #2456c9")]
    Malformed,
    /// It cannot be read.
    #[error("the contrast of {0} on white is {1:.2} : 1, and must be at least {ENOUGH} : 1; take a darker colour")]
    LowContrast(AccentColour, f64),
}

impl Coded for AccentFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "invalid_colour",
            Self::LowContrast(..) => "low_contrast",
        }
    }
}

impl AccentColour {
    /// Reads a colour, and judges it.
    pub fn parse(text: &str) -> Result<Self, AccentFault> {
        let colour = Self::read(text).ok_or(AccentFault::Malformed)?;
        let contrast = contrast(colour.0, WHITE);
        // What is told has two places: nobody is to read that 4.50 is less than 4.5.
        let told = (contrast * 100.0).floor() / 100.0;
        if contrast < ENOUGH { Err(AccentFault::LowContrast(colour, told)) } else { Ok(colour) }
    }

    fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        let is_plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_plain.then(|| Some(Self([channel(0)?, channel(2)?, channel(4)?])))?
    }

    /// The colour as it can be read on every light ground of the pages: itself, or a little darker.
    #[must_use]
    pub fn by_day(self) -> Self {
        self.towards([0; 3], DAY)
    }

    /// The colour as it can be read on every dark ground of the pages: lighter.
    #[must_use]
    pub fn by_night(self) -> Self {
        self.towards(WHITE, NIGHT)
    }

    /// As far towards `end` as it takes to be read on `ground`.
    fn towards(self, end: [u8; 3], ground: [u8; 3]) -> Self {
        let mut steps = (0..=u8::MAX).map(|step| Self(mixed(self.0, end, step)));
        steps.find(|colour| contrast(colour.0, ground) >= ENOUGH).unwrap_or(Self(end))
    }
}

/// `step` of 255 steps from one colour to another.
fn mixed(from: [u8; 3], to: [u8; 3], step: u8) -> [u8; 3] {
    let channel = |at: usize| {
        let (from, to, step) = (u32::from(from[at]), u32::from(to[at]), u32::from(step));
        u8::try_from((from * (255 - step) + to * step) / 255).unwrap_or(u8::MAX)
    };
    [channel(0), channel(1), channel(2)]
}

/// The contrast of two colours, as WCAG 2.2 defines it.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let [one, other] = [luminance(one), luminance(other)];
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

impl fmt::Display for AccentColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl From<AccentColour> for String {
    fn from(colour: AccentColour) -> Self {
        colour.to_string()
    }
}

/// What was stored is read as it is: a rule that comes later makes nothing unreadable.
impl TryFrom<String> for AccentColour {
    type Error = AccentFault;

    fn try_from(text: String) -> Result<Self, AccentFault> {
        Self::read(&text).ok_or(AccentFault::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_taken_if_it_can_be_read_on_white() {
        for text in ["#2456c9", "#767676", "#000000", "#B00020"] {
            assert_eq!(AccentColour::parse(text).unwrap().to_string(), text.to_lowercase());
        }
        for (text, told) in [("#777777", "is 4.47 : 1"), ("#ffcc00", "is 1.51 : 1"), ("#ffffff", "is 1.00 : 1")] {
            let fault = AccentColour::parse(text).unwrap_err();
            assert_eq!(fault.code(), "low_contrast");
            assert!(fault.to_string().contains(told), "{fault}");
        }
        for text in ["", "2456c9", "#2456c", "#2456c9a", "#+456c9", "#2456cg", "red", "#é456c", "#aéb12"] {
            assert_eq!(AccentColour::parse(text), Err(AccentFault::Malformed), "{text}");
        }
    }

    #[test]
    fn what_pages_take_can_be_read_on_each_of_their_grounds_and_is_the_colour_itself_where_it_can() {
        let grounds = |colour: AccentColour| (contrast(colour.by_day().0, DAY), contrast(colour.by_night().0, NIGHT));
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let colour = AccentColour([red, green, blue]);
                    let (day, night) = grounds(colour);
                    assert!(day >= ENOUGH && night >= ENOUGH, "{colour}: {day} {night}");
                }
            }
        }
        let blue = AccentColour::parse("#2456c9").unwrap();
        assert_eq!(blue.by_day(), blue);
        assert_eq!(AccentColour::parse("#767676").unwrap().by_day().to_string(), "#6d6d6d");
    }
}
