//! Writing products of a file.

use super::batch;
use super::categories::Categories;
use super::products::{ImageDraft, ProductDraft, VariantDraft};
use super::report::{Problem, Report};
use super::shops::Shops;
use crate::app::App;
use crate::catalog::entity::{ImageState, ProductOptions, ProductStatus, Texts, image, product, variant};
use crate::catalog::{Summary, card, refresh};
use crate::db::Tx;
use crate::events::NewEvent;
use crate::transparency::Entry;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use shared::id::{CategoryId, ImageId, ProductId, ShopId};
use shared::{Locale, Slug, Translated};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Products of one event.
const IDS_OF_EVENT: usize = 500;

/// Writes products in one transaction.
pub(super) struct Writer<'a> {
    app: &'a App,
    tx: Tx,
    shops: Shops,
    categories: Categories,
    changed: Vec<ProductId>,
}

/// A product of the database that a file speaks of.
struct Known {
    id: ProductId,
    hash: Option<String>,
}

/// Products by shop and by their name in the file.
type KnownProducts = HashMap<(ShopId, String), Known>;

/// A product that is to be made, with where it goes.
struct New {
    draft: ProductDraft,
    shop_id: ShopId,
    category_id: Option<CategoryId>,
}

impl<'a> Writer<'a> {
    /// Begins the transaction.
    pub(super) async fn begin(app: &'a App) -> anyhow::Result<Self> {
        let tx = app.db.begin(app.clock.now()).await?;
        let categories = Categories::load(&tx).await?;
        Ok(Self { app, tx, shops: Shops::default(), categories, changed: Vec::new() })
    }

    /// Writes products that are new or have changed.
    pub(super) async fn write(&mut self, chunk: Vec<ProductDraft>, report: &mut Report) -> anyhow::Result<()> {
        let mut placed = Vec::with_capacity(chunk.len());
        for draft in chunk {
            let shop_id = self.shops.find_or_make(self.app, &mut self.tx, &draft.vendor).await?;
            placed.push((shop_id, draft));
        }
        let known = self.known(&placed).await?;
        let owners = self.sku_owners(&placed).await?;
        let mut new = Vec::new();
        for (shop_id, draft) in placed {
            let known = known.get(&(shop_id, draft.handle.clone()));
            let problems = taken_skus(&draft, shop_id, known.map(|known| known.id), &owners);
            if !problems.is_empty() {
                report.reject(problems);
                continue;
            }
            report.warn(&draft.warnings);
            if known.is_some_and(|known| known.hash.as_deref() == Some(draft.digest.as_str())) {
                report.unchanged += 1;
                continue;
            }
            let category_id = self.categories.find_or_make(self.app, &mut self.tx, &draft.category).await?;
            match known {
                Some(known) => {
                    self.update(known.id, shop_id, category_id, &draft).await?;
                    report.updated += 1;
                }
                None => new.push(New { draft, shop_id, category_id }),
            }
        }
        report.created += new.len() as u64;
        self.insert(new).await?;
        Ok(())
    }

    /// Tells of the changes and commits.
    pub(super) async fn commit(mut self) -> anyhow::Result<()> {
        for ids in self.changed.chunks(IDS_OF_EVENT) {
            self.tx.emit(NewEvent::new("catalog.imported", Uuid::nil(), json!({ "productIds": ids }))?);
        }
        self.tx.commit().await?;
        self.app.shelf.forget();
        Ok(())
    }

    /// Undoes everything.
    pub(super) async fn rollback(self) -> anyhow::Result<()> {
        Ok(self.tx.rollback().await?)
    }

    async fn known(&self, placed: &[(ShopId, ProductDraft)]) -> Result<KnownProducts, DbErr> {
        use product::Column::{ExternalReference, Id, ShopId as Shop, SourceHash};
        let shops: HashSet<ShopId> = placed.iter().map(|(shop_id, _)| *shop_id).collect();
        let rows = product::Entity::find()
            .select_only()
            .columns([Id, Shop, ExternalReference, SourceHash])
            .filter(Shop.is_in(shops))
            .filter(ExternalReference.is_in(placed.iter().map(|(_, draft)| draft.handle.as_str())))
            .into_tuple::<(ProductId, ShopId, String, Option<String>)>()
            .all(self.tx.conn())
            .await?;
        Ok(rows.into_iter().map(|(id, shop, handle, hash)| ((shop, handle), Known { id, hash })).collect())
    }

    /// To which product the SKUs of these drafts belong already.
    async fn sku_owners(
        &self,
        placed: &[(ShopId, ProductDraft)],
    ) -> Result<HashMap<(ShopId, String), ProductId>, DbErr> {
        use variant::Column::{ProductId as Product, ShopId as Shop, Sku};
        let shops: HashSet<ShopId> = placed.iter().map(|(shop_id, _)| *shop_id).collect();
        let skus = placed.iter().flat_map(|(_, draft)| draft.variants.iter().filter_map(|row| row.sku.as_deref()));
        let rows = variant::Entity::find()
            .select_only()
            .columns([Shop, Sku, Product])
            .filter(Shop.is_in(shops))
            .filter(Sku.is_in(skus))
            .into_tuple::<(ShopId, String, ProductId)>()
            .all(self.tx.conn())
            .await?;
        Ok(rows.into_iter().map(|(shop, sku, product)| ((shop, sku), product)).collect())
    }

    async fn insert(&mut self, new: Vec<New>) -> Result<(), DbErr> {
        let slugs = self.free_slugs(&new).await?;
        let now = self.tx.now();
        let (mut products, mut variants, mut images) = (Vec::new(), Vec::new(), Vec::new());
        for (New { draft, shop_id, category_id }, slug) in new.into_iter().zip(slugs) {
            let id: ProductId = self.app.ids.next();
            let pictures: Vec<_> =
                (0..).zip(&draft.images).map(|(at, picture)| self.image(id, picture, at, &HashMap::new())).collect();
            let rows: Vec<_> = (0..)
                .zip(&draft.variants)
                .map(|(at, variant)| self.variant(id, shop_id, variant, at, &pictures))
                .collect();
            let summary = Summary::of(rows.iter().map(|row| (row.price, row.compare_at, row.on_hand)));
            let row = product::Model {
                id,
                shop_id,
                category_id,
                slug: slug.to_string(),
                title: Translated::one(Locale::En, draft.title),
                description: description(&draft.description),
                options: ProductOptions(draft.options),
                tags: Texts(draft.tags),
                status: draft.status,
                currency: self.app.config.currency,
                price_min: summary.price_min,
                price_max: summary.price_max,
                compare_at_min: summary.compare_at_min,
                compare_at_max: summary.compare_at_max,
                available: summary.available,
                image: pictures.first().cloned().map(card),
                rating_count: 0,
                rating_sum: 0,
                external_reference: Some(draft.handle),
                source_hash: Some(draft.digest),
                created_at: now,
                published_at: (draft.status == ProductStatus::Active).then_some(now),
                listed_at: now,
                updated_at: now,
            };
            products.push(row.into_active_model());
            for row in rows {
                self.tx.record(Entry::price(&row)?);
                variants.push(row.into_active_model());
            }
            images.extend(pictures.into_iter().map(IntoActiveModel::into_active_model));
            self.changed.push(id);
        }
        batch::insert::<product::ActiveModel>(&self.tx, products).await?;
        batch::insert::<image::ActiveModel>(&self.tx, images).await?;
        batch::insert::<variant::ActiveModel>(&self.tx, variants).await
    }

    /// A slug for each new product that no other has: the wanted one, else numbered.
    async fn free_slugs(&self, new: &[New]) -> Result<Vec<Slug>, DbErr> {
        let wanted = product::Column::Slug.is_in(new.iter().map(|new| new.draft.slug.as_str()));
        let query = product::Entity::find().select_only().column(product::Column::Slug).filter(wanted);
        let mut taken: HashSet<String> = query.into_tuple().all(self.tx.conn()).await?.into_iter().collect();
        let mut slugs = Vec::with_capacity(new.len());
        for New { draft, .. } in new {
            let mut slug = draft.slug.clone();
            let mut number = 1;
            while taken.contains(slug.as_str()) {
                number += 1;
                slug = draft.slug.numbered(number);
                let there = product::Entity::find().filter(product::Column::Slug.eq(slug.as_str()));
                if there.one(self.tx.conn()).await?.is_some() {
                    taken.insert(slug.to_string());
                }
            }
            taken.insert(slug.to_string());
            slugs.push(slug);
        }
        Ok(slugs)
    }

    async fn update(
        &mut self,
        id: ProductId,
        shop_id: ShopId,
        category_id: Option<CategoryId>,
        draft: &ProductDraft,
    ) -> Result<(), DbErr> {
        let row = product::ActiveModel {
            id: ActiveValue::Unchanged(id),
            category_id: ActiveValue::Set(category_id),
            title: ActiveValue::Set(Translated::one(Locale::En, &draft.title)),
            description: ActiveValue::Set(description(&draft.description)),
            options: ActiveValue::Set(ProductOptions(draft.options.clone())),
            tags: ActiveValue::Set(Texts(draft.tags.clone())),
            status: ActiveValue::Set(draft.status),
            source_hash: ActiveValue::Set(Some(draft.digest.clone())),
            ..product::ActiveModel::default()
        };
        let this = product::Column::Id.eq(id);
        product::Entity::update_many().set(row).filter(this).exec(self.tx.conn()).await?;
        let pictures = self.replace_images(id, &draft.images).await?;
        self.replace_variants(id, shop_id, draft, &pictures).await?;
        refresh(&self.tx, id).await?;
        self.changed.push(id);
        Ok(())
    }

    /// Pictures keep their ids, and what was fetched of them, as long as their address stays. What the shop's staff has sent
    /// stays after them.
    async fn replace_images(&self, id: ProductId, drafts: &[ImageDraft]) -> Result<Vec<image::Model>, DbErr> {
        let of_product = image::Column::ProductId.eq(id);
        let query = image::Entity::find().filter(of_product.clone()).order_by_asc(image::Column::Position);
        let before = query.all(self.tx.conn()).await?;
        let (before, sent): (Vec<_>, Vec<_>) = before.into_iter().partition(|row| row.source_url.is_some());
        let before = before.into_iter().filter_map(|row| Some((row.source_url.clone()?, row))).collect();
        let mut rows: Vec<_> = (0..).zip(drafts).map(|(at, draft)| self.image(id, draft, at, &before)).collect();
        rows.extend((rows.len() as i32..).zip(sent).map(|(position, row)| image::Model { position, ..row }));
        image::Entity::delete_many().filter(of_product).exec(self.tx.conn()).await?;
        let active = rows.iter().cloned().map(IntoActiveModel::into_active_model).collect();
        batch::insert::<image::ActiveModel>(&self.tx, active).await?;
        Ok(rows)
    }

    /// Variants are told apart by their options. One that is gone goes, unless orders wait for it: then it is only sold
    /// out.
    async fn replace_variants(
        &mut self,
        id: ProductId,
        shop_id: ShopId,
        draft: &ProductDraft,
        pictures: &[image::Model],
    ) -> Result<(), DbErr> {
        let of_product = variant::Entity::find().filter(variant::Column::ProductId.eq(id));
        let before = of_product.all(self.tx.conn()).await?;
        let wanted: Vec<variant::Model> =
            (0..).zip(&draft.variants).map(|(at, variant)| self.variant(id, shop_id, variant, at, pictures)).collect();
        // First what goes, so that its SKU is free for what stays.
        for old in before.iter().filter(|old| !wanted.iter().any(|new| new.option_key == old.option_key)) {
            if old.reserved == 0 {
                variant::Entity::delete_by_id(old.id).exec(self.tx.conn()).await?;
            } else {
                let mut row = variant::ActiveModel { id: ActiveValue::Unchanged(old.id), ..Default::default() };
                row.on_hand = ActiveValue::Set(old.reserved);
                row.sku = ActiveValue::Set(None);
                row.barcode = ActiveValue::Set(None);
                variant::Entity::update(row).exec(self.tx.conn()).await?;
            }
        }
        // And then every SKU, so that two variants may change theirs with each other.
        let of_product = variant::Entity::update_many().filter(variant::Column::ProductId.eq(id));
        of_product.col_expr(variant::Column::Sku, Expr::val(None::<String>)).exec(self.tx.conn()).await?;
        let mut added = Vec::new();
        for new in wanted {
            let Some(old) = before.iter().find(|old| old.option_key == new.option_key) else {
                self.tx.record(Entry::price(&new)?);
                added.push(new.into_active_model());
                continue;
            };
            let new = variant::Model { id: old.id, currency: old.currency, ..new };
            if (new.price, new.compare_at) != (old.price, old.compare_at) {
                self.tx.record(Entry::price(&new)?);
            }
            let row = variant::ActiveModel {
                id: ActiveValue::Unchanged(old.id),
                sku: ActiveValue::Set(new.sku),
                barcode: ActiveValue::Set(new.barcode),
                option_values: ActiveValue::Set(new.option_values),
                price: ActiveValue::Set(new.price),
                compare_at: ActiveValue::Set(new.compare_at),
                // What the file counts includes what orders wait for.
                on_hand: ActiveValue::Set(new.on_hand.max(old.reserved)),
                position: ActiveValue::Set(new.position),
                image_id: ActiveValue::Set(new.image_id),
                updated_at: ActiveValue::Set(self.tx.now()),
                ..variant::ActiveModel::default()
            };
            variant::Entity::update(row).exec(self.tx.conn()).await?;
        }
        batch::insert::<variant::ActiveModel>(&self.tx, added).await
    }

    fn image(
        &self,
        product_id: ProductId,
        draft: &ImageDraft,
        position: i32,
        before: &HashMap<String, image::Model>,
    ) -> image::Model {
        let alt = Translated::one(Locale::En, &draft.alt);
        if let Some(known) = before.get(&draft.url) {
            return image::Model { alt, position, ..known.clone() };
        }
        image::Model {
            id: self.app.ids.next::<ImageId>(),
            product_id,
            source_url: Some(draft.url.clone()),
            path: None,
            width: None,
            height: None,
            alt,
            position,
            state: ImageState::Recorded,
            widths: None,
            color: None,
            attempts: 0,
            next_attempt_at: self.tx.now(),
            last_error: None,
        }
    }

    fn variant(
        &self,
        product_id: ProductId,
        shop_id: ShopId,
        draft: &VariantDraft,
        position: i32,
        pictures: &[image::Model],
    ) -> variant::Model {
        let picture = draft
            .image
            .as_ref()
            .and_then(|url| pictures.iter().find(|row| row.source_url.as_deref() == Some(url.as_str())));
        variant::Model {
            id: self.app.ids.next(),
            product_id,
            shop_id,
            sku: draft.sku.clone(),
            barcode: draft.barcode,
            option_key: draft.keys.join("/"),
            option_values: Texts(draft.keys.clone()),
            price: draft.price,
            compare_at: draft.compare_at,
            currency: self.app.config.currency,
            on_hand: draft.stock,
            reserved: 0,
            position,
            image_id: picture.map(|row| row.id),
            created_at: self.tx.now(),
            updated_at: self.tx.now(),
        }
    }
}

fn description(html: &str) -> Translated {
    if html.is_empty() { Translated::default() } else { Translated::one(Locale::En, html) }
}

/// SKUs of a draft that another product of the shop has.
fn taken_skus(
    draft: &ProductDraft,
    shop_id: ShopId,
    own: Option<ProductId>,
    owners: &HashMap<(ShopId, String), ProductId>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for variant in &draft.variants {
        let Some(sku) = &variant.sku else { continue };
        if owners.get(&(shop_id, sku.clone())).is_some_and(|owner| Some(*owner) != own) {
            let reason = format!("`{sku}` is the SKU of another product of the shop already");
            problems.push(Problem { line: variant.line, column: "Variant SKU".to_owned(), reason });
        }
    }
    problems
}
