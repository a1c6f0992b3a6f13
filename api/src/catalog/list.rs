//! Listings of products, nearly always of those for sale: filtered, sorted, page by page.

use super::entity::ProductStatus;
use super::entity::product::{self, Column};
use super::rows::{ProductCard, sees_unsold};
use crate::actor::Actor;
use crate::app::App;
use crate::graphql::paging::{MAX_COUNT, Page};
use crate::search::Place;
use crate::shops::{self, entity::ShopStatus};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _, Select,
};
use serde::{Deserialize, Serialize};
use shared::Timestamp;
use shared::id::{CategoryId, ProductId, ShopId};
use std::sync::Arc;

/// Which products are wanted. `None` does not restrict; an empty list lets nothing through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ProductFilter {
    /// In one of these categories, descendants included already.
    pub categories: Option<Vec<CategoryId>>,
    /// From one of these shops.
    pub shops: Option<Vec<ShopId>>,
    /// With a variant of at least this price: the lowest price counts, in minor units.
    pub min_price: Option<i64>,
    /// With a lowest price of at most this.
    pub max_price: Option<i64>,
    /// In stock, or sold out.
    pub available: Option<bool>,
    /// With a place among the newest after the first moment and until the second.
    pub listed: Option<(Timestamp, Timestamp)>,
    /// In one of these states, whether or not their shop sells; `None` means for sale. Whoever sets it has asked
    /// [`visible_statuses`].
    pub statuses: Option<Vec<ProductStatus>>,
}

/// The order of a listing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best match of a search first; without a search, the newest.
    Relevance,
    /// Newest first.
    #[default]
    Newest,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first.
    PriceDesc,
    /// By title, in the order of slugs.
    Title,
}

/// Where a row stands in its listing. Short names: it becomes the text of a cursor.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cursor {
    /// By time and id.
    #[serde(rename = "n")]
    Newest(i64, ProductId),
    /// By price and id.
    #[serde(rename = "p")]
    Price(i64, ProductId),
    /// By slug.
    #[serde(rename = "t")]
    Title(String),
    /// The place in what a search found.
    #[serde(rename = "f")]
    Found(Place),
}

/// The cursor belongs to a list in another order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cursor belongs to a list that is sorted otherwise")]
pub struct ForeignCursor;

/// What a page of a listing was asked for.
pub type ListingKey = (ProductFilter, Sort, Page<Cursor>);

/// A page of products.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The products with their cursors.
    pub rows: Vec<(Cursor, Arc<ProductCard>)>,
    /// Whether products stand before them.
    pub has_previous_page: bool,
    /// Whether products stand after them.
    pub has_next_page: bool,
}

/// Of the states that `actor` asks for in a shop's list, those that they may see: what is not for sale is for the shop's
/// staff and administrators, and for others it is not there. `None` means for sale, which is what others get.
#[must_use]
pub fn visible_statuses(actor: &Actor, shop: ShopId, asked: Vec<ProductStatus>) -> Option<Vec<ProductStatus>> {
    if sees_unsold(actor, shop) {
        return Some(asked);
    }
    (!asked.contains(&ProductStatus::Active)).then(Vec::new)
}

/// A page of the products that pass `filter`.
///
/// # Errors
/// When the database does not answer, or inside it when the cursor is of another order.
pub async fn list(
    app: &App,
    filter: &ProductFilter,
    sort: Sort,
    page: &Page<Cursor>,
) -> Result<Result<Listing, ForeignCursor>, DbErr> {
    let key = (filter.clone(), sort, page.clone());
    if let Some(listing) = app.shelf.listing(&key) {
        return Ok(Ok(listing));
    }
    let Ok(query) = ordered(filtered(filter), sort, page) else { return Ok(Err(ForeignCursor)) };
    let rows = query.limit(page.limit()).into_partial_model::<ProductCard>().all(app.db.read()).await?;
    let cut = page.cut(rows);
    let rows = cut.rows.into_iter().map(|row| (cursor_of(&row, sort), Arc::new(row))).collect();
    let listing = Listing { rows, has_previous_page: cut.has_previous_page, has_next_page: cut.has_next_page };
    app.shelf.keep_listing(key, &listing);
    Ok(Ok(listing))
}

/// Those of these products that are for sale, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn for_sale(app: &App, ids: &[ProductId]) -> Result<Vec<Arc<ProductCard>>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // By their ids alone: a condition on the state would lead SQLite through the index of all that is for sale.
    let query = product::Entity::find().filter(Column::Id.is_in(ids.iter().copied())).filter(shop_sells());
    let rows = query.into_partial_model::<ProductCard>().all(app.db.read()).await?;
    Ok(rows.into_iter().filter(ProductCard::is_for_sale).map(Arc::new).collect())
}

/// How many products pass `filter`, counted up to [`MAX_COUNT`]; the second value says whether it is exact.
///
/// # Errors
/// When the database does not answer.
pub async fn count(app: &App, filter: &ProductFilter) -> Result<(u64, bool), DbErr> {
    let mut some = sea_orm::QueryTrait::into_query(filtered(filter).select_only().expr(Expr::val(1)));
    some.limit(MAX_COUNT + 1);
    let query = Query::select().expr(Expr::cust("COUNT(*)")).from_subquery(some, Alias::new("some")).to_owned();
    let conn = app.db.read();
    let row = conn.query_one(&query).await?;
    let counted = row.map_or(Ok(0), |row| row.try_get_by_index::<i64>(0))?;
    let counted = u64::try_from(counted).unwrap_or(0);
    Ok((Ord::min(counted, MAX_COUNT), counted <= MAX_COUNT))
}

/// What is for sale in a shop that sells. The shops that do not are few, and found by an index.
fn sold() -> Condition {
    Condition::all().add(Column::Status.eq(ProductStatus::Active)).add(shop_sells())
}

/// Whether the product's shop may sell.
fn shop_sells() -> SimpleExpr {
    let still = shops::entity::Column::Status.is_in(ShopStatus::STILL);
    let still = shops::entity::Entity::find().select_only().column(shops::entity::Column::Id).filter(still);
    Column::ShopId.not_in_subquery(still.into_query())
}

fn filtered(filter: &ProductFilter) -> Select<product::Entity> {
    let mut condition = match filter.statuses.as_deref() {
        None => sold(),
        Some(statuses) => Condition::all().add(Column::Status.is_in(statuses.iter().copied())),
    };
    if let Some(categories) = &filter.categories {
        condition = condition.add(Column::CategoryId.is_in(categories.iter().copied()));
    }
    if let Some(shops) = &filter.shops {
        condition = condition.add(Column::ShopId.is_in(shops.iter().copied()));
    }
    if let Some(price) = filter.min_price {
        condition = condition.add(Column::PriceMin.gte(price));
    }
    if let Some(price) = filter.max_price {
        condition = condition.add(Column::PriceMin.lte(price));
    }
    if let Some(available) = filter.available {
        condition = condition.add(Column::Available.eq(available));
    }
    if let Some((after, until)) = filter.listed {
        condition = condition.add(Column::ListedAt.gt(after)).add(Column::ListedAt.lte(until));
    }
    product::Entity::find().filter(condition)
}

/// Sorts, and skips to the page's cursor. Row values are compared, so an index serves the whole of it.
fn ordered(
    query: Select<product::Entity>,
    sort: Sort,
    page: &Page<Cursor>,
) -> Result<Select<product::Entity>, ForeignCursor> {
    let ascending = matches!(sort, Sort::PriceAsc | Sort::Title) != page.backwards;
    let order = if ascending { Order::Asc } else { Order::Desc };
    let beyond = |columns: Expr, values: Expr| if ascending { columns.gt(values) } else { columns.lt(values) };
    let pair = |column: Column, value: i64, id: ProductId| {
        beyond(Expr::tuple([Expr::col(column), Expr::col(Column::Id)]), Expr::tuple([Expr::val(value), Expr::val(id)]))
    };
    let skip = match (sort, &page.cursor) {
        (_, None) => None,
        (Sort::Newest | Sort::Relevance, Some(Cursor::Newest(at, id))) => Some(pair(Column::ListedAt, *at, *id)),
        (Sort::PriceAsc | Sort::PriceDesc, Some(Cursor::Price(price, id))) => Some(pair(Column::PriceMin, *price, *id)),
        (Sort::Title, Some(Cursor::Title(slug))) => Some(beyond(Expr::col(Column::Slug), Expr::val(slug.clone()))),
        _ => return Err(ForeignCursor),
    };
    let query = match skip {
        Some(skip) => query.filter(skip),
        None => query,
    };
    Ok(match sort {
        Sort::Newest | Sort::Relevance => query.order_by(Column::ListedAt, order.clone()).order_by(Column::Id, order),
        Sort::PriceAsc | Sort::PriceDesc => query.order_by(Column::PriceMin, order.clone()).order_by(Column::Id, order),
        Sort::Title => query.order_by(Column::Slug, order),
    })
}

fn cursor_of(row: &ProductCard, sort: Sort) -> Cursor {
    match sort {
        Sort::Newest | Sort::Relevance => Cursor::Newest(row.listed_at.0, row.id),
        Sort::PriceAsc | Sort::PriceDesc => Cursor::Price(row.price_min, row.id),
        Sort::Title => Cursor::Title(row.slug.clone()),
    }
}
