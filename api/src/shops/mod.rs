//! Shops, their staff, and how they deliver.

mod destination;
pub mod entity;
pub mod graphql;
pub mod loaders;
pub mod policy;

pub use destination::destination;

use crate::app::App;
use crate::catalog::entity::{RedirectKind, redirect};
use crate::db::Tx;
use crate::graphql::paging::{Cut, MAX_COUNT, Page};
use entity::{Column, Entity, Model, ShopStatus, member};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::Slug;
use shared::id::{AccountId, ShopId};
use std::collections::HashMap;
use std::sync::Arc;

/// A shop that has a page by its slug, or by a slug that it once had.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slug(app: &App, slug: &Slug) -> Result<Option<Arc<Model>>, DbErr> {
    let shown = || Entity::find().filter(Column::Status.is_in(ShopStatus::SHOWN));
    if let Some(row) = shown().filter(Column::Slug.eq(slug.as_str())).one(app.db.read()).await? {
        return Ok(Some(Arc::new(row)));
    }
    let old = redirect::Entity::find_by_id((RedirectKind::Shop, slug.as_str().to_owned()));
    let Some(redirect) = old.one(app.db.read()).await? else { return Ok(None) };
    let row = shown().filter(Column::Id.eq(ShopId(redirect.target_id))).one(app.db.read()).await?;
    Ok(row.map(Arc::new))
}

/// The ids of the shops with these slugs; unknown slugs are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn ids_of_slugs(app: &App, slugs: &[String]) -> Result<Vec<ShopId>, DbErr> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let query = Entity::find().select_only().column(Column::Id).filter(Column::Slug.is_in(slugs));
    query.into_tuple().all(app.db.read()).await
}

/// The shops on whose staff an account is.
///
/// # Errors
/// When the database does not answer.
pub async fn staffed_by(app: &App, account: AccountId) -> Result<Vec<ShopId>, DbErr> {
    let query = entity::member::Entity::find().select_only().column(entity::member::Column::ShopId);
    query.filter(entity::member::Column::AccountId.eq(account)).into_tuple().all(app.db.read()).await
}

/// The shops on whose staff nobody is but this account.
///
/// # Errors
/// When the database does not answer.
pub async fn kept_alone_by<C: ConnectionTrait>(conn: &C, account: AccountId) -> Result<Vec<ShopId>, DbErr> {
    let own = member::Entity::find().select_only().column(member::Column::ShopId);
    let own: Vec<ShopId> = own.filter(member::Column::AccountId.eq(account)).into_tuple().all(conn).await?;
    if own.is_empty() {
        return Ok(own);
    }
    let others = member::Entity::find().select_only().column(member::Column::ShopId);
    let others = others.filter(member::Column::ShopId.is_in(own.iter().copied()));
    let others: Vec<ShopId> = others.filter(member::Column::AccountId.ne(account)).into_tuple().all(conn).await?;
    Ok(own.into_iter().filter(|shop| !others.contains(shop)).collect())
}

/// Holds the shops on whose staff an account is until the transaction ends: of the last two of a staff who go at once,
/// the second one sees that the first is gone.
///
/// # Errors
/// The database's.
pub async fn hold_of(tx: &Tx, account: AccountId) -> Result<(), DbErr> {
    let own = member::Entity::find().select_only().column(member::Column::ShopId);
    let own: Vec<ShopId> = own.filter(member::Column::AccountId.eq(account)).into_tuple().all(tx.conn()).await?;
    if own.is_empty() {
        return Ok(());
    }
    let shops = Entity::find().select_only().column(Column::Id).filter(Column::Id.is_in(own)).order_by_asc(Column::Id);
    shops.lock_exclusive().into_tuple::<ShopId>().all(tx.conn()).await.map(|_| ())
}

/// The open shops of these ids, in the order of the ids: from memory where they are held, the others in one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn by_ids(app: &App, ids: &[ShopId]) -> Result<Vec<Arc<Model>>, DbErr> {
    let mut found: HashMap<ShopId, Arc<Model>> =
        ids.iter().filter_map(|id| Some((*id, app.shelf.shop(*id)?))).collect();
    let missing: Vec<ShopId> = ids.iter().copied().filter(|id| !found.contains_key(id)).collect();
    if !missing.is_empty() {
        for row in Entity::find().filter(Column::Id.is_in(missing)).all(app.db.read()).await? {
            let row = Arc::new(row);
            app.shelf.keep_shop(&row);
            found.insert(row.id, row);
        }
    }
    let open = |shop: &Arc<Model>| shop.status == ShopStatus::Active;
    Ok(ids.iter().filter_map(|id| found.remove(id)).filter(open).collect())
}

/// A page of the open shops in the order of their slugs; the cursor is a slug.
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, page: &Page<String>) -> Result<Cut<Arc<Model>>, DbErr> {
    let mut query = Entity::find().filter(Column::Status.eq(ShopStatus::Active));
    if let Some(slug) = &page.cursor {
        query = query.filter(if page.backwards { Column::Slug.lt(slug) } else { Column::Slug.gt(slug) });
    }
    let order = if page.backwards { Order::Desc } else { Order::Asc };
    let rows = query.order_by(Column::Slug, order).limit(page.limit()).all(app.db.read()).await?;
    Ok(page.cut(rows.into_iter().map(Arc::new).collect()))
}

/// How many shops are open, counted up to [`MAX_COUNT`]; the second value says whether it is exact.
///
/// # Errors
/// When the database does not answer.
pub async fn count(app: &App) -> Result<(u64, bool), DbErr> {
    let some = Entity::find().filter(Column::Status.eq(ShopStatus::Active)).limit(MAX_COUNT + 1);
    let counted = some.count(app.db.read()).await?;
    Ok((counted.min(MAX_COUNT), counted <= MAX_COUNT))
}
