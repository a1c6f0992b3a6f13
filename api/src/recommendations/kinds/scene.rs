//! What every kind of suggestion ranks from: the market, and what is known of the shopper.

use super::super::blend::{self, Candidate, Parts, Profile};
use super::super::diversity;
use super::super::eligible::Offer;
use super::super::market::Market;
use super::super::reasons::Why;
use super::super::signals::{Known, PastEvent, PastKind};
use super::super::stored::Serving;
use super::{Ask, MAX_ROUNDS, SPARE, buy_again};
use crate::app::App;
use rustc_hash::{FxHashMap, FxHashSet};
use shared::id::ProductId;
use shared::{Locale, Timestamp};
use std::sync::Arc;

/// One request, before anything is ranked.
pub(super) struct Scene<'a> {
    pub(super) app: &'a App,
    pub(super) market: Arc<Market>,
    pub(super) locale: Locale,
    pub(super) now: Timestamp,
    /// How many are to be shown.
    pub(super) first: usize,
    /// What the shopper did, the newest first; nothing when nobody is known.
    pub(super) events: Vec<PastEvent>,
    /// What that says beyond single products.
    pub(super) profile: Profile,
    /// What is not to be suggested: what the shopper hid, and for personal kinds what they have bought and nobody buys twice.
    barred: FxHashSet<ProductId>,
    /// The most telling thing that they did with each product.
    past: FxHashMap<ProductId, PastKind>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(app: &'a App, market: Arc<Market>, known: Option<&Known>, ask: &Ask<'_>) -> Self {
        let now = app.clock.now();
        let (events, hidden) = known.map(|known| (&known.events[..], &known.hidden)).unzip();
        // What speaks for nothing is no cause. What was bought stays, since that is not needed again.
        let counts = |event: &&PastEvent| event.weight > 0.0 || event.kind == PastKind::Bought;
        let events: Vec<PastEvent> = events.unwrap_or_default().iter().filter(counts).copied().collect();
        let profile = Profile::of(&events, &market.offers, now);
        let mut barred: FxHashSet<ProductId> = hidden.into_iter().flatten().copied().collect();
        if ask.kind.is_personal() {
            let serving = market.serving.as_deref();
            let rhythms = buy_again::rhythms(&events, serving);
            let bought = events.iter().filter(|event| event.kind == PastKind::Bought).map(|event| event.product);
            barred.extend(bought.filter(|product| !rhythms.contains_key(product)));
        }
        let mut past: FxHashMap<ProductId, PastKind> = FxHashMap::default();
        for event in &events {
            let kind = past.entry(event.product).or_insert(event.kind);
            if telling(event.kind) > telling(*kind) {
                *kind = event.kind;
            }
        }
        Self { app, market, locale: ask.locale, now, first: ask.first, events, profile, barred, past }
    }

    pub(super) fn offer(&self, place: u32) -> Option<&Offer> {
        self.market.offers.get(place)
    }

    pub(super) fn serving(&self) -> Option<&Serving> {
        self.market.serving.as_deref()
    }

    /// Whether the shopper lets it be suggested.
    pub(super) fn may(&self, product: ProductId) -> bool {
        !self.barred.contains(&product)
    }

    /// The most telling thing that the shopper did with a product.
    pub(super) fn past(&self, product: ProductId) -> Option<PastKind> {
        self.past.get(&product).copied()
    }

    /// How many candidates are looked at, one way or the other.
    pub(super) fn enough(&self) -> usize {
        ((self.first + SPARE) * MAX_ROUNDS).max(diversity::POOL)
    }

    /// The best candidates with their scores, the best first, without what the shopper does not want.
    pub(super) fn ranked(
        &self,
        profile: &Profile,
        candidates: impl IntoIterator<Item = (u32, Parts, Why)>,
    ) -> Vec<Candidate> {
        let mut ranked: Vec<Candidate> = candidates
            .into_iter()
            .filter_map(|(offer, parts, why)| {
                let row = self.offer(offer).filter(|row| self.may(row.product))?;
                Some(Candidate { offer, score: profile.score(row, parts, self.now), why })
            })
            .collect();
        blend::best(&mut ranked, self.enough());
        ranked
    }

    /// Spreads the first of them over categories and shops.
    pub(super) fn spread(&self, ranked: &[Candidate]) -> Vec<Candidate> {
        diversity::spread(&self.market, ranked, self.first + SPARE)
    }

    /// Adds what is wanted and what is new behind what was found, so that there is always something.
    pub(super) fn filled(&self, found: &mut FxHashMap<u32, (Parts, Why)>) {
        for (offer, wanted) in self.market.wanted(self.locale) {
            let entry = found.entry(*offer).or_insert((Parts::default(), Why::Trending));
            entry.0.wanted = *wanted;
        }
        for offer in self.market.offers.newest.iter().take(self.first * 2 + SPARE) {
            found.entry(*offer).or_insert_with(|| (Parts::default(), self.newness(*offer)));
        }
    }

    /// That something is new, in the words that are true of it.
    pub(super) fn newness(&self, offer: u32) -> Why {
        let since = self.now.plus_days(-30);
        Why::New { this_month: self.offer(offer).is_some_and(|row| row.listed_at >= since) }
    }
}

const fn telling(kind: PastKind) -> u8 {
    match kind {
        PastKind::Viewed => 0,
        PastKind::Searched => 1,
        PastKind::Wished => 2,
        PastKind::Carted => 3,
        PastKind::Reviewed => 4,
        PastKind::Bought => 5,
    }
}
