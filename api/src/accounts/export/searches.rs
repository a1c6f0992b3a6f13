//! The searches that an account keeps.

use super::activity::MoneyShape;
use super::moment;
use crate::app::App;
use crate::saved_searches::entity::SavedSort;
use crate::saved_searches::{self, Named};
use serde::Serialize;
use shared::id::{AccountId, SavedSearchId};
use shared::{Locale, Money};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SearchShape {
    id: SavedSearchId,
    search: String,
    category: Option<String>,
    shops: Vec<String>,
    min_price: Option<MoneyShape>,
    max_price: Option<MoneyShape>,
    available: Option<bool>,
    sort: Option<SavedSort>,
    language: Locale,
    letters: bool,
    seen_at: String,
    lettered_at: Option<String>,
    created_at: String,
}

/// Its saved searches, the newest first.
pub(super) async fn saved(app: &App, account: AccountId) -> anyhow::Result<Vec<SearchShape>> {
    let price = |minor: Option<i64>| minor.map(|minor| Money::new(minor, app.config.currency).into());
    let mut shapes = Vec::new();
    for row in saved_searches::of_account(app, account).await? {
        let Named { category, shops, .. } = saved_searches::named(app, &row).await?;
        shapes.push(SearchShape {
            id: row.id,
            category: category.map(|category| category.slug.clone()),
            shops: shops.iter().map(|shop| shop.slug.clone()).collect(),
            min_price: price(row.filter.min_price),
            max_price: price(row.filter.max_price),
            available: row.filter.available,
            sort: row.sort,
            language: row.locale,
            letters: row.letters,
            seen_at: row.seen_at.to_string(),
            lettered_at: moment(row.lettered_at),
            created_at: row.created_at.to_string(),
            search: row.search,
        });
    }
    Ok(shapes)
}
