//! Batched reads of shops and their delivery options.

use super::entity::{self, Entity, Model, ShopStatus, delivery_option};
use crate::app::App;
use crate::catalog::entity::{ProductStatus, product};
use crate::catalog::loaders::grouped;
use crate::graphql::context::ContextExt;
use crate::graphql::error::Fault;
use async_graphql::Context;
use async_graphql::dataloader::{DataLoader, Loader};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::id::{DeliveryOptionId, ShopId};
use std::collections::HashMap;
use std::sync::Arc;

/// The shops' loader of one request.
pub type Loaders = DataLoader<ShopLoader>;

/// Reads in batches.
pub struct ShopLoader(pub App);

/// Asks for the delivery options of a shop that can be chosen, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeliveryOf(pub ShopId);

/// Asks how many products of a shop are for sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProductCountOf(pub ShopId);

type Loaded<K, V> = Result<HashMap<K, V>, Arc<DbErr>>;

/// A shop that something refers to, whether it is open or closed.
///
/// # Errors
/// When the database does not answer.
pub async fn shop(ctx: &Context<'_>, id: ShopId) -> Result<Arc<Model>, Fault> {
    if let Some(shop) = ctx.app().shelf.shop(id) {
        return Ok(shop);
    }
    let shop = ctx.data_unchecked::<Loaders>().load_one(id).await?;
    shop.ok_or_else(|| Fault::Internal(anyhow::anyhow!("{id} is referred to and does not exist")))
}

impl Loader<ShopId> for ShopLoader {
    type Value = Arc<Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, ids: &[ShopId]) -> Loaded<ShopId, Self::Value> {
        let query = Entity::find().filter(entity::Column::Id.is_in(ids.iter().copied()));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        let rows = rows.into_iter().map(Arc::new);
        Ok(rows.inspect(|row| self.0.shelf.keep_shop(row)).map(|row| (row.id, row)).collect())
    }
}

impl Loader<DeliveryOptionId> for ShopLoader {
    type Value = Arc<delivery_option::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, ids: &[DeliveryOptionId]) -> Loaded<DeliveryOptionId, Self::Value> {
        let query = delivery_option::Entity::find().filter(delivery_option::Column::Id.is_in(ids.iter().copied()));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

impl Loader<DeliveryOf> for ShopLoader {
    type Value = Vec<Arc<delivery_option::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[DeliveryOf]) -> Loaded<DeliveryOf, Self::Value> {
        let query = delivery_option::Entity::find()
            .filter(delivery_option::Column::ShopId.is_in(keys.iter().map(|key| key.0)))
            .filter(delivery_option::Column::Active.eq(true))
            .order_by_asc(delivery_option::Column::Position)
            .order_by_asc(delivery_option::Column::Id);
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| DeliveryOf(row.shop_id)))
    }
}

impl Loader<ProductCountOf> for ShopLoader {
    type Value = i64;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ProductCountOf]) -> Loaded<ProductCountOf, Self::Value> {
        let query = product::Entity::find()
            .select_only()
            .column(product::Column::ShopId)
            .column_as(Expr::cust("COUNT(*)"), "products")
            .filter(product::Column::ShopId.is_in(keys.iter().map(|key| key.0)))
            .filter(product::Column::Status.eq(ProductStatus::Active))
            .group_by(product::Column::ShopId);
        let rows: Vec<(ShopId, i64)> = query.into_tuple().all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|(shop, count)| (ProductCountOf(shop), count)).collect())
    }
}

/// Whether a shop that was loaded may be shown as a page of its own.
#[must_use]
pub fn is_open(shop: &Model) -> bool {
    ShopStatus::SHOWN.contains(&shop.status)
}
