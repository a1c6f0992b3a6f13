//! Keeping the index up with the events.

use super::{Document, Mark};
use crate::app::App;
use crate::catalog::entity::{ProductOptions, ProductStatus, category, product, variant};
use crate::events;
use crate::shops;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::Translated;
use shared::id::{CategoryId, ProductId, ShopId};
use shared::trust::StandingLevel;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const BATCH: u64 = 2_000;
/// Products read at once.
const CHUNK: u64 = 1_000;
/// A pause after each change of the index, so that a burst of orders makes few commits.
const PAUSE: Duration = Duration::from_millis(250);
const IDLE_POLL: Duration = Duration::from_secs(2);
const RETRY: Duration = Duration::from_secs(5);

/// Follows the events until `stop`. Faults are logged and tried again.
pub async fn follow(app: App, stop: CancellationToken) {
    let mut wakes = app.db.hub().wakes();
    let mut cursor = None;
    while !stop.is_cancelled() {
        let wait = match step(&app, &mut cursor).await {
            Ok(Step::More) => PAUSE,
            Ok(Step::UpToDate) => {
                tokio::select! {
                    () = stop.cancelled() => {}
                    _ = tokio::time::timeout(IDLE_POLL, wakes.changed()) => {}
                }
                continue;
            }
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the search index could not be updated; trying again");
                RETRY
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Brings the index up to date now.
///
/// # Errors
/// When the database or the index cannot be used.
pub async fn catch_up(app: &App) -> anyhow::Result<()> {
    let mut cursor = None;
    while matches!(step(app, &mut cursor).await?, Step::More) {}
    Ok(())
}

/// Builds the index anew; returns how many products it holds.
///
/// # Errors
/// When the database or the index cannot be used.
pub async fn rebuild(app: &App) -> anyhow::Result<usize> {
    let until = Mark { seq: events::newest(app.db.read()).await?, origin: origin(app).await? };
    let documents = all_documents(app).await?;
    let (search, count) = (app.search.clone(), documents.len());
    tokio::task::spawn_blocking(move || search.replace_all(&documents, until)).await??;
    Ok(count)
}

enum Step {
    More,
    UpToDate,
}

async fn step(app: &App, cursor: &mut Option<i64>) -> anyhow::Result<Step> {
    let from = match *cursor {
        Some(cursor) => cursor,
        None => match app.search.followed_until()? {
            Some(mark) if mark.origin == origin(app).await? && mark.seq <= events::newest(app.db.read()).await? => {
                mark.seq
            }
            // Never built, or built for a database that was replaced since.
            _ => {
                let products = rebuild(app).await?;
                tracing::info!(products, "the search index was built");
                app.search.followed_until()?.map_or(0, |mark| mark.seq)
            }
        },
    };
    let batch = events::after(app.db.read(), from, None, BATCH).await?;
    let Some(last) = batch.last() else {
        *cursor = Some(from);
        return Ok(Step::UpToDate);
    };
    let until = last.seq;
    match concerned(&batch) {
        Concern::Everything => {
            rebuild(app).await?;
        }
        Concern::Products(ids, shop_ids) => update(app, ids, &shop_ids, until).await?,
    }
    *cursor = Some(until);
    Ok(Step::More)
}

enum Concern {
    Everything,
    Products(HashSet<ProductId>, Vec<ShopId>),
}

/// Which products the events touch. `catalog.imported` lists its products in `productIds`.
fn concerned(batch: &[events::entity::Model]) -> Concern {
    let mut products = HashSet::new();
    let mut shop_ids = Vec::new();
    for event in batch {
        let noun = event.topic.split('.').next().unwrap_or_default();
        match noun {
            "category" => return Concern::Everything,
            "shop" => shop_ids.push(ShopId(event.aggregate_id)),
            "product" => {
                products.insert(ProductId(event.aggregate_id));
            }
            "catalog" => {
                let ids = event.payload.get("productIds").and_then(|ids| ids.as_array());
                products.extend(ids.into_iter().flatten().filter_map(|id| id.as_str()?.parse::<ProductId>().ok()));
            }
            _ => {}
        }
    }
    Concern::Products(products, shop_ids)
}

async fn update(app: &App, mut ids: HashSet<ProductId>, shop_ids: &[ShopId], seq: i64) -> anyhow::Result<()> {
    if !shop_ids.is_empty() {
        let of_shops = product::Entity::find()
            .select_only()
            .column(product::Column::Id)
            .filter(product::Column::ShopId.is_in(shop_ids.iter().copied()))
            .into_tuple::<ProductId>()
            .all(app.db.read())
            .await?;
        ids.extend(of_shops);
    }
    if ids.is_empty() {
        return Ok(());
    }
    let names = Names::read(app).await?;
    let ids: Vec<ProductId> = ids.into_iter().collect();
    let mut documents = Vec::new();
    for chunk in ids.chunks(CHUNK as usize) {
        let rows =
            product::Entity::find().filter(product::Column::Id.is_in(chunk.iter().copied())).all(app.db.read()).await?;
        documents.extend(names.documents(app, rows).await?);
    }
    let until = Mark { seq, origin: origin(app).await? };
    let search = app.search.clone();
    tokio::task::spawn_blocking(move || search.apply(&ids, &documents, until)).await?
}

/// What tells this database from another: the thing that its first event is about.
async fn origin(app: &App) -> anyhow::Result<Uuid> {
    let first = events::after(app.db.read(), 0, None, 1).await?;
    Ok(first.first().map_or(Uuid::nil(), |event| event.aggregate_id))
}

async fn all_documents(app: &App) -> anyhow::Result<Vec<Document>> {
    let names = Names::read(app).await?;
    let mut documents = Vec::new();
    let mut last: Option<ProductId> = None;
    loop {
        let mut query = product::Entity::find().order_by_asc(product::Column::Id).limit(CHUNK);
        if let Some(last) = last {
            query = query.filter(product::Column::Id.gt(last));
        }
        let rows = query.all(app.db.read()).await?;
        let Some(row) = rows.last() else { return Ok(documents) };
        last = Some(row.id);
        documents.extend(names.documents(app, rows).await?);
    }
}

/// The open shops, which also say how their products rank, and the categories: products are found by their names too.
struct Names {
    shops: HashMap<ShopId, shops::entity::Model>,
    categories: HashMap<CategoryId, category::Model>,
}

impl Names {
    async fn read(app: &App) -> anyhow::Result<Self> {
        let open = shops::entity::Column::Status.eq(shops::entity::ShopStatus::Active);
        let shops = shops::entity::Entity::find().filter(open).all(app.db.read()).await?;
        let categories = category::Entity::find().all(app.db.read()).await?;
        Ok(Self {
            shops: shops.into_iter().map(|shop| (shop.id, shop)).collect(),
            categories: categories.into_iter().map(|category| (category.id, category)).collect(),
        })
    }

    /// Documents of those products that shoppers can see.
    async fn documents(&self, app: &App, rows: Vec<product::Model>) -> anyhow::Result<Vec<Document>> {
        let visible: Vec<product::Model> = rows
            .into_iter()
            .filter(|row| row.status == ProductStatus::Active && self.shops.contains_key(&row.shop_id))
            .collect();
        let skus = variant::Entity::find()
            .select_only()
            .columns([variant::Column::ProductId, variant::Column::Sku])
            .filter(variant::Column::ProductId.is_in(visible.iter().map(|row| row.id)))
            .filter(variant::Column::Sku.is_not_null())
            .into_tuple::<(ProductId, String)>()
            .all(app.db.read())
            .await?;
        let mut skus_by_product: HashMap<ProductId, Vec<String>> = HashMap::new();
        for (product, sku) in skus {
            skus_by_product.entry(product).or_default().push(sku);
        }
        let documents = visible.into_iter().map(|row| {
            let lineage = self.lineage(row.category_id);
            let shop = self.shops.get(&row.shop_id);
            Document {
                id: row.id,
                shop: row.shop_id,
                categories: lineage.iter().map(|category| category.id).collect(),
                titles: texts(&row.title),
                bodies: texts(&row.description).into_iter().chain(choices(&row.options)).collect(),
                shop_names: shop.map(|shop| texts(&shop.name)).unwrap_or_default(),
                category_names: lineage.iter().flat_map(|category| texts(&category.name)).collect(),
                tags: row.tags.0,
                skus: skus_by_product.remove(&row.id).unwrap_or_default(),
                price: row.price_min,
                available: row.available,
                listed_at: row.listed_at,
                below: shop.is_some_and(|shop| shop.standing == StandingLevel::Below),
            }
        });
        Ok(documents.collect())
    }

    /// A category and its ancestors.
    fn lineage(&self, category: Option<CategoryId>) -> Vec<&category::Model> {
        let mut lineage: Vec<&category::Model> = Vec::new();
        let mut next = category;
        while let Some(found) = next.and_then(|id| self.categories.get(&id)) {
            // A cycle in the tree would be a fault elsewhere; it must not hang the index.
            if lineage.iter().any(|known| known.id == found.id) {
                break;
            }
            lineage.push(found);
            next = found.parent_id;
        }
        lineage
    }
}

/// The names of what can be chosen, in every language: people look for "red".
fn choices(options: &ProductOptions) -> impl Iterator<Item = String> {
    options.0.iter().flat_map(|option| &option.values).flat_map(|value| texts(&value.name))
}

fn texts(text: &Translated) -> Vec<String> {
    text.0.values().cloned().collect()
}
