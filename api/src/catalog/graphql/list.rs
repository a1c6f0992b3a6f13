//! Lists of products.

use super::{Product, Scope};
use crate::catalog::{self, ForeignCursor, Listing, ProductFilter, Sort};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::paging::{MAX_COUNT, Page, encode_cursor};
use crate::graphql::scalars::Decimal;
use crate::search::graphql::ProductFacets;
use crate::search::{self, Asked, Facets, Shopper};
use crate::shops;
use async_graphql::connection::PageInfo;
use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use shared::{Currency, Money};
use tokio::sync::OnceCell;

/// Which products are wanted: all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "ProductFilter")]
pub struct ProductFilterInput {
    /// The slug of a category; what is below it is included.
    pub category: Option<String>,
    /// The slugs of shops; one of them sells it.
    pub shops: Option<Vec<String>>,
    /// The lowest price of its variants is at least this, in the marketplace's currency.
    pub min_price: Option<Decimal>,
    /// The lowest price of its variants is at most this, in the marketplace's currency.
    pub max_price: Option<Decimal>,
    /// In stock (true) or sold out (false).
    pub available: Option<bool>,
}

/// The order of a list of products.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Sort")]
pub enum ProductSort {
    /// The best match of a search first; without a search, the newest.
    Relevance,
    /// The newest first.
    Newest,
    /// The cheapest first.
    PriceAsc,
    /// The dearest first.
    PriceDesc,
    /// By title, in the order of the products' slugs.
    Title,
}

/// The arguments of a list of products.
pub struct ListArgs {
    /// Page size from the beginning.
    pub first: Option<i32>,
    /// Resume after it.
    pub after: Option<String>,
    /// Page size from the end.
    pub last: Option<i32>,
    /// Resume before it.
    pub before: Option<String>,
    /// What was typed into the search box.
    pub search: Option<String>,
    /// Conditions.
    pub filter: Option<ProductFilterInput>,
    /// Order.
    pub sort: Option<ProductSort>,
}

impl ListArgs {
    /// The page of products that the arguments ask for, inside `scope`.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for arguments that cannot be; a fault of ours.
    pub async fn list(self, ctx: &Context<'_>, scope: Scope) -> Result<ProductConnection, Fault> {
        let page = Page::parse(self.first, self.after.as_deref(), self.last, self.before.as_deref())?;
        let filter = parse_filter(ctx, self.filter.unwrap_or_default(), &scope).await?;
        let sort = self.sort.map(Sort::from);
        let foreign = |foreign: ForeignCursor| Fault::BadUserInput(foreign.to_string());
        let text = self.search.unwrap_or_default();
        if text.trim().is_empty() {
            let listing = catalog::list(ctx.app(), &filter, sort.unwrap_or_default(), &page).await?;
            let listing = listing.map_err(foreign)?;
            let (total, reading) = (OnceCell::new(), Reading::default());
            return Ok(ProductConnection { listing, filter, total, facets: None, reading });
        }
        let wants_facets = ctx.look_ahead().field("facets").exists();
        let sort = sort.unwrap_or(Sort::Relevance);
        let shopper = Shopper { actor: ctx.actor(), device: ctx.visitor().consent.as_ref() };
        let asked = Asked { text: &text, locale: ctx.locale(), shopper };
        let found = search::list(ctx.app(), asked, &filter, sort, &page, wants_facets).await?;
        let found = found.map_err(foreign)?;
        let total = (found.total.min(MAX_COUNT), found.total <= MAX_COUNT);
        Ok(ProductConnection {
            listing: found.listing,
            filter,
            total: OnceCell::new_with(Some(total)),
            facets: found.facets,
            reading: Reading {
                corrected: found.corrected,
                relaxed: found.relaxed,
                suggested: found.suggested,
                personalised: found.personalised,
            },
        })
    }
}

/// Turns slugs into ids and prices into minor units. What does not exist lets nothing through.
async fn parse_filter(ctx: &Context<'_>, input: ProductFilterInput, scope: &Scope) -> Result<ProductFilter, Fault> {
    let app = ctx.app();
    let currency = app.config.currency;
    let mut filter = ProductFilter {
        min_price: parse_price(input.min_price, "minPrice", currency)?,
        max_price: parse_price(input.max_price, "maxPrice", currency)?,
        available: input.available,
        statuses: scope.statuses.clone(),
        ..ProductFilter::default()
    };
    if scope.category.is_some() || input.category.is_some() {
        let tree = app.shelf.tree(app).await?;
        let below = |id| tree.with_descendants(id);
        let mut wanted = scope.category.map(below);
        if let Some(slug) = input.category {
            let asked = tree.by_slug(&slug).map(|row| below(row.id)).unwrap_or_default();
            wanted = Some(match wanted {
                Some(outer) => asked.into_iter().filter(|id| outer.contains(id)).collect(),
                None => asked,
            });
        }
        filter.categories = wanted;
    }
    if let Some(slugs) = input.shops {
        filter.shops = Some(shops::ids_of_slugs(app, &slugs).await?);
    }
    if let Some(shop) = scope.shop {
        let allowed = filter.shops.take().is_none_or(|shops| shops.contains(&shop));
        filter.shops = Some(if allowed { vec![shop] } else { Vec::new() });
    }
    Ok(filter)
}

/// A price of a filter in minor units.
pub(crate) fn parse_price(price: Option<Decimal>, name: &str, currency: Currency) -> Result<Option<i64>, Fault> {
    let Some(Decimal(text)) = price else { return Ok(None) };
    match Money::parse(&text, currency) {
        Ok(money) => Ok(Some(money.minor)),
        Err(error) => Err(Fault::BadUserInput(format!("{name}: {error}"))),
    }
}

/// A page of a list of products.
pub struct ProductConnection {
    listing: Listing,
    /// What the list was asked for: its count and facets are of the same products.
    filter: ProductFilter,
    total: OnceCell<(u64, bool)>,
    /// The search has counted them already.
    facets: Option<Facets>,
    reading: Reading,
}

/// How a search was understood.
#[derive(Default)]
struct Reading {
    corrected: Option<String>,
    relaxed: bool,
    suggested: Option<String>,
    personalised: bool,
}

/// One product of a list, with its place in it.
#[derive(SimpleObject)]
pub struct ProductEdge {
    /// Its place: give it to `after` or `before`.
    pub cursor: String,
    /// The product.
    pub node: Product,
}

impl ProductConnection {
    async fn total(&self, ctx: &Context<'_>) -> Result<(u64, bool)> {
        let counted = self.total.get_or_try_init(|| catalog::count(ctx.app(), &self.filter)).await;
        counted.copied().or_fault(ctx)
    }
}

/// A page of a list of products.
#[Object]
impl ProductConnection {
    /// The products with their cursors.
    async fn edges(&self) -> Vec<ProductEdge> {
        let edge = |(cursor, card): &(_, _)| ProductEdge { cursor: encode_cursor(cursor), node: Product::of(card) };
        self.listing.rows.iter().map(edge).collect()
    }

    /// The products.
    async fn nodes(&self) -> Vec<Product> {
        self.listing.rows.iter().map(|(_, card)| Product::of(card)).collect()
    }

    /// Whether there is more on either side.
    async fn page_info(&self) -> PageInfo {
        let rows = &self.listing.rows;
        PageInfo {
            has_next_page: self.listing.has_next_page,
            has_previous_page: self.listing.has_previous_page,
            start_cursor: rows.first().map(|(cursor, _)| encode_cursor(cursor)),
            end_cursor: rows.last().map(|(cursor, _)| encode_cursor(cursor)),
        }
    }

    /// How the products of the whole list spread over categories, shops, prices and availability. Only products for
    /// sale are counted.
    async fn facets(&self, ctx: &Context<'_>) -> Result<ProductFacets> {
        let resolved = match &self.facets {
            Some(facets) => ProductFacets::resolve(ctx, facets).await,
            None => match search::facets(ctx.app(), &self.filter) {
                Ok(facets) => ProductFacets::resolve(ctx, &facets).await,
                Err(error) => Err(Fault::Internal(error)),
            },
        };
        resolved.or_fault(ctx)
    }

    /// The search as it was understood, when a typo was mended; else null.
    async fn corrected_search(&self) -> Option<&str> {
        self.reading.corrected.as_deref()
    }

    /// Whether no product has all the words of the search, so that those with most of them are listed.
    async fn search_relaxed(&self) -> bool {
        self.reading.relaxed
    }

    /// Another search that may have been meant, when this one finds little: it does find something. Else null.
    async fn suggested_search(&self) -> Option<&str> {
        self.reading.suggested.as_deref()
    }

    /// Whether products of this page stand up to 3 places higher or lower than they match, by what the visitor allows to
    /// be known of their taste. Only the first page of a search by relevance is ever so.
    async fn personalised(&self) -> bool {
        self.reading.personalised
    }

    /// How many products the whole list has, counted up to 10,000.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(i32::try_from(self.total(ctx).await?.0).unwrap_or(i32::MAX))
    }

    /// Whether `totalCount` is the exact number; else there are more.
    async fn total_count_is_exact(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.total(ctx).await?.1)
    }
}
