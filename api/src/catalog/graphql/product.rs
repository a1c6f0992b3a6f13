//! Products.

use super::{Category, Image, ProductVariant};
use crate::catalog::entity::{self, ProductStatus as Status};
use crate::catalog::loaders::{DetailOf, ImagesOf, Loaders, VariantsOf};
use crate::catalog::{self, ProductCard, ProductDetail, html};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::money::{MoneyObject, MoneyRange};
use crate::graphql::scalars::{DateTime, LanguageCode, TextFormat};
use crate::reviews::graphql::{Rating, ReviewAspect, ReviewConnection, ReviewFilterInput, ReviewSort, subject_reviews};
use crate::shops::graphql::{DeliveryPromise, Shop, destination, parse_country};
use crate::shops::{self, entity::ShopStatus, loaders::DeliveryOf};
use crate::wishlists;
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use shared::{Locale, Money};
use std::sync::Arc;

/// Something that a shop sells.
#[derive(Clone)]
pub struct Product {
    /// What listings need.
    pub card: Arc<ProductCard>,
    /// What its page adds, when it is at hand already.
    pub detail: Option<Arc<ProductDetail>>,
}

/// Whether a product is for sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Status")]
pub enum ProductStatus {
    /// Being written; only its shop and administrators see it.
    Draft,
    /// For sale.
    Active,
    /// No longer sold: in no list, but its page still stands.
    Archived,
}

/// A choice that variants differ in, such as the glaze.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProductOption {
    /// Its name.
    pub name: String,
    /// What can be chosen.
    pub values: Vec<ProductOptionValue>,
}

/// One value of a choice.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProductOptionValue {
    /// Unique in its option.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// The texts of a product in one language.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProductTranslation {
    /// The language.
    pub language: LanguageCode,
    /// The title.
    pub title: Option<String>,
    /// The description, sanitised HTML.
    pub description: Option<String>,
}

impl Product {
    /// A product of which only the card is at hand.
    #[must_use]
    pub fn of(card: &Arc<ProductCard>) -> Self {
        Self { card: Arc::clone(card), detail: None }
    }

    async fn detail(&self, ctx: &Context<'_>) -> Result<Arc<ProductDetail>> {
        if let Some(detail) = &self.detail {
            return Ok(Arc::clone(detail));
        }
        let detail = ctx.data_unchecked::<Loaders>().load_one(DetailOf(self.card.id)).await.or_fault(ctx)?;
        let gone = || Fault::Internal(anyhow::anyhow!("{} was deleted while it was read", self.card.id));
        detail.ok_or_else(gone).or_fault(ctx)
    }

    /// Whether its shop sells anything at all now.
    pub(super) async fn shop_sells(&self, ctx: &Context<'_>) -> Result<bool, Fault> {
        Ok(shops::loaders::shop(ctx, self.card.shop_id).await?.status == ShopStatus::Active)
    }

    fn money(&self, minor: i64) -> MoneyObject {
        Money::new(minor, self.card.currency).into()
    }
}

/// Something that a shop sells.
#[Object]
impl Product {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.card.id)
    }

    /// The address of its page.
    async fn slug(&self) -> &str {
        &self.card.slug
    }

    /// Its title.
    async fn title(&self, ctx: &Context<'_>) -> &str {
        self.card.title.get(ctx.locale())
    }

    /// Its description.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Sanitised HTML or plain text.", default)] format: TextFormat,
    ) -> Result<String> {
        let detail = self.detail(ctx).await?;
        let text = detail.description.get(ctx.locale());
        Ok(match format {
            TextFormat::Html => text.to_owned(),
            TextFormat::Plain => html::to_plain(text),
        })
    }

    /// Who sells it.
    async fn shop(&self, ctx: &Context<'_>) -> Result<Shop> {
        Shop::load(ctx, self.card.shop_id).await.or_fault(ctx)
    }

    /// Where it belongs.
    async fn category(&self, ctx: &Context<'_>) -> Option<Result<Category>> {
        let id = self.card.category_id?;
        match ctx.app().shelf.tree(ctx.app()).await.or_fault(ctx) {
            Ok(tree) => Category::get(&tree, id).map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    /// Whether it is for sale.
    async fn status(&self) -> ProductStatus {
        self.card.status.into()
    }

    /// The lowest and the highest price of its variants, with everything in them.
    async fn price_range(&self) -> MoneyRange {
        MoneyRange { min: self.money(self.card.price_min), max: self.money(self.card.price_max) }
    }

    /// The lowest and the highest former price of its reduced variants; null when none is reduced.
    async fn compare_at_price_range(&self) -> Option<MoneyRange> {
        let (min, max) = (self.card.compare_at_min?, self.card.compare_at_max?);
        Some(MoneyRange { min: self.money(min), max: self.money(max) })
    }

    /// Its first picture.
    async fn image(&self) -> Option<Image> {
        Image::of_card(&self.card)
    }

    /// All its pictures.
    async fn images(&self, ctx: &Context<'_>) -> Result<Vec<Image>> {
        let rows = ctx.data_unchecked::<Loaders>().load_one(ImagesOf(self.card.id)).await.or_fault(ctx)?;
        Ok(rows.unwrap_or_default().into_iter().map(Image::Row).collect())
    }

    /// What buyers say of it, in figures.
    async fn rating(&self) -> Rating {
        Rating::Product(Arc::clone(&self.card))
    }

    /// What buyers say of it. Imported reviews stand among them and say so.
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "Their order; MOST_HELPFUL when left out.")] sort: Option<ReviewSort>,
        #[graphql(desc = "Only reviews that pass it.")] filter: Option<ReviewFilterInput>,
    ) -> Result<ReviewConnection> {
        subject_reviews(ctx, self.card.id.0, (first, after), sort, filter).await
    }

    /// In which respects reviews of it may judge it, as its category asks.
    async fn review_aspects(&self, ctx: &Context<'_>) -> Result<Vec<ReviewAspect>> {
        let tree = ctx.app().shelf.tree(ctx.app()).await.or_fault(ctx)?;
        Ok(tree.aspects(self.card.category_id).into_iter().map(Into::into).collect())
    }

    /// The choices that its variants differ in.
    async fn options(&self, ctx: &Context<'_>) -> Result<Vec<ProductOption>> {
        let (detail, locale) = (self.detail(ctx).await?, ctx.locale());
        Ok(detail.options.0.iter().map(|option| show_option(option, locale)).collect())
    }

    /// What can really be bought; at least one.
    async fn variants(&self, ctx: &Context<'_>) -> Result<Vec<ProductVariant>> {
        let rows = ctx.data_unchecked::<Loaders>().load_one(VariantsOf(self.card.id)).await.or_fault(ctx)?;
        let wrap = |row| ProductVariant { row, product: Some(self.clone()) };
        Ok(rows.unwrap_or_default().into_iter().map(wrap).collect())
    }

    /// The variant that has these values; null when there is none.
    async fn variant_by_options(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key of one value of each option, in the order of `options`.")] keys: Vec<String>,
    ) -> Option<Result<ProductVariant>> {
        let rows = ctx.data_unchecked::<Loaders>().load_one(VariantsOf(self.card.id)).await.or_fault(ctx);
        let wrap = |row| ProductVariant { row, product: Some(self.clone()) };
        rows.map(|rows| catalog::variant_with(&rows.unwrap_or_default(), &keys).map(wrap)).transpose()
    }

    /// Whether any variant can be bought now.
    async fn available(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.card.is_available() && self.shop_sells(ctx).await.or_fault(ctx)?)
    }

    /// Whether it is on the visitor's wishlist.
    async fn in_wishlist(&self, ctx: &Context<'_>) -> Result<bool> {
        let kept = ctx.data_unchecked::<wishlists::loaders::Loaders>().load_one(self.card.id).await.or_fault(ctx)?;
        Ok(kept.unwrap_or(false))
    }

    /// Free words.
    async fn tags(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        Ok(self.detail(ctx).await?.tags.0.clone())
    }

    /// When it would arrive if it were ordered now: the cheapest way of its shop to bring it. Null when it cannot be
    /// bought or its shop does not deliver.
    async fn delivery_promise(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Where to, ISO 3166-1 alpha-2; the visitor's country when left out, as `Shop.delivery` finds it. Only \
            options that serve the country are looked at, and collecting it is promised only inside the shop's own."
        )]
        country_code: Option<String>,
    ) -> Option<Result<DeliveryPromise>> {
        if !self.card.is_available() {
            return None;
        }
        let promise = async {
            let to = match parse_country(country_code.as_deref())? {
                Some(to) => to,
                None => destination(ctx).await?,
            };
            let shop = shops::loaders::shop(ctx, self.card.shop_id).await?;
            if shop.status != ShopStatus::Active {
                return Ok(None);
            }
            let options =
                ctx.data_unchecked::<shops::loaders::Loaders>().load_one(DeliveryOf(self.card.shop_id)).await?;
            Ok::<_, Fault>(shops::graphql::promise(ctx, &shop, &options.unwrap_or_default(), to))
        };
        promise.await.or_fault(ctx).transpose()
    }

    /// Its name in the file it was imported from; for its shop's staff, else null.
    async fn external_reference(&self, ctx: &Context<'_>) -> Option<&str> {
        let staff = ctx.actor().shops().contains(&self.card.shop_id);
        self.card.external_reference.as_deref().filter(|_| staff)
    }

    /// Its texts in every language there is.
    async fn translations(&self, ctx: &Context<'_>) -> Result<Vec<ProductTranslation>> {
        let detail = self.detail(ctx).await?;
        let (titles, descriptions) = (&self.card.title.0, &detail.description.0);
        let there = Locale::ALL.iter().filter(|at| titles.contains_key(at) || descriptions.contains_key(at));
        let show = |at: &Locale| ProductTranslation {
            language: (*at).into(),
            title: titles.get(at).cloned(),
            description: descriptions.get(at).cloned(),
        };
        Ok(there.map(show).collect())
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.card.created_at.into()
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        self.card.updated_at.into()
    }
}

fn show_option(option: &entity::ProductOption, locale: Locale) -> ProductOption {
    let value = |value: &entity::OptionValue| ProductOptionValue {
        key: value.key.clone(),
        name: value.name.get(locale).to_owned(),
    };
    ProductOption { name: option.name.get(locale).to_owned(), values: option.values.iter().map(value).collect() }
}
