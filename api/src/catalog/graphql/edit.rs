//! Sellers write their products.

use super::{Product, ProductStatus};
use crate::catalog::edit::{self, Changes, EditError, NewProduct, NewVariant};
use crate::catalog::{self, entity};

use crate::failure::{Failure, Outcome};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use crate::graphql::scalars::{Decimal, LanguageCode};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use shared::id::{CategoryId, ProductId, ShopId};
use shared::{Currency, Gtin, Money, Slug, Translated};

/// A text in one language.
#[derive(Clone, Debug, InputObject)]
pub struct TranslationInput {
    /// The language.
    pub language: LanguageCode,
    /// The text.
    pub text: String,
}

/// A variant of a new product.
#[derive(Clone, Debug, InputObject)]
pub struct ProductVariantInput {
    /// The shop's own number of it; no two variants of a shop share one.
    pub sku: Option<String>,
    /// The number under its barcode: a GTIN of 8, 12, 13 or 14 digits, by which the same article is found at other shops.
    pub barcode: Option<String>,
    /// What it has of each option, in the same order for every variant. The keys become the options' values.
    pub option_keys: Option<Vec<String>>,
    /// Its price in the marketplace's currency, with everything in it.
    pub price: Decimal,
    /// The price it had before it was reduced; above `price`.
    pub compare_at_price: Option<Decimal>,
    /// Pieces in the shop, 0 or more.
    pub stock: i32,
}

/// A new product.
#[derive(Clone, Debug, InputObject)]
pub struct ProductCreateInput {
    /// The shop that sells it; yours.
    pub shop_id: ID,
    /// The address of its page; made of the title when left out.
    pub slug: Option<String>,
    /// Its title, in one language at least.
    pub title: Vec<TranslationInput>,
    /// Its description, HTML; what may not stand there is taken out.
    pub description: Option<Vec<TranslationInput>>,
    /// The slug of its category.
    pub category: Option<String>,
    /// What can really be bought; at least one.
    pub variants: Vec<ProductVariantInput>,
    /// Whether it is for sale at once; DRAFT when left out.
    pub status: Option<ProductStatus>,
}

/// What is to change of a product; what is left out stays as it is.
#[derive(Clone, Debug, InputObject)]
pub struct ProductUpdateInput {
    /// The product; of a shop of yours.
    pub id: ID,
    /// The address of its page; the old one leads on to the new one.
    pub slug: Option<String>,
    /// Its title in all its languages.
    pub title: Option<Vec<TranslationInput>>,
    /// Its description in all its languages, HTML; what may not stand there is taken out.
    pub description: Option<Vec<TranslationInput>>,
    /// The slug of its category.
    pub category: Option<String>,
    /// Whether it is for sale.
    pub status: Option<ProductStatus>,
}

/// The outcome of `productCreate`.
#[derive(SimpleObject)]
pub struct ProductCreatePayload {
    /// The product, when it was written.
    pub product: Option<Product>,
    /// Why it was not.
    pub user_errors: Vec<ProductUserError>,
}

/// The outcome of `productUpdate`.
#[derive(SimpleObject)]
pub struct ProductUpdatePayload {
    /// The product, when it was changed.
    pub product: Option<Product>,
    /// Why it was not.
    pub user_errors: Vec<ProductUserError>,
}

/// Why a product is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "EditError")]
pub enum ProductErrorCode {
    /// There is no such shop or product of yours.
    NotFound,
    /// Not a slug.
    SlugInvalid,
    /// Another product has this slug.
    SlugTaken,
    /// No title in any language.
    TitleRequired,
    /// No such category.
    CategoryNotFound,
    /// A price that cannot be.
    PriceInvalid,
    /// A stock that cannot be.
    StockInvalid,
    /// Another variant of the shop has this SKU.
    SkuTaken,
    /// A barcode that is no GTIN, or has a wrong check digit.
    BarcodeInvalid,
    /// No variants, too many, or variants that cannot be told apart.
    VariantsInvalid,
}

/// One reason why a product is not written.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProductUserError {
    /// The reason.
    pub code: ProductErrorCode,
    /// The reason as a sentence.
    pub message: String,
    /// The field of the input.
    pub field: Option<Vec<String>>,
}

impl From<EditError> for ProductUserError {
    fn from(error: EditError) -> Self {
        let field = match error {
            EditError::NotFound => None,
            EditError::SlugInvalid | EditError::SlugTaken => Some("slug"),
            EditError::TitleRequired => Some("title"),
            EditError::CategoryNotFound => Some("category"),
            EditError::PriceInvalid
            | EditError::StockInvalid
            | EditError::SkuTaken
            | EditError::BarcodeInvalid
            | EditError::VariantsInvalid => Some("variants"),
        };
        Self { code: error.into(), message: error.to_string(), field: field.map(|name| vec![name.to_owned()]) }
    }
}

/// Changes of the catalogue.
#[derive(Default)]
pub struct CatalogMutation;

#[Object]
impl CatalogMutation {
    /// Writes a new product of a shop of yours.
    async fn product_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product.")] input: ProductCreateInput,
    ) -> Result<ProductCreatePayload> {
        let (product, user_errors) = answer(ctx, create(ctx, input).await).await.or_fault(ctx)?;
        Ok(ProductCreatePayload { product, user_errors })
    }

    /// Changes a product of a shop of yours.
    async fn product_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product, and what is to change.")] input: ProductUpdateInput,
    ) -> Result<ProductUpdatePayload> {
        let (product, user_errors) = answer(ctx, update(ctx, input).await).await.or_fault(ctx)?;
        Ok(ProductUpdatePayload { product, user_errors })
    }
}

async fn answer(
    ctx: &Context<'_>,
    outcome: Outcome<ProductId, EditError>,
) -> Result<(Option<Product>, Vec<ProductUserError>), Fault> {
    match outcome {
        Ok(id) => {
            let found = catalog::by_id(ctx.app(), ctx.actor(), id).await?;
            Ok((found.map(|(card, detail)| Product { card, detail: Some(detail) }), Vec::new()))
        }
        Err(failure) => Ok((None, vec![refusal(failure, EditError::NotFound)?.into()])),
    }
}

async fn create(ctx: &Context<'_>, input: ProductCreateInput) -> Outcome<ProductId, EditError> {
    let app = ctx.app();
    let shop: Option<ShopId> = ids::lookup(&input.shop_id);
    let seller = shop.and_then(|shop| ctx.actor().seller(shop)).ok_or(Failure::NotFound)?;
    let currency = app.config.currency;
    let variants = input.variants.into_iter().map(|variant| parse_variant(variant, currency));
    let new = NewProduct {
        slug: input.slug.map(parse_slug).transpose()?,
        title: translated(input.title),
        description: translated(input.description.unwrap_or_default()),
        category: parse_category(ctx, input.category).await?,
        variants: variants.collect::<Result<_, _>>().map_err(Failure::Refused)?,
        status: input.status.map_or(entity::ProductStatus::Draft, Into::into),
    };
    edit::create(app, &seller, new).await
}

async fn update(ctx: &Context<'_>, input: ProductUpdateInput) -> Outcome<ProductId, EditError> {
    let app = ctx.app();
    let id: ProductId = ids::lookup(&input.id).ok_or(Failure::NotFound)?;
    let (card, _) = catalog::by_id(app, ctx.actor(), id).await?.ok_or(Failure::NotFound)?;
    let seller = ctx.actor().seller(card.shop_id).ok_or(Failure::NotFound)?;
    let changes = Changes {
        slug: input.slug.map(parse_slug).transpose()?,
        title: input.title.map(translated),
        description: input.description.map(translated),
        category: parse_category(ctx, input.category).await?,
        status: input.status.map(Into::into),
    };
    edit::update(app, &seller, id, changes).await?;
    Ok(id)
}

fn parse_slug(text: String) -> Result<Slug, Failure<EditError>> {
    Slug::try_from(text).map_err(|_| Failure::Refused(EditError::SlugInvalid))
}

async fn parse_category(ctx: &Context<'_>, slug: Option<String>) -> Outcome<Option<CategoryId>, EditError> {
    let Some(slug) = slug else { return Ok(None) };
    let tree = ctx.app().shelf.tree(ctx.app()).await?;
    let found = tree.by_slug(&slug).ok_or(Failure::Refused(EditError::CategoryNotFound))?;
    Ok(Some(found.id))
}

fn parse_variant(input: ProductVariantInput, currency: Currency) -> Result<NewVariant, EditError> {
    let money = |price: &Decimal| Money::parse(&price.0, currency).map_err(|_| EditError::PriceInvalid);
    Ok(NewVariant {
        sku: input.sku,
        barcode: input.barcode.as_deref().and_then(written).map(parse_barcode).transpose()?,
        option_keys: input.option_keys.unwrap_or_default(),
        price: money(&input.price)?,
        compare_at: input.compare_at_price.as_ref().map(money).transpose()?,
        stock: input.stock,
    })
}

/// What was written, if anything.
fn written(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn parse_barcode(text: &str) -> Result<Gtin, EditError> {
    text.parse().map_err(|_| EditError::BarcodeInvalid)
}

pub(super) fn translated(texts: Vec<TranslationInput>) -> Translated {
    Translated(texts.into_iter().map(|text| (text.language.into(), text.text)).collect())
}
