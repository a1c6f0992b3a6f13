//! Currencies and approximate amounts in the API.

use super::{Choice, Chosen, Shown};
use crate::graphql::context::ContextExt;
use crate::graphql::money::CurrencyCode;
use crate::graphql::scalars::{Date, Decimal};
use async_graphql::{Context, Object, SimpleObject};
use shared::Money;

/// What an amount is about worth in the visitor's currency. For orientation: nothing is charged by it, it is rounded
/// (halves away from zero), and a sum of such amounts may differ from the amount of the sum.
#[derive(Clone, Debug, SimpleObject)]
pub struct ApproximateMoney {
    /// The amount with the decimals with which people write the currency: VND, AMD and JPY have none.
    pub amount: Decimal,
    /// The visitor's currency.
    pub currency_code: CurrencyCode,
    /// The day of the rate.
    pub rate_date: Date,
    /// Whether the rate is older than this installation means rates to be.
    pub stale: bool,
}

impl Shown {
    /// What an amount is about worth, with the rate's day.
    pub(crate) fn of(&self, money: Money) -> Option<ApproximateMoney> {
        let worth = self.worth(money)?;
        let Chosen { table, currency, stale, .. } = self.0.as_ref()?;
        let amount = worth.amount();
        let amount = if currency.written_decimals() == 0 { amount.split('.').next()?.to_owned() } else { amount };
        let rate_date = Date(table.date());
        Some(ApproximateMoney { amount: Decimal(amount), currency_code: (*currency).into(), rate_date, stale: *stale })
    }
}

/// A currency in which amounts can also be shown.
pub struct Currency(Choice);

/// A currency in which amounts can also be shown.
#[Object]
impl Currency {
    /// Its ISO 4217 code.
    async fn code(&self) -> CurrencyCode {
        self.0.currency.into()
    }

    /// Its name in the language of the request.
    async fn name(&self) -> &str {
        self.0.name
    }

    /// The day of its rate.
    async fn rate_date(&self) -> Date {
        Date(self.0.rate_date)
    }

    /// Whether the rates are older than this installation means rates to be.
    async fn stale(&self) -> bool {
        self.0.stale
    }

    /// Whether this visitor sees amounts in it. The market's own currency counts as chosen until another one is.
    async fn chosen(&self) -> bool {
        self.0.chosen
    }
}

/// Root fields about currencies.
#[derive(Default)]
pub struct CurrencyQuery;

#[Object]
impl CurrencyQuery {
    /// The currencies in which amounts can also be shown, the market's own first, then by name. Empty when this
    /// installation has no rates. One is chosen with `accountUpdate`, or for a request with the header
    /// `Vouch-Currency`.
    async fn currencies(&self, ctx: &Context<'_>) -> Vec<Currency> {
        super::choices(ctx.app(), ctx.locale(), ctx.visitor().currency).into_iter().map(Currency).collect()
    }
}
