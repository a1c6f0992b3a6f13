//! Variants of products.

use super::{Image, Product};
use crate::catalog::entity::variant;
use crate::catalog::loaders::{DetailOf, ImagesOf, Loaders, OffersOf};
use crate::catalog::offers;
use crate::catalog::{ProductCard, ProductDetail};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::money::MoneyObject;
use crate::transparency;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use shared::{Locale, Money};
use std::sync::Arc;

/// A variant of a product: what is really bought.
#[derive(Clone)]
pub struct ProductVariant {
    /// Its row.
    pub row: Arc<variant::Model>,
    /// Its product, when it is at hand already.
    pub product: Option<Product>,
}

/// What a variant has of one option, such as Glaze: Celadon.
#[derive(Clone, Debug, SimpleObject)]
pub struct SelectedOption {
    /// The option's name.
    pub name: String,
    /// The value's key, unique in its option.
    pub key: String,
    /// The value's name.
    pub value: String,
}

impl ProductVariant {
    /// A variant whose product is loaded when it is asked for.
    #[must_use]
    pub fn new(row: Arc<variant::Model>) -> Self {
        Self { row, product: None }
    }

    async fn card(&self, ctx: &Context<'_>) -> Result<Arc<ProductCard>, Fault> {
        if let Some(product) = &self.product {
            return Ok(Arc::clone(&product.card));
        }
        let card = ctx.data_unchecked::<Loaders>().load_one(self.row.product_id).await?;
        card.ok_or_else(|| Fault::Internal(anyhow::anyhow!("the product of {} is gone", self.row.id)))
    }

    async fn detail(&self, ctx: &Context<'_>) -> Result<Arc<ProductDetail>, Fault> {
        if let Some(detail) = self.product.as_ref().and_then(|product| product.detail.clone()) {
            return Ok(detail);
        }
        let detail = ctx.data_unchecked::<Loaders>().load_one(DetailOf(self.row.product_id)).await?;
        detail.ok_or_else(|| Fault::Internal(anyhow::anyhow!("the product of {} is gone", self.row.id)))
    }

    async fn selected(&self, ctx: &Context<'_>) -> Result<Vec<SelectedOption>, Fault> {
        if self.row.option_values.0.is_empty() {
            return Ok(Vec::new());
        }
        let detail = self.detail(ctx).await?;
        Ok(selected(&detail, &self.row, ctx.locale()))
    }
}

/// The options of a variant by name. A key that the product no longer knows shows as itself.
fn selected(detail: &ProductDetail, row: &variant::Model, locale: Locale) -> Vec<SelectedOption> {
    let pairs = detail.options.0.iter().zip(&row.option_values.0);
    pairs
        .map(|(option, key)| {
            let value = option.values.iter().find(|value| value.key == *key);
            SelectedOption {
                name: option.name.get(locale).to_owned(),
                key: key.clone(),
                value: value.map_or_else(|| key.clone(), |value| value.name.get(locale).to_owned()),
            }
        })
        .collect()
}

/// A variant's title as orders keep it: the names of its options' values; `None` when it has no options.
#[must_use]
pub fn variant_title(detail: &ProductDetail, row: &variant::Model, locale: Locale) -> Option<String> {
    let values: Vec<_> = selected(detail, row, locale).into_iter().map(|option| option.value).collect();
    (!values.is_empty()).then(|| values.join(" / "))
}

/// A variant of a product: what is really bought.
#[Object]
impl ProductVariant {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.row.id)
    }

    /// The shop's own number of it.
    async fn sku(&self) -> Option<&str> {
        self.row.sku.as_deref()
    }

    /// The number under its barcode: a GTIN of 14 digits, with zeros before a shorter one.
    async fn barcode(&self) -> Option<String> {
        self.row.barcode.map(|gtin| gtin.to_string())
    }

    /// The names of its options' values, such as `Celadon / Large`; the product's title when it has no options.
    async fn title(&self, ctx: &Context<'_>) -> Result<String> {
        let values: Vec<_> = self.selected(ctx).await.or_fault(ctx)?.into_iter().map(|option| option.value).collect();
        if values.is_empty() {
            return Ok(self.card(ctx).await.or_fault(ctx)?.title.get(ctx.locale()).to_owned());
        }
        Ok(values.join(" / "))
    }

    /// Its price, with everything in it.
    async fn price(&self) -> MoneyObject {
        Money::new(self.row.price, self.row.currency).into()
    }

    /// The price it had before it was reduced.
    async fn compare_at_price(&self) -> Option<MoneyObject> {
        self.row.compare_at.map(|minor| Money::new(minor, self.row.currency).into())
    }

    /// The lowest price that it had within the 30 days before its present price began, which a reduction must be
    /// measured by (Directive 98/6/EC, article 6a). Null when `compareAtPrice` is, and when no other price is known.
    #[graphql(name = "lowestPriceInLast30Days")]
    async fn lowest_price_in_last_30_days(&self, ctx: &Context<'_>) -> Option<Result<MoneyObject>> {
        self.row.compare_at?;
        let lowest = ctx.data_unchecked::<transparency::loaders::Loaders>().load_one(self.row.id).await.or_fault(ctx);
        lowest.map(|minor| minor.map(|minor| Money::new(minor, self.row.currency).into())).transpose()
    }

    /// How many can be bought now.
    async fn available_quantity(&self, ctx: &Context<'_>) -> Result<i32> {
        let left = (self.row.on_hand - self.row.reserved).max(0);
        let Some(product) = self.product.as_ref().filter(|_| left > 0) else { return Ok(left) };
        let sold = product.card.is_for_sale() && product.shop_sells(ctx).await.or_fault(ctx)?;
        Ok(if sold { left } else { 0 })
    }

    /// What it has of each option, in the product's order.
    async fn selected_options(&self, ctx: &Context<'_>) -> Result<Vec<SelectedOption>> {
        self.selected(ctx).await.or_fault(ctx)
    }

    /// The picture that shows it; the product's first one when it has none of its own.
    async fn image(&self, ctx: &Context<'_>) -> Option<Result<Image>> {
        let own = async {
            if let Some(id) = self.row.image_id {
                let images = ctx.data_unchecked::<Loaders>().load_one(ImagesOf(self.row.product_id)).await?;
                if let Some(row) = images.unwrap_or_default().into_iter().find(|row| row.id == id) {
                    return Ok(Some(Image::Row(row)));
                }
            }
            Ok::<_, Fault>(Image::of_card(&self.card(ctx).await?))
        };
        own.await.or_fault(ctx).transpose()
    }

    /// Its product.
    async fn product(&self, ctx: &Context<'_>) -> Result<Product> {
        match &self.product {
            Some(product) => Ok(product.clone()),
            None => Ok(Product::of(&self.card(ctx).await.or_fault(ctx)?)),
        }
    }

    /// The same article at other shops: what is for sale there with the same `barcode`, by which alone it is matched. What can
    /// be bought now comes first, then the cheapest; 20 at most. None without a barcode, and under numbers that GS1 leaves to
    /// each shop.
    async fn at_other_shops(&self, ctx: &Context<'_>) -> Result<Vec<ProductVariant>> {
        let Some(barcode) = self.row.barcode else { return Ok(Vec::new()) };
        let found = ctx.data_unchecked::<Loaders>().load_one(OffersOf(barcode)).await.or_fault(ctx)?;
        let offers = offers::elsewhere(found.unwrap_or_default(), self.row.shop_id);
        let wrap =
            |offer: offers::Offer| ProductVariant { row: offer.variant, product: Some(Product::of(&offer.card)) };
        Ok(offers.into_iter().map(wrap).collect())
    }
}
