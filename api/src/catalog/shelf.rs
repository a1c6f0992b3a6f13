//! What nearly every request needs and what seldom changes, held in memory: the category tree and shops; the means that
//! scores are drawn towards; and, where the configuration allows listings to be a little old, pages of listings.
//!
//! Whoever changes a category or a shop calls [`Shelf::forget`] after the commit, so a process reads its own writes
//! at once; other processes see them after [`KEPT`].

use super::list::{Listing, ListingKey};
use super::tree::CategoryTree;
use crate::app::App;
use crate::reviews::Priors;
use crate::shops;
use moka::sync::Cache;
use sea_orm::DbErr;
use shared::id::ShopId;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How long a row is believed.
pub const KEPT: Duration = Duration::from_secs(2);

/// How long the means of ratings are believed: they move slowly, and a listing with scores asks nothing for them.
const PRIORS_KEPT: Duration = Duration::from_secs(30);

/// Pages of listings held at most.
const MAX_LISTINGS: u64 = 1_000;

/// Shops held at most.
const MAX_SHOPS: u64 = 10_000;

/// The memory of one process.
pub struct Shelf {
    tree: RwLock<Option<(Instant, Arc<CategoryTree>)>>,
    /// Only one request reads the tree or the means anew; the others wait for it.
    reading: tokio::sync::Mutex<()>,
    priors: RwLock<Option<(Instant, Arc<Priors>)>>,
    shops: Cache<ShopId, Arc<shops::entity::Model>>,
    listings: Option<Cache<ListingKey, Arc<Listing>>>,
}

impl Shelf {
    /// An empty memory that believes pages of listings for `listings_kept`; not at all when that is zero.
    #[must_use]
    pub fn new(listings_kept: Duration) -> Self {
        let listings = Cache::builder().max_capacity(MAX_LISTINGS).time_to_live(listings_kept);
        Self {
            tree: RwLock::new(None),
            reading: tokio::sync::Mutex::new(()),
            priors: RwLock::new(None),
            shops: Cache::builder().max_capacity(MAX_SHOPS).time_to_live(KEPT).build(),
            listings: (!listings_kept.is_zero()).then(|| listings.build()),
        }
    }

    /// The category tree.
    ///
    /// # Errors
    /// When it must be read and the database does not answer.
    pub async fn tree(&self, app: &App) -> Result<Arc<CategoryTree>, DbErr> {
        if let Some(tree) = self.fresh_tree() {
            return Ok(tree);
        }
        let _reading = self.reading.lock().await;
        if let Some(tree) = self.fresh_tree() {
            return Ok(tree);
        }
        let read_at = Instant::now();
        let tree = Arc::new(CategoryTree::load(app.db.read()).await?);
        *self.tree.write().unwrap_or_else(PoisonError::into_inner) = Some((read_at, Arc::clone(&tree)));
        Ok(tree)
    }

    fn fresh_tree(&self) -> Option<Arc<CategoryTree>> {
        let held = self.tree.read().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|(read_at, _)| read_at.elapsed() < KEPT).map(|(_, tree)| Arc::clone(tree))
    }

    /// The means that scores are drawn towards.
    ///
    /// # Errors
    /// When they must be read and the database does not answer.
    pub async fn priors(&self, app: &App) -> Result<Arc<Priors>, DbErr> {
        if let Some(priors) = self.fresh_priors() {
            return Ok(priors);
        }
        let _reading = self.reading.lock().await;
        if let Some(priors) = self.fresh_priors() {
            return Ok(priors);
        }
        let read_at = Instant::now();
        let priors = Arc::new(Priors::load(app.db.read()).await?);
        *self.priors.write().unwrap_or_else(PoisonError::into_inner) = Some((read_at, Arc::clone(&priors)));
        Ok(priors)
    }

    fn fresh_priors(&self) -> Option<Arc<Priors>> {
        let held = self.priors.read().unwrap_or_else(PoisonError::into_inner);
        // Before anybody has reviewed anything, the first review is waited for.
        let kept = |priors: &Priors| if priors.is_known() { PRIORS_KEPT } else { KEPT };
        let fresh = |(read_at, priors): &&(Instant, Arc<Priors>)| read_at.elapsed() < kept(priors);
        held.as_ref().filter(fresh).map(|(_, priors)| Arc::clone(priors))
    }

    /// Forgets the means: reviews were written or changed.
    pub fn forget_priors(&self) {
        *self.priors.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// A shop, if it is held.
    #[must_use]
    pub fn shop(&self, id: ShopId) -> Option<Arc<shops::entity::Model>> {
        self.shops.get(&id)
    }

    /// Holds a shop that was just read.
    pub fn keep_shop(&self, shop: &Arc<shops::entity::Model>) {
        self.shops.insert(shop.id, Arc::clone(shop));
    }

    /// A page of a listing, if it is held.
    #[must_use]
    pub fn listing(&self, key: &ListingKey) -> Option<Listing> {
        self.listings.as_ref()?.get(key).map(|listing| Listing::clone(&listing))
    }

    /// Holds a page of a listing that was just read, where that is allowed.
    pub fn keep_listing(&self, key: ListingKey, listing: &Listing) {
        if let Some(listings) = &self.listings {
            listings.insert(key, Arc::new(listing.clone()));
        }
    }

    /// Forgets everything: shops or categories were changed.
    pub fn forget(&self) {
        *self.tree.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.shops.invalidate_all();
        if let Some(listings) = &self.listings {
            listings.invalidate_all();
        }
    }
}
