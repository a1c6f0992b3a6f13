//! Keeps the picture of the market fresh. A request waits for it only when there is none yet: later on it takes what is
//! held, and where that is older than [`KEPT`] one task reads in the background what the events say has changed.
//!
//! What no event tells of, such as a score that sinks, is seen when everything is read again, after [`FULL`]; the products
//! that are shown are checked in the database in any case.

use super::cards;
use super::eligible::{self, FitShops, Offer};
use super::market::{Market, Offers};
use super::signals::People;
use crate::app::App;
use crate::events;
use moka::sync::Cache;
use sea_orm::DbErr;
use shared::id::ProductId;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How long the picture is believed.
const KEPT: Duration = Duration::from_secs(2);
/// How long it is mended by events before everything is read again.
const FULL: Duration = Duration::from_secs(60);
/// More events than this, and everything is read again.
const MAX_EVENTS: u64 = 1_000;
/// How long it is believed what is like a product by its words.
const LIKENESS_KEPT: Duration = Duration::from_secs(60);
/// Products of which it is held what is like them.
const MAX_LIKENESSES: u64 = 5_000;
/// What is held of what is like a product.
const MOST_ALIKE: usize = 60;

/// What is like a product by its words: the most alike first, each from 0 to 1.
pub type Alike = Arc<[(ProductId, f32)]>;

/// The picture of the market that one process holds.
pub struct Outlook {
    held: RwLock<Option<Held>>,
    /// Only one request reads the first picture; the others wait for it.
    reading: tokio::sync::Mutex<()>,
    refreshing: AtomicBool,
    alike: Cache<ProductId, Alike>,
    pub(super) cards: cards::Held,
    pub(super) people: People,
}

#[derive(Clone)]
struct Held {
    market: Arc<Market>,
    /// The last event that it knows of.
    seq: i64,
    read_at: Instant,
    full_at: Instant,
}

impl Default for Outlook {
    fn default() -> Self {
        Self {
            held: RwLock::new(None),
            reading: tokio::sync::Mutex::new(()),
            refreshing: AtomicBool::new(false),
            alike: Cache::builder().max_capacity(MAX_LIKENESSES).time_to_live(LIKENESS_KEPT).build(),
            cards: cards::Held::default(),
            people: People::default(),
        }
    }
}

impl Outlook {
    /// The market as it was at most a little while ago, with the model that is served now.
    ///
    /// # Errors
    /// When it must be read first and the database does not answer.
    pub async fn market(&self, app: &App) -> Result<Arc<Market>, DbErr> {
        let Some(held) = self.held() else { return self.first(app).await };
        let market = Arc::clone(&held.market);
        if held.read_at.elapsed() >= KEPT && !self.refreshing.swap(true, Ordering::AcqRel) {
            let app = app.clone();
            tokio::spawn(async move {
                let _refreshing = Refreshing(&app.outlook);
                if let Err(error) = refresh(&app, &held).await {
                    tracing::warn!(%error, "what may be suggested could not be read; the older picture is kept");
                }
            });
        }
        Ok(self.current(app).unwrap_or(market))
    }

    /// What is like a product by its words.
    #[must_use]
    pub fn alike(&self, app: &App, product: ProductId) -> Alike {
        if let Some(known) = self.alike.get(&product) {
            return known;
        }
        let found = app.search.similar(product, MOST_ALIKE).unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "the search index could not say what is alike");
            Vec::new()
        });
        let found: Alike = found.into();
        // What is not in the index yet may be there in a moment.
        if !found.is_empty() {
            self.alike.insert(product, Arc::clone(&found));
        }
        found
    }

    /// Forgets the picture: tests that write to the tables themselves.
    pub fn forget(&self) {
        self.alike.invalidate_all();
        self.cards.clear();
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn held(&self) -> Option<Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is held, brought together with the model that is served now: that may have been swapped since.
    fn current(&self, app: &App) -> Option<Arc<Market>> {
        let held = self.held()?;
        let serving = app.recommendations.serving();
        let same = match (&held.market.serving, &serving) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        if same {
            return Some(held.market);
        }
        let market = Arc::new(Market::new(Arc::clone(&held.market.offers), serving));
        self.keep(Held { market: Arc::clone(&market), ..held });
        Some(market)
    }

    fn keep(&self, held: Held) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
    }

    async fn first(&self, app: &App) -> Result<Arc<Market>, DbErr> {
        let _reading = self.reading.lock().await;
        if let Some(market) = self.current(app) {
            return Ok(market);
        }
        let held = read_all(app).await?;
        let market = Arc::clone(&held.market);
        self.keep(held);
        Ok(market)
    }
}

/// While it lives, no other task refreshes.
struct Refreshing<'a>(&'a Outlook);

impl Drop for Refreshing<'_> {
    fn drop(&mut self) {
        self.0.refreshing.store(false, Ordering::Release);
    }
}

async fn read_all(app: &App) -> Result<Held, DbErr> {
    let seq = events::newest(app.db.read()).await?;
    let shops = eligible::fit_shops(app).await?;
    let offers = eligible::offers(app, &shops, None).await?;
    let market = Arc::new(Market::new(Arc::new(Offers::new(offers)), app.recommendations.serving()));
    let now = Instant::now();
    Ok(Held { market, seq, read_at: now, full_at: now })
}

async fn refresh(app: &App, held: &Held) -> Result<(), DbErr> {
    let outlook = &app.outlook;
    if held.full_at.elapsed() >= FULL {
        outlook.keep(read_all(app).await?);
        return Ok(());
    }
    let batch = events::after(app.db.read(), held.seq, None, MAX_EVENTS).await?;
    let seq = batch.last().map_or(held.seq, |event| event.seq);
    let read_at = Instant::now();
    match concerned(&batch) {
        None => outlook.keep(read_all(app).await?),
        Some(products) if products.is_empty() => {
            let market = outlook.current(app).unwrap_or_else(|| Arc::clone(&held.market));
            outlook.keep(Held { market, seq, read_at, full_at: held.full_at });
        }
        Some(products) => {
            let shops = eligible::fit_shops(app).await?;
            let offers = mended(app, &shops, &held.market.offers, &products).await?;
            let market = Arc::new(Market::new(Arc::new(offers), app.recommendations.serving()));
            outlook.keep(Held { market, seq, read_at, full_at: held.full_at });
        }
    }
    Ok(())
}

/// The products that events concern; `None` when everything has to be read again. `catalog.imported` lists its products.
fn concerned(batch: &[events::entity::Model]) -> Option<HashSet<ProductId>> {
    if batch.len() as u64 >= MAX_EVENTS {
        return None;
    }
    let mut products = HashSet::new();
    for event in batch {
        match event.topic.split('.').next().unwrap_or_default() {
            "shop" => return None,
            "product" => {
                products.insert(ProductId(event.aggregate_id));
            }
            "catalog" => {
                let ids = event.payload.get("productIds").and_then(|ids| ids.as_array());
                products.extend(ids.into_iter().flatten().filter_map(|id| id.as_str()?.parse::<ProductId>().ok()));
            }
            _ => {}
        }
    }
    (products.len() as u64 <= MAX_EVENTS).then_some(products)
}

/// The offers, with what changed read again.
async fn mended(app: &App, shops: &FitShops, before: &Offers, changed: &HashSet<ProductId>) -> Result<Offers, DbErr> {
    let ids: Vec<ProductId> = changed.iter().copied().collect();
    let mut rows: Vec<Offer> = before.rows.iter().filter(|offer| !changed.contains(&offer.product)).copied().collect();
    rows.extend(eligible::offers(app, shops, Some(&ids)).await?);
    Ok(Offers::new(rows))
}
