//! Lists of orders: an account's, and a shop's parts of them. The newest first.

use super::access::{Scope, Visible};
use super::entity::{self, part};
use crate::actor::{Seller, Shopper};
use crate::app::App;
use crate::graphql::paging::{Cut, MAX_COUNT, Page};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::{Deserialize, Serialize};
use shared::Timestamp;
use shared::id::{AccountId, OrderId, OrderPartId, ShopId};
use shared::orders::OrderState;
use std::sync::Arc;

/// The place of an order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCursor {
    at: Timestamp,
    id: OrderId,
}

impl OrderCursor {
    /// The place of this order.
    #[must_use]
    pub fn of(order: &entity::Model) -> Self {
        Self { at: order.placed_at, id: order.id }
    }
}

/// The place of a part in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCursor {
    at: Timestamp,
    id: OrderPartId,
}

impl PartCursor {
    /// The place of this part.
    #[must_use]
    pub fn of(part: &part::Model) -> Self {
        Self { at: part.placed_at, id: part.id }
    }
}

/// Whose orders a list holds.
#[derive(Clone, Copy, Debug)]
pub struct OrdersOf(AccountId);

impl OrdersOf {
    /// One's own orders.
    #[must_use]
    pub fn own(shopper: &Shopper) -> Self {
        Self(shopper.account_id())
    }
}

/// Which parts a list holds.
#[derive(Clone, Copy, Debug)]
pub struct PartsOfShop {
    shop: ShopId,
    state: Option<OrderState>,
}

impl PartsOfShop {
    /// What a shop delivers, in one state or in any.
    #[must_use]
    pub fn of(seller: &Seller, state: Option<OrderState>) -> Self {
        Self { shop: seller.shop_id(), state }
    }
}

/// A page of an account's orders.
///
/// # Errors
/// When the database does not answer.
pub async fn orders(app: &App, of: OrdersOf, page: &Page<OrderCursor>) -> Result<Cut<Visible>, DbErr> {
    let place = page.cursor.as_ref().map(|cursor| (cursor.at, cursor.id));
    let columns = (entity::Column::PlacedAt, entity::Column::Id);
    let query = keyset(all_orders(of), columns, place, page.backwards);
    let rows = query.limit(page.limit()).all(app.db.read()).await?;
    let visible = rows.into_iter().map(|order| Visible::listed(Arc::new(order), Scope::Whole));
    Ok(page.cut(visible.collect()))
}

/// Orders that [`open`] lists.
const OPEN_LISTED: u64 = 20;

/// The newest of the shopper's orders that are not over.
///
/// # Errors
/// When the database does not answer.
pub async fn open(app: &App, shopper: &Shopper) -> Result<Vec<Visible>, DbErr> {
    let query = all_orders(OrdersOf::own(shopper)).filter(super::anonymise::is_open());
    let query = query.order_by_desc(entity::Column::PlacedAt).order_by_desc(entity::Column::Id).limit(OPEN_LISTED);
    let rows = query.all(app.db.read()).await?;
    Ok(rows.into_iter().map(|order| Visible::listed(Arc::new(order), Scope::Whole)).collect())
}

/// How many orders an account has, counted up to [`MAX_COUNT`]; the second value says whether it is exact.
///
/// # Errors
/// When the database does not answer.
pub async fn count_orders(app: &App, of: OrdersOf) -> Result<(u64, bool), DbErr> {
    let counted = all_orders(of).limit(MAX_COUNT + 1).count(app.db.read()).await?;
    Ok((counted.min(MAX_COUNT), counted <= MAX_COUNT))
}

/// A page of what a shop delivers.
///
/// # Errors
/// When the database does not answer.
pub async fn parts(app: &App, of: PartsOfShop, page: &Page<PartCursor>) -> Result<Cut<Arc<part::Model>>, DbErr> {
    let place = page.cursor.as_ref().map(|cursor| (cursor.at, cursor.id));
    let columns = (part::Column::PlacedAt, part::Column::Id);
    let query = keyset(all_parts(of), columns, place, page.backwards);
    let rows = query.limit(page.limit()).all(app.db.read()).await?;
    Ok(page.cut(rows.into_iter().map(Arc::new).collect()))
}

/// How many parts a shop has, counted up to [`MAX_COUNT`]; the second value says whether it is exact.
///
/// # Errors
/// When the database does not answer.
pub async fn count_parts(app: &App, of: PartsOfShop) -> Result<(u64, bool), DbErr> {
    let counted = all_parts(of).limit(MAX_COUNT + 1).count(app.db.read()).await?;
    Ok((counted.min(MAX_COUNT), counted <= MAX_COUNT))
}

fn all_orders(of: OrdersOf) -> Select<entity::Entity> {
    entity::Entity::find().filter(entity::Column::AccountId.eq(of.0))
}

fn all_parts(of: PartsOfShop) -> Select<part::Entity> {
    let query = part::Entity::find().filter(part::Column::ShopId.eq(of.shop));
    match of.state {
        Some(state) => query.filter(part::Column::State.eq(state)),
        None => query,
    }
}

/// The rows on one side of a place, from it on: the newest first, or, going back, the oldest first.
fn keyset<E: EntityTrait, C: ColumnTrait, I: Copy + Into<sea_orm::Value>>(
    query: Select<E>,
    (at, id): (C, C),
    place: Option<(Timestamp, I)>,
    backwards: bool,
) -> Select<E> {
    let order = if backwards { Order::Asc } else { Order::Desc };
    let query = query.order_by(at, order.clone()).order_by(id, order);
    let Some((moment, row)) = place else { return query };
    let (beyond, tie) = if backwards { (at.gt(moment), id.gt(row)) } else { (at.lt(moment), id.lt(row)) };
    query.filter(Condition::any().add(beyond).add(Condition::all().add(at.eq(moment)).add(tie)))
}
