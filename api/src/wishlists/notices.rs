//! Tells, as events, that something on an account's list got cheaper or came back: whoever writes to people reads them.
//!
//! Each item remembers what was told last, and an event commits together with that: read twice, a change is told once.

use super::entity::item;
use crate::app::App;
use crate::catalog::stock::STOCK_CHANGED;
use crate::events::{self, NewEvent, entity as event};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, Statement};
use serde_json::json;
use shared::id::{AccountId, ProductId, WishlistId};
use shared::{Currency, Money};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The topic that tells of a lower price than ever since it was added.
pub const PRICE_DROPPED: &str = "wishlist.price_dropped";
/// The topic that tells of something that had sold out and can be bought again.
pub const BACK_IN_STOCK: &str = "wishlist.back_in_stock";

/// Items that one transaction looks at.
const CHUNK: usize = 200;

/// Events that are read at once.
const BATCH: u64 = 500;
/// The name under which is kept how far was read.
const READER: &str = "wishlist_notices";

/// Tells of everything since the last time; returns how much there was to tell.
///
/// It does not follow each commit as the search does: nobody waits for it, and on SQLite the note of how far it has read
/// would cost the one writer as much as an order.
///
/// # Errors
/// When the database does not answer; what was not told is told the next time.
pub async fn tell_news(app: &App) -> anyhow::Result<u64> {
    let mut cursor = events::checkpoint(app, READER).await?;
    let (began, mut told) = (cursor, 0);
    loop {
        let events = events::after(app.db.read(), cursor, None, BATCH).await?;
        let Some(last) = events.last() else { break };
        cursor = last.seq;
        told += tell_of(app, &events).await?;
    }
    if cursor > began {
        events::set_checkpoint(app, READER, cursor).await?;
    }
    Ok(told)
}

/// Tells of what these events changed; returns how much there was to tell.
///
/// # Errors
/// When the database does not answer.
pub async fn tell_of(app: &App, events: &[event::Model]) -> anyhow::Result<u64> {
    let products: BTreeSet<Uuid> = events.iter().flat_map(products_of).collect();
    let products: Vec<Uuid> = products.into_iter().collect();
    let mut told = 0;
    for some in products.chunks(CHUNK) {
        for items in changed(app, some).await?.chunks(CHUNK) {
            told += tell(app, items).await?;
        }
    }
    Ok(told)
}

/// The products whose price or stock an event may have changed.
fn products_of(event: &event::Model) -> Vec<Uuid> {
    match event.topic.as_str() {
        "product.created" | "product.updated" | "product.archived" | STOCK_CHANGED => vec![event.aggregate_id],
        "catalog.imported" => {
            let ids = event.payload["productIds"].as_array().into_iter().flatten();
            ids.filter_map(|id| serde_json::from_value::<ProductId>(id.clone()).ok()).map(|id| id.0).collect()
        }
        _ => Vec::new(),
    }
}

/// An item of an account's list whose product is not as it was told last.
#[derive(FromQueryResult)]
struct Changed {
    wishlist_id: WishlistId,
    product_id: ProductId,
    account_id: AccountId,
    currency: Currency,
    told_price: i64,
    told_available: bool,
    price: i64,
    available: bool,
}

async fn changed(app: &App, products: &[Uuid]) -> Result<Vec<Changed>, DbErr> {
    let places: Vec<_> = (1..=products.len()).map(|number| format!("${number}")).collect();
    let sql = format!(
        "SELECT i.wishlist_id, i.product_id, l.account_id, i.currency, i.told_price, i.told_available, \
         p.price_min AS price, p.available FROM wishlist_items i JOIN wishlists l ON l.id = i.wishlist_id \
         JOIN products p ON p.id = i.product_id JOIN shops s ON s.id = p.shop_id AND s.status = 'active' \
         WHERE i.product_id IN ({}) AND l.account_id IS NOT NULL AND p.status = 'active' \
         AND p.currency = i.currency AND (p.price_min < i.told_price OR p.available <> i.told_available) \
         ORDER BY i.wishlist_id, i.product_id",
        places.join(", ")
    );
    let values: Vec<sea_orm::Value> = products.iter().map(|id| (*id).into()).collect();
    Changed::find_by_statement(Statement::from_sql_and_values(app.db.backend(), sql, values)).all(app.db.read()).await
}

async fn tell(app: &App, items: &[Changed]) -> Result<u64, DbErr> {
    let mut told = 0;
    let mut tx = app.db.begin(app.clock.now()).await?;
    for changed in items {
        let cheaper = changed.price < changed.told_price;
        let row = item::ActiveModel {
            told_price: ActiveValue::Set(changed.price.min(changed.told_price)),
            told_available: ActiveValue::Set(changed.available),
            ..item::ActiveModel::default()
        };
        let update = item::Entity::update_many()
            .set(row)
            .filter(item::Column::WishlistId.eq(changed.wishlist_id))
            .filter(item::Column::ProductId.eq(changed.product_id))
            .filter(item::Column::ToldPrice.eq(changed.told_price))
            .filter(item::Column::ToldAvailable.eq(changed.told_available));
        if update.exec(tx.conn()).await?.rows_affected == 0 {
            // Another process told it, or it was taken off the list.
            continue;
        }
        let amount = |minor| Money::new(minor, changed.currency).amount();
        if cheaper {
            let facts = json!({ "productId": changed.product_id, "before": amount(changed.told_price),
                "now": amount(changed.price), "currency": changed.currency });
            tx.emit(about(changed, PRICE_DROPPED, facts)?);
            told += 1;
        }
        if changed.available && !changed.told_available {
            tx.emit(about(changed, BACK_IN_STOCK, json!({ "productId": changed.product_id }))?);
            told += 1;
        }
    }
    tx.commit().await?;
    Ok(told)
}

fn about(changed: &Changed, topic: &'static str, facts: serde_json::Value) -> Result<NewEvent, DbErr> {
    let event = NewEvent::new(topic, changed.wishlist_id.0, facts)?;
    Ok(NewEvent { account_id: Some(changed.account_id), ..event })
}
