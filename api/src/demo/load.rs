//! Loading the demo catalogue.

use super::files::{CategoryFile, DeliveryFile, Files, ProductFile, ShopFile};
use super::history;
use super::people::{self, PEOPLE};
use crate::accounts::entity as account;
use crate::actor::Role;
use crate::app::App;
use crate::catalog::entity::{
    AskedAspects, ImageState, ProductOptions, ProductStatus, Texts, category, image, product, variant,
};
use crate::catalog::{self, Summary, html};
use crate::db::Tx;
use crate::events::NewEvent;
use crate::policies::{self, entity::Model as Policies};
use crate::shops::entity::{self as shop, MemberRole, ShopStatus, delivery_option, member};
use crate::transparency::Entry;
use anyhow::Context as _;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::json;
use shared::id::{AccountId, CategoryId, ImageId, ProductId, ShopId};
use shared::trust::StandingLevel;
use shared::{Locale, Money, Slug, Timestamp, Translated};
use std::collections::HashMap;

/// What was added; what was there already is left as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Shops.
    pub shops: usize,
    /// Products.
    pub products: usize,
    /// Accounts.
    pub accounts: usize,
    /// Reviews, by buyers of before.
    pub reviews: usize,
}

/// Loads the demo catalogue unless there are shops already.
///
/// # Errors
/// As [`load`].
pub async fn load_if_empty(app: &App) -> anyhow::Result<Option<Loaded>> {
    if shop::Entity::find().count(app.db.read()).await? > 0 {
        return Ok(None);
    }
    load(app).await.map(Some)
}

/// Loads the demo catalogue in one transaction, and then what buyers bought and said before. Shops, products, categories,
/// accounts, orders and reviews that are there already are left as they are.
///
/// # Errors
/// When a file is wrong or the database refuses; what is missing is written when it is loaded again.
pub async fn load(app: &App) -> anyhow::Result<Loaded> {
    let folder = app.config.demo_dir.clone();
    let files = tokio::task::spawn_blocking(move || Files::read(&folder)).await??;
    let hash = people::password_hash(app).await?;
    let mut loading = Loading {
        app,
        files: &files,
        hash,
        tx: app.db.begin(app.clock.now()).await?,
        prices: Vec::new(),
        loaded: Loaded::default(),
    };
    for (email, name, locale, role) in PEOPLE {
        loading.account(email, name, locale, role).await?;
    }
    let categories = loading.categories().await?;
    for file in &files.shops {
        loading.shop(file, &categories).await.with_context(|| format!("the demo shop {}", file.slug))?;
    }
    let Loading { mut tx, mut loaded, mut prices, .. } = loading;
    // The log tells of them in the order in which they happened.
    prices.sort_by_key(Entry::occurred_at);
    prices.into_iter().for_each(|price| tx.record(price));
    tx.commit().await?;
    app.shelf.forget();
    let (accounts, reviews) = history::load(app, &files.history).await.context("the history of the demonstration")?;
    loaded.accounts += accounts;
    loaded.reviews += reviews;
    app.shelf.forget();
    Ok(loaded)
}

struct Loading<'a> {
    app: &'a App,
    files: &'a Files,
    hash: String,
    tx: Tx,
    prices: Vec<Entry>,
    loaded: Loaded,
}

impl Loading<'_> {
    /// The account of an address, made when it is not there.
    async fn account(&mut self, email: &str, name: &str, locale: Locale, role: Role) -> anyhow::Result<AccountId> {
        let known = account::Entity::find().filter(account::Column::Email.eq(email)).one(self.tx.conn()).await?;
        if let Some(known) = known {
            return Ok(known.id);
        }
        let row = people::row(self.app, email, name, locale, role, &self.hash)?;
        let id = row.id;
        account::Entity::insert(row.into_active_model()).exec_without_returning(self.tx.conn()).await?;
        self.loaded.accounts += 1;
        Ok(id)
    }

    /// All categories by slug; those that are not there are made.
    async fn categories(&mut self) -> anyhow::Result<HashMap<Slug, CategoryId>> {
        let mut found = HashMap::new();
        let mut pending: Vec<(&CategoryFile, Option<CategoryId>, String, i32)> = Vec::new();
        pending.extend((0..).zip(&self.files.categories).map(|(at, file)| (file, None, "/".to_owned(), at)));
        while let Some((file, parent_id, above, position)) = pending.pop() {
            let path = format!("{above}{}/", file.slug);
            let query = category::Entity::find().filter(category::Column::Slug.eq(file.slug.as_str()));
            let id = match query.one(self.tx.conn()).await? {
                Some(row) => row.id,
                None => {
                    let id: CategoryId = self.app.ids.next();
                    let row = category::Model {
                        id,
                        parent_id,
                        slug: file.slug.to_string(),
                        name: file.name.clone(),
                        path: path.clone(),
                        position,
                        aspects: AskedAspects(file.aspects.clone()),
                        created_at: self.tx.now(),
                        updated_at: self.tx.now(),
                    };
                    category::Entity::insert(row.into_active_model()).exec_without_returning(self.tx.conn()).await?;
                    self.tx.emit(NewEvent::new("category.created", id.0, json!({}))?);
                    id
                }
            };
            found.insert(file.slug.clone(), id);
            pending.extend((0..).zip(&file.children).map(|(at, child)| (child, Some(id), path.clone(), at)));
        }
        Ok(found)
    }

    async fn shop(&mut self, file: &ShopFile, categories: &HashMap<Slug, CategoryId>) -> anyhow::Result<()> {
        let query = shop::Entity::find().filter(shop::Column::Slug.eq(file.slug.as_str()));
        let shop_id = match query.one(self.tx.conn()).await? {
            Some(row) => row.id,
            None => self.new_shop(file).await?,
        };
        for (place, product) in (0..).zip(&file.products) {
            let known = product::Entity::find().filter(product::Column::Slug.eq(product.slug.as_str()));
            if known.count(self.tx.conn()).await? == 0 {
                // Minutes apart, so that the newest come in the order of the file.
                let added = self.tx.now().plus_days(-product.added_days_ago).plus_ms(-60_000 * place);
                let category = categories.get(&product.category).copied();
                self.product(shop_id, product, category, added).await.with_context(|| product.slug.to_string())?;
            }
        }
        Ok(())
    }

    async fn new_shop(&mut self, file: &ShopFile) -> anyhow::Result<ShopId> {
        let (id, now): (ShopId, _) = (self.app.ids.next(), self.tx.now());
        let row = shop::Model {
            id,
            slug: file.slug.to_string(),
            name: file.name.clone(),
            tagline: file.tagline.clone(),
            story: sanitised(&file.story),
            returns: file.returns.clone(),
            city: Some(file.city.clone()),
            country_code: Some(file.country_code.clone()),
            founded_year: Some(file.founded),
            emblem_path: Some(self.files.media_path(&file.emblem)?),
            status: ShopStatus::Active,
            standing: StandingLevel::Standard,
            standing_at: None,
            suspended_at: None,
            external_reference: None,
            created_at: now,
            updated_at: now,
        };
        shop::Entity::insert(row.into_active_model()).exec_without_returning(self.tx.conn()).await?;
        let options: Vec<_> =
            (0..).zip(&file.delivery).map(|(at, option)| self.delivery(id, option, at)).collect::<Result<_, _>>()?;
        delivery_option::Entity::insert_many(options).exec_without_returning(self.tx.conn()).await?;
        let owner = &file.owner;
        let locale = match file.country_code.as_str() {
            "VN" => Locale::Vi,
            "AM" => Locale::Hy,
            _ => Locale::En,
        };
        let account_id = self.account(owner.email.as_str(), &owner.display_name, locale, Role::Shopper).await?;
        let row = member::Model { shop_id: id, account_id, role: MemberRole::Owner, created_at: now };
        member::Entity::insert(row.into_active_model()).exec_without_returning(self.tx.conn()).await?;
        let mut policies = Policies {
            shop_id: id,
            return_days: Some(file.policies.return_days),
            return_postage: Some(file.policies.return_postage),
            warranty_months: file.policies.warranty_months,
            returns: Translated::default(),
            warranty: Translated::default(),
            delivery: Translated::default(),
            contact: Translated::default(),
            updated_at: now,
        };
        for (kind, text) in self.files.policy_texts(&file.slug)? {
            *policies.text_mut(kind) = text;
        }
        policies::write(&self.tx, policies, &file.name).await?;
        self.emit("shop.created", id.0, id, now)?;
        self.loaded.shops += 1;
        Ok(id)
    }

    fn delivery(
        &self,
        shop_id: ShopId,
        file: &DeliveryFile,
        position: i32,
    ) -> anyhow::Result<delivery_option::ActiveModel> {
        let row = delivery_option::Model {
            id: self.app.ids.next(),
            shop_id,
            key: file.key.clone(),
            kind: file.kind,
            name: file.name.clone(),
            price: self.minor(&file.price)?,
            currency: self.app.config.currency,
            free_over: file.free_over.as_deref().map(|text| self.minor(text)).transpose()?,
            min_days: file.min_days,
            max_days: file.max_days,
            position,
            active: true,
            countries: file.countries.clone().map(delivery_option::Countries),
        };
        Ok(row.into_active_model())
    }

    async fn product(
        &mut self,
        shop_id: ShopId,
        file: &ProductFile,
        category_id: Option<CategoryId>,
        added: Timestamp,
    ) -> anyhow::Result<()> {
        let id: ProductId = self.app.ids.next();
        let images = self.images(id, file)?;
        let pictures: Vec<ImageId> = images.iter().map(|image| image.id).collect();
        let variants = self.variants(id, shop_id, file, &pictures, added)?;
        let summary = Summary::of(variants.iter().map(|row| (row.price, row.compare_at, row.on_hand)));
        let row = product::Model {
            id,
            shop_id,
            category_id,
            slug: file.slug.to_string(),
            title: file.title.clone(),
            description: sanitised(&file.description),
            options: ProductOptions(file.options.clone()),
            tags: Texts(file.tags.clone()),
            status: ProductStatus::Active,
            currency: self.app.config.currency,
            price_min: summary.price_min,
            price_max: summary.price_max,
            compare_at_min: summary.compare_at_min,
            compare_at_max: summary.compare_at_max,
            available: summary.available,
            image: images.first().cloned().map(catalog::card),
            rating_count: 0,
            rating_sum: 0,
            external_reference: None,
            source_hash: None,
            created_at: added,
            published_at: Some(added),
            listed_at: added,
            updated_at: added,
        };
        let conn = self.tx.conn();
        product::Entity::insert(row.into_active_model()).exec_without_returning(conn).await?;
        for row in &variants {
            // What is reduced was sold at its former price until now.
            if let Some(former) = row.compare_at {
                let before = variant::Model { price: former, compare_at: None, ..row.clone() };
                self.prices.push(Entry::price(&before)?.at(added));
            }
            let since = if row.compare_at.is_some() { self.tx.now() } else { added };
            self.prices.push(Entry::price(row)?.at(since));
        }
        let rows = images.into_iter().map(IntoActiveModel::into_active_model);
        image::Entity::insert_many::<image::ActiveModel, _>(rows).exec_without_returning(conn).await?;
        let rows = variants.into_iter().map(IntoActiveModel::into_active_model);
        variant::Entity::insert_many::<variant::ActiveModel, _>(rows).exec_without_returning(conn).await?;
        self.emit("product.created", id.0, shop_id, added)?;
        self.loaded.products += 1;
        Ok(())
    }

    fn images(&self, product_id: ProductId, file: &ProductFile) -> anyhow::Result<Vec<image::Model>> {
        let row = |(position, picture): (i32, &super::files::ImageFile)| {
            Ok(image::Model {
                id: self.app.ids.next::<ImageId>(),
                product_id,
                source_url: None,
                path: Some(self.files.media_path(&picture.file)?),
                width: Some(picture.width),
                height: Some(picture.height),
                alt: picture.alt.clone(),
                position,
                state: ImageState::Ready,
                widths: None,
                color: None,
                attempts: 0,
                next_attempt_at: Timestamp(0),
                last_error: None,
            })
        };
        (0..).zip(&file.images).map(row).collect()
    }

    fn variants(
        &self,
        product_id: ProductId,
        shop_id: ShopId,
        file: &ProductFile,
        pictures: &[ImageId],
        added: Timestamp,
    ) -> anyhow::Result<Vec<variant::Model>> {
        let row = |(position, variant): (i32, &super::files::VariantFile)| {
            Ok(variant::Model {
                id: self.app.ids.next(),
                product_id,
                shop_id,
                sku: Some(variant.sku.clone()),
                barcode: variant.barcode,
                option_key: variant.options.join("/"),
                option_values: Texts(variant.options.clone()),
                price: self.minor(&variant.price)?,
                compare_at: variant.compare_at.as_deref().map(|text| self.minor(text)).transpose()?,
                currency: self.app.config.currency,
                on_hand: variant.stock,
                reserved: 0,
                position,
                image_id: variant.picture.and_then(|at| pictures.get(at).copied()),
                created_at: added,
                updated_at: added,
            })
        };
        (0..).zip(&file.variants).map(row).collect()
    }

    fn minor(&self, text: &str) -> anyhow::Result<i64> {
        Ok(Money::parse(text, self.app.config.currency).with_context(|| format!("the amount `{text}`"))?.minor)
    }

    fn emit(&mut self, topic: &'static str, id: uuid::Uuid, shop_id: ShopId, at: Timestamp) -> anyhow::Result<()> {
        let event = NewEvent::new(topic, id, json!({}))?;
        self.tx.emit(NewEvent { shop_id: Some(shop_id), occurred_at: Some(at), ..event });
        Ok(())
    }
}

fn sanitised(text: &Translated) -> Translated {
    Translated(text.0.iter().map(|(locale, text)| (*locale, html::sanitise(text))).collect())
}
