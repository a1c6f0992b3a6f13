//! Finding policies by their words.

use super::entity::{Entity, Model, PolicyKind, words};
use crate::app::App;
use crate::search::terms;
use crate::shops;
use crate::shops::entity::Model as Shop;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::Locale;
use shared::id::ShopId;
use std::collections::HashMap;
use std::sync::Arc;

/// Most policies that are found.
pub const MOST: u64 = 12;
/// Most words of a search that are looked at.
const MOST_TERMS: usize = 8;

/// A policy that was found, with its shop.
pub type Hit = (Arc<Shop>, Arc<Model>, PolicyKind);

/// The policies of open shops that have every word of a text, or a word that begins like it, in the order of shops.
/// Diacritics do not matter.
///
/// # Errors
/// When the database does not answer.
pub async fn search(app: &App, locale: Locale, text: &str) -> Result<Vec<Hit>, DbErr> {
    let wanted = terms(text);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = words::Entity::find().filter(words::Column::Locale.eq(locale));
    for term in wanted.iter().take(MOST_TERMS) {
        // A term is letters and digits: it holds no pattern of its own.
        query = query.filter(words::Column::Words.contains(format!(" {term}")));
    }
    let query = query.order_by_asc(words::Column::ShopId).order_by_desc(words::Column::Kind).limit(MOST);
    let found = query.all(app.db.read()).await?;
    let mut ids: Vec<ShopId> = found.iter().map(|row| row.shop_id).collect();
    ids.dedup();
    let open = shops::by_ids(app, &ids).await?;
    let rows = Entity::find().filter(super::entity::Column::ShopId.is_in(ids)).all(app.db.read()).await?;
    let rows: HashMap<_, _> = rows.into_iter().map(|row| (row.shop_id, Arc::new(row))).collect();
    let hit = |row: words::Model| {
        let shop = open.iter().find(|shop| shop.id == row.shop_id)?;
        Some((Arc::clone(shop), Arc::clone(rows.get(&row.shop_id)?), row.kind))
    };
    Ok(found.into_iter().filter_map(hit).collect())
}
