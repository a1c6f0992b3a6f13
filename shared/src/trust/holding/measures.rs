//! The measures that a review is held by, each on its own.

use super::SharedWith;
use crate::Timestamp;
use crate::timestamp::DAY_MS;
use crate::trust::likeness::Text;
use crate::trust::{together, unit};

/// A burst is looked for in a window of so many days.
pub const BURST_DAYS: i64 = 30;
/// So many reviews make a burst, the one that is judged among them.
pub const BURST_REVIEWS: usize = 5;
/// A deviation counts half while so many others spoke.
const DEVIATION_HALF: f64 = 5.0;
/// An account is young for so many days.
pub const YOUTH_DAYS: i64 = 30;

/// How quickly five reviews of the subject came, this one among them: `1 − span / 30 d` for the shortest span, 0..1. With
/// it the number of reviews and the span in milliseconds. 0 below five reviews. After the group time window of GSRank.
#[must_use]
pub fn burst(at: Timestamp, others: impl Iterator<Item = Timestamp>) -> (f64, u32, i64) {
    let mut times: Vec<i64> = others.map(|other| other.0).collect();
    let place = times.len();
    times.push(at.0);
    // The judged review stands among its equals in time; which of them is it does not change a span.
    times.sort_unstable();
    let here = times.partition_point(|time| *time < at.0);
    let spans = times.windows(BURST_REVIEWS).enumerate();
    let around = spans.filter(|(first, _)| (*first..first + BURST_REVIEWS).contains(&here));
    let shortest = around.map(|(_, run)| run[BURST_REVIEWS - 1] - run[0]).min();
    match shortest {
        Some(span) => (unit(1.0 - span as f64 / (BURST_DAYS * DAY_MS) as f64), BURST_REVIEWS as u32, span),
        None => (0.0, place as u32 + 1, 0),
    }
}

/// The greatest likeness to another text, 0..1, with its Jaccard share and the shingles of the shorter text. After the
/// group content similarity of GSRank, with shingles in place of words.
#[must_use]
pub fn texts<'a>(text: &Text, others: impl Iterator<Item = &'a Text>) -> (f64, f64, u32) {
    let mut most = (0.0, 0.0, text.shingles());
    for other in others {
        let likeness = text.likeness(other);
        if likeness > 0.0 && likeness >= most.0 {
            let figures = (likeness, text.jaccard(other), text.shingles().min(other.shingles()));
            // Among equals the greater figures, whatever came first.
            most = if likeness > most.0 || figures.1 > most.1 { figures } else { most };
        }
    }
    most
}

/// How much shared signals say together, 0..1: `1 − Π(1 − tie)`, see [`crate::trust::sightings::SignalKind::tie`].
#[must_use]
pub fn shared(shared: &[SharedWith]) -> f64 {
    let mut ties: Vec<f64> = shared.iter().map(|shared| shared.kind.tie(shared.accounts as usize)).collect();
    // In one order, or the last bits of the product would hang on the caller's.
    ties.sort_unstable_by(f64::total_cmp);
    together(ties)
}

/// How much somebody keeps to one shop, 0..1: `(reviews of the shop − 1) / reviews`. Who bought once is not exclusive.
#[must_use]
pub fn exclusivity(of_shop: u32, all: u32) -> f64 {
    unit(f64::from(of_shop.saturating_sub(1)) / f64::from(all.max(1)))
}

/// How far stars are from those of others, 0..1: `|stars − mean| / 4 · n / (n + 5)` with `n` others. After the group
/// deviation of GSRank; few others say little.
#[must_use]
pub fn deviation(stars: u8, mean: f64, others: u32) -> f64 {
    let (stars, n) = (f64::from(stars), f64::from(others));
    unit((stars - mean).abs() / 4.0 * n / (n + DEVIATION_HALF))
}

/// How young the account was when it wrote, 0..1: `1 − age / 30 d`.
#[must_use]
pub fn youth(opened: Timestamp, at: Timestamp) -> f64 {
    unit(1.0 - (at.0 - opened.0).max(0) as f64 / (YOUTH_DAYS * DAY_MS) as f64)
}
