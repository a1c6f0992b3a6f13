//! Search in the API: suggestions and facets.

use super::{Explanation, Facets, Kind, Reason, index, suggest};
use crate::catalog::CategoryTree;
use crate::catalog::graphql::{Category, Product};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::money::MoneyObject;
use crate::moderation::graphql::moderator;
use crate::shops;
use crate::shops::graphql::Shop;
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use shared::id::ShopId;
use shared::{Currency, Money};
use std::sync::Arc;

/// Shops that a facet tells of: those with the most products.
const MOST_SHOPS: usize = 50;
const DEFAULT_PRODUCTS: i32 = 6;
const MOST_PRODUCTS: i32 = 20;

/// Root fields of the search.
#[derive(Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// What the search box offers while somebody types.
    async fn search_suggestions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was typed so far; the last word may be unfinished.")] text: String,
        #[graphql(desc = "Products at most: 0 to 20, 6 when left out.")] first: Option<i32>,
    ) -> Result<SearchSuggestions> {
        let first = first.unwrap_or(DEFAULT_PRODUCTS);
        let most = usize::try_from(first).ok().filter(|_| first <= MOST_PRODUCTS);
        let most = most.ok_or_else(|| Fault::BadUserInput(format!("first must be 0 to {MOST_PRODUCTS}")));
        let found = suggest::suggest(ctx.app(), &text, ctx.locale(), most.or_fault(ctx)?).await.or_fault(ctx)?;
        let tree = ctx.app().shelf.tree(ctx.app()).await.or_fault(ctx)?;
        Ok(SearchSuggestions {
            products: found.products.iter().map(Product::of).collect(),
            categories: found.categories.iter().filter_map(|row| Category::get(&tree, row.id)).collect(),
            shops: found.shops.into_iter().map(Shop).collect(),
            phrases: found.phrases,
            popular: found.popular,
        })
    }

    /// Why a product stands where it does in a search, for moderators; null when the product is not for sale.
    /// `UNAUTHENTICATED` and `FORBIDDEN` for others.
    async fn search_explanation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product.")] product_id: ID,
        #[graphql(desc = "What a shopper typed, in the language of this request.")] search: String,
    ) -> Result<Option<SearchExplanation>> {
        moderator(ctx).or_fault(ctx)?;
        let Some(product) = ids::lookup(&product_id) else { return Ok(None) };
        let explained =
            ctx.app().search.explain(product, &search, ctx.locale()).map_err(Fault::Internal).or_fault(ctx)?;
        Ok(explained.map(SearchExplanation::from))
    }
}

/// What a product's place in a search is made of.
#[derive(SimpleObject)]
pub struct SearchExplanation {
    /// The search as it was understood, when a typo was mended.
    corrected_search: Option<String>,
    /// Whether no product has all the words.
    search_relaxed: bool,
    /// Whether the product is found.
    matches: bool,
    /// What its texts score: BM25 of each word's best reason, times its weight, added up.
    text_score: f64,
    /// What that is multiplied by: less than 1 for what a shop below the standard sells.
    standing_weight: f64,
    /// The product of both: what the search is sorted by.
    score: f64,
    /// Places by which a shopper's own taste may lift or lower it on the first page, where they allow that.
    personal_places: i32,
    /// Each way in which the product meets the search.
    reasons: Vec<SearchReason>,
}

/// One way in which a product meets a search.
#[derive(SimpleObject)]
pub struct SearchReason {
    /// What was typed.
    typed: String,
    /// What of the product meets it, in small letters without marks.
    found: String,
    /// Where: title, sku, shop, category, tag or body; surface, where the marks are those that were typed.
    field: String,
    /// How it meets what was typed.
    kind: SearchReasonKind,
    /// What the field and the kind weigh.
    weight: f64,
    /// What it scores, weight included.
    score: f64,
    /// Whether it is part of the score: of all that meet one word, the best alone counts.
    counts: bool,
}

/// How something in a product meets a word of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Kind")]
pub enum SearchReasonKind {
    /// It is the word.
    Exact,
    /// Another form of it.
    Form,
    /// A longer word that begins with it.
    Beginning,
    /// The nearest word, where the typed one is nowhere.
    Mended,
    /// A word that stands for it.
    Synonym,
    /// It and its neighbour, as they were typed.
    Together,
    /// It has the very marks that were typed.
    Marked,
}

impl From<Explanation> for SearchExplanation {
    fn from(explained: Explanation) -> Self {
        let reason = |reason: Reason| SearchReason {
            typed: reason.typed,
            found: reason.found,
            field: reason.field.to_owned(),
            kind: reason.kind.into(),
            weight: reason.weight.into(),
            score: reason.score.into(),
            counts: reason.counts,
        };
        Self {
            corrected_search: explained.corrected,
            search_relaxed: explained.relaxed,
            matches: explained.matches,
            text_score: explained.text_score.into(),
            standing_weight: explained.standing_weight.into(),
            score: (explained.text_score * explained.standing_weight).into(),
            personal_places: i32::try_from(explained.most_places).unwrap_or(i32::MAX),
            reasons: explained.reasons.into_iter().map(reason).collect(),
        }
    }
}

/// What the search box offers while somebody types.
#[derive(SimpleObject)]
pub struct SearchSuggestions {
    /// The best products.
    products: Vec<Product>,
    /// Categories whose name fits.
    categories: Vec<Category>,
    /// Shops whose name fits.
    shops: Vec<Shop>,
    /// Whole phrases that find something, those that many search for first.
    phrases: Vec<String>,
    /// Those of `phrases` that many search for: five visitors or more on one day of the last 30.
    popular: Vec<String>,
}

/// How the products of a list spread. Each facet counts what would be in the list if its own filter were lifted and
/// all others stayed.
#[derive(SimpleObject)]
pub struct ProductFacets {
    /// By category, ancestors included; the fullest first.
    categories: Vec<CategoryFacet>,
    /// By shop, the 50 with the most products.
    shops: Vec<ShopFacet>,
    /// By price, in steps; steps without products are left out.
    prices: Vec<PriceFacet>,
    /// What can be bought now, and what is sold out.
    available: Vec<AvailabilityFacet>,
}

/// Products of a category and of those below it.
#[derive(SimpleObject)]
pub struct CategoryFacet {
    /// The category.
    category: Category,
    /// How many products.
    count: i32,
}

/// Products of a shop.
#[derive(SimpleObject)]
pub struct ShopFacet {
    /// The shop.
    shop: Shop,
    /// How many products.
    count: i32,
}

/// Products in a step of prices.
#[derive(SimpleObject)]
pub struct PriceFacet {
    /// From this lowest price on.
    min: MoneyObject,
    /// Up to but without this one; null for the last step, which has no end.
    max: Option<MoneyObject>,
    /// How many products.
    count: i32,
}

/// Products that can be bought now, or that cannot.
#[derive(SimpleObject)]
pub struct AvailabilityFacet {
    /// Whether they can be bought now.
    available: bool,
    /// How many products.
    count: i32,
}

impl ProductFacets {
    /// Facets with their categories and shops.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn resolve(ctx: &Context<'_>, facets: &Facets) -> Result<Self, Fault> {
        let app = ctx.app();
        let tree = app.shelf.tree(app).await?;
        Ok(Self {
            categories: categories(&tree, facets, ctx.locale()),
            shops: shops(ctx, facets).await?,
            prices: prices(facets, app.config.currency),
            available: [(true, facets.available[0]), (false, facets.available[1])]
                .into_iter()
                .filter(|(_, number)| *number > 0)
                .map(|(available, number)| AvailabilityFacet { available, count: count(number) })
                .collect(),
        })
    }
}

fn categories(tree: &Arc<CategoryTree>, facets: &Facets, locale: shared::Locale) -> Vec<CategoryFacet> {
    let counted = tree.all().filter_map(|row| Some((*facets.categories.get(&index::low(row.id.0))?, row)));
    let mut counted: Vec<_> = counted.filter(|(number, _)| *number > 0).collect();
    counted.sort_by_key(|(number, row)| (std::cmp::Reverse(*number), row.name.get(locale).to_owned()));
    let facet = |(number, row): (u64, &crate::catalog::Category)| {
        Some(CategoryFacet { category: Category::get(tree, row.id)?, count: count(number) })
    };
    counted.into_iter().filter_map(facet).collect()
}

async fn shops(ctx: &Context<'_>, facets: &Facets) -> Result<Vec<ShopFacet>, Fault> {
    let mut counted: Vec<(u64, ShopId)> = facets.shops.iter().map(|(shop, number)| (*number, *shop)).collect();
    counted.sort_unstable_by(|one, other| other.cmp(one));
    counted.truncate(MOST_SHOPS);
    let ids: Vec<ShopId> = counted.iter().map(|(_, shop)| *shop).collect();
    let found = shops::by_ids(ctx.app(), &ids).await?;
    let numbers: std::collections::HashMap<ShopId, u64> =
        counted.into_iter().map(|(number, shop)| (shop, number)).collect();
    let facet = |shop: Arc<shops::entity::Model>| {
        let number = numbers.get(&shop.id).copied().unwrap_or(0);
        ShopFacet { shop: Shop(shop), count: count(number) }
    };
    Ok(found.into_iter().map(facet).collect())
}

fn prices(facets: &Facets, currency: Currency) -> Vec<PriceFacet> {
    let ladder = super::price_ladder(currency);
    let steps = facets.prices.iter().enumerate().filter(|(_, number)| **number > 0);
    steps
        .map(|(step, number)| PriceFacet {
            min: Money::new(step.checked_sub(1).map_or(0, |below| ladder[below]), currency).into(),
            max: ladder.get(step).map(|end| Money::new(*end, currency).into()),
            count: count(*number),
        })
        .collect()
}

fn count(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
