//! Fragments that several nouns share.

use super::{
    scalars::{CurrencyCode, Decimal},
    schema,
};
use shared::{Locale, Money};

/// An amount.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Money")]
pub struct MoneyFields {
    /// The amount in decimal digits.
    pub amount: Decimal,
    /// Its currency.
    pub currency_code: CurrencyCode,
}

impl MoneyFields {
    /// The amount as money; zero when the text is none, which the API never sends.
    #[must_use]
    pub fn money(&self) -> Money {
        let currency = self.currency_code.into();
        Money::parse(&self.amount.0, currency).unwrap_or(Money::zero(currency))
    }

    /// The amount as a language writes it.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        shared::format::money(self.money(), locale)
    }
}

/// The lowest and the highest price of something.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MoneyRange")]
pub struct MoneyRangeFields {
    /// The lowest.
    pub min: MoneyFields,
    /// The highest.
    pub max: MoneyFields,
}

/// A picture.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Image")]
pub struct ImageFields {
    /// Where it is; `None` until it has been fetched.
    pub url: Option<String>,
    /// Pixels.
    pub width: Option<i32>,
    /// Pixels.
    pub height: Option<i32>,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Its widths, for `srcset`; none of a drawing.
    pub source_set: Option<String>,
    /// What stands in its place until it is there.
    pub placeholder_color: Option<String>,
}
