//! Listings and facets of the catalogue, answered by the index.

use super::personal::{self, Shopper, Taste};
use super::popular;
use super::{Answer, Facets, Place, Request, Sort, price_ladder};
use crate::app::App;
use crate::catalog::{self, Cursor, ForeignCursor, Listing, ProductCard, ProductFilter};
use crate::graphql::paging::Page;
use sea_orm::DbErr;
use shared::Locale;
use shared::id::ProductId;
use std::collections::HashMap;
use std::sync::Arc;

/// Longest search that is read, in characters; the rest is ignored.
const MAX_TEXT: usize = 200;

/// A page of what a search found.
#[derive(Debug)]
pub struct SearchListing {
    /// The products with their cursors.
    pub listing: Listing,
    /// All that match.
    pub total: u64,
    /// How they spread, if asked for.
    pub facets: Option<Facets>,
    /// The search as it was understood, when a word was mended.
    pub corrected: Option<String>,
    /// Whether no product has all the words, so that those with most of them were found.
    pub relaxed: bool,
    /// Another search that may have been meant.
    pub suggested: Option<String>,
    /// Whether the shopper's taste has moved products on this page.
    pub personalised: bool,
}

/// What is searched for, and who searches.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What was typed.
    pub text: &'a str,
    /// The shopper's language.
    pub locale: Locale,
    /// The shopper.
    pub shopper: Shopper<'a>,
}

/// A page of the products that match what is asked for and pass a filter.
///
/// # Errors
/// When the index or the database cannot be read, or inside it when the cursor is of another order.
pub async fn list(
    app: &App,
    asked: Asked<'_>,
    filter: &ProductFilter,
    sort: catalog::Sort,
    page: &Page<Cursor>,
    with_facets: bool,
) -> anyhow::Result<Result<SearchListing, ForeignCursor>> {
    let cursor = match &page.cursor {
        None => None,
        Some(Cursor::Found(place)) => Some(*place),
        Some(_) => return Ok(Err(ForeignCursor)),
    };
    let limit = usize::try_from(page.limit())?;
    let answer =
        ask(app, (asked.text, asked.locale), filter, sort.into(), limit, (cursor, page.backwards), with_facets)?;
    let Answer { found, corrected, relaxed, suggested } = answer;
    let cut = page.cut(found.places);
    let ids: Vec<ProductId> = cut.rows.iter().map(|place| place.product()).collect();
    let mut cards: HashMap<_, _> =
        catalog::for_sale(app, &ids).await?.into_iter().map(|card| (card.id, card)).collect();
    // A product that went since the index was last written is left out; the next search no longer finds it.
    let rows = cut.rows.into_iter().filter_map(|place| Some((Cursor::Found(place), cards.remove(&place.product())?)));
    let mut rows: Vec<_> = rows.collect();
    let first = cursor.is_none() && !page.backwards;
    // Counted once a search, and only what is in the catalogue word by word.
    if first && found.total > 0 && corrected.is_none() && !relaxed {
        popular::note(app, asked.shopper, asked.locale, asked.text).await;
    }
    // The first page alone, in the order of what matches best: elsewhere an order is what was asked for.
    let by_relevance = first && sort == catalog::Sort::Relevance;
    let personalised = by_relevance && personalise(app, asked.shopper, &mut rows).await?;
    let listing = Listing { rows, has_previous_page: cut.has_previous_page, has_next_page: cut.has_next_page };
    Ok(Ok(SearchListing {
        listing,
        total: found.total,
        facets: found.facets,
        corrected,
        relaxed,
        suggested,
        personalised,
    }))
}

/// Moves the rows by the shopper's taste; whether that changed anything.
async fn personalise(
    app: &App,
    shopper: Shopper<'_>,
    rows: &mut Vec<(Cursor, Arc<ProductCard>)>,
) -> Result<bool, DbErr> {
    // The last row stays, and one alone has nowhere to go.
    if rows.len() < 3 {
        return Ok(false);
    }
    let Some(taste) = Taste::of(app, shopper).await? else { return Ok(false) };
    let tastes: Vec<f32> = rows.iter().map(|(_, card)| taste.of_product(card)).collect();
    let order = personal::order(&tastes);
    let changed = !order.is_sorted();
    *rows = order.into_iter().filter_map(|row| rows.get(row).cloned()).collect();
    Ok(changed)
}

/// How the products that pass a filter spread.
///
/// # Errors
/// When the index cannot be read.
pub fn facets(app: &App, filter: &ProductFilter) -> anyhow::Result<Facets> {
    let answer = ask(app, ("", Locale::default()), filter, Sort::Newest, 0, (None, false), true)?;
    Ok(answer.found.facets.unwrap_or_default())
}

fn ask(
    app: &App,
    (text, locale): (&str, Locale),
    filter: &ProductFilter,
    sort: Sort,
    limit: usize,
    (cursor, backwards): (Option<Place>, bool),
    with_facets: bool,
) -> anyhow::Result<Answer> {
    let text: String = text.chars().take(MAX_TEXT).collect();
    let ladder = with_facets.then(|| price_ladder(app.config.currency));
    let completing = false;
    app.search.search(&Request { text: &text, locale, filter, sort, limit, cursor, backwards, ladder, completing })
}

impl From<catalog::Sort> for Sort {
    fn from(sort: catalog::Sort) -> Self {
        match sort {
            catalog::Sort::Relevance => Self::Relevance,
            catalog::Sort::Newest => Self::Newest,
            catalog::Sort::PriceAsc => Self::PriceAscending,
            catalog::Sort::PriceDesc => Self::PriceDescending,
            catalog::Sort::Title => Self::Title,
        }
    }
}
