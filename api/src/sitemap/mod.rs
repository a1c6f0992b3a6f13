//! What search engines are told of: the addresses of everything for sale and of every open shop, in pages that begin
//! at fixed ids. Ids grow with time, so what is new stands on the last page and the others stay as they were.

use crate::app::App;
use crate::catalog::entity::{ProductStatus, product};
use crate::shops::entity::{self as shop, ShopStatus};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use shared::Timestamp;
use shared::id::{ProductId, ShopId};
use std::sync::{Arc, PoisonError, RwLock};
use uuid::Uuid;

/// Rows on one page. Each row is an address in every language with links to the others: 10,000 rows are 30,000
/// addresses and at most some 40 MB, under the 50,000 addresses and 50 MB that <https://www.sitemaps.org> allows.
pub const ROWS: u64 = 10_000;

/// Rows read at once.
pub const BATCH: u64 = 1_000;

/// How long the beginnings of the pages are believed, in milliseconds: finding them walks over every id.
const KEPT_MS: i64 = 600_000;

/// The row at which a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A page of products.
    Product(ProductId),
    /// A page of shops.
    Shop(ShopId),
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The row's own place.
    pub at: Start,
    /// The slug in its address.
    pub slug: String,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Where pages begin, as it was found last.
#[derive(Debug, Default)]
pub struct Pages {
    known: RwLock<Option<(Timestamp, Arc<[Start]>)>>,
    /// Only one request walks over the ids; the others wait for it.
    walking: tokio::sync::Mutex<()>,
}

impl Pages {
    /// Where the pages begin now, or began up to ten minutes ago.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn starts(&self, app: &App) -> Result<Arc<[Start]>, DbErr> {
        if let Some(known) = self.known(app) {
            return Ok(known);
        }
        let _walking = self.walking.lock().await;
        if let Some(known) = self.known(app) {
            return Ok(known);
        }
        let starts: Arc<[Start]> = starts(app, ROWS).await?.into();
        let now = app.clock.now();
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&starts)));
        Ok(starts)
    }

    fn known(&self, app: &App) -> Option<Arc<[Start]>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let (at, starts) = known.as_ref()?;
        (app.clock.now().0 - at.0 < KEPT_MS).then(|| Arc::clone(starts))
    }
}

/// Where pages of so many rows begin: first those of products, then those of shops.
///
/// # Errors
/// When the database does not answer.
pub async fn starts(app: &App, rows: u64) -> Result<Vec<Start>, DbErr> {
    let mut starts = Vec::new();
    for first in [Start::Product(ProductId(Uuid::nil())), Start::Shop(ShopId(Uuid::nil()))] {
        let (mut from, mut skip) = (first, 0);
        while let Some(entry) = read(app, from, skip, 1).await?.pop() {
            starts.push(entry.at);
            (from, skip) = (entry.at, rows);
        }
    }
    Ok(starts)
}

/// Up to `limit` rows of the same kind from `from` on, after the first `skip` of them.
///
/// # Errors
/// When the database does not answer.
pub async fn read(app: &App, from: Start, skip: u64, limit: u64) -> Result<Vec<Entry>, DbErr> {
    let rows = match from {
        Start::Product(id) => {
            use product::Column;
            let open = shop::Entity::find().select_only().column(shop::Column::Id);
            let open = open.filter(shop::Column::Status.eq(ShopStatus::Active)).into_query();
            let query = product::Entity::find()
                .filter(Column::Status.eq(ProductStatus::Active))
                .filter(Column::ShopId.in_subquery(open))
                .filter(Column::Id.gte(id));
            rows(app, query, [Column::Id, Column::Slug, Column::UpdatedAt], skip, limit).await?
        }
        Start::Shop(id) => {
            use shop::Column;
            let query = shop::Entity::find().filter(Column::Status.eq(ShopStatus::Active)).filter(Column::Id.gte(id));
            rows(app, query, [Column::Id, Column::Slug, Column::UpdatedAt], skip, limit).await?
        }
    };
    let at = |id| match from {
        Start::Product(_) => Start::Product(ProductId(id)),
        Start::Shop(_) => Start::Shop(ShopId(id)),
    };
    Ok(rows.into_iter().map(|(id, slug, updated_at)| Entry { at: at(id), slug, updated_at }).collect())
}

async fn rows<E: EntityTrait>(
    app: &App,
    query: Select<E>,
    columns: [E::Column; 3],
    skip: u64,
    limit: u64,
) -> Result<Vec<(Uuid, String, Timestamp)>, DbErr> {
    let [id, ..] = columns;
    let query = query.select_only().columns(columns).order_by_asc(id).limit(limit);
    let query = if skip == 0 { query } else { query.offset(skip) };
    query.into_tuple().all(app.db.read()).await
}
