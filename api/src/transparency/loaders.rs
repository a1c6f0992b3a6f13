//! Batched reads of prices that were.

use super::prices;
use crate::app::App;
use async_graphql::dataloader::{DataLoader, Loader};
use sea_orm::DbErr;
use shared::id::VariantId;
use std::collections::HashMap;
use std::sync::Arc;

/// The loader of former prices of one request.
pub type Loaders = DataLoader<PriceLoader>;

/// Reads in batches.
pub struct PriceLoader(pub App);

/// The lowest price of variants, in minor units, within the thirty days before their present price began; variants that
/// had no other are left out.
impl Loader<VariantId> for PriceLoader {
    type Value = i64;
    type Error = Arc<DbErr>;

    async fn load(&self, ids: &[VariantId]) -> Result<HashMap<VariantId, i64>, Arc<DbErr>> {
        let histories = prices::histories(self.0.db.read(), ids.iter().copied()).await.map_err(Arc::new)?;
        let lowest = |id: &VariantId| Some((*id, prices::lowest_before(histories.get(&id.to_string())?)?));
        Ok(ids.iter().filter_map(lowest).collect())
    }
}
