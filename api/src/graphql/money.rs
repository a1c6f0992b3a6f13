//! Money and currencies in the API.

use crate::currencies::Shown;
use crate::currencies::graphql::ApproximateMoney;
use crate::graphql::context::ContextExt;
use crate::graphql::scalars::Decimal;
use async_graphql::{ComplexObject, Context, Enum, SimpleObject};
use shared::{Currency, Money, format};

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
    /// Australian dollar: shown, not charged.
    Aud,
    /// Canadian dollar: shown, not charged.
    Cad,
    /// Swiss franc: shown, not charged.
    Chf,
    /// Georgian lari: shown, not charged.
    Gel,
    /// Japanese yen: shown, not charged.
    Jpy,
    /// Russian rouble: shown, not charged.
    Rub,
    /// Singapore dollar: shown, not charged.
    Sgd,
}

/// An amount of money, with everything in it: taxes are included wherever a price is shown.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Money", complex)]
pub struct MoneyObject {
    /// The amount with exactly the currency's decimals, such as `"18.00"`.
    pub amount: Decimal,
    /// The currency, in which it is charged.
    pub currency_code: CurrencyCode,
    #[graphql(skip)]
    money: Money,
}

impl From<Money> for MoneyObject {
    fn from(money: Money) -> Self {
        Self { amount: Decimal(money.amount()), currency_code: money.currency.into(), money }
    }
}

#[ComplexObject]
impl MoneyObject {
    /// What it is about worth in the visitor's currency: for orientation, never charged. Null when the visitor has
    /// chosen none, the same one, or one for which there is no rate. The visitor's currency is that of the header
    /// `Vouch-Currency`, else the account's, else that of the cookie `vouch_currency`.
    async fn approximate(&self, ctx: &Context<'_>) -> Option<ApproximateMoney> {
        ctx.data_unchecked::<Shown>().of(self.money)
    }

    /// The same as the language of the request writes it, such as `≈ 31,50 €`.
    async fn approximate_text(&self, ctx: &Context<'_>) -> Option<String> {
        let worth = ctx.data_unchecked::<Shown>().worth(self.money)?;
        Some(format!("≈\u{a0}{}", format::money(worth, ctx.locale())))
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
