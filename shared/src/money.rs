//! Money: integer minor units and an ISO 4217 currency; no floats anywhere.

use crate::text_enum;
use serde::{Deserialize, Serialize};
use std::fmt;

text_enum! {
    /// The currencies in which Vouch can charge or show prices (ISO 4217 codes). A market charges in one of
    /// [`Currency::CHARGED`]; in the others prices are only shown, as an approximation.
    pub enum Currency {
        /// Pound sterling, 2 decimals.
        Gbp = "GBP",
        /// Euro, 2 decimals.
        Eur = "EUR",
        /// US dollar, 2 decimals.
        Usd = "USD",
        /// Vietnamese đồng, no decimals.
        Vnd = "VND",
        /// Armenian dram: 2 decimals in ISO 4217.
        Amd = "AMD",
        /// Australian dollar, 2 decimals.
        Aud = "AUD",
        /// Canadian dollar, 2 decimals.
        Cad = "CAD",
        /// Swiss franc, 2 decimals.
        Chf = "CHF",
        /// Georgian lari, 2 decimals.
        Gel = "GEL",
        /// Japanese yen, no decimals.
        Jpy = "JPY",
        /// Russian rouble, 2 decimals.
        Rub = "RUB",
        /// Singapore dollar, 2 decimals.
        Sgd = "SGD",
    }
}

impl Currency {
    /// Those in which a market can charge.
    pub const CHARGED: [Self; 5] = [Self::Gbp, Self::Eur, Self::Usd, Self::Vnd, Self::Amd];

    /// Decimal places with which people write amounts of it: drams have hundredths in ISO 4217 and nowhere else.
    #[must_use]
    pub const fn written_decimals(self) -> u32 {
        match self {
            Self::Amd => 0,
            other => other.exponent(),
        }
    }

    /// Decimal places of the currency in ISO 4217 (the "minor unit" column).
    #[must_use]
    pub const fn exponent(self) -> u32 {
        match self {
            Self::Vnd | Self::Jpy => 0,
            _ => 2,
        }
    }
}

/// Why a text is no amount, or a sum no money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not digits with at most one decimal point.
    #[error("write the amount as digits with a decimal point, like 12.50")]
    Malformed,
    /// More decimal places than the currency has.
    #[error("the currency has fewer decimal places than this amount")]
    TooPrecise,
    /// The amount does not fit 64 bits of minor units.
    #[error("the amount is too large")]
    Overflow,
    /// Two currencies met.
    #[error("amounts of different currencies cannot be added")]
    CurrencyMismatch,
}

/// An amount of one currency, in its minor units (pence, cents, đồng).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; negative for what is owed back.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount given in minor units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Reads a plain decimal text such as `1299.00`, `-0.5` or `12`. Group separators are the importer's business.
    ///
    /// # Errors
    /// [`MoneyError::Malformed`], [`MoneyError::TooPrecise`] (non-zero digits past the currency's decimals) or
    /// [`MoneyError::Overflow`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || digits.ends_with('.') {
            return Err(MoneyError::Malformed);
        }
        let places = currency.exponent() as usize;
        let kept = &fraction[..fraction.len().min(places)];
        if fraction[kept.len()..].bytes().any(|byte| byte != b'0') {
            return Err(MoneyError::TooPrecise);
        }
        let minor = format!("{whole}{kept:0<places$}").parse::<i64>().map_err(|_| MoneyError::Overflow)?;
        Ok(Self::new(if negative { -minor } else { minor }, currency))
    }

    /// The amount as a decimal text with exactly the currency's decimals, such as `18.00`.
    #[must_use]
    pub fn amount(self) -> String {
        let places = self.currency.exponent() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] or [`MoneyError::Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        self.minor.checked_add(other.minor).map(|minor| Self::new(minor, self.currency)).ok_or(MoneyError::Overflow)
    }

    /// The amount taken `quantity` times.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn times(self, quantity: u32) -> Result<Self, MoneyError> {
        self.minor
            .checked_mul(i64::from(quantity))
            .map(|minor| Self::new(minor, self.currency))
            .ok_or(MoneyError::Overflow)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_amounts_and_refuses_the_rest() {
        assert_eq!(Money::parse("12.5", Currency::Gbp), Ok(Money::new(1250, Currency::Gbp)));
        assert_eq!(Money::parse("12.5000", Currency::Gbp), Ok(Money::new(1250, Currency::Gbp)));
        assert_eq!(Money::parse("90000", Currency::Vnd), Ok(Money::new(90_000, Currency::Vnd)));
        assert_eq!(Money::parse("-0.05", Currency::Gbp), Ok(Money::new(-5, Currency::Gbp)));
        for bad in ["", ".", "-", "1.", ".5", "1,000.00", "1e3", "+1", "1.2.3", "٣"] {
            assert_eq!(Money::parse(bad, Currency::Gbp), Err(MoneyError::Malformed), "{bad}");
        }
        assert_eq!(Money::parse("1.005", Currency::Gbp), Err(MoneyError::TooPrecise));
        assert_eq!(Money::parse("1.5", Currency::Vnd), Err(MoneyError::TooPrecise));
        assert_eq!(Money::parse("99999999999999999999", Currency::Gbp), Err(MoneyError::Overflow));
    }

    #[test]
    fn writes_exactly_the_decimals_of_the_currency() {
        assert_eq!(Money::new(5, Currency::Gbp).amount(), "0.05");
        assert_eq!(Money::new(-5, Currency::Gbp).amount(), "-0.05");
        assert_eq!(Money::new(90_000, Currency::Vnd).amount(), "90000");
    }

    proptest! {
        #[test]
        fn reads_back_what_it_wrote(minor in -(1_i64 << 53)..(1_i64 << 53), pick in 0..Currency::ALL.len()) {
            let money = Money::new(minor, Currency::ALL[pick]);
            prop_assert_eq!(Money::parse(&money.amount(), money.currency), Ok(money));
        }
    }
}
