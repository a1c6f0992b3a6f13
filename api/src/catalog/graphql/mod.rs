//! The catalogue in the API.

mod category;
mod edit;
mod image;
pub mod images;
mod list;
mod product;
mod variant;

pub use category::Category;
pub use edit::CatalogMutation;
pub use image::{Image, ImageSource, ImageState};
pub use images::CatalogImageMutation;
pub(crate) use list::parse_price;
pub use list::{ListArgs, ProductConnection, ProductFilterInput, ProductSort};
pub use product::{Product, ProductStatus};
pub use variant::{ProductVariant, variant_title};

use crate::catalog::entity::ProductStatus as Status;
use crate::catalog::{self, ProductCard, loaders::Loaders};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::scalars::LanguageCode;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use shared::id::{CategoryId, ProductId, ShopId};
use shared::{Slug, Translated};
use std::sync::Arc;

/// A text of the catalogue in one language.
#[derive(Clone, Debug, SimpleObject)]
pub struct Translation {
    /// The language.
    pub language: LanguageCode,
    /// The text.
    pub text: String,
}

impl Translation {
    /// Every language of a text.
    #[must_use]
    pub fn all(text: &Translated) -> Vec<Self> {
        text.0.iter().map(|(locale, text)| Self { language: (*locale).into(), text: text.clone() }).collect()
    }
}

/// Root fields of the catalogue.
#[derive(Default)]
pub struct CatalogQuery;

#[Object]
impl CatalogQuery {
    /// A product by its id or by its slug, which may also be one that it once had. Drafts are seen by their shop's
    /// staff and by administrators only; archived products are still read by everybody.
    async fn product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product's id.")] id: Option<ID>,
        #[graphql(desc = "The product's slug.")] slug: Option<String>,
    ) -> Option<Result<Product>> {
        find_product(ctx, id, slug).await.or_fault(ctx).transpose()
    }

    /// Products by their slugs, which may also be ones that they once had, in the order of the slugs; null where there is
    /// no such product for you.
    async fn products_by_slugs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The slugs, at most 50.")] slugs: Vec<String>,
    ) -> Result<Vec<Option<Product>>> {
        find_products(ctx, slugs).await.or_fault(ctx)
    }

    /// Products for sale, page by page.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of a connection")]
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, from the beginning or after a cursor: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the end or before a cursor: up to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
        #[graphql(desc = "What somebody typed into the search box; typos are mended.")] search: Option<String>,
        #[graphql(desc = "Only products that pass it.")] filter: Option<ProductFilterInput>,
        #[graphql(desc = "Their order; when left out, RELEVANCE of a search and else NEWEST.")] sort: Option<
            ProductSort,
        >,
    ) -> Result<ProductConnection> {
        let args = ListArgs { first, after, last, before, search, filter, sort };
        args.list(ctx, Scope::default()).await.or_fault(ctx)
    }

    /// A category by its slug.
    async fn category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The category's slug.")] slug: String,
    ) -> Option<Result<Category>> {
        let tree = match ctx.app().shelf.tree(ctx.app()).await.or_fault(ctx) {
            Ok(tree) => tree,
            Err(error) => return Some(Err(error)),
        };
        Some(Ok(Category { row: tree.by_slug(&slug)?.clone(), tree }))
    }

    /// The categories at the root of the tree.
    async fn categories(&self, ctx: &Context<'_>) -> Result<Vec<Category>> {
        let tree = ctx.app().shelf.tree(ctx.app()).await.or_fault(ctx)?;
        Ok(Category::children_of(&tree, None))
    }
}

/// What a list of products is a part of: a category's list, a shop's list, or everything for sale.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Only this category with its descendants.
    pub category: Option<CategoryId>,
    /// Only this shop.
    pub shop: Option<ShopId>,
    /// Only products in these states, which the visitor may see; `None` means for sale.
    pub statuses: Option<Vec<Status>>,
}

/// A product that something refers to, when the visitor may see its page: for links from orders and carts.
///
/// # Errors
/// When the database does not answer.
pub async fn visible(ctx: &Context<'_>, id: ProductId) -> Result<Option<Arc<ProductCard>>, Fault> {
    let card = ctx.data_unchecked::<Loaders>().load_one(id).await?;
    Ok(card.filter(|card| card.is_visible_to(ctx.actor())))
}

/// Most slugs of one `productsBySlugs`.
const MAX_SLUGS: usize = 50;

async fn find_products(ctx: &Context<'_>, slugs: Vec<String>) -> Result<Vec<Option<Product>>, Fault> {
    if slugs.len() > MAX_SLUGS {
        return Err(Fault::BadUserInput(format!("slugs may have at most {MAX_SLUGS} entries")));
    }
    let parsed: Vec<Option<Slug>> = slugs.into_iter().map(|slug| Slug::try_from(slug).ok()).collect();
    let good: Vec<Slug> = parsed.iter().flatten().cloned().collect();
    let mut found = catalog::by_slugs(ctx.app(), ctx.actor(), &good).await?.into_iter();
    let product = |(card, detail)| Product { card, detail: Some(detail) };
    Ok(parsed.iter().map(|slug| slug.as_ref().and_then(|_| found.next().flatten()).map(product)).collect())
}

async fn find_product(ctx: &Context<'_>, id: Option<ID>, slug: Option<String>) -> Result<Option<Product>, Fault> {
    let (app, actor) = (ctx.app(), ctx.actor());
    let found = match (id, slug) {
        (Some(id), None) => match ids::lookup(&id) {
            Some(id) => catalog::by_id(app, actor, id).await?,
            None => None,
        },
        (None, Some(slug)) => match Slug::try_from(slug) {
            Ok(slug) => catalog::by_slug(app, actor, &slug).await?,
            Err(_) => None,
        },
        _ => return Err(Fault::BadUserInput("give either id or slug".to_owned())),
    };
    Ok(found.map(|(card, detail)| Product { card, detail: Some(detail) }))
}
