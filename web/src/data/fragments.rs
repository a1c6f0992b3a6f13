//! Fragments that several nouns share.

use super::{
    scalars::{CurrencyCode, Date, Decimal},
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
    /// What it is about worth in the visitor's currency, ready to show.
    pub approximate_text: Option<String>,
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

/// Of which day the rate is by which an amount is shown in the visitor's currency.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Money")]
pub struct RateFields {
    /// None when the amount is shown as it is charged alone.
    pub approximate: Option<ApproximateFields>,
}

/// The rate's day.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ApproximateMoney")]
pub struct ApproximateFields {
    /// The day.
    pub rate_date: Date,
    /// Whether it is older than it should be.
    pub stale: bool,
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
}
