//! A moment in words, in UTC: an email does not know its reader's time zone.

use jiff::{Timestamp, tz::TimeZone};

use crate::domain::locale::Locale;

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const MONTHS_ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// `24 November 2026, 14:05 UTC`, or `le 24 novembre 2026 à 14 h 05 (UTC)`, cut to the minute. The spaces after the
/// day, within the time and before the zone do not break.
pub(super) fn words(moment: Timestamp, locale: Locale) -> String {
    let at = moment.to_zoned(TimeZone::UTC);
    let month = usize::from(at.month().unsigned_abs()) - 1;
    let (day, year, hour, minute) = (at.day(), at.year(), at.hour(), at.minute());
    match locale {
        Locale::En => {
            let month = MONTHS_EN[month];
            format!("{day}\u{a0}{month} {year}, {hour:02}:{minute:02}\u{a0}UTC")
        }
        Locale::Fr => {
            let (day, month) = (ordinal_fr(day), MONTHS_FR[month]);
            format!("le {day}\u{a0}{month} {year} à\u{a0}{hour}\u{a0}h\u{a0}{minute:02}\u{a0}(UTC)")
        }
        Locale::De => {
            let month = MONTHS_DE[month];
            format!("{day}.\u{a0}{month} {year} um\u{a0}{hour:02}:{minute:02}\u{a0}Uhr\u{a0}(UTC)")
        }
        Locale::Es => {
            let month = MONTHS_ES[month];
            format!("{day}\u{a0}de\u{a0}{month} de\u{a0}{year} a\u{a0}las\u{a0}{hour:02}:{minute:02}\u{a0}(UTC)")
        }
    }
}

/// French counts the first of a month, and only the first.
fn ordinal_fr(day: i8) -> String {
    if day == 1 { "1er".to_owned() } else { day.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_each_language_does() {
        for (moment, en, fr) in [
            (
                "2026-11-24T14:05:59Z",
                "24\u{a0}November 2026, 14:05\u{a0}UTC",
                "le 24\u{a0}novembre 2026 à\u{a0}14\u{a0}h\u{a0}05\u{a0}(UTC)",
            ),
            (
                "2027-08-01T00:00:00Z",
                "1\u{a0}August 2027, 00:00\u{a0}UTC",
                "le 1er\u{a0}août 2027 à\u{a0}0\u{a0}h\u{a0}00\u{a0}(UTC)",
            ),
            (
                "2028-02-29T23:59:00Z",
                "29\u{a0}February 2028, 23:59\u{a0}UTC",
                "le 29\u{a0}février 2028 à\u{a0}23\u{a0}h\u{a0}59\u{a0}(UTC)",
            ),
            (
                "2027-01-01T00:30:00+01:00",
                "31\u{a0}December 2026, 23:30\u{a0}UTC",
                "le 31\u{a0}décembre 2026 à\u{a0}23\u{a0}h\u{a0}30\u{a0}(UTC)",
            ),
        ] {
            let moment = moment.parse().unwrap();
            assert_eq!(words(moment, Locale::En), en);
            assert_eq!(words(moment, Locale::Fr), fr);
        }
        let moment = "2027-03-01T05:09:00Z".parse().unwrap();
        assert_eq!(words(moment, Locale::De), "1.\u{a0}März 2027 um\u{a0}05:09\u{a0}Uhr\u{a0}(UTC)");
        let spanish = "1\u{a0}de\u{a0}marzo de\u{a0}2027 a\u{a0}las\u{a0}05:09\u{a0}(UTC)";
        assert_eq!(words(moment, Locale::Es), spanish);
    }
}
