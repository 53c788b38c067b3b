//! Durations as access models write them: `90m`, `48h`, `7d`.

use std::ops::RangeInclusive;

use jiff::SignedDuration;
use serde::Serializer;

use super::faults::Faults;
use super::table::Table;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long something may last: from the shortest to the longest.
pub(super) type Bounds = RangeInclusive<SignedDuration>;

/// What is offered by email.
pub(super) const OFFERED: Bounds = SignedDuration::from_mins(1)..=SignedDuration::from_hours(365 * 24);

/// A whole number of minutes, hours or days, within `bounds`.
pub(super) fn parse(text: &str, bounds: &Bounds) -> Option<SignedDuration> {
    let unit = match text.chars().last()? {
        'm' => MINUTE,
        'h' => HOUR,
        'd' => DAY,
        _ => return None,
    };
    let number = &text[..text.len() - 1];
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = number.parse::<i64>().ok()?.checked_mul(unit)?;
    Some(SignedDuration::from_secs(seconds)).filter(|duration| bounds.contains(duration))
}

/// Reads the duration under `key`, if there is one.
pub(super) fn read(
    table: &mut Table<'_>,
    key: &'static str,
    bounds: &Bounds,
    faults: &mut Faults,
) -> Option<SignedDuration> {
    let text: String = table.take(key, faults)?;
    let duration = parse(&text, bounds);
    if duration.is_none() {
        let (shortest, longest) = (write(*bounds.start()), write(*bounds.end()));
        let message = format!("`{text}` is not a duration between `{shortest}` and `{longest}`, such as `48h` or `7d`");
        faults.add(table.path_of(key), "invalid_duration", message);
    }
    duration
}

/// The shortest writing; up to two days in hours, as people say `48h`.
pub(super) fn write(duration: SignedDuration) -> String {
    let seconds = duration.as_secs();
    if seconds % DAY == 0 && seconds > 2 * DAY {
        format!("{}d", seconds / DAY)
    } else if seconds % HOUR == 0 {
        format!("{}h", seconds / HOUR)
    } else {
        format!("{}m", seconds / MINUTE)
    }
}

pub(super) fn serialize<S: Serializer>(duration: &SignedDuration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&write(*duration))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written() {
        for (text, hours) in [("48h", 48), ("7d", 168), ("1h", 1), ("365d", 8760), ("25h", 25)] {
            assert_eq!(parse(text, &OFFERED), Some(SignedDuration::from_hours(hours)), "{text}");
            assert_eq!(write(SignedDuration::from_hours(hours)), text);
        }
        assert_eq!(parse("90m", &OFFERED).map(write).as_deref(), Some("90m"));
        assert_eq!(parse("2d", &OFFERED).map(write).as_deref(), Some("48h"));
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in
            ["", "h", "48", "48 h", "-1h", "+1h", "0h", "366d", "1w", "1.5h", "99999999999999999999d", "1é", "７d"]
        {
            assert_eq!(parse(text, &OFFERED), None, "{text}");
        }
    }
}
