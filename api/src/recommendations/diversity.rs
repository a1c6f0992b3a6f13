//! Not twelve times the same: maximal marginal relevance (Carbonell and Goldstein, 1998).
//!
//! One after the other that candidate is taken for which `λ · relevance − (1 − λ) · likeness` is greatest, λ = 0.8.
//! `relevance` falls evenly with the rank from 1 to 0, so that the scale of scores does not matter; `likeness` is that to
//! the most similar one that was taken: 0.5 for the same category, 0.2 for the same shop, and up to 0.3 for what the model
//! holds for neighbours. Among forty, what is like a chosen one in everything falls back by ten ranks.

use super::blend::Candidate;
use super::market::Market;
use std::cell::RefCell;

const LAMBDA: f32 = 0.8;
const SAME_CATEGORY: f32 = 0.5;
const SAME_SHOP: f32 = 0.2;
const NEIGHBOUR: f32 = 0.3;
/// Candidates that compete, at least; four times as many as are wanted, when that is more.
pub(super) const POOL: usize = 40;
/// No rank: the offer does not compete.
const OUTSIDE: usize = usize::MAX;

/// The order in which candidates are shown, given the best first: the first `most` are spread, the others follow as they
/// stood.
#[must_use]
pub fn spread(market: &Market, ranked: &[Candidate], most: usize) -> Vec<Candidate> {
    let mut pool = Pool::of(market, &ranked[..ranked.len().min(POOL.max(most * 4))]);
    let mut taken: Vec<usize> = Vec::with_capacity(most);
    while taken.len() < most
        && let Some(at) = pool.take()
    {
        taken.push(at);
    }
    let mut rest = vec![true; ranked.len()];
    for at in &taken {
        rest[*at] = false;
    }
    let first = taken.iter().map(|at| ranked[*at]);
    first.chain(ranked.iter().zip(rest).filter(|(_, rest)| *rest).map(|(candidate, _)| *candidate)).collect()
}

thread_local! {
    /// By offer its rank, or [`OUTSIDE`]: kept from one request to the next, and wiped by who wrote to it.
    static RANKS: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Candidates that compete for the next place.
struct Pool<'a> {
    market: &'a Market,
    ranked: &'a [Candidate],
    /// Those that were not taken yet, in the order of their ranks.
    left: Vec<usize>,
    /// By rank the likeness to the most similar one that was taken.
    nearest: Vec<f32>,
    /// By offer its rank, or [`OUTSIDE`].
    ranks: Vec<usize>,
}

impl Drop for Pool<'_> {
    fn drop(&mut self) {
        let mut ranks = std::mem::take(&mut self.ranks);
        for candidate in self.ranked {
            if let Some(slot) = ranks.get_mut(candidate.offer as usize) {
                *slot = OUTSIDE;
            }
        }
        RANKS.set(ranks);
    }
}

impl<'a> Pool<'a> {
    fn of(market: &'a Market, ranked: &'a [Candidate]) -> Self {
        let mut ranks = RANKS.take();
        ranks.resize(market.offers.rows.len(), OUTSIDE);
        for (rank, candidate) in ranked.iter().enumerate() {
            if let Some(slot) = ranks.get_mut(candidate.offer as usize) {
                *slot = rank;
            }
        }
        Self { market, ranked, left: (0..ranked.len()).collect(), nearest: vec![0.0; ranked.len()], ranks }
    }

    /// Takes the candidate that is worth most beside those that were taken before; among equals the better one.
    fn take(&mut self) -> Option<usize> {
        let scale = self.ranked.len().max(POOL) as f32;
        let worth = |at: usize| LAMBDA * (1.0 - at as f32 / scale) - (1.0 - LAMBDA) * self.nearest[at];
        let best = self.left.iter().enumerate();
        let best = best.max_by(|(one, a), (other, b)| worth(**a).total_cmp(&worth(**b)).then(other.cmp(one)));
        let (place, at) = best.map(|(place, at)| (place, *at))?;
        self.left.remove(place);
        self.come_nearer(self.ranked[at].offer);
        Some(at)
    }

    /// Notes how like the others are to one that was taken.
    fn come_nearer(&mut self, chosen: u32) {
        let mut likeness = vec![0.0; self.ranked.len()];
        for (offer, part) in neighbours(self.market, chosen) {
            let rank = self.ranks.get(offer as usize).copied().unwrap_or(OUTSIDE);
            if let Some(slot) = likeness.get_mut(rank) {
                *slot = NEIGHBOUR * part;
            }
        }
        let offers = &self.market.offers;
        for at in &self.left {
            let Some((one, other)) = offers.get(chosen).zip(offers.get(self.ranked[*at].offer)) else { continue };
            let category = if one.category.is_some() && one.category == other.category { SAME_CATEGORY } else { 0.0 };
            let shop = if one.shop == other.shop { SAME_SHOP } else { 0.0 };
            self.nearest[*at] = self.nearest[*at].max(likeness[*at] + category + shop);
        }
    }
}

/// What the model holds for neighbours of an offer, each as a part of the nearest.
fn neighbours(market: &Market, offer: u32) -> impl Iterator<Item = (u32, f32)> {
    let item = market.serving.as_ref().zip(market.item_of(offer));
    let near = item.and_then(|(serving, item)| serving.trained.neighbours.get(item as usize));
    let near = near.map_or(&[][..], Vec::as_slice);
    let most = near.iter().map(|(_, weight)| *weight).fold(f32::MIN_POSITIVE, f32::max);
    near.iter().filter_map(move |(item, weight)| Some((market.offer_of(*item)?, weight / most)))
}

#[cfg(test)]
mod tests {
    use super::super::eligible::Offer;
    use super::super::market::Offers;
    use super::super::reasons::Why;
    use super::*;
    use shared::Timestamp;
    use shared::id::{CategoryId, ProductId, ShopId};
    use shared::trust::StandingLevel;
    use std::sync::Arc;
    use uuid::Uuid;

    fn market(categories: &[u128]) -> Market {
        let offer = |(number, category): (u128, &u128)| Offer {
            product: ProductId(Uuid::from_u128(number)),
            shop: ShopId(Uuid::from_u128(1)),
            category: Some(CategoryId(Uuid::from_u128(*category))),
            price: 1000,
            stars: 3.0,
            standing: StandingLevel::Standard,
            listed_at: Timestamp(0),
        };
        Market::new(Arc::new(Offers::new((1..).zip(categories).map(offer).collect())), None)
    }

    fn ranked(number: u32) -> Vec<Candidate> {
        (0..number).map(|offer| Candidate { offer, score: 1.0 / (1.0 + offer as f32), why: Why::Trending }).collect()
    }

    #[test]
    fn the_best_stays_and_another_category_comes_forward() {
        let market = market(&[1, 1, 1, 1, 2, 1, 1, 1]);
        let order: Vec<u32> = spread(&market, &ranked(8), 3).iter().map(|candidate| candidate.offer).collect();
        assert_eq!(order[0], 0);
        assert!(order[..3].contains(&4), "{order:?}");
        let mut all = order;
        all.sort_unstable();
        assert_eq!(all, (0..8).collect::<Vec<_>>(), "nothing is lost or shown twice");
    }

    #[test]
    fn few_candidates_are_no_trouble() {
        assert_eq!(spread(&market(&[]), &[], 12), []);
        assert_eq!(spread(&market(&[1]), &ranked(1), 12).len(), 1);
    }
}
