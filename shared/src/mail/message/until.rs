//! A moment in words, in UTC: a mail does not know its reader's time zone.

use jiff::{Timestamp, tz::TimeZone};

use crate::domain::locale::Locale;

const MONTHS_EN: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const MONTHS_FR: [&str; 12] =
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

/// `24 November 2026, 14:05 UTC`, or `le 24 novembre 2026 à 14:05 (UTC)`, cut to the minute. The
/// spaces after the day, after `à` and before the zone do not break.
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
            format!("le {day}\u{a0}{month} {year} à\u{a0}{hour:02}:{minute:02}\u{a0}(UTC)")
        }
    }
}

/// French counts the first of a month, and only the first.
fn ordinal_fr(day: i8) -> String {
    if day == 1 { "1er".to_owned() } else { day.to_string() }
}
