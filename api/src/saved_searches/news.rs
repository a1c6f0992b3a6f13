//! What is new of a search, by the very lists that its page shows.

use super::entity::{Model, SavedFilter};
use crate::actor::Actor;
use crate::app::App;
use crate::catalog::{self, ProductCard, ProductFilter, Sort};
use crate::graphql::paging::Page;
use crate::search::{self, Asked, Shopper};
use sea_orm::DbErr;
use shared::Timestamp;
use std::sync::Arc;

/// What is new.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The newest of it, as many as were wanted.
    pub cards: Vec<Arc<ProductCard>>,
    /// How much there is in all.
    pub total: u64,
}

/// How much of a search is new since its owner's last look.
///
/// # Errors
/// When the index or the database cannot be read.
pub async fn count_new(app: &App, saved: &Model) -> anyhow::Result<u64> {
    Ok(find_new(app, saved, (saved.seen_at, app.clock.now()), 0).await?.total)
}

/// What of a search is new after the first moment and until the second; `most` of it is read.
///
/// What has only some of the words is no news, though the page shows it where nothing better is.
///
/// # Errors
/// When the index or the database cannot be read.
pub async fn find_new(app: &App, saved: &Model, listed: (Timestamp, Timestamp), most: usize) -> anyhow::Result<Found> {
    let filter = ProductFilter { listed: Some(listed), ..filter_of(app, &saved.filter).await? };
    let page = Page { size: most, cursor: None, backwards: false };
    if saved.search.is_empty() {
        let (total, _) = catalog::count(app, &filter).await?;
        if most == 0 || total == 0 {
            return Ok(Found { cards: Vec::new(), total });
        }
        let listing = catalog::list(app, &filter, Sort::Newest, &page).await??;
        return Ok(Found { cards: listing.rows.into_iter().map(|(_, card)| card).collect(), total });
    }
    // The same for everybody: nobody's taste moves what is told in a letter.
    let nobody = Actor::guest();
    let shopper = Shopper { actor: &nobody, device: None };
    let asked = Asked { text: &saved.search, locale: saved.locale, shopper };
    let found = search::list(app, asked, &filter, Sort::Newest, &page, false).await??;
    if found.relaxed {
        return Ok(Found::default());
    }
    Ok(Found { cards: found.listing.rows.into_iter().map(|(_, card)| card).collect(), total: found.total })
}

/// The filter of the list that the search's page shows.
async fn filter_of(app: &App, saved: &SavedFilter) -> Result<ProductFilter, DbErr> {
    let categories = match saved.category {
        Some(category) => Some(app.shelf.tree(app).await?.with_descendants(category)),
        None => None,
    };
    Ok(ProductFilter {
        categories,
        shops: Some(saved.shops.clone()).filter(|shops| !shops.is_empty()),
        min_price: saved.min_price,
        max_price: saved.max_price,
        available: saved.available,
        ..ProductFilter::default()
    })
}
