//! Batched reads of policies.

use super::entity::{Column, Entity, Model};
use crate::app::App;
use async_graphql::dataloader::{DataLoader, Loader};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::id::ShopId;
use std::collections::HashMap;
use std::sync::Arc;

/// The policies' loader of one request.
pub type Loaders = DataLoader<PolicyLoader>;

/// Reads in batches.
pub struct PolicyLoader(pub App);

/// The policies of shops; shops that have written none are left out.
impl Loader<ShopId> for PolicyLoader {
    type Value = Arc<Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, ids: &[ShopId]) -> Result<HashMap<ShopId, Arc<Model>>, Arc<DbErr>> {
        let query = Entity::find().filter(Column::ShopId.is_in(ids.iter().copied()));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (row.shop_id, Arc::new(row))).collect())
    }
}
