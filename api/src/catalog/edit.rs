//! Sellers write their products.

use super::entity::{
    OptionValue, ProductOption, ProductOptions, ProductStatus, RedirectKind, Texts, product, redirect, variant,
};
use super::{html, refresh};
use crate::actor::Seller;
use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome, violates_unique};
use crate::transparency::Entry;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::json;
use shared::id::{CategoryId, ProductId};
use shared::{Gtin, Locale, Money, Slug, Timestamp, Translated};
use std::collections::HashSet;

/// Most variants of one product.
pub const MAX_VARIANTS: usize = 250;

/// Why a product is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no such shop or product of yours.
    #[error("there is no such thing in a shop of yours")]
    NotFound,
    /// Not a slug.
    #[error("write the slug in lower-case letters, digits and single hyphens, 120 characters at most")]
    SlugInvalid,
    /// Another product has it.
    #[error("another product has this slug; choose a different one")]
    SlugTaken,
    /// No title in any language.
    #[error("give the product a title")]
    TitleRequired,
    /// No such category.
    #[error("there is no such category; take a slug of `categories`")]
    CategoryNotFound,
    /// A price that cannot be.
    #[error("write prices as amounts of the marketplace's currency; the former price must be above the price")]
    PriceInvalid,
    /// A stock that cannot be.
    #[error("write the stock as a whole number, 0 or more")]
    StockInvalid,
    /// Another variant of the shop has it.
    #[error("another variant of the shop has this SKU; choose a different one")]
    SkuTaken,
    /// A barcode that is none.
    #[error("write the barcode as a GTIN of 8, 12, 13 or 14 digits, the last of which is its check digit")]
    BarcodeInvalid,
    /// Variants that cannot be told apart.
    #[error("give 1 to {MAX_VARIANTS} variants, each with as many option keys as the others and no two with the same")]
    VariantsInvalid,
}

/// A new product.
#[derive(Clone, Debug)]
pub struct NewProduct {
    /// The address of its page; made of the title when left out.
    pub slug: Option<Slug>,
    /// Its title.
    pub title: Translated,
    /// Its description, any HTML.
    pub description: Translated,
    /// Where it belongs.
    pub category: Option<CategoryId>,
    /// What can really be bought.
    pub variants: Vec<NewVariant>,
    /// Whether it is for sale at once.
    pub status: ProductStatus,
}

/// A variant of a new product.
#[derive(Clone, Debug)]
pub struct NewVariant {
    /// The shop's own number.
    pub sku: Option<String>,
    /// The number under its barcode.
    pub barcode: Option<Gtin>,
    /// What it has of each option.
    pub option_keys: Vec<String>,
    /// The price.
    pub price: Money,
    /// The price before it was reduced.
    pub compare_at: Option<Money>,
    /// Pieces, 0 or more.
    pub stock: i32,
}

/// What is to change of a product; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The address of its page; the old one leads on.
    pub slug: Option<Slug>,
    /// Its title.
    pub title: Option<Translated>,
    /// Its description, any HTML.
    pub description: Option<Translated>,
    /// Where it belongs.
    pub category: Option<CategoryId>,
    /// Whether it is for sale.
    pub status: Option<ProductStatus>,
}

/// Writes a new product of the seller's shop.
///
/// # Errors
/// See [`EditError`].
pub async fn create(app: &App, seller: &Seller, new: NewProduct) -> Outcome<ProductId, EditError> {
    if new.title.is_empty() {
        return Err(Failure::Refused(EditError::TitleRequired));
    }
    let options = options_of(&new.variants).ok_or(Failure::Refused(EditError::VariantsInvalid))?;
    if let Some(error) = new.variants.iter().find_map(wrong) {
        return Err(Failure::Refused(error));
    }
    let id: ProductId = app.ids.next();
    let mut tx = app.db.begin(app.clock.now()).await?;
    let slug = match new.slug {
        Some(slug) => slug,
        None => free_slug(&tx, &new.title, id).await?,
    };
    let now = tx.now();
    let row = product::Model {
        id,
        shop_id: seller.shop_id(),
        category_id: new.category,
        slug: slug.to_string(),
        title: trimmed(new.title),
        description: sanitised(&new.description),
        options,
        tags: Texts::default(),
        status: new.status,
        currency: app.config.currency,
        price_min: 0,
        price_max: 0,
        compare_at_min: None,
        compare_at_max: None,
        available: false,
        image: None,
        rating_count: 0,
        rating_sum: 0,
        external_reference: None,
        source_hash: None,
        created_at: now,
        published_at: (new.status == ProductStatus::Active).then_some(now),
        listed_at: now,
        updated_at: now,
    };
    product::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await.map_err(slug_taken)?;
    let rows = (0..).zip(new.variants).map(|(position, new)| variant_row(app, seller, id, new, position, now));
    let rows: Vec<_> = rows.collect();
    for row in &rows {
        tx.record(Entry::price(row)?);
    }
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    variant::Entity::insert_many::<variant::ActiveModel, _>(rows)
        .exec_without_returning(tx.conn())
        .await
        .map_err(sku_taken)?;
    refresh(&tx, id).await?;
    emit(&mut tx, seller, id, "product.created")?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a product of the seller's shop. A renamed page leads on to the new one.
///
/// # Errors
/// See [`EditError`].
pub async fn update(app: &App, seller: &Seller, id: ProductId, changes: Changes) -> Outcome<(), EditError> {
    if changes.title.as_ref().is_some_and(Translated::is_empty) {
        return Err(Failure::Refused(EditError::TitleRequired));
    }
    let mut tx = app.db.begin(app.clock.now()).await?;
    let query = product::Entity::find_by_id(id).filter(product::Column::ShopId.eq(seller.shop_id()));
    let Some(before) = query.lock_exclusive().one(tx.conn()).await? else { return Err(Failure::NotFound) };
    let mut row = product::ActiveModel {
        id: ActiveValue::Unchanged(id),
        updated_at: ActiveValue::Set(tx.now()),
        ..product::ActiveModel::default()
    };
    if let Some(title) = changes.title {
        row.title = ActiveValue::Set(trimmed(title));
    }
    if let Some(description) = changes.description {
        row.description = ActiveValue::Set(sanitised(&description));
    }
    if let Some(category) = changes.category {
        row.category_id = ActiveValue::Set(Some(category));
    }
    if let Some(status) = changes.status {
        row.status = ActiveValue::Set(status);
        // What was a draft until now is new now, and only once.
        if status == ProductStatus::Active && before.published_at.is_none() {
            row.published_at = ActiveValue::Set(Some(tx.now()));
            row.listed_at = ActiveValue::Set(tx.now());
        }
    }
    let renamed = changes.slug.filter(|slug| slug.as_str() != before.slug);
    if let Some(slug) = &renamed {
        row.slug = ActiveValue::Set(slug.to_string());
    }
    product::Entity::update(row).exec(tx.conn()).await.map_err(slug_taken)?;
    if let Some(slug) = renamed {
        redirect_page(&tx, id, before.slug, &slug).await?;
    }
    let archived = changes.status == Some(ProductStatus::Archived) && before.status != ProductStatus::Archived;
    emit(&mut tx, seller, id, if archived { "product.archived" } else { "product.updated" })?;
    tx.commit().await?;
    Ok(())
}

/// The page of the old slug leads to the product from now on; its new slug leads nowhere else.
async fn redirect_page(tx: &Tx, id: ProductId, old: String, new: &Slug) -> Result<(), DbErr> {
    redirect::Entity::delete_by_id((RedirectKind::Product, new.to_string())).exec(tx.conn()).await?;
    let row = redirect::Model { kind: RedirectKind::Product, slug: old, target_id: id.0, created_at: tx.now() };
    let replace = OnConflict::columns([redirect::Column::Kind, redirect::Column::Slug])
        .update_columns([redirect::Column::TargetId, redirect::Column::CreatedAt])
        .to_owned();
    redirect::Entity::insert(row.into_active_model())
        .on_conflict(replace)
        .exec_without_returning(tx.conn())
        .await
        .map(|_| ())
}

/// The options that variants differ in, named by their keys. `None` when the variants cannot be told apart.
fn options_of(variants: &[NewVariant]) -> Option<ProductOptions> {
    let count = variants.first()?.option_keys.len();
    let distinct: HashSet<_> = variants.iter().map(|variant| &variant.option_keys).collect();
    let well_formed = |variant: &NewVariant| {
        variant.option_keys.len() == count
            && variant.option_keys.iter().all(|key| !key.is_empty() && !key.contains('/'))
    };
    if variants.len() > MAX_VARIANTS || distinct.len() != variants.len() || !variants.iter().all(well_formed) {
        return None;
    }
    let option = |place: usize| {
        let mut values: Vec<OptionValue> = Vec::new();
        for key in variants.iter().map(|variant| &variant.option_keys[place]) {
            if !values.iter().any(|value| value.key == *key) {
                values.push(OptionValue { key: key.clone(), name: Translated::one(Locale::En, key) });
            }
        }
        ProductOption { name: Translated::one(Locale::En, format!("Option {}", place + 1)), values }
    };
    Some(ProductOptions((0..count).map(option).collect()))
}

fn wrong(variant: &NewVariant) -> Option<EditError> {
    if variant.stock < 0 {
        return Some(EditError::StockInvalid);
    }
    let reduced = variant.compare_at.is_none_or(|former| former.minor > variant.price.minor);
    (variant.price.minor < 0 || !reduced).then_some(EditError::PriceInvalid)
}

fn variant_row(
    app: &App,
    seller: &Seller,
    product_id: ProductId,
    new: NewVariant,
    position: i32,
    now: Timestamp,
) -> variant::Model {
    variant::Model {
        id: app.ids.next(),
        product_id,
        shop_id: seller.shop_id(),
        sku: new.sku.map(|sku| sku.trim().to_owned()).filter(|sku| !sku.is_empty()),
        barcode: new.barcode,
        option_key: new.option_keys.join("/"),
        option_values: Texts(new.option_keys),
        price: new.price.minor,
        compare_at: new.compare_at.map(|money| money.minor),
        currency: new.price.currency,
        on_hand: new.stock,
        reserved: 0,
        position,
        image_id: None,
        created_at: now,
        updated_at: now,
    }
}

/// A slug made of the title that no product has yet.
async fn free_slug(tx: &Tx, title: &Translated, id: ProductId) -> Result<Slug, DbErr> {
    let from_id = || Slug::try_from(id.to_string().replace('_', "-"));
    let Some(plain) = Slug::from_title(title.get(Locale::En)).or_else(|| from_id().ok()) else {
        return Err(DbErr::Custom(format!("no slug can be made for {id}")));
    };
    let query = product::Entity::find().select_only().column(product::Column::Slug);
    let near = query.filter(product::Column::Slug.starts_with(plain.as_str()));
    let taken: HashSet<String> = near.into_tuple().all(tx.conn()).await?.into_iter().collect();
    let numbered = (2..).map(|number| plain.numbered(number));
    let free = std::iter::once(plain.clone()).chain(numbered).find(|slug| !taken.contains(slug.as_str()));
    Ok(free.unwrap_or(plain))
}

pub(super) fn trimmed(text: Translated) -> Translated {
    let kept = text.0.into_iter().map(|(locale, text)| (locale, text.trim().to_owned()));
    Translated(kept.filter(|(_, text)| !text.is_empty()).collect())
}

fn sanitised(text: &Translated) -> Translated {
    Translated(text.0.iter().map(|(locale, text)| (*locale, html::sanitise(text))).collect())
}

pub(super) fn emit(tx: &mut Tx, seller: &Seller, id: ProductId, topic: &'static str) -> Result<(), DbErr> {
    let event = NewEvent::new(topic, id.0, json!({}))?;
    tx.emit(NewEvent { shop_id: Some(seller.shop_id()), account_id: Some(seller.account_id()), ..event });
    Ok(())
}

fn slug_taken(error: DbErr) -> Failure<EditError> {
    if violates_unique(&error, "uq_products_slug", &["products.slug"]) {
        return Failure::Refused(EditError::SlugTaken);
    }
    error.into()
}

fn sku_taken(error: DbErr) -> Failure<EditError> {
    if violates_unique(&error, "uq_product_variants_shop_id_sku", &["product_variants.sku"]) {
        return Failure::Refused(EditError::SkuTaken);
    }
    error.into()
}
