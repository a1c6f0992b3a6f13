//! Batched reads of products, variants and pictures.

use super::entity::{ImageState, image, product, variant};
use super::offers::{self, Offer};
use super::rows::{ProductCard, ProductDetail};
use crate::app::App;
use async_graphql::dataloader::{DataLoader, Loader};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use shared::Gtin;
use shared::id::{ProductId, VariantId};
use std::collections::HashMap;
use std::sync::Arc;

/// The catalogue's loader of one request.
pub type Loaders = DataLoader<CatalogLoader>;

/// Reads in batches. Nothing is filtered here, but in offers: who may see what is the use cases' business.
pub struct CatalogLoader(pub App);

/// Asks for [`ProductDetail`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DetailOf(pub ProductId);

/// Asks for the variants of a product, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VariantsOf(pub ProductId);

/// Asks for the pictures of a product, in its order, without those that could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImagesOf(pub ProductId);

/// Asks for what is for sale under the number of a barcode, at every shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OffersOf(pub Gtin);

type Loaded<K, V> = Result<HashMap<K, V>, Arc<DbErr>>;

impl Loader<ProductId> for CatalogLoader {
    type Value = Arc<ProductCard>;
    type Error = Arc<DbErr>;

    async fn load(&self, ids: &[ProductId]) -> Loaded<ProductId, Self::Value> {
        let query = product::Entity::find().filter(product::Column::Id.is_in(ids.iter().copied()));
        let rows = query.into_partial_model::<ProductCard>().all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

impl Loader<DetailOf> for CatalogLoader {
    type Value = Arc<ProductDetail>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[DetailOf]) -> Loaded<DetailOf, Self::Value> {
        let query = product::Entity::find().filter(product::Column::Id.is_in(keys.iter().map(|key| key.0)));
        let rows = query.into_partial_model::<ProductDetail>().all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (DetailOf(row.id), Arc::new(row))).collect())
    }
}

impl Loader<VariantId> for CatalogLoader {
    type Value = Arc<variant::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, ids: &[VariantId]) -> Loaded<VariantId, Self::Value> {
        let query = variant::Entity::find().filter(variant::Column::Id.is_in(ids.iter().copied()));
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

impl Loader<VariantsOf> for CatalogLoader {
    type Value = Vec<Arc<variant::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[VariantsOf]) -> Loaded<VariantsOf, Self::Value> {
        let query = variant::Entity::find()
            .filter(variant::Column::ProductId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(variant::Column::Position)
            .order_by_asc(variant::Column::Id);
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| VariantsOf(row.product_id)))
    }
}

impl Loader<ImagesOf> for CatalogLoader {
    type Value = Vec<Arc<image::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ImagesOf]) -> Loaded<ImagesOf, Self::Value> {
        let query = image::Entity::find()
            .filter(image::Column::ProductId.is_in(keys.iter().map(|key| key.0)))
            .filter(image::Column::State.ne(ImageState::Failed))
            .order_by_asc(image::Column::Position)
            .order_by_asc(image::Column::Id);
        let rows = query.all(self.0.db.read()).await.map_err(Arc::new)?;
        Ok(grouped(rows, |row| ImagesOf(row.product_id)))
    }
}

impl Loader<OffersOf> for CatalogLoader {
    type Value = Vec<Offer>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[OffersOf]) -> Loaded<OffersOf, Self::Value> {
        let barcodes: Vec<Gtin> = keys.iter().map(|key| key.0).collect();
        let offers = offers::by_barcodes(&self.0, &barcodes).await.map_err(Arc::new)?;
        Ok(offers.into_iter().map(|(barcode, offers)| (OffersOf(barcode), offers)).collect())
    }
}

/// Rows by their parent, in the order in which they were read.
pub fn grouped<K: Eq + std::hash::Hash, V>(rows: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, Vec<Arc<V>>> {
    let mut groups: HashMap<K, Vec<Arc<V>>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(Arc::new(row));
    }
    groups
}
