//! A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
//!
//! An integer is the same on SQLite and on PostgreSQL, sorts as it should, and needs no library in the browser.
//! The calendar is the proleptic Gregorian one; the day arithmetic is Howard Hinnant's `days_from_civil` and
//! `civil_from_days` ("chrono-Compatible Low-Level Date Algorithms").

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

/// A moment in UTC, to the millisecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "server", derive(sea_orm::DeriveValueType))]
pub struct Timestamp(pub i64);

/// A moment taken apart, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year, such as 2026.
    pub year: i64,
    /// 1–12.
    pub month: u32,
    /// 1–31.
    pub day: u32,
    /// 0–23.
    pub hour: u32,
    /// 0–59.
    pub minute: u32,
    /// 0–59.
    pub second: u32,
    /// 0–999.
    pub millisecond: u32,
    /// 0 is Monday, 6 is Sunday.
    pub weekday: u32,
}

/// A text that is no RFC 3339 date and time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write the time as in RFC 3339, like 2026-11-22T09:30:00Z")]
pub struct TimestampError;

impl Timestamp {
    /// A moment from its UTC calendar date and time of day.
    #[must_use]
    pub const fn from_civil(year: i64, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Self {
        let seconds = hour as i64 * 3600 + minute as i64 * 60 + second as i64;
        Self(days_from_civil(year, month, day) * DAY_MS + seconds * 1000)
    }

    /// The calendar date and time of day, UTC.
    #[must_use]
    pub fn civil(self) -> Civil {
        let days = self.0.div_euclid(DAY_MS);
        let of_day = self.0.rem_euclid(DAY_MS);
        let (year, month, day) = civil_from_days(days);
        // Day 0, 1970-01-01, was a Thursday.
        let weekday = (days + 3).rem_euclid(7) as u32;
        Civil {
            year,
            month,
            day,
            hour: (of_day / 3_600_000) as u32,
            minute: (of_day / 60_000 % 60) as u32,
            second: (of_day / 1000 % 60) as u32,
            millisecond: (of_day % 1000) as u32,
            weekday,
        }
    }

    /// The moment `ms` milliseconds later (earlier, when negative).
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The moment `days` times 24 hours later.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_ms(days.saturating_mul(DAY_MS))
    }
}

/// Days since 1970-01-01 of a date.
const fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 } as i64;
    let day_of_year = (153 * shifted_month + 2) / 5 + day as i64 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
const fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 } as u32;
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

const fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC with milliseconds: `2026-11-22T09:30:00.000Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.civil();
        let Civil { year, month, day, hour, minute, second, millisecond, .. } = civil;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    /// Reads RFC 3339, also with a space in place of `T`, an offset, or (as shop exports write it) ` +0100` and ` UTC`.
    /// Digits of a second past the third are cut off.
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        parse(text).ok_or(TimestampError)
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let (date, time) = (text.get(..10)?, text.get(11..)?);
    if !matches!(text.as_bytes()[10], b'T' | b't' | b' ') {
        return None;
    }
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time.get(..8)?, ':', [2, 2, 2])?;
    let mut rest = &time[8..];
    let mut millisecond = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let end = fraction.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(fraction.len());
        if end == 0 {
            return None;
        }
        millisecond = format!("{:0<3.3}", &fraction[..end]).parse().ok()?;
        rest = &fraction[end..];
    }
    let offset_minutes = offset(rest.trim_start())?;
    let valid = (1..=12).contains(&month)
        && (1..=days_in_month(i64::from(year), month)).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    let moment = Timestamp::from_civil(i64::from(year), month, day, hour, minute, second.min(59));
    valid.then(|| moment.plus_ms(millisecond - offset_minutes * 60_000))
}

fn numbers(text: &str, separator: char, widths: [usize; 3]) -> Option<[u32; 3]> {
    let mut parts = text.split(separator);
    let mut values = [0; 3];
    for (value, width) in values.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *value = part.parse().ok()?;
    }
    parts.next().is_none().then_some(values)
}

/// Minutes east of UTC.
fn offset(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z" | "UTC") {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|char| *char != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_the_forms_that_exports_use() {
        let expected = Timestamp::from_civil(2011, 11, 22, 15, 52, 0);
        for text in [
            "2011-11-22T15:52:00Z",
            "2011-11-22T15:52:00.000Z",
            "2011-11-22 15:52:00 UTC",
            "2011-11-22 16:52:00 +0100",
            "2011-11-22T10:22:00-05:30",
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        for bad in [
            "",
            "2011-11-22",
            "2011-02-29T00:00:00Z",
            "2011-11-22T25:00:00Z",
            "2011-11-22T15:52:00",
            "22/11/2011 15:52",
        ] {
            assert_eq!(bad.parse::<Timestamp>(), Err(TimestampError), "{bad}");
        }
    }

    #[test]
    fn knows_the_weekday() {
        assert_eq!(Timestamp::from_civil(2026, 11, 22, 0, 0, 0).civil().weekday, 6);
        assert_eq!(Timestamp(0).civil().weekday, 3);
    }

    proptest! {
        #[test]
        fn reads_back_what_it_wrote(ms in -62_000_000_000_000_i64..253_000_000_000_000) {
            prop_assert_eq!(Timestamp(ms).to_string().parse(), Ok(Timestamp(ms)));
        }
    }
}
