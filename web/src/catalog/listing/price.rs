//! A price range, as visitors write it and as it stands in the address.

use leptos_router::params::ParamsMap;
use std::fmt;

/// A price range; both ends are in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PriceBounds {
    min: Option<Amount>,
    max: Option<Amount>,
}

/// What is wrong with a price range that somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceProblem {
    /// The lowest price is no amount.
    MinUnclear,
    /// The highest price is no amount.
    MaxUnclear,
    /// The highest price is below the lowest.
    Reversed,
}

/// A price range that cannot be, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedPrice {
    /// The lowest price.
    pub min: String,
    /// The highest price.
    pub max: String,
    /// What is wrong with them.
    pub problem: PriceProblem,
}

impl PriceBounds {
    /// Reads a range as it stands in the address: `20-50`, `-20` or `50-`. `None` when it is none.
    #[must_use]
    pub fn parse(range: &str) -> Option<Self> {
        let (min, max) = range.split_once('-')?;
        Self::written(min, max).ok().flatten()
    }

    /// Reads two fields; `None` when both are empty.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn written(min: &str, max: &str) -> Result<Option<Self>, PriceProblem> {
        let min = Amount::parse(min).ok_or(PriceProblem::MinUnclear)?;
        let max = Amount::parse(max).ok_or(PriceProblem::MaxUnclear)?;
        match (min, max) {
            (None, None) => Ok(None),
            (Some(min), Some(max)) if max < min => Err(PriceProblem::Reversed),
            _ => Ok(Some(Self { min, max })),
        }
    }

    /// What the address asks for: one of the steps (`price`) or the two fields (`min` and `max`).
    ///
    /// A form without script sends both. Its `range` says what stood in the fields when the page was made: fields
    /// that differ from it were written into and count, else the chosen step does.
    ///
    /// # Errors
    /// The fields, when they are to count and cannot be.
    pub fn from_query(query: &ParamsMap) -> Result<Option<Self>, RefusedPrice> {
        let step = query.get_str("price").map(Self::parse);
        let (min, max) = (query.get_str("min"), query.get_str("max"));
        if min.is_none() && max.is_none() {
            return Ok(step.flatten());
        }
        let (min, max) = (min.unwrap_or_default().trim(), max.unwrap_or_default().trim());
        let refused = |problem| RefusedPrice { min: min.to_owned(), max: max.to_owned(), problem };
        let fields = Self::written(min, max).map_err(refused)?;
        let before = query.get_str("range").and_then(Self::parse);
        Ok(if fields == before { step.unwrap_or(fields) } else { fields })
    }

    /// The lowest price in digits with a point; none is open.
    #[must_use]
    pub fn min(&self) -> Option<String> {
        self.min.map(|amount| amount.to_string())
    }

    /// The highest price in digits with a point; none is open.
    #[must_use]
    pub fn max(&self) -> Option<String> {
        self.max.map(|amount| amount.to_string())
    }
}

impl fmt::Display for PriceBounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.min().unwrap_or_default(), self.max().unwrap_or_default())
    }
}

/// An amount in hundredths. Which currency it is in, and whether that has hundredths, only the API knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Amount(u64);

impl Amount {
    /// Reads an amount as people write it: `25`, `£12.50`, `12,5`, `1 200`, `1.200,50`. A point or comma before three
    /// digits groups thousands, whatever the language. `Some(None)` is an empty field, `None` is no amount.
    fn parse(text: &str) -> Option<Option<Self>> {
        // Digits so far, those before the first mark, and those since the last one.
        let (mut value, mut digits) = (0_u64, 0_u32);
        let (mut first, mut since) = (None, None);
        for char in text.chars() {
            match char {
                // Fifteen digits are more than any price has.
                '0'..='9' if digits < 15 => {
                    value = value * 10 + u64::from(char.to_digit(10)?);
                    digits += 1;
                    since = since.map(|since| since + 1);
                }
                '.' | ',' => {
                    if digits == 0 || !is_grouped(first, since) {
                        return None;
                    }
                    first.get_or_insert(digits);
                    since = Some(0);
                }
                '£' | '€' | '$' | '₫' | '֏' => {}
                _ if char.is_whitespace() => {}
                _ => return None,
            }
        }
        if digits == 0 {
            return Some(None);
        }
        let hundredths = match since {
            Some(1) => 10,
            Some(2) => 1,
            _ if is_grouped(first, since) => 100,
            _ => return None,
        };
        Some(Some(Self(value * hundredths)))
    }
}

/// Whether digits that end here end a group of thousands, or a number without groups.
fn is_grouped(first: Option<u32>, since: Option<u32>) -> bool {
    first.is_none_or(|first| first <= 3) && since.is_none_or(|since| since == 3)
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, rest) => write!(f, "{whole}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&'static str, &str)]) -> Result<String, PriceProblem> {
        let query: ParamsMap = pairs.iter().copied().collect();
        let range = PriceBounds::from_query(&query).map_err(|refused| refused.problem)?;
        Ok(range.map(|range| range.to_string()).unwrap_or_default())
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let cases = [
            ("25", "25"),
            ("£12.50", "12.50"),
            ("12,5 €", "12.50"),
            ("1\u{a0}200", "1200"),
            ("1.200,50", "1200.50"),
            ("1,200", "1200"),
            ("007", "7"),
        ];
        for (written, read) in cases {
            assert_eq!(Amount::parse(written).flatten().map(|amount| amount.to_string()).as_deref(), Some(read));
        }
        for nonsense in ["cheap", "-5", "1.2.3", "1,2000", ".", ",5", "1234.567", "1.2345", "٣", "9999999999999999"] {
            assert_eq!(Amount::parse(nonsense), None, "{nonsense}");
        }
        assert_eq!(Amount::parse(" "), Some(None));
    }

    #[test]
    fn a_range_needs_one_end_and_the_right_order() {
        assert_eq!(read(&[("price", "5-")]), Ok("5-".into()));
        assert_eq!(read(&[("price", "-"), ("price", "50-20")]), Ok(String::new()));
        assert_eq!(read(&[("min", ""), ("max", "40")]), Ok("-40".into()));
        assert_eq!(read(&[("min", "50"), ("max", "20")]), Err(PriceProblem::Reversed));
        assert_eq!(read(&[("min", "50"), ("max", "twenty")]), Err(PriceProblem::MaxUnclear));
    }

    #[test]
    fn whatever_was_changed_last_counts() {
        // A step is chosen while nothing stands in the fields, then while a range of the visitor's own does.
        assert_eq!(read(&[("price", "20-50"), ("min", ""), ("max", ""), ("range", "")]), Ok("20-50".into()));
        assert_eq!(read(&[("price", "20-50"), ("min", "15"), ("max", "60"), ("range", "15-60")]), Ok("20-50".into()));
        // Any price lifts it; without a choice among the steps it stays.
        assert_eq!(read(&[("price", ""), ("min", "15"), ("max", "60"), ("range", "15-60")]), Ok(String::new()));
        assert_eq!(read(&[("min", "15,00"), ("max", "60"), ("range", "15-60")]), Ok("15-60".into()));
        // The fields are written into or emptied while a step is chosen.
        assert_eq!(read(&[("price", "20-50"), ("min", "25"), ("max", "50"), ("range", "20-50")]), Ok("25-50".into()));
        assert_eq!(read(&[("price", "20-50"), ("min", ""), ("max", ""), ("range", "20-50")]), Ok(String::new()));
    }
}
