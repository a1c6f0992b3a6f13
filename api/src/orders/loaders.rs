//! Batched reads of orders and what belongs to them. Nothing is filtered here by who asks, but for events, whose pages
//! would come out short.

use super::access::Scope;
use super::entity::{self, line, part};
use super::events::Told;
use crate::app::App;
use crate::catalog::loaders::grouped;
use crate::events::entity as event;
use crate::payments::entity as payment;
use crate::shipments::entity as shipment;
use async_graphql::dataloader::{DataLoader, Loader};
use sea_orm::sea_query::{Alias, Condition, Expr, Order, Query, WindowStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder};
use shared::id::{OrderId, ShipmentId};
use std::collections::HashMap;
use std::sync::Arc;

/// The orders' loader of one request.
pub type Loaders = DataLoader<OrderLoader>;

/// Reads in batches.
pub struct OrderLoader(pub App);

/// Asks for the parts of an order, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartsOf(pub OrderId);

/// Asks for the lines of an order, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinesOf(pub OrderId);

/// Asks for the payment of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PaymentOf(pub OrderId);

/// Asks for the shipments of an order, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ShipmentsOf(pub OrderId);

/// Asks for what a shipment holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HeldBy(pub ShipmentId);

/// Asks for what carriers reported of a shipment, in the order in which it occurred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TrackingOf(pub ShipmentId);

/// Asks for a page of an order's events, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EventsOf {
    /// The order.
    pub order: OrderId,
    /// Which page, and how much of it may be seen.
    pub page: EventPage,
}

/// A page of events.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EventPage {
    /// Only events after this one.
    pub after: i64,
    /// Events at most.
    pub limit: u64,
    /// Events of other shops are left out.
    pub scope: Scope,
}

type Loaded<K, V> = Result<HashMap<K, V>, Arc<DbErr>>;

impl Loader<OrderId> for OrderLoader {
    type Value = Arc<entity::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, ids: &[OrderId]) -> Loaded<OrderId, Self::Value> {
        let query = entity::Entity::find().filter(entity::Column::Id.is_in(ids.iter().copied()));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

impl Loader<PartsOf> for OrderLoader {
    type Value = Vec<Arc<part::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[PartsOf]) -> Loaded<PartsOf, Self::Value> {
        let query = part::Entity::find()
            .filter(part::Column::OrderId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(part::Column::Position)
            .order_by_asc(part::Column::Id);
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| PartsOf(row.order_id)))
    }
}

impl Loader<LinesOf> for OrderLoader {
    type Value = Vec<Arc<line::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[LinesOf]) -> Loaded<LinesOf, Self::Value> {
        let query = line::Entity::find()
            .filter(line::Column::OrderId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(line::Column::Position)
            .order_by_asc(line::Column::Id);
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| LinesOf(row.order_id)))
    }
}

impl Loader<PaymentOf> for OrderLoader {
    type Value = Arc<payment::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[PaymentOf]) -> Loaded<PaymentOf, Self::Value> {
        let query = payment::Entity::find().filter(payment::Column::OrderId.is_in(keys.iter().map(|key| key.0)));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (PaymentOf(row.order_id), Arc::new(row))).collect())
    }
}

impl Loader<ShipmentsOf> for OrderLoader {
    type Value = Vec<Arc<shipment::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ShipmentsOf]) -> Loaded<ShipmentsOf, Self::Value> {
        let query = shipment::Entity::find()
            .filter(shipment::Column::OrderId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(shipment::Column::CreatedAt)
            .order_by_asc(shipment::Column::Id);
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| ShipmentsOf(row.order_id)))
    }
}

impl Loader<HeldBy> for OrderLoader {
    type Value = Vec<Arc<shipment::line::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[HeldBy]) -> Loaded<HeldBy, Self::Value> {
        let query = shipment::line::Entity::find()
            .filter(shipment::line::Column::ShipmentId.is_in(keys.iter().map(|key| key.0)));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| HeldBy(row.shipment_id)))
    }
}

impl Loader<TrackingOf> for OrderLoader {
    type Value = Vec<Arc<shipment::tracking::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[TrackingOf]) -> Loaded<TrackingOf, Self::Value> {
        let query = shipment::tracking::Entity::find()
            .filter(shipment::tracking::Column::ShipmentId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(shipment::tracking::Column::OccurredAt)
            .order_by_asc(shipment::tracking::Column::Id);
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| TrackingOf(row.shipment_id)))
    }
}

impl Loader<EventsOf> for OrderLoader {
    type Value = Vec<Told>;
    type Error = Arc<DbErr>;

    /// One statement for each distinct page: the orders of a list are asked for the same one.
    async fn load(&self, keys: &[EventsOf]) -> Loaded<EventsOf, Self::Value> {
        let mut pages: HashMap<&EventPage, Vec<OrderId>> = HashMap::new();
        for key in keys {
            pages.entry(&key.page).or_default().push(key.order);
        }
        let mut loaded: HashMap<EventsOf, Vec<Told>> = HashMap::new();
        for (page, orders) in pages {
            for row in first_events(&self.0, page, &orders).await.map_err(Arc::new)? {
                let key = EventsOf { order: OrderId(row.aggregate_id), page: page.clone() };
                loaded.entry(key).or_default().extend(Told::new(Arc::new(row)));
            }
        }
        Ok(loaded)
    }
}

/// The first events of each of these orders after a cursor.
async fn first_events(app: &App, page: &EventPage, orders: &[OrderId]) -> Result<Vec<event::Model>, DbErr> {
    let (numbered, place) = (Alias::new("numbered"), Alias::new("place"));
    let window =
        WindowStatement::partition_by(event::Column::AggregateId).order_by(event::Column::Seq, Order::Asc).take();
    let mut inner = Query::select();
    inner
        .columns(COLUMNS)
        .expr_window_as(Expr::cust("ROW_NUMBER()"), window, place.clone())
        .from(event::Entity)
        .and_where(Expr::col(event::Column::AggregateId).is_in(orders.iter().map(|order| order.0)))
        .and_where(Expr::col(event::Column::Seq).gt(page.after));
    if let Scope::Shops(shops) = &page.scope {
        let shop = || Expr::col(event::Column::ShopId);
        inner.cond_where(Condition::any().add(shop().is_null()).add(shop().is_in(shops.iter().map(|shop| shop.0))));
    }
    let limit = i64::try_from(page.limit).unwrap_or(i64::MAX);
    let outer = Query::select()
        .columns(COLUMNS)
        .from_subquery(inner, numbered)
        .and_where(Expr::col(place).lte(limit))
        .order_by(event::Column::Seq, Order::Asc)
        .take();
    let read = app.db.read();
    let rows = read.query_all(&outer).await?;
    rows.iter().map(|row| event::Model::from_query_result(row, "")).collect()
}

const COLUMNS: [event::Column; 8] = [
    event::Column::Seq,
    event::Column::Topic,
    event::Column::AggregateId,
    event::Column::ShopId,
    event::Column::AccountId,
    event::Column::Payload,
    event::Column::OccurredAt,
    event::Column::RecordedAt,
];
