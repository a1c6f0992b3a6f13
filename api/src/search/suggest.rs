//! What the search box offers while somebody types.

use super::{Facets, Request, Sort, index, text};
use crate::app::App;
use crate::catalog::{self, Category, ProductCard, ProductFilter};
use crate::shops;
use shared::Locale;
use shared::id::{ProductId, ShopId};
use std::collections::HashMap;
use std::sync::Arc;

/// Shops and categories offered at most, each.
const MOST: usize = 4;
/// Shops whose names are looked at: those with the most products that match.
const SHOPS_READ: usize = 40;

/// Of the phrases, those at most that others search for.
const MOST_POPULAR: usize = 2;
/// Of what others search for, so much is looked at: the most frequent.
const POPULAR_READ: usize = 8;

/// What fits what was typed.
#[derive(Debug, Default)]
pub struct Suggestions {
    /// The best products.
    pub products: Vec<Arc<ProductCard>>,
    /// Categories whose name fits.
    pub categories: Vec<Category>,
    /// Shops whose name fits.
    pub shops: Vec<Arc<shops::entity::Model>>,
    /// Whole phrases that find something, those that many search for first.
    pub phrases: Vec<String>,
    /// Those of the phrases that many search for.
    pub popular: Vec<String>,
}

/// Suggestions for a text that is not finished: the last word may be the beginning of one.
///
/// # Errors
/// When the index or the database cannot be read.
pub async fn suggest(app: &App, typed: &str, locale: Locale, most: usize) -> anyhow::Result<Suggestions> {
    let words = text::terms(typed);
    if words.is_empty() {
        return Ok(Suggestions::default());
    }
    let filter = ProductFilter::default();
    let request = Request {
        text: typed,
        locale,
        filter: &filter,
        sort: Sort::Relevance,
        limit: most,
        cursor: None,
        backwards: false,
        ladder: Some(&[]),
        completing: true,
    };
    let found = app.search.search(&request)?.found;
    let facets = found.facets.unwrap_or_default();
    let ids: Vec<ProductId> = found.places.iter().map(|place| place.product()).collect();
    let mut cards: HashMap<_, _> =
        catalog::for_sale(app, &ids).await?.into_iter().map(|card| (card.id, card)).collect();
    let tree = app.shelf.tree(app).await?;
    let mut categories: Vec<Category> = tree.all().filter(|category| counts(&facets, category) > 0).cloned().collect();
    categories.retain(|category| fits(&words, category.name.0.values()));
    categories.sort_by_key(|category| std::cmp::Reverse(counts(&facets, category)));
    categories.truncate(MOST);
    let popular = popular(app, typed, locale)?;
    let completed = app.search.phrases(typed, locale, MOST)?.into_iter().filter(|phrase| !popular.contains(phrase));
    let phrases = popular.iter().cloned().chain(completed).take(MOST).collect();
    Ok(Suggestions {
        products: ids.iter().filter_map(|id| cards.remove(id)).collect(),
        categories,
        shops: fitting_shops(app, &words, &facets).await?,
        phrases,
        popular,
    })
}

/// What many search for and goes on as somebody has begun to type, as far as it still finds something.
fn popular(app: &App, typed: &str, locale: Locale) -> anyhow::Result<Vec<String>> {
    let mut popular = Vec::new();
    for query in app.popular.beginning(typed, locale).into_iter().take(POPULAR_READ) {
        if popular.len() < MOST_POPULAR && app.search.finds(&query, locale)? {
            popular.push(query);
        }
    }
    Ok(popular)
}

fn counts(facets: &Facets, category: &Category) -> u64 {
    facets.categories.get(&index::low(category.id.0)).copied().unwrap_or(0)
}

async fn fitting_shops(app: &App, words: &[String], facets: &Facets) -> anyhow::Result<Vec<Arc<shops::entity::Model>>> {
    let mut counted: Vec<(u64, ShopId)> = facets.shops.iter().map(|(shop, count)| (*count, *shop)).collect();
    counted.sort_unstable_by(|one, other| other.cmp(one));
    let ids: Vec<ShopId> = counted.into_iter().take(SHOPS_READ).map(|(_, shop)| shop).collect();
    let mut shops = shops::by_ids(app, &ids).await?;
    shops.retain(|shop| fits(words, shop.name.0.values()));
    shops.truncate(MOST);
    Ok(shops)
}

/// Whether every word begins a word of one of the names.
fn fits<'a>(words: &[String], names: impl Iterator<Item = &'a String>) -> bool {
    let names: Vec<Vec<String>> = names.map(|name| text::terms(name)).collect();
    names.iter().any(|name| words.iter().all(|word| name.iter().any(|part| part.starts_with(word.as_str()))))
}
