//! Not twelve times the same: maximal marginal relevance (Carbonell and Goldstein, 1998).
//!
//! One after the other that candidate is taken for which `λ · relevance − (1 − λ) · likeness` is greatest, λ = 0.8.
//! `relevance` falls evenly with the rank from 1 to 0, so that the scale of scores does not matter; `likeness` is that to
//! the most similar one that was taken: 0.5 for the same category, 0.2 for the same shop, and up to 0.3 for what the model
//! holds for neighbours. In a pool of forty, what is like a chosen one in everything falls back by ten ranks.

use super::blend::Candidate;
use super::market::Market;
use std::collections::HashMap;

const LAMBDA: f32 = 0.8;
const SAME_CATEGORY: f32 = 0.5;
const SAME_SHOP: f32 = 0.2;
const NEIGHBOUR: f32 = 0.3;
/// Candidates that compete, at least; four times as many as are wanted, when that is more.
const POOL: usize = 40;

/// The order in which candidates are shown, given the best first: the first `most` are spread, the others follow as they
/// stood.
#[must_use]
pub fn spread(market: &Market, ranked: Vec<Candidate>, most: usize) -> Vec<Candidate> {
    let pool = ranked.len().min(POOL.max(most * 4));
    let mut nearest = vec![0.0_f32; pool];
    let mut left: Vec<usize> = (0..pool).collect();
    let mut taken: Vec<usize> = Vec::with_capacity(most);
    while taken.len() < most {
        let worth = |at: usize| {
            let relevance = 1.0 - at as f32 / pool as f32;
            LAMBDA * relevance - (1.0 - LAMBDA) * nearest.get(at).copied().unwrap_or(0.0)
        };
        // Among equals the better candidate: it stands first.
        let best = left
            .iter()
            .enumerate()
            .max_by(|(one, a), (other, b)| worth(**a).total_cmp(&worth(**b)).then(other.cmp(one)));
        let Some((place, at)) = best.map(|(place, at)| (place, *at)) else { break };
        left.remove(place);
        taken.push(at);
        let chosen = ranked[at].offer;
        let neighbours = neighbours(market, chosen);
        for other in &left {
            let likeness = likeness(market, chosen, ranked[*other].offer, &neighbours);
            nearest[*other] = nearest[*other].max(likeness);
        }
    }
    let mut rest = vec![true; ranked.len()];
    for at in &taken {
        rest[*at] = false;
    }
    let first = taken.iter().map(|at| ranked[*at]);
    first.chain(ranked.iter().zip(rest).filter(|(_, rest)| *rest).map(|(candidate, _)| *candidate)).collect()
}

/// What the model holds for neighbours of an offer, each as a part of the nearest.
fn neighbours(market: &Market, offer: u32) -> HashMap<u32, f32> {
    let Some((serving, item)) = market.serving.as_ref().zip(market.item_of(offer)) else { return HashMap::new() };
    let near = serving.trained.neighbours.get(item as usize).map_or(&[][..], Vec::as_slice);
    let most = near.iter().map(|(_, weight)| *weight).fold(f32::MIN_POSITIVE, f32::max);
    near.iter().filter_map(|(item, weight)| Some((market.offer_of(*item)?, weight / most))).collect()
}

fn likeness(market: &Market, one: u32, other: u32, neighbours: &HashMap<u32, f32>) -> f32 {
    let Some((one, row)) = market.offers.get(one).zip(market.offers.get(other)) else { return 0.0 };
    let category = if one.category.is_some() && one.category == row.category { SAME_CATEGORY } else { 0.0 };
    let shop = if one.shop == row.shop { SAME_SHOP } else { 0.0 };
    category + shop + NEIGHBOUR * neighbours.get(&other).copied().unwrap_or(0.0)
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
        let order: Vec<u32> = spread(&market, ranked(8), 3).iter().map(|candidate| candidate.offer).collect();
        assert_eq!(order[0], 0);
        assert!(order[..3].contains(&4), "{order:?}");
        let mut all = order;
        all.sort_unstable();
        assert_eq!(all, (0..8).collect::<Vec<_>>(), "nothing is lost or shown twice");
    }

    #[test]
    fn few_candidates_are_no_trouble() {
        assert_eq!(spread(&market(&[]), Vec::new(), 12), []);
        assert_eq!(spread(&market(&[1]), ranked(1), 12).len(), 1);
    }
}
