//! Batched reads of standings.

use super::{Evaluation, evaluate, stored};
use crate::app::App;
use async_graphql::dataloader::{DataLoader, Loader};
use sea_orm::DbErr;
use shared::Timestamp;
use shared::id::ShopId;
use std::collections::HashMap;
use std::sync::Arc;

/// The standings' loader of one request.
pub type Loaders = DataLoader<StandingLoader>;

/// Reads in batches.
pub struct StandingLoader(pub App);

/// Asks how a shop stood at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StandingOf {
    /// The shop.
    pub shop: ShopId,
    /// The moment.
    pub at: Timestamp,
}

/// Asks for the evaluation of a shop that was stored for a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StoredOf {
    /// The shop.
    pub shop: ShopId,
    /// The moment.
    pub at: Timestamp,
}

/// Asks how a shop stands now: one moment for all that ask together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NowOf(pub ShopId);

type Loaded<K> = Result<HashMap<K, Evaluation>, Arc<DbErr>>;

/// The statements are as many as there are moments, however many shops there are.
impl Loader<StandingOf> for StandingLoader {
    type Value = Evaluation;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[StandingOf]) -> Loaded<StandingOf> {
        let mut moments: HashMap<Timestamp, Vec<ShopId>> = HashMap::new();
        for StandingOf { shop, at } in keys {
            moments.entry(*at).or_default().push(*shop);
        }
        let mut loaded = HashMap::new();
        for (at, shops) in moments {
            let found = evaluate(&self.0, &shops, at).await.map_err(Arc::new)?;
            loaded.extend(found.into_iter().map(|(shop, evaluation)| (StandingOf { shop, at }, evaluation)));
        }
        Ok(loaded)
    }
}

impl Loader<StoredOf> for StandingLoader {
    type Value = Evaluation;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[StoredOf]) -> Loaded<StoredOf> {
        let wanted: Vec<_> = keys.iter().map(|StoredOf { shop, at }| (*shop, *at)).collect();
        let found = stored(&self.0, &wanted).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|((shop, at), evaluation)| (StoredOf { shop, at }, evaluation)).collect())
    }
}

impl Loader<NowOf> for StandingLoader {
    type Value = Evaluation;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[NowOf]) -> Loaded<NowOf> {
        let shops: Vec<ShopId> = keys.iter().map(|NowOf(shop)| *shop).collect();
        let found = evaluate(&self.0, &shops, self.0.clock.now()).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(shop, evaluation)| (NowOf(shop), evaluation)).collect())
    }
}
