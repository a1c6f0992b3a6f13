//! Values as merchants' files write them.

use super::columns::Column;
use super::reader::Row;
use super::report::Problem;
use shared::{Currency, Money, Timestamp};

/// Reads the values of one row and gathers what is wrong with them.
pub(super) struct Values<'a> {
    row: &'a Row,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Values<'a> {
    /// The values of a row; problems go to `problems`.
    pub(super) fn of(row: &'a Row, problems: &'a mut Vec<Problem>) -> Self {
        Self { row, problems }
    }

    /// A problem with a column.
    pub(super) fn problem(&mut self, column: Column, reason: impl Into<String>) {
        self.problems.push(Problem { line: self.row.line, column: column.name.to_owned(), reason: reason.into() });
    }

    /// A text; `None` when it is blank.
    pub(super) fn text(&self, column: Column) -> Option<&'a str> {
        Some(column.of(&self.row.record)).filter(|text| !text.is_empty())
    }

    /// A text that must be there.
    pub(super) fn needed(&mut self, column: Column) -> Option<&'a str> {
        let text = self.text(column);
        if text.is_none() {
            self.problem(column, "it is blank");
        }
        text
    }

    /// An amount of 0 or more; `None` when it is blank or wrong.
    pub(super) fn amount(&mut self, column: Column, currency: Currency) -> Option<i64> {
        let text = self.text(column)?;
        match parse_amount(text, currency) {
            Ok(minor) if minor >= 0 => Some(minor),
            Ok(_) => {
                self.problem(column, format!("`{text}` is negative"));
                None
            }
            Err(reason) => {
                self.problem(column, format!("`{text}` is no amount: {reason}"));
                None
            }
        }
    }

    /// A whole number; `None` when it is blank or wrong.
    pub(super) fn integer(&mut self, column: Column) -> Option<i32> {
        let text = self.text(column)?;
        let plain = without_groups(text).and_then(|plain| plain.parse().ok());
        if plain.is_none() {
            self.problem(column, format!("`{text}` is no whole number"));
        }
        plain
    }

    /// A moment; `None` when it is blank or wrong.
    pub(super) fn moment(&mut self, column: Column) -> Option<Timestamp> {
        let text = self.text(column)?;
        match text.parse() {
            Ok(moment) => Some(moment),
            Err(_) => {
                self.problem(column, format!("`{text}` is no time; write it like 2026-11-22T09:30:00Z"));
                None
            }
        }
    }

    /// One of a few words; `None` when it is blank or wrong.
    pub(super) fn word<T: Copy>(&mut self, column: Column, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(column)?;
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        if found.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            self.problem(column, format!("`{text}` is not known; it may be {}", known.join(", ")));
        }
        found.map(|(_, value)| *value)
    }
}

/// An amount with or without separators between groups of thousands, in minor units.
fn parse_amount(text: &str, currency: Currency) -> Result<i64, String> {
    let plain = without_groups(text).ok_or("the separators of thousands are misplaced")?;
    Money::parse(&plain, currency).map(|money| money.minor).map_err(|error| error.to_string())
}

/// Takes the commas (or blanks, or apostrophes) between thousands out of a number: `1,234.50` is `1234.50`. `None` when
/// they stand elsewhere, so that `1,5` is not read as 15.
fn without_groups(text: &str) -> Option<String> {
    let is_separator = |char: char| matches!(char, ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'');
    if !text.contains(is_separator) {
        return Some(text.to_owned());
    }
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let groups: Vec<&str> = digits.split(is_separator).collect();
    let (first, rest) = groups.split_first()?;
    let good = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    let fraction = fraction.map(|fraction| format!(".{fraction}")).unwrap_or_default();
    good.then(|| format!("{sign}{}{fraction}", groups.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_thousands() {
        let amount = |text| parse_amount(text, Currency::Gbp).ok();
        assert_eq!(amount("1,234.50"), Some(123_450));
        assert_eq!(amount("12 345 678"), Some(1_234_567_800));
        assert_eq!(amount("-1,234"), Some(-123_400));
        for bad in ["1,5", "12,34.5", ",123", "1234,567", "1,234.5.6", "1,23a", "£5", "1.234,50"] {
            assert_eq!(amount(bad), None, "{bad}");
        }
    }
}
