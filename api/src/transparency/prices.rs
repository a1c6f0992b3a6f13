//! Prices as the log tells them.

use super::Kind;
use super::entity::{Column, Entity};
use crate::catalog::entity::variant;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use shared::id::VariantId;
use shared::{Currency, Timestamp};
use std::collections::HashMap;

/// Over how many days before a reduction the lowest price is told: Directive 98/6/EC, article 6a.
const DAYS: i64 = 30;

/// Variants read at once.
const BATCH: u64 = 1_000;

/// What an entry tells of a price, in minor units of the currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PricePayload {
    // In the order of the alphabet, as canonical JSON wants it.
    /// The price it had before it was reduced, where one is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare_at: Option<i64>,
    /// The currency.
    pub currency: Currency,
    /// The price.
    pub price: i64,
}

/// A price and since when it held.
pub(super) type Since = (Timestamp, PricePayload);

/// The variants after this one, in the order of their ids; none when all were read.
pub(super) async fn variants_after<C: ConnectionTrait>(
    conn: &C,
    last: Option<VariantId>,
) -> Result<Vec<variant::Model>, DbErr> {
    let query = variant::Entity::find().order_by_asc(variant::Column::Id).limit(BATCH);
    let query = match last {
        Some(last) => query.filter(variant::Column::Id.gt(last)),
        None => query,
    };
    query.all(conn).await
}

/// The prices of variants, oldest first, by the text of their id. What is no price is left out: `verify-log` finds it.
pub(super) async fn histories<C: ConnectionTrait>(
    conn: &C,
    variants: impl Iterator<Item = VariantId>,
) -> Result<HashMap<String, Vec<Since>>, DbErr> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::Subject, Column::OccurredAt, Column::Payload])
        .filter(Column::Subject.is_in(variants.map(|id| id.to_string())))
        .filter(Column::Kind.eq(Kind::PriceChanged))
        .order_by_asc(Column::Sequence)
        .into_tuple::<(String, Timestamp, String)>()
        .all(conn)
        .await?;
    let mut histories: HashMap<String, Vec<Since>> = HashMap::new();
    for (subject, at, payload) in rows {
        if let Ok(price) = serde_json::from_str(&payload) {
            histories.entry(subject).or_default().push((at, price));
        }
    }
    Ok(histories)
}

/// The lowest price that held within the thirty days before the present one began, of prices in their order; `None` when
/// there was no other, or only in another currency.
pub(super) fn lowest_before(prices: &[Since]) -> Option<i64> {
    let (_, present) = prices.last()?;
    let same = |other: &PricePayload| (other.price, other.currency) == (present.price, present.currency);
    let other = prices.iter().rposition(|(_, price)| !same(price))?;
    // What only changed the former price that is shown changed no price.
    let (began, _) = prices[other + 1];
    let from = began.plus_days(-DAYS);
    let held = (0..=other).filter(|at| prices[at + 1].0 > from).map(|at| prices[at].1);
    held.filter(|price| price.currency == present.currency).map(|price| price.price).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lowest(prices: &[(i64, i64)]) -> Option<i64> {
        let price = |price| PricePayload { compare_at: None, currency: Currency::Gbp, price };
        let day = |day| Timestamp(0).plus_days(day);
        lowest_before(&prices.iter().map(|(at, minor)| (day(*at), price(*minor))).collect::<Vec<_>>())
    }

    #[test]
    fn the_lowest_price_before_the_present_one_is_told() {
        assert_eq!(lowest(&[]), None);
        assert_eq!(lowest(&[(0, 2000)]), None, "a first price was not reduced");
        assert_eq!(lowest(&[(0, 2000), (50, 1500)]), Some(2000));
        assert_eq!(lowest(&[(0, 2000), (50, 1500), (60, 1500)]), Some(2000), "the price stayed as it was");
        assert_eq!(lowest(&[(0, 2000), (40, 1000), (50, 2000), (60, 1500)]), Some(1000));
        assert_eq!(lowest(&[(0, 1000), (10, 2000), (60, 1500)]), Some(2000), "over thirty days ago it was cheaper");
        assert_eq!(lowest(&[(0, 1000), (30, 2000), (60, 1500)]), Some(2000), "it ended as the thirty days began");
        assert_eq!(lowest(&[(0, 1000), (31, 2000), (60, 1500)]), Some(1000), "it held on their first day");
        assert_eq!(lowest(&[(0, 2000), (50, 1500), (55, 1200)]), Some(1500), "a second reduction");
        assert_eq!(lowest(&[(0, 1500), (50, 1800)]), Some(1500), "dearer than before, whatever it was said to be");
    }

    #[test]
    fn prices_are_told_in_one_way() {
        let price = PricePayload { compare_at: Some(2000), currency: Currency::Gbp, price: 1800 };
        let text = r#"{"compareAt":2000,"currency":"GBP","price":1800}"#;
        assert_eq!(serde_json::to_string(&price).unwrap(), text);
        let price = PricePayload { compare_at: None, ..price };
        assert_eq!(serde_json::to_string(&price).unwrap(), r#"{"currency":"GBP","price":1800}"#);
    }
}
