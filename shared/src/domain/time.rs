//! Times as clients write them: RFC 3339, which is stricter than what libraries for ISO 8601 read, or a plain date.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer};

use super::Coded;

/// Why a text is not a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeFault {
    /// Neither of the two forms, or no day or minute that there is.
    #[error("must be an RFC 3339 timestamp such as `2027-01-31T18:00:00Z`, or a date such as `2027-01-31`")]
    Malformed,
    /// Later than any time that Usher knows.
    #[error("must not be later than `9999-12-30T22:00:00Z`")]
    TooLate,
}

impl Coded for TimeFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "invalid_timestamp",
            Self::TooLate => "out_of_range",
        }
    }
}

/// Reads a time at which something begins; of a date, that is where it begins in UTC.
pub fn beginning(text: &str) -> Result<Timestamp, TimeFault> {
    moment(text, Ok)
}

/// Reads a time at which something ends; of a date, that is where it ends in UTC: the midnight after it.
pub fn end(text: &str) -> Result<Timestamp, TimeFault> {
    moment(text, |date| date.tomorrow().map_err(|_| TimeFault::TooLate))
}

/// Reads what is stored. Former versions kept more than the milliseconds that are answered.
pub fn stored<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    Timestamp::deserialize(deserializer).map(in_milliseconds)
}

/// The same of what may be missing.
pub fn perhaps_stored<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(Option::deserialize(deserializer)?.map(in_milliseconds))
}

/// The time without what is less than a millisecond.
pub fn in_milliseconds(time: Timestamp) -> Timestamp {
    time - SignedDuration::from_nanos(i64::from(time.subsec_nanosecond()) % 1_000_000)
}

fn moment(text: &str, day: impl FnOnce(Date) -> Result<Date, TimeFault>) -> Result<Timestamp, TimeFault> {
    let (time, offset) = if is_date(text) {
        (day(text.parse().map_err(|_| TimeFault::Malformed)?)?.at(0, 0, 0, 0), Offset::UTC)
    } else {
        let (time, fraction, offset) = parts(text).ok_or(TimeFault::Malformed)?;
        let time: DateTime = format!("{time}{fraction}").parse().map_err(|_| TimeFault::Malformed)?;
        (time, offset)
    };
    offset.to_timestamp(time).map_err(|_| TimeFault::TooLate)
}

/// The time, as many digits of its fraction as count, with the point, and the offset (RFC 3339 section 5.6).
fn parts(text: &str) -> Option<(&str, &str, Offset)> {
    let (time, rest) = text.split_at_checked("0000-00-00T00:00:00".len())?;
    let digits = rest.strip_prefix('.').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let (fraction, zone) = rest.split_at(if digits > 0 { digits + 1 } else { 0 });
    let is_time = shape(time).eq_ignore_ascii_case("0000-00-00T00:00:00");
    is_time.then_some((time, &fraction[..fraction.len().min(4)], offset(zone)?))
}

fn offset(zone: &str) -> Option<Offset> {
    if zone.eq_ignore_ascii_case("Z") {
        return Some(Offset::UTC);
    }
    let sign = match shape(zone).as_str() {
        "+00:00" => 1,
        "-00:00" => -1,
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (zone[1..3].parse().ok()?, zone[4..].parse().ok()?);
    let is_offset = hours < 24 && minutes < 60;
    is_offset.then(|| Offset::from_seconds(sign * (hours * 60 + minutes) * 60).ok()).flatten()
}

fn is_date(text: &str) -> bool {
    shape(text) == "0000-00-00"
}

/// The text with a zero for every digit.
fn shape(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn rfc_3339_is_read_to_the_millisecond() {
        for (text, meant) in [
            ("2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
            ("2027-01-01t00:00:00z", "2027-01-01T00:00:00Z"),
            ("2027-01-01T02:30:00+02:30", "2027-01-01T00:00:00Z"),
            ("2027-01-01T00:00:00-00:00", "2027-01-01T00:00:00Z"),
            ("2027-01-01T00:00:00.123456789Z", "2027-01-01T00:00:00.123Z"),
            ("2027-01-01T00:00:00.9999999999999Z", "2027-01-01T00:00:00.999Z"),
            ("2027-01-01T00:00:00.5Z", "2027-01-01T00:00:00.5Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
            ("9999-12-30T22:00:00Z", "9999-12-30T22:00:00Z"),
            ("9999-12-31T00:00:00+02:00", "9999-12-30T22:00:00Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ] {
            assert_eq!((beginning(text), end(text)), (Ok(time(meant)), Ok(time(meant))), "{text}");
        }
    }

    #[test]
    fn a_date_is_its_beginning_or_its_end() {
        let midnights = (time("2028-02-29T00:00:00Z"), time("2028-03-01T00:00:00Z"));
        assert_eq!((beginning("2028-02-29").unwrap(), end("2028-02-29").unwrap()), midnights);
        assert_eq!(end("9999-12-29"), Ok(time("9999-12-30T00:00:00Z")));
        assert_eq!((end("9999-12-30"), end("9999-12-31")), (Err(TimeFault::TooLate), Err(TimeFault::TooLate)));
    }

    #[test]
    fn what_only_looks_like_a_time_is_none() {
        for text in [
            "",
            "soon",
            "2027",
            "2027-01",
            "20270101",
            "20270101T000000Z",
            "2027-01-01T00:00Z",
            "2027-01-01T00:00:00",
            "2027-01-01 00:00:00Z",
            "2027-01-01T00:00:00 00:00",
            "2027-01-01T00:00:00,5Z",
            "2027-01-01T00:00:00.Z",
            "2027-01-01T00:00:00+0200",
            "2027-01-01T00:00:00+02",
            "2027-01-01T00:00:00+24:00",
            "2027-01-01T00:00:00+02:60",
            "2027-01-01T00:00:00Z[UTC]",
            "2027-01-01T24:00:00Z",
            "2027-01-01T00:60:00Z",
            "2027-02-29",
            "2027-13-01",
            "2027-02-30T00:00:00Z",
            "+002027-01-01T00:00:00Z",
            "-2027-01-01T00:00:00Z",
            "2027-01-01T00:00:00Z ",
            "2027-W01-1",
            "２０２７-01-01",
            "2027-01-01T00:00:00.5",
            "1798761600",
            "2027-01-01Z",
        ] {
            assert_eq!(
                (beginning(text), end(text)),
                (Err(TimeFault::Malformed), Err(TimeFault::Malformed)),
                "{text:?}"
            );
        }
        for late in ["9999-12-31T23:59:59+00:00", "9999-12-30T22:00:01Z", "9999-12-30T22:00:00-00:01"] {
            assert_eq!(end(late), Err(TimeFault::TooLate), "{late}");
        }
    }

    proptest! {
        #[test]
        fn what_is_answered_is_read_as_the_same(milliseconds in 0..253_402_200_000_000_i64) {
            let time = Timestamp::from_millisecond(milliseconds).unwrap();
            prop_assert_eq!(end(&time.to_string()), Ok(time));
        }

        #[test]
        fn anything_else_is_refused_without_a_panic(text in "[0-9TtZz:.+ -]{0,40}|.{0,30}") {
            if let Ok(time) = end(&text) {
                prop_assert!(time.subsec_nanosecond() % 1_000_000 == 0 && text.len() >= 10);
            }
        }
    }
}
