//! Rates of exchange: what an amount is about worth in another currency. Integers all the way; rounded once, here.
//!
//! What comes out is for orientation and never charged. Sums of rounded parts may differ from the rounded sum.

use crate::money::{Currency, Money, MoneyError};
use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;

/// How many units of a currency one unit of the table's base is worth: an exact decimal, `digits / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    digits: u64,
    scale: u32,
}

/// A text that is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write a rate as a text of digits with a decimal point, like \"1.1652\": more than 0, at most {max} digits, {decimals} of them decimals", max = Rate::MAX_DIGITS, decimals = Rate::MAX_SCALE)]
pub struct RateError;

impl Rate {
    /// Most digits that count. With them an amount of 64 bits times a rate fits 128.
    pub const MAX_DIGITS: usize = 9;
    /// Most decimals.
    pub const MAX_SCALE: usize = 8;
    /// The base's own rate.
    pub const ONE: Self = Self { digits: 1, scale: 0 };

    /// Reads a plain decimal text, such as `1.1652` or `30450`.
    ///
    /// # Errors
    /// [`RateError`].
    pub fn parse(text: &str) -> Result<Self, RateError> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || text.ends_with('.') || !all_digits(whole) || !all_digits(fraction) {
            return Err(RateError);
        }
        let fraction = fraction.trim_end_matches('0');
        let digits = format!("{whole}{fraction}");
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() || digits.len() > Self::MAX_DIGITS || fraction.len() > Self::MAX_SCALE {
            return Err(RateError);
        }
        let scale = u32::try_from(fraction.len()).map_err(|_| RateError)?;
        Ok(Self { digits: digits.parse().map_err(|_| RateError)?, scale })
    }
}

impl<'de> Deserialize<'de> for Rate {
    /// From a text alone: a JSON number is a float on its way through most programs.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text =
            <Cow<'de, str> as Deserialize>::deserialize(deserializer).map_err(|_| de::Error::custom(RateError))?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

/// What `money` is about worth in `currency`, with the decimals with which people write that currency. Both rates are
/// of one table; `from` is that of the money's own currency. Halves round away from zero.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn convert(money: Money, from: Rate, to: Rate, currency: Currency) -> Result<Money, MoneyError> {
    let (above, below) = quotient(money, from, to, currency);
    let rounded = (above + below / 2) / below;
    let unwritten = 10_i64.pow(currency.exponent() - currency.written_decimals());
    let minor = i64::try_from(rounded).ok().and_then(|minor| minor.checked_mul(unwritten));
    let minor = minor.ok_or(MoneyError::Overflow)?;
    Ok(Money::new(if money.minor < 0 { -minor } else { minor }, currency))
}

/// The exact result without its sign, in units of the last written decimal, as a fraction. It fits: 2^63 · 10^9 ·
/// 10^(8 + 2) above the line is less than 2^127, so that half of the line below can be added; and what stands below it
/// is less than 10^19.
fn quotient(money: Money, from: Rate, to: Rate, currency: Currency) -> (u128, u128) {
    let power = |exponent: u32| 10_u128.pow(exponent);
    let above = u128::from(money.minor.unsigned_abs())
        * u128::from(to.digits)
        * power(from.scale + currency.written_decimals());
    let below = u128::from(from.digits) * power(to.scale + money.currency.exponent());
    // An even divisor makes its half exact.
    (above * 2, below * 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(text: &str) -> Rate {
        Rate::parse(text).expect("a rate")
    }

    #[test]
    fn reads_decimal_texts_alone() {
        assert_eq!(Rate::parse("1.16520"), Ok(Rate { digits: 11_652, scale: 4 }));
        assert_eq!(Rate::parse("0.00000012"), Ok(Rate { digits: 12, scale: 8 }));
        for bad in ["", "0", "0.0", ".5", "1.", "-1", "+1", "1e3", "1,5", "1234567890", "0.000000001", "NaN", "٣"] {
            assert_eq!(Rate::parse(bad), Err(RateError), "{bad}");
        }
        assert_eq!(serde_json::from_str::<Rate>("\"30450.5\"").ok(), Some(rate("30450.5")));
        assert!(serde_json::from_str::<Rate>("1.5").is_err(), "a number is no text");
    }

    #[test]
    fn shows_what_people_write() {
        let pounds = Money::new(2_700, Currency::Gbp);
        let shown = |to: &str, currency| convert(pounds, rate("0.86"), rate(to), currency).expect("it fits");
        assert_eq!(shown("1", Currency::Eur), Money::new(3_140, Currency::Eur));
        assert_eq!(shown("30400", Currency::Vnd), Money::new(954_419, Currency::Vnd));
        // 13 814 drams 65 would be false exactness.
        assert_eq!(shown("440.02", Currency::Amd), Money::new(1_381_500, Currency::Amd));
        assert_eq!(shown("181", Currency::Jpy), Money::new(5_683, Currency::Jpy));
    }

    #[test]
    fn halves_round_away_from_zero() {
        let half = |minor| convert(Money::new(minor, Currency::Gbp), Rate::ONE, rate("0.5"), Currency::Eur);
        assert_eq!(half(1), Ok(Money::new(1, Currency::Eur)));
        assert_eq!(half(-1), Ok(Money::new(-1, Currency::Eur)));
        assert_eq!(half(2), Ok(Money::new(1, Currency::Eur)));
    }

    fn rates() -> impl Strategy<Value = Rate> {
        (1..1_000_000_000_u64, 0..=8_u32).prop_map(|(digits, scale)| Rate { digits, scale })
    }

    fn currencies() -> impl Strategy<Value = Currency> {
        (0..Currency::ALL.len()).prop_map(|pick| Currency::ALL[pick])
    }

    proptest! {
        #[test]
        fn more_is_never_worth_less(a: i64, b: i64, from in rates(), to in rates(), pair in (currencies(), currencies())) {
            let worth = |minor| convert(Money::new(minor, pair.0), from, to, pair.1).map(|money| money.minor);
            let (less, more) = (worth(a.min(b)), worth(a.max(b)));
            if let (Ok(less), Ok(more)) = (less, more) {
                prop_assert!(less <= more);
            }
        }

        #[test]
        fn a_result_is_within_half_a_written_unit(minor: i64, from in rates(), to in rates(), pair in (currencies(), currencies())) {
            let money = Money::new(minor, pair.0);
            let (above, below) = quotient(money, from, to, pair.1);
            let unwritten = 10_u128.pow(pair.1.exponent() - pair.1.written_decimals());
            match convert(money, from, to, pair.1) {
                Ok(shown) => {
                    let units = u128::from(shown.minor.unsigned_abs());
                    prop_assert_eq!(units % unwritten, 0);
                    prop_assert!((units / unwritten * below).abs_diff(above) <= below / 2);
                    prop_assert!(shown.minor == 0 || (shown.minor < 0) == (minor < 0));
                }
                // Only what does not fit is refused.
                Err(error) => {
                    prop_assert_eq!(error, MoneyError::Overflow);
                    prop_assert!(above / below + 1 > u128::from(u64::MAX / 2) / unwritten);
                }
            }
        }

        #[test]
        fn there_and_back_is_within_half_a_unit_of_each(minor in -1_000_000_000_i64..1_000_000_000, from in rates(), to in rates()) {
            // Two currencies with two decimals: half a cent there is worth half a cent times their rates here.
            let there = convert(Money::new(minor, Currency::Gbp), from, to, Currency::Eur);
            let back = there.and_then(|there| convert(there, to, from, Currency::Gbp));
            if let Ok(back) = back {
                let (one, each) = quotient(Money::new(1, Currency::Eur), to, from, Currency::Gbp);
                let slack = u128::from(back.minor.abs_diff(minor));
                // |back - minor| <= 1/2 + (one / each) / 2
                prop_assert!(slack * 2 * each <= each + one);
            }
        }

        #[test]
        fn the_own_currency_stays_as_it_is(minor in -(1_i64 << 60)..(1_i64 << 60), own in rates()) {
            let money = Money::new(minor, Currency::Eur);
            prop_assert_eq!(convert(money, own, own, Currency::Eur), Ok(money));
        }
    }
}
