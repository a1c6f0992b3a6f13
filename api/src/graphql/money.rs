//! Money and currencies in the API.

use crate::graphql::scalars::Decimal;
use async_graphql::{Enum, SimpleObject};
use shared::{Currency, Money};

/// A currency, by its ISO 4217 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Currency", name = "CurrencyCode")]
pub enum CurrencyCode {
    /// Pound sterling.
    Gbp,
    /// Euro.
    Eur,
    /// US dollar.
    Usd,
    /// Vietnamese đồng.
    Vnd,
    /// Armenian dram.
    Amd,
}

/// An amount of money, with everything in it: taxes are included wherever a price is shown.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Money")]
pub struct MoneyObject {
    /// The amount with exactly the currency's decimals, such as `"18.00"`.
    pub amount: Decimal,
    /// The currency.
    pub currency_code: CurrencyCode,
}

impl From<Money> for MoneyObject {
    fn from(money: Money) -> Self {
        Self { amount: Decimal(money.amount()), currency_code: money.currency.into() }
    }
}

/// A range of prices; both ends are the same when every variant costs the same.
#[derive(Clone, Debug, SimpleObject)]
pub struct MoneyRange {
    /// The lowest price.
    pub min: MoneyObject,
    /// The highest price.
    pub max: MoneyObject,
}
